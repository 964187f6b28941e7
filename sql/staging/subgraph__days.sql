/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "The network on a UTC day that is over and on which something happened, as the subgraph states it."
grain: one row per Day
key: [id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Days since 1970", checks: [not_null]}
  - {name: day_date, type: DATE, unit: UTC, description: "The day"}
  - {name: volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of its tickets"}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
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
        from raw.subgraph__days
    )

select
    cast(id as varchar) as id,
    cast(cast(utc_of(nullif(date, 0)) as date) as date) as day_date,
    cast(volume_eth as decimal(38,18)) as volume_eth,
    cast(volume_usd as decimal(38,18)) as volume_usd,
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
order by id, _instance
