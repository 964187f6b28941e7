/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A poll at the pinned block, as the subgraph states it."
grain: one row per Poll and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address of the poll", checks: [not_null]}
  - {name: proposal, type: VARCHAR, unit: none, description: "IPFS hash of the proposal"}
  - {name: end_block, type: BIGINT, unit: L1 block, description: "Last block of the poll"}
  - {name: quorum_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the stake that has to vote"}
  - {name: quota_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the votes that has to be yes"}
  - {name: tally, type: VARCHAR, unit: none, description: "Id of the tally; NULL before the first vote"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__polls
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(proposal as varchar) as proposal,
    cast(end_block as bigint) as end_block,
    cast(cast(quorum as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as quorum_share,
    cast(cast(quota as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as quota_share,
    cast(tally_id as varchar) as tally,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
