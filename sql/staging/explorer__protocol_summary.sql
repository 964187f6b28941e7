/*
description: >
  The figures above the Explorer's charts of the protocol. Changes are shares here, percent there; the Explorer writes 0 also for a change that
  isn't defined.
grain: one row per snapshot
key: [observed_at, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: "0..1", description: "LPT minted per round as a share of the supply"}
  - {name: inflation_change_share, type: DOUBLE, unit: share of the value before, description: "Change of the inflation"}
  - {name: participation_share, type: DOUBLE, unit: "0..1", description: "Active stake as a share of the supply"}
  - {name: participation_change_share, type: DOUBLE, unit: share of the value before, description: "Change of the participation"}
  - {name: delegator_count, type: BIGINT, unit: accounts, description: "Accounts with stake, as the subgraph counts them"}
  - {name: delegator_count_change_share, type: DOUBLE, unit: share of the value before, description: "Change of their number"}
  - {name: active_orchestrator_count, type: BIGINT, unit: orchestrators, description: "Orchestrators in the active set"}
  - {name: active_orchestrator_count_change_share, type: DOUBLE, unit: share of the value before, description: "Change of their number"}
  - {name: day_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "Face value of the tickets of the last day"}
  - {name: day_volume_change_share, type: DOUBLE, unit: share of the value before, description: "Its change"}
  - {name: week_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "Face value of the tickets of the last complete week"}
  - {name: week_volume_change_share, type: DOUBLE, unit: share of the value before, description: "Its change"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    summaries as (select * from raw.explorer__protocol_summary)

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as observed_date,
    cast(share_of_ppb(try_cast(inflation as decimal(18, 0))) as decimal(18, 9)) as inflation_share,
    cast(try_cast(inflation_change as double) / 100 as double) as inflation_change_share,
    cast(participation_rate as double) as participation_share,
    cast(try_cast(participation_rate_change as double) / 100 as double) as participation_change_share,
    cast(try_cast(delegators_count as bigint) as bigint) as delegator_count,
    cast(try_cast(delegators_count_change as double) / 100 as double) as delegator_count_change_share,
    cast(try_cast(active_transcoder_count as bigint) as bigint) as active_orchestrator_count,
    cast(try_cast(active_transcoder_count_change as double) / 100 as double) as active_orchestrator_count_change_share,
    cast(one_day_volume_usd as decimal(38, 18)) as day_volume_usd,
    cast(try_cast(volume_change_usd as double) / 100 as double) as day_volume_change_share,
    cast(one_week_volume_usd as decimal(38, 18)) as week_volume_usd,
    cast(try_cast(weekly_volume_change_usd as double) / 100 as double) as week_volume_change_share,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from summaries
order by observed_at, _instance
