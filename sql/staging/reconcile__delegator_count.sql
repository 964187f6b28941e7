/*
description: >
  How many accounts have stake after each log that changed it, by the bonding ledger, and how many the subgraph counts. It sees
  an unbond as of the end of its block, so that an account which comes back within the block never left, and is counted once
  more. And it begins with 3,520, the last count of Ethereum, and counts none that comes by a bond.
grain: one row per log that changes an account's stake
key: [log_position]
evidence: onchain (modelled where it is the subgraph's count)
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "Position of the log among all logs", checks: [not_null]}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Accounts with stake after the log", checks: [not_null]}
  - {name: blurred_count, type: BIGINT, unit: none, description: "What is counted by the state at the end of blocks", checks: [not_null]}
  - {name: drifted_count, type: BIGINT, unit: none, description: "What is counted so without those who bond, on top of 3,520", checks: [not_null]}
*/
with
    changes as (select * from staging.ledger__stake_change),

    steps as (
        select
            *,
            coalesce(lag(bonded_wei) over by_delegator, 0) as bonded_before_wei,
            last_value(bonded_wei) over (
                partition by delegator, block_number order by log_position
                rows between unbounded preceding and unbounded following
            ) as bonded_at_block_end_wei,
        from changes
        window by_delegator as (partition by delegator order by log_position)
    ),

    -- as the subgraph sees it an account has a delegate from its bond or rebond on until it unbonds everything
    sights as (
        select
            log_position,
            delegator,
            kind = 'bond' and old_delegate is null as is_bond_of_newcomer,
            kind in ('rebond', 'transfer_in') as is_rebond,
            kind in ('unbond', 'transfer_out') and bonded_at_block_end_wei = 0 as is_leaving,
        from steps
        where kind in ('bond', 'unbond', 'rebond', 'transfer_out', 'transfer_in')
    ),

    seen as (
        select
            log_position,
            cast(is_bond_of_newcomer as integer) as bonding,
            case
                when is_leaving then -1
                when is_rebond and coalesce(lag(is_leaving) over (partition by delegator order by log_position), true) then 1
                else 0
            end as drift,
        from sights
    ),

    counted as (
        select
            steps.log_position,
            cast(steps.bonded_wei > 0 as integer) - cast(steps.bonded_before_wei > 0 as integer) as change,
            coalesce(seen.bonding, 0) as bonding,
            coalesce(seen.drift, 0) as drift,
        from steps
        left join seen on steps.log_position = seen.log_position
    )

select
    cast(log_position as bigint) as log_position,
    cast(sum(change) over until_now as bigint) as delegator_count,
    cast(sum(bonding + drift) over until_now as bigint) as blurred_count,
    cast(3520 + sum(drift) over until_now as bigint) as drifted_count,
from counted
window until_now as (order by log_position)
order by log_position
