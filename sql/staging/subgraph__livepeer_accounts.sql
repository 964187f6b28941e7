/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An account that changed within 90 days before the pinned block, as the subgraph states it."
grain: one row per LivepeerAccount and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address", checks: [not_null]}
  - {name: last_updated_at, type: TIMESTAMP, unit: UTC, description: "When it was seen last"}
  - {name: delegator, type: VARCHAR, unit: none, description: "Itself as a delegator"}
  - {name: delegate, type: VARCHAR, unit: none, description: "Itself if it is an orchestrator, else the zero address"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__livepeer_accounts
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(utc_of(nullif(last_updated_timestamp, 0)) as timestamp) as last_updated_at,
    cast(delegator_id as varchar) as delegator,
    cast(delegate_id as varchar) as delegate,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
