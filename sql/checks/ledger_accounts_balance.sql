/*
description: >
  An account's stake is what it bonded, rebonded, received and claimed less what it unbonded and gave away; its fees are what it
  claimed less what was paid out; its locks are what it unbonded less what it rebonded and withdrew. The sums are those of the
  logs. What it forfeited is the sum of its forfeits, and what is delegated to it that of the last round
  and of the last day.
severity: error
models:
  - staging.ledger__account
  - staging.ledger__lock
  - staging.ledger__forfeit
  - staging.ledger__orchestrator_round
  - staging.ledger__delegate_day
  - staging.ledger__round
  - staging.chain__bond
  - staging.chain__unbond
  - staging.chain__rebond
  - staging.chain__transfer_bond
  - staging.chain__earnings_claimed
  - staging.chain__withdraw_stake
  - staging.chain__withdraw_fees
*/
with
    accounts as (select * from staging.ledger__account),
    open_locks as (select * from staging.ledger__lock where state = 'open'),
    forfeits as (select * from staging.ledger__forfeit),
    last_delegates as (select * from staging.ledger__orchestrator_round where not is_closed),
    days as (select * from staging.ledger__delegate_day),
    last_round as (select max(round) as round from staging.ledger__round),
    bonds as (select * from staging.chain__bond),
    unbonds as (select * from staging.chain__unbond),
    rebonds as (select * from staging.chain__rebond),
    transfers as (select * from staging.chain__transfer_bond),
    claims as (select * from staging.chain__earnings_claimed),
    stake_withdrawals as (select * from staging.chain__withdraw_stake),
    fee_withdrawals as (select * from staging.chain__withdraw_fees),

    -- the Unbond and the Rebond that are halves of a transfer are taken off again
    entries as (
        select delegator as account, 'bonded' as figure, additional_amount_lpt as amount from bonds
        union all
        select delegator, 'bonded', -amount_lpt from unbonds
        union all
        select delegator, 'bonded', amount_lpt from rebonds
        union all
        select delegator, 'bonded', rewards_lpt from claims
        union all
        select delegator, 'stored fees', fees_eth from claims
        union all
        select delegator, 'stored fees', -amount_eth from fee_withdrawals
        union all
        select delegator, 'locked', amount_lpt from unbonds
        union all
        select old_delegator, 'locked', -amount_lpt from transfers
        union all
        select new_delegator, 'locked', amount_lpt from transfers
        union all
        select delegator, 'locked', -amount_lpt from rebonds
        union all
        select delegator, 'locked', -amount_lpt from stake_withdrawals
        union all
        select delegator, 'withdrawn', amount_lpt from stake_withdrawals
        union all
        select delegator, 'forfeited', from_wei(amount_wei) from forfeits
        union all
        select orchestrator, 'delegated', from_wei(delegated_wei) from last_delegates
        union all
        select delegate, 'delegated on the last day', from_wei(delegated_wei)
        from days
        where day_date = (select max(day_date) from days)
    ),

    logged as (
        select account, figure, sum(amount) as amount
        from entries
        where exists (select 1 from accounts)
        group by account, figure
    ),

    locked as (
        select delegator, sum(amount_wei) as amount_wei
        from open_locks
        group by delegator
    ),

    held as (
        select account, 'bonded' as figure, bonded_wei as amount_wei from accounts
        union all
        select account, 'stored fees', stored_fees_wei from accounts
        union all
        select delegator, 'locked', amount_wei from locked
        union all
        select account, 'withdrawn', withdrawn_wei from accounts
        union all
        select account, 'forfeited', forfeited_wei from accounts
        union all
        select account, 'delegated', delegated_wei from accounts
        union all
        select account, 'delegated on the last day', delegated_wei
        from accounts
        where exists (select 1 from days)
        union all
        select account, 'bonded by its sums', bonded_wei from accounts
        union all
        select account, 'stored fees by their sums', stored_fees_wei from accounts
    ),

    expected as (
        select account, figure, amount from logged
        union all
        select
            account,
            'bonded by its sums',
            from_wei(
                bonded_in_wei + transferred_in_wei + rebonded_wei + claimed_rewards_wei - unbonded_wei - transferred_out_wei
            ),
        from accounts
        union all
        select account, 'stored fees by their sums', from_wei(claimed_fees_wei - withdrawn_fees_wei) from accounts
    )

select
    coalesce(held.account, expected.account) as account,
    last_round.round,
    coalesce(held.figure, expected.figure) as figure,
    coalesce(from_wei(held.amount_wei), 0) as ledger_amount,
    coalesce(expected.amount, 0) as expected_amount,
from held
full join expected on held.account = expected.account and held.figure = expected.figure
cross join last_round
where coalesce(from_wei(held.amount_wei), 0) <> coalesce(expected.amount, 0)
order by account, figure
