/*
description: >
  The income of all orchestrators and rounds is, to the wei, what the chain's Reward, TreasuryReward and WinningTicketTransfer
  logs move.
severity: error
models: [main.fct_orchestrator_income, staging.chain__reward, staging.chain__treasury_reward, staging.chain__winning_ticket_transfer]
*/
with
    income as (
        select
            coalesce(sum(reward_net_lpt), 0) as net_lpt,
            coalesce(sum(treasury_lpt), 0) as treasury_lpt,
            coalesce(sum(fees_paid_eth), 0) as paid_eth,
        from main.fct_orchestrator_income
    ),

    rewards as (select coalesce(sum(amount_lpt), 0) as net_lpt from staging.chain__reward),
    treasury_rewards as (select coalesce(sum(amount_lpt), 0) as treasury_lpt from staging.chain__treasury_reward),
    payments as (select coalesce(sum(amount_eth), 0) as paid_eth from staging.chain__winning_ticket_transfer)

select
    income.net_lpt,
    rewards.net_lpt as logged_net_lpt,
    income.treasury_lpt,
    treasury_rewards.treasury_lpt as logged_treasury_lpt,
    income.paid_eth,
    payments.paid_eth as logged_paid_eth,
from income
cross join rewards
cross join treasury_rewards
cross join payments
where income.net_lpt <> rewards.net_lpt
    or income.treasury_lpt <> treasury_rewards.treasury_lpt
    or income.paid_eth <> payments.paid_eth
