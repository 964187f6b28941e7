/*
description: >
  After every transaction a gateway's deposit and reserve are what was funded less what tickets took and what it withdrew, by
  the TicketBroker's logs; the last of them are the account's, and at every round's end they add up to the network's.
severity: error
models:
  - staging.ledger__gateway_balance
  - staging.ledger__account
  - staging.ledger__round
  - staging.chain__deposit_funded
  - staging.chain__reserve_funded
  - staging.chain__reserve_claimed
  - staging.chain__winning_ticket_transfer
  - staging.chain__withdrawal
*/
with
    balances as (select * from staging.ledger__gateway_balance),
    accounts as (select * from staging.ledger__account),
    rounds as (select *, block_number * 1000000 + log_index as start_log_position from staging.ledger__round),
    deposits as (select * from staging.chain__deposit_funded),
    reserves as (select * from staging.chain__reserve_funded),
    reserve_claims as (select * from staging.chain__reserve_claimed),
    tickets as (select * from staging.chain__winning_ticket_transfer),
    withdrawals as (select * from staging.chain__withdrawal),

    entries as (
        select sender as gateway, log_position, amount_eth as deposit_eth, 0 as reserve_eth from deposits
        union all
        select reserve_holder, log_position, 0, amount_eth from reserves
        union all
        select sender, log_position, -amount_eth, 0 from tickets
        union all
        -- a ticket's payment contains what the reserve gave
        select reserve_holder, log_position, amount_eth, -amount_eth from reserve_claims
        union all
        select sender, log_position, -deposit_eth, -reserve_eth from withdrawals
    ),

    sums as (
        select
            gateway,
            log_position,
            sum(deposit_eth) over until_now as deposit_eth,
            sum(reserve_eth) over until_now as reserve_eth,
        from entries
        where exists (select 1 from rounds)
        window until_now as (partition by gateway order by log_position)
    ),

    after_transactions as (
        select
            gateway,
            transaction_hash,
            max(log_position) as log_position,
            max_by(round, log_position) as round,
            max_by(deposit_wei, log_position) as deposit_wei,
            max_by(reserve_wei, log_position) as reserve_wei,
        from balances
        group by gateway, transaction_hash
    ),

    last_sums as (
        select gateway, max_by(deposit_eth, log_position) as deposit_eth, max_by(reserve_eth, log_position) as reserve_eth
        from sums
        group by gateway
    ),

    last_round as (select max(round) as round from rounds),

    -- what came before the first round is there at its end
    changes_by_round as (
        select
            coalesce(rounds.round, (select min(round) from rounds)) as round,
            sum(entries.deposit_eth) as deposit_eth,
            sum(entries.reserve_eth) as reserve_eth,
        from entries
        asof left join rounds on entries.log_position >= rounds.start_log_position
        group by coalesce(rounds.round, (select min(round) from rounds))
    ),

    round_sums as (
        select
            rounds.round,
            rounds.deposits_wei,
            rounds.reserves_wei,
            sum(coalesce(changes_by_round.deposit_eth, 0)) over (order by rounds.round) as deposit_eth,
            sum(coalesce(changes_by_round.reserve_eth, 0)) over (order by rounds.round) as reserve_eth,
        from rounds
        left join changes_by_round on rounds.round = changes_by_round.round
    ),

    compared as (
        select
            states.gateway,
            states.round,
            states.log_position,
            from_wei(states.deposit_wei) as ledger_deposit_eth,
            coalesce(sums.deposit_eth, 0) as logged_deposit_eth,
            from_wei(states.reserve_wei) as ledger_reserve_eth,
            coalesce(sums.reserve_eth, 0) as logged_reserve_eth,
        from after_transactions as states
        asof left join sums
            on states.gateway = sums.gateway
            and states.log_position >= sums.log_position
        union all
        select
            coalesce(accounts.account, last_sums.gateway),
            last_round.round,
            null,
            coalesce(from_wei(accounts.deposit_wei), 0),
            coalesce(last_sums.deposit_eth, 0),
            coalesce(from_wei(accounts.reserve_wei), 0),
            coalesce(last_sums.reserve_eth, 0),
        from accounts
        full join last_sums on accounts.account = last_sums.gateway
        cross join last_round
        union all
        select 'all gateways', round, null, from_wei(deposits_wei), deposit_eth, from_wei(reserves_wei), reserve_eth
        from round_sums
    )

select *
from compared
where ledger_deposit_eth is distinct from logged_deposit_eth
    or ledger_reserve_eth is distinct from logged_reserve_eth
order by gateway, round, log_position
