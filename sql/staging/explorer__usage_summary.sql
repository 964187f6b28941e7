/*
description: >
  The figures above the Explorer's charts of the usage. Changes are shares here, percent there; the Explorer writes 0 also for a change that
  isn't defined.
grain: one row per snapshot
key: [observed_at, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of the tickets of the last day", checks: [not_null]}
  - {name: day_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same at the price of their time"}
  - {name: day_volume_eth_change_share, type: DOUBLE, unit: share of the value before, description: "Change of the day's ETH"}
  - {name: week_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of the tickets of the last complete week"}
  - {name: week_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same at the price of their time"}
  - {name: week_volume_eth_change_share, type: DOUBLE, unit: share of the value before, description: "Change of the week's ETH"}
  - {name: day_usage_minutes, type: DOUBLE, unit: min, description: "Minutes of video of the last day"}
  - {name: day_usage_change_share, type: DOUBLE, unit: share of the value before, description: "Its change"}
  - {name: week_usage_minutes, type: DOUBLE, unit: min, description: "Minutes of video of the last complete week"}
  - {name: week_usage_change_share, type: DOUBLE, unit: share of the value before, description: "Its change"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    summaries as (select * from raw.explorer__usage_summary)

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as observed_date,
    cast(one_day_volume_eth as decimal(38, 18)) as day_volume_eth,
    cast(one_day_volume_usd as decimal(38, 18)) as day_volume_usd,
    cast(try_cast(volume_change_eth as double) / 100 as double) as day_volume_eth_change_share,
    cast(one_week_volume_eth as decimal(38, 18)) as week_volume_eth,
    cast(one_week_volume_usd as decimal(38, 18)) as week_volume_usd,
    cast(try_cast(weekly_volume_change_eth as double) / 100 as double) as week_volume_eth_change_share,
    cast(one_day_usage as double) as day_usage_minutes,
    cast(try_cast(daily_usage_change as double) / 100 as double) as day_usage_change_share,
    cast(one_week_usage as double) as week_usage_minutes,
    cast(try_cast(weekly_usage_change as double) / 100 as double) as week_usage_change_share,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from summaries
order by observed_at, _instance
