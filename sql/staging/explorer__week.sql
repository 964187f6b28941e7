/*
description: >
  Fees by week as the Explorer adds them up: weeks begin on Sunday, UTC, and the newest one isn't over. Of each week the newest reading counts.
grain: one row per week and route
key: [week_date, route, _instance]
evidence: reported
columns:
  - {name: week_date, type: DATE, unit: UTC, description: "Day by which the Explorer names the week: the first that it has of it", checks: [not_null]}
  - {name: route, type: VARCHAR, unit: none, description: "protocol-day-data or usage", checks: [not_null, {accepted_values: [protocol-day-data, usage]}]}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "Face value of the week's tickets at the price of their time"}
  - {name: volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of the week's tickets; NULL for protocol-day-data"}
  - {name: fee_derived_minutes, type: DOUBLE, unit: min, description: "Minutes of video that the fees stand for; NULL for protocol-day-data"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the newest reading began", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    protocol_weeks as (select * from raw.explorer__weeks),

    usage_weeks as (select * from raw.explorer__usage_weeks),

    weeks as (
        select
            'protocol-day-data' as route, date_s, occurrence, weekly_volume_usd, null as weekly_volume_eth, null as weekly_usage_minutes, _extracted_at, _instance,
        from protocol_weeks
        union all
        select
            'usage' as route, date_s, occurrence, weekly_volume_usd, weekly_volume_eth, weekly_usage_minutes, _extracted_at, _instance,
        from usage_weeks
    ),

    latest as (
        select *
        from weeks
        qualify row_number() over (
            partition by utc_of(date_s)::date, route, _instance
            order by _extracted_at desc, date_s desc, occurrence desc
        ) = 1
    )

select
    cast(utc_of(date_s) as date) as week_date,
    cast(route as varchar) as route,
    cast(weekly_volume_usd as decimal(38, 18)) as volume_usd,
    cast(weekly_volume_eth as decimal(38, 18)) as volume_eth,
    cast(weekly_usage_minutes as double) as fee_derived_minutes,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from latest
order by week_date, route, _instance
