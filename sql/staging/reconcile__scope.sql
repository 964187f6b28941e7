/*
description: >
  How far witnesses can be compared: where the chain's logs end, and which of the subgraph's snapshots is compared with them: the
  newest that is pinned at a block which they reach, or, where none is, the newest.
grain: one row
key: [chain_position]
evidence: onchain (reported by the subgraph beside it)
columns:
  - {name: chain_position, type: BIGINT, unit: none, description: "Position of the chain's last log; NULL without logs"}
  - {name: chain_at, type: TIMESTAMP, unit: UTC, description: "Time of the chain's last log"}
  - {name: chain_date, type: DATE, unit: UTC, description: "Date of the chain's last log: days before it are over"}
  - {name: has_chain, type: BOOLEAN, unit: none, description: "A chain is read; without one the subgraph stands in for it, and can't be compared with itself", checks: [not_null]}
  - {name: has_ledger, type: BOOLEAN, unit: none, description: "The bonding ledger has a history from the deployment on", checks: [not_null]}
  - {name: subgraph_instance, type: VARCHAR, unit: none, description: "Configured occurrence of the subgraph that is compared; NULL without a snapshot"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the compared snapshot is of"}
  - {name: pinned_position, type: BIGINT, unit: none, description: "Position after the last log that the snapshot can know"}
  - {name: pinned_at, type: TIMESTAMP, unit: UTC, description: "Time of the pinned block"}
  - {name: is_reached, type: BOOLEAN, unit: none, description: "The chain's logs, all of them since the deployment, are read up to the pinned block and further", checks: [not_null]}
  - {name: first_day, type: DATE, unit: UTC, description: "First day that the subgraph says is over"}
  - {name: last_day, type: DATE, unit: UTC, description: "Last day that the subgraph says is over"}
*/
with
    metas as (select pinned_block, block_at, _instance from staging.subgraph__meta),
    days as (select day_date, _instance from staging.subgraph__days),
    ledger_rounds as (select round from staging.ledger__round),
    new_rounds as (select log_position, event_at from staging.chain__new_round),
    chains as (select _instance from raw.chain__horizon),
    horizons as (select horizon_block from raw.chain__horizon where _instance in (select _instance from staging.chain__new_round)),
    rewards as (select log_position, event_at from staging.chain__reward),
    bonds as (select log_position, event_at from staging.chain__bond),
    unbonds as (select log_position, event_at from staging.chain__unbond),
    claims as (select log_position, event_at from staging.chain__earnings_claimed),
    tickets as (select log_position, event_at from staging.chain__winning_ticket_redeemed),
    updates as (select log_position, event_at from staging.chain__transcoder_update),
    deposits as (select log_position, event_at from staging.chain__deposit_funded),
    fee_withdrawals as (select log_position, event_at from staging.chain__withdraw_fees),

    chain as (
        select max(log_position) as chain_position, max(event_at) as chain_at
        from (
            select * from new_rounds
            union all
            select * from rewards
            union all
            select * from bonds
            union all
            select * from unbonds
            union all
            select * from claims
            union all
            select * from tickets
            union all
            select * from updates
            union all
            select * from deposits
            union all
            select * from fee_withdrawals
        ) as logs
    ),

    ledger as (select count(*) > 0 as has_ledger from ledger_rounds),

    read as (select min(horizon_block) as horizon_block from horizons),

    snapshots as (
        select
            metas.*,
            row_number() over (
                order by
                    coalesce(metas.pinned_block < read.horizon_block, false) desc,
                    metas.pinned_block desc,
                    metas._instance
            ) as preference,
        from metas
        cross join read
    ),

    compared_days as (
        select min(days.day_date) as first_day, max(days.day_date) as last_day
        from days
        inner join snapshots on days._instance = snapshots._instance
        where snapshots.preference = 1
    )

select
    cast(chain.chain_position as bigint) as chain_position,
    cast(chain.chain_at as timestamp) as chain_at,
    cast(chain.chain_at as date) as chain_date,
    cast((select count(*) from chains) > 0 as boolean) as has_chain,
    cast(ledger.has_ledger as boolean) as has_ledger,
    cast(snapshots._instance as varchar) as subgraph_instance,
    cast(snapshots.pinned_block as bigint) as pinned_block,
    cast((snapshots.pinned_block + 1) * 1000000 as bigint) as pinned_position,
    cast(snapshots.block_at as timestamp) as pinned_at,
    cast(
        ledger.has_ledger and coalesce(snapshots.pinned_block < read.horizon_block, false) as boolean
    ) as is_reached,
    cast(compared_days.first_day as date) as first_day,
    cast(compared_days.last_day as date) as last_day,
from chain
cross join ledger
cross join read
cross join compared_days
left join snapshots on snapshots.preference = 1
order by chain_position
