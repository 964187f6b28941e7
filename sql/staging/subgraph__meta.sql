/*
description: >
  How far the subgraph was when its snapshots were taken, and how far the chain. An indexer that is stuck says of itself that it has no
  errors: only the lag tells.
grain: one row per pinned block
key: [pinned_block, _instance]
evidence: reported
columns:
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshots are of", checks: [not_null]}
  - {name: block_at, type: TIMESTAMP, unit: UTC, description: "Time of the pinned block; where no node of the chain was asked, that of the subgraph's newest block, half an hour later", checks: [not_null]}
  - {name: block_number, type: BIGINT, unit: block, description: "The subgraph's newest block", checks: [not_null]}
  - {name: block_hash, type: VARCHAR, unit: none, description: "Hash of the subgraph's newest block"}
  - {name: indexed_at, type: TIMESTAMP, unit: UTC, description: "Time of the subgraph's newest block", checks: [not_null]}
  - {name: has_indexing_errors, type: BOOLEAN, unit: none, description: "The subgraph went on after errors of its own", checks: [not_null]}
  - {name: chain_head_block, type: BIGINT, unit: block, description: "The chain's newest block a moment later; NULL where no node of the chain was asked"}
  - {name: lag_block_count, type: BIGINT, unit: block, description: "By how much the subgraph was behind the chain; 3,600 blocks are about 15 minutes"}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment that answered", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When it was asked", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__meta
        qualify row_number() over (partition by pinned_block, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(pinned_block as bigint) as pinned_block,
    cast(utc_of(coalesce(pinned_timestamp, block_timestamp)) as timestamp) as block_at,
    cast(block_number as bigint) as block_number,
    cast(block_hash as varchar) as block_hash,
    cast(utc_of(block_timestamp) as timestamp) as indexed_at,
    cast(has_indexing_errors as boolean) as has_indexing_errors,
    cast(chain_head_block as bigint) as chain_head_block,
    cast(greatest(chain_head_block - block_number, 0) as bigint) as lag_block_count,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, _instance
