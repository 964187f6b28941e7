/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "How a poll stood at the pinned block, as the subgraph states it."
grain: one row per PollTally and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address of the poll", checks: [not_null]}
  - {name: yes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake for yes"}
  - {name: no_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake for no"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__poll_tallies
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(yes as decimal(38,18)) as yes_lpt,
    cast(no as decimal(38,18)) as no_lpt,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
