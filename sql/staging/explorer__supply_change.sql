/*
description: Supply of LPT on the first and the last day that the Explorer knows of the last 365, and its growth between them.
grain: one row per snapshot
key: [observed_at, start_at, end_at, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: start_at, type: TIMESTAMP, unit: UTC, description: "The first of the two days", checks: [not_null]}
  - {name: end_at, type: TIMESTAMP, unit: UTC, description: "The last of the two days", checks: [not_null]}
  - {name: start_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Supply on the first day", checks: [not_null]}
  - {name: end_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Supply on the last day", checks: [not_null]}
  - {name: supply_change_share, type: DOUBLE, unit: share of the first, description: "Growth, a fraction there too; NULL where it isn't defined"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    changes as (select * from raw.explorer__supply_change)

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as observed_date,
    cast(utc_of(start_date) as timestamp) as start_at,
    cast(utc_of(end_date) as timestamp) as end_at,
    cast(start_supply as decimal(38, 18)) as start_supply_lpt,
    cast(end_supply as decimal(38, 18)) as end_supply_lpt,
    cast(supply_change as double) as supply_change_share,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from changes
order by observed_at, start_at, end_at, _instance
