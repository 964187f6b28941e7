/*
description: >
  What a ticket paid is what its log states, and is divided into commission, own stake's and delegators' parts: the commission
  by the cut that the orchestrator's declarations put in force. A round's fees are the sum of its tickets'; and all that was
  paid can be withdrawn, was, or is dust.
severity: error
models:
  - staging.ledger__fee
  - staging.ledger__orchestrator_round
  - staging.ledger__round
  - staging.chain__withdraw_fees
  - main.fct_fee_flow
*/
with
    fees as (select * from staging.ledger__fee),
    orchestrators as (select * from staging.ledger__orchestrator_round),
    rounds as (select *, block_number * 1000000 + log_index as start_log_position from staging.ledger__round),
    withdrawals as (select * from staging.chain__withdraw_fees where exists (select 1 from staging.ledger__round)),
    flows as (select * from main.fct_fee_flow where exists (select 1 from staging.ledger__round)),

    split as (
        select
            orchestrator,
            round,
            transaction_hash,
            log_position,
            paid_wei,
            from_reserve_wei,
            commission_wei,
            paid_wei - commission_wei - own_wei - delegators_wei as left_wei,
        from fees
    ),

    by_round as (
        select
            orchestrator,
            round,
            sum(paid_wei) as fees_wei,
            sum(commission_wei) as fee_commission_wei,
            sum(own_wei) as own_fees_wei,
            sum(delegators_wei) as delegator_fees_wei,
        from fees
        group by orchestrator, round
    ),

    -- the WinningTicketTransfer that the ledger places stands before the redemption that fct_fee_flow places
    by_transaction as (
        select
            orchestrator,
            transaction_hash,
            max(round) as round,
            sum(paid_wei) as paid_wei,
            sum(from_reserve_wei) as from_reserve_wei,
            sum(commission_wei) as commission_wei,
        from fees
        group by orchestrator, transaction_hash
    ),

    flows_by_transaction as (
        select
            orchestrator,
            transaction_hash,
            max(redeemed_round) as round,
            sum(paid_eth) as paid_eth,
            sum(from_reserve_eth) as from_reserve_eth,
            sum(commission_eth) as commission_eth,
        from flows
        where paid_eth > 0
        group by orchestrator, transaction_hash
    ),

    paired as (
        select
            coalesce(by_transaction.orchestrator, flows_by_transaction.orchestrator) as orchestrator,
            coalesce(by_transaction.round, flows_by_transaction.round) as round,
            by_transaction.paid_wei,
            by_transaction.from_reserve_wei,
            by_transaction.commission_wei,
            to_wei(flows_by_transaction.paid_eth) as logged_paid_wei,
            to_wei(flows_by_transaction.from_reserve_eth) as logged_from_reserve_wei,
            to_wei(flows_by_transaction.commission_eth) as logged_commission_wei,
        from by_transaction
        full join flows_by_transaction
            on by_transaction.orchestrator = flows_by_transaction.orchestrator
            and by_transaction.transaction_hash = flows_by_transaction.transaction_hash
    ),

    paid_out as (
        select rounds.round, sum(to_wei(withdrawals.amount_eth)) as paid_out_wei
        from withdrawals
        asof inner join rounds on withdrawals.log_position >= rounds.start_log_position
        group by rounds.round
    ),

    paid_in as (
        select round, sum(paid_wei) as paid_in_wei
        from fees
        group by round
    ),

    owed as (
        select
            rounds.round,
            rounds.fees_wei + rounds.fee_dust_wei as ledger_wei,
            sum(coalesce(paid_in.paid_in_wei, 0) - coalesce(paid_out.paid_out_wei, 0)) over (order by rounds.round) as expected_wei,
        from rounds
        left join paid_in on rounds.round = paid_in.round
        left join paid_out on rounds.round = paid_out.round
    ),

    differences as (
        select orchestrator, round, 'a ticket''s parts' as figure, left_wei as ledger_wei, 0 as expected_wei
        from split
        union all
        select orchestrator, round, 'paid', paid_wei, logged_paid_wei
        from paired
        union all
        select orchestrator, round, 'from the reserve', from_reserve_wei, logged_from_reserve_wei
        from paired
        union all
        select orchestrator, round, 'commission', commission_wei, logged_commission_wei
        from paired
        union all
        select orchestrators.orchestrator, orchestrators.round, 'the round''s fees', orchestrators.fees_wei, coalesce(by_round.fees_wei, 0)
        from orchestrators
        full join by_round on orchestrators.orchestrator = by_round.orchestrator and orchestrators.round = by_round.round
        union all
        select orchestrator, round, 'the round''s parts', fees_wei, fee_commission_wei + own_fees_wei + delegator_fees_wei
        from orchestrators
        union all
        select orchestrator, round, 'the round''s commission', orchestrators.fee_commission_wei, by_round.fee_commission_wei
        from orchestrators
        inner join by_round using (orchestrator, round)
        union all
        select orchestrator, round, 'the round''s part of own stake', orchestrators.own_fees_wei, by_round.own_fees_wei
        from orchestrators
        inner join by_round using (orchestrator, round)
        union all
        select 'all accounts', round, 'fees that are owed', ledger_wei, expected_wei
        from owed
    )

select orchestrator, round, figure, ledger_wei, expected_wei
from differences
where ledger_wei is distinct from expected_wei
order by round, orchestrator, figure
