/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A gateway at the pinned block, as the subgraph states it."
grain: one row per Broadcaster and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address", checks: [not_null]}
  - {name: deposit_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Its deposit"}
  - {name: reserve_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Its reserve"}
  - {name: first_funded_date, type: DATE, unit: UTC, description: "Day on which it was funded first; NULL for none"}
  - {name: last_funded_date, type: DATE, unit: UTC, description: "Day on which it was funded last; NULL for none"}
  - {name: first_active_date, type: DATE, unit: UTC, description: "Day on which it paid first, in the words of an older schema"}
  - {name: last_active_date, type: DATE, unit: UTC, description: "Day on which it paid last, in the words of an older schema"}
  - {name: total_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of all its tickets"}
  - {name: total_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
  - {name: thirty_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 30 days, as it was added up last"}
  - {name: sixty_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 60 days, as it was added up last"}
  - {name: ninety_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 90 days, as it was added up last"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__broadcasters
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(deposit as decimal(38,18)) as deposit_eth,
    cast(reserve as decimal(38,18)) as reserve_eth,
    cast(cast(utc_of(nullif(first_funded_day, 0)) as date) as date) as first_funded_date,
    cast(cast(utc_of(nullif(last_funded_day, 0)) as date) as date) as last_funded_date,
    cast(cast(utc_of(nullif(first_active_day, 0)) as date) as date) as first_active_date,
    cast(cast(utc_of(nullif(last_active_day, 0)) as date) as date) as last_active_date,
    cast(total_volume_eth as decimal(38,18)) as total_volume_eth,
    cast(total_volume_usd as decimal(38,18)) as total_volume_usd,
    cast(thirty_day_volume_eth as decimal(38,18)) as thirty_day_volume_eth,
    cast(sixty_day_volume_eth as decimal(38,18)) as sixty_day_volume_eth,
    cast(ninety_day_volume_eth as decimal(38,18)) as ninety_day_volume_eth,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
