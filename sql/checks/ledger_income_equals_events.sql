/*
description: >
  What an orchestrator's rounds add up to in the ledger and in fct_orchestrator_income is what its Reward, TreasuryReward and
  WinningTicketTransfer logs moved, and what the operator, its delegators and the treasury got of it.
severity: error
models:
  - staging.ledger__orchestrator_round
  - main.fct_orchestrator_income
  - staging.chain__reward
  - staging.chain__treasury_reward
  - staging.chain__winning_ticket_transfer
*/
with
    ledger as (select * from staging.ledger__orchestrator_round),
    income as (select * from main.fct_orchestrator_income),
    rewards as (select * from staging.chain__reward),
    treasury_rewards as (select * from staging.chain__treasury_reward),
    tickets as (select * from staging.chain__winning_ticket_transfer),

    sums as (
        select
            orchestrator,
            min(round) as first_round,
            max(round) as last_round,
            sum(net_wei) as net_wei,
            sum(treasury_wei) as treasury_wei,
            sum(fees_wei) as fees_wei,
        from ledger
        group by orchestrator
    ),

    income_sums as (
        select
            orchestrator,
            sum(own_income_lpt + reward_delegators_lpt) as net_lpt,
            sum(reward_gross_lpt - reward_net_lpt) as treasury_lpt,
            sum(own_income_eth + fee_delegators_eth) as fees_eth,
        from income
        where evidence = 'onchain'
        group by orchestrator
    ),

    entries as (
        select transcoder as orchestrator, amount_lpt as net_lpt, 0 as treasury_lpt, 0 as fees_eth from rewards
        union all
        select transcoder, 0, amount_lpt, 0 from treasury_rewards
        union all
        select recipient, 0, 0, amount_eth from tickets
    ),

    logged as (
        select orchestrator, sum(net_lpt) as net_lpt, sum(treasury_lpt) as treasury_lpt, sum(fees_eth) as fees_eth
        from entries
        where exists (select 1 from ledger)
        group by orchestrator
    ),

    compared as (
        select
            coalesce(sums.orchestrator, logged.orchestrator) as orchestrator,
            sums.first_round,
            sums.last_round,
            coalesce(from_wei(sums.net_wei), 0) as ledger_net_lpt,
            coalesce(income_sums.net_lpt, 0) as income_net_lpt,
            coalesce(logged.net_lpt, 0) as logged_net_lpt,
            coalesce(from_wei(sums.treasury_wei), 0) as ledger_treasury_lpt,
            coalesce(income_sums.treasury_lpt, 0) as income_treasury_lpt,
            coalesce(logged.treasury_lpt, 0) as logged_treasury_lpt,
            coalesce(from_wei(sums.fees_wei), 0) as ledger_fees_eth,
            coalesce(income_sums.fees_eth, 0) as income_fees_eth,
            coalesce(logged.fees_eth, 0) as logged_fees_eth,
        from sums
        full join logged on sums.orchestrator = logged.orchestrator
        left join income_sums on coalesce(sums.orchestrator, logged.orchestrator) = income_sums.orchestrator
    )

select *
from compared
where ledger_net_lpt <> logged_net_lpt
    or income_net_lpt <> logged_net_lpt
    or ledger_treasury_lpt <> logged_treasury_lpt
    or income_treasury_lpt <> logged_treasury_lpt
    or ledger_fees_eth <> logged_fees_eth
    or income_fees_eth <> logged_fees_eth
order by orchestrator
