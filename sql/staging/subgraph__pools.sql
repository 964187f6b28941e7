/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "What an active orchestrator's pool got in a round that is over, as the subgraph states it."
grain: one row per Pool
key: [id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Number of the round in ten digits and address of the orchestrator, joined by a hyphen", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "The round"}
  - {name: round_start_at, type: TIMESTAMP, unit: UTC, description: "When the round was initialised"}
  - {name: round_start_block, type: BIGINT, unit: L1 block, description: "First block of the round"}
  - {name: delegate, type: VARCHAR, unit: none, description: "The orchestrator"}
  - {name: fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of its tickets of the round"}
  - {name: reward_tokens_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its reward without the treasury's part; NULL if it didn't call"}
  - {name: total_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its stake as the round began"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the reward that it kept"}
  - {name: fee_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the fees that its delegators got"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__pools
    )

select
    cast(id as varchar) as id,
    cast(round_id as bigint) as round,
    cast(utc_of(nullif(round_start_timestamp, 0)) as timestamp) as round_start_at,
    cast(round_start_block as bigint) as round_start_block,
    cast(delegate_id as varchar) as delegate,
    cast(fees as decimal(38,18)) as fees_eth,
    cast(reward_tokens as decimal(38,18)) as reward_tokens_lpt,
    cast(total_stake as decimal(38,18)) as total_stake_lpt,
    cast(cast(reward_cut as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as reward_cut_share,
    cast(cast(fee_share as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as fee_share,
    cast(_instance as varchar) as _instance,
from said
order by id, _instance
