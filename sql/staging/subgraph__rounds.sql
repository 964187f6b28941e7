/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A round that is over, as the subgraph states it."
grain: one row per Round
key: [round, _instance]
evidence: reported
columns:
  - {name: round, type: BIGINT, unit: round, description: "Number of the round", checks: [not_null]}
  - {name: start_at, type: TIMESTAMP, unit: UTC, description: "When it was initialised; NULL if it wasn't"}
  - {name: initialized, type: BOOLEAN, unit: none, description: "Whether it was"}
  - {name: length, type: BIGINT, unit: L1 block, description: "Its length"}
  - {name: start_block, type: BIGINT, unit: L1 block, description: "Its first block"}
  - {name: end_block, type: BIGINT, unit: L1 block, description: "First block after it"}
  - {name: mintable_tokens_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that it can mint"}
  - {name: volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of its tickets"}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
  - {name: moved_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that changed its delegate; taken from what is true after the block"}
  - {name: new_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that was added; only where the delegate changed"}
  - {name: total_active_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of the active orchestrators"}
  - {name: total_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that exist"}
  - {name: participation_rate, type: DOUBLE, unit: 0..1, description: "Active stake by supply"}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: 0..1, description: "Share of the supply that a round can mint"}
  - {name: inflation_ppb, type: BIGINT, unit: parts per billion, description: "The same as the contracts state it"}
  - {name: num_active_transcoders, type: BIGINT, unit: count, description: "How many orchestrators can be active"}
  - {name: active_transcoder_count, type: BIGINT, unit: count, description: "How many orchestrators are active"}
  - {name: delegators_count, type: BIGINT, unit: count, description: "How many delegators the subgraph counts; it drifts"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__rounds
    )

select
    cast(id as bigint) as round,
    cast(utc_of(nullif(start_timestamp, 0)) as timestamp) as start_at,
    cast(initialized as boolean) as initialized,
    cast(length as bigint) as length,
    cast(start_block as bigint) as start_block,
    cast(end_block as bigint) as end_block,
    cast(mintable_tokens as decimal(38,18)) as mintable_tokens_lpt,
    cast(volume_eth as decimal(38,18)) as volume_eth,
    cast(volume_usd as decimal(38,18)) as volume_usd,
    cast(moved_stake as decimal(38,18)) as moved_stake_lpt,
    cast(new_stake as decimal(38,18)) as new_stake_lpt,
    cast(total_active_stake as decimal(38,18)) as total_active_stake_lpt,
    cast(total_supply as decimal(38,18)) as total_supply_lpt,
    cast(participation_rate as double) as participation_rate,
    cast(share_of_ppb(inflation) as decimal(18,9)) as inflation_share,
    cast(inflation as bigint) as inflation_ppb,
    cast(num_active_transcoders as bigint) as num_active_transcoders,
    cast(active_transcoder_count as bigint) as active_transcoder_count,
    cast(delegators_count as bigint) as delegators_count,
    cast(_instance as varchar) as _instance,
from said
order by round, _instance
