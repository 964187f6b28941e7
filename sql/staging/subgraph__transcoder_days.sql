/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "What an orchestrator was paid on a UTC day that is over, as the subgraph states it."
grain: one row per TranscoderDay
key: [id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address and days since 1970, joined by a hyphen", checks: [not_null]}
  - {name: day_date, type: DATE, unit: UTC, description: "The day"}
  - {name: volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of its tickets"}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
  - {name: transcoder, type: VARCHAR, unit: none, description: "The orchestrator"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__transcoder_days
    )

select
    cast(id as varchar) as id,
    cast(cast(utc_of(nullif(date, 0)) as date) as date) as day_date,
    cast(volume_eth as decimal(38,18)) as volume_eth,
    cast(volume_usd as decimal(38,18)) as volume_usd,
    cast(transcoder_id as varchar) as transcoder,
    cast(_instance as varchar) as _instance,
from said
order by id, _instance
