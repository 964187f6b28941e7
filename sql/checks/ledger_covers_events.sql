/*
description: >
  Where there is a ledger it has a row for every stake, claim, reward, ticket, gateway, round, proposal and vote log, and none
  besides; and every row of fct_orchestrator_income comes from it. Claims of accounts that never had stake are of nothing and
  not in it.
severity: error
models:
  - main.fct_orchestrator_income
  - staging.ledger__round
  - staging.ledger__stake_change
  - staging.ledger__orchestrator_round
  - staging.ledger__fee
  - staging.ledger__gateway_balance
  - staging.ledger__proposal
  - staging.ledger__voting_power
*/
with
    income as (select * from main.fct_orchestrator_income),
    rounds as (select * from staging.ledger__round),
    changes as (select * from staging.ledger__stake_change),
    orchestrators as (select * from staging.ledger__orchestrator_round),
    fees as (select * from staging.ledger__fee),
    balances as (select * from staging.ledger__gateway_balance),
    proposals as (select * from staging.ledger__proposal),
    powers as (select * from staging.ledger__voting_power),

    beginnings as (
        select delegator, min(log_position) as log_position
        from changes
        group by delegator
    ),

    logs as (
        select log_position, 'NewRound' as event, 'all accounts' as account from staging.chain__new_round
        union all
        select log_position, 'Bond', delegator from staging.chain__bond
        union all
        select log_position, 'Unbond', delegator from staging.chain__unbond
        union all
        select log_position, 'Rebond', delegator from staging.chain__rebond
        union all
        select log_position, 'WithdrawStake', delegator from staging.chain__withdraw_stake
        union all
        select log_position, 'WithdrawFees', delegator from staging.chain__withdraw_fees
        union all
        select claims.log_position, 'EarningsClaimed', claims.delegator
        from staging.chain__earnings_claimed as claims
        left join beginnings on claims.delegator = beginnings.delegator
        where claims.rewards_lpt <> 0 or claims.fees_eth <> 0 or claims.log_position >= beginnings.log_position
        union all
        select log_position, 'Reward', transcoder from staging.chain__reward
        union all
        select log_position, 'WinningTicketTransfer', recipient from staging.chain__winning_ticket_transfer
        union all
        select log_position, 'WinningTicketRedeemed', sender from staging.chain__winning_ticket_redeemed
        union all
        select log_position, 'DepositFunded', sender from staging.chain__deposit_funded
        union all
        select log_position, 'ReserveFunded', reserve_holder from staging.chain__reserve_funded
        union all
        select log_position, 'Withdrawal', sender from staging.chain__withdrawal
        union all
        select log_position, 'Unlock', sender from staging.chain__unlock
        union all
        select log_position, 'UnlockCancelled', sender from staging.chain__unlock_cancelled
        union all
        select log_position, 'ProposalCreated', proposer from staging.chain__proposal_created
        union all
        select log_position, 'VoteCast', voter from staging.chain__vote_cast
        union all
        select log_position, 'VoteCast', voter from staging.chain__vote_cast_with_params
    ),

    entries as (
        select round, block_number * 1000000 + log_index as log_position, 'NewRound' as event, 'all accounts' as account
        from rounds
        union all
        select
            round,
            log_position,
            case kind
                when 'bond' then 'Bond'
                when 'unbond' then 'Unbond'
                when 'transfer_out' then 'Unbond'
                when 'rebond' then 'Rebond'
                when 'transfer_in' then 'Rebond'
                when 'withdraw_stake' then 'WithdrawStake'
                when 'withdraw_fees' then 'WithdrawFees'
                when 'claim' then 'EarningsClaimed'
                else kind
            end,
            delegator,
        from changes
        union all
        select round, reward_block_number * 1000000 + reward_log_index, 'Reward', orchestrator
        from orchestrators
        where is_rewarded
        union all
        select round, log_position, 'WinningTicketTransfer', orchestrator
        from fees
        union all
        select
            round,
            log_position,
            case kind
                when 'ticket' then 'WinningTicketRedeemed'
                when 'deposit' then 'DepositFunded'
                when 'reserve' then 'ReserveFunded'
                when 'withdrawal' then 'Withdrawal'
                when 'unlock' then 'Unlock'
                when 'cancel_unlock' then 'UnlockCancelled'
                else kind
            end,
            gateway,
        from balances
        union all
        select round, log_position, 'ProposalCreated', proposer
        from proposals
        union all
        select vote_round, vote_block_number * 1000000 + vote_log_index, 'VoteCast', account
        from powers
        where has_voted
    ),

    redeemed as (
        select recipient as orchestrator, count(*) as ticket_count
        from staging.chain__winning_ticket_redeemed
        where exists (select 1 from rounds)
        group by recipient
    ),

    counted as (
        select orchestrator, sum(ticket_count) as ticket_count
        from orchestrators
        group by orchestrator
    )

select
    coalesce(entries.account, logs.account) as account,
    entries.round,
    coalesce(entries.log_position, logs.log_position) as log_position,
    coalesce(entries.event, logs.event) as event,
    case when entries.event is null then 'the ledger has no row for the log' else 'no log is behind the ledger''s row' end as problem,
from entries
full join logs
    on entries.log_position = logs.log_position
    and entries.event = logs.event
    and entries.account = logs.account
where (entries.event is null or logs.event is null)
    and exists (select 1 from rounds)
union all
select
    coalesce(counted.orchestrator, redeemed.orchestrator),
    null,
    null,
    'WinningTicketRedeemed',
    'the ledger counts ' || coalesce(counted.ticket_count, 0) || ' tickets, the logs ' || coalesce(redeemed.ticket_count, 0),
from counted
full join redeemed on counted.orchestrator = redeemed.orchestrator
where coalesce(counted.ticket_count, 0) <> coalesce(redeemed.ticket_count, 0)
union all
select orchestrator, round, null, 'income', 'its row is not from the ledger, but: ' || evidence
from income
where evidence <> 'onchain'
    and exists (select 1 from rounds)
order by account, log_position, event
