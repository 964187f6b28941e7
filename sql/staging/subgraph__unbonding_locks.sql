/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A lock that was there at the pinned block, as the subgraph states it."
grain: one row per UnbondingLock and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Number of the lock in ten digits and address of the delegator, joined by a hyphen", checks: [not_null]}
  - {name: unbonding_lock_id, type: BIGINT, unit: count, description: "Number of the lock among its delegator's"}
  - {name: delegator, type: VARCHAR, unit: none, description: "Whose it is"}
  - {name: delegate, type: VARCHAR, unit: none, description: "Whom the stake was with"}
  - {name: amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What is in it"}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "Round from which it can be withdrawn"}
  - {name: sender, type: VARCHAR, unit: none, description: "Who unbonded"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__unbonding_locks
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(unbonding_lock_id as bigint) as unbonding_lock_id,
    cast(delegator_id as varchar) as delegator,
    cast(delegate_id as varchar) as delegate,
    cast(amount as decimal(38,18)) as amount_lpt,
    cast(try_cast(withdraw_round as bigint) as bigint) as withdraw_round,
    cast(sender as varchar) as sender,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
