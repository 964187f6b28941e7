/*
description: The present round as the contracts answer the Explorer.
grain: one row per snapshot
key: [observed_at, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "The present round, whether it is initialised or not", checks: [not_null]}
  - {name: start_l1_block, type: BIGINT, unit: L1 block, description: "First block of the round on Ethereum", checks: [not_null]}
  - {name: is_initialized, type: BOOLEAN, unit: none, description: "Somebody has started the round", checks: [not_null]}
  - {name: is_locked, type: BOOLEAN, unit: none, description: "The round is in its last blocks, in which orchestrators can't change their terms"}
  - {name: round_length_blocks, type: BIGINT, unit: L1 blocks, description: "Length of a round"}
  - {name: l1_block, type: BIGINT, unit: L1 block, description: "Block of Ethereum at the time of the answer"}
  - {name: l2_block, type: BIGINT, unit: L2 block, description: "Block of Arbitrum at the time of the answer"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    rounds as (select * from raw.explorer__current_round)

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(id as bigint) as round,
    cast(start_block as bigint) as start_l1_block,
    cast(initialized as boolean) as is_initialized,
    cast(locked as boolean) as is_locked,
    cast(round_length as bigint) as round_length_blocks,
    cast(current_l1_block as bigint) as l1_block,
    cast(current_l2_block as bigint) as l2_block,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from rounds
order by observed_at, _instance
