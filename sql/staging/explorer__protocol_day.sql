/*
description: >
  Days of the protocol as the Explorer charts them; days without an active orchestrator in its database are missing there. Of each day the
  newest reading counts.
grain: one row per day
key: [stat_date, _instance]
evidence: reported
columns:
  - {name: stat_date, type: DATE, unit: UTC, description: "The day", checks: [not_null]}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: "0..1", description: "LPT minted per round as a share of the supply, at the day's end"}
  - {name: participation_share, type: DOUBLE, unit: "0..1", description: "Active stake as a share of the supply"}
  - {name: delegator_count, type: BIGINT, unit: accounts, description: "Accounts with stake, as the subgraph counts them"}
  - {name: active_orchestrator_count, type: BIGINT, unit: orchestrators, description: "Orchestrators in the active set"}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "Face value of the day's tickets at the price of their time", checks: [not_null]}
  - {name: statement_count, type: BIGINT, unit: rows, description: "Different rows that the newest reading has of the day; the last of them counts", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the newest reading began", checks: [not_null]}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    days as (select * from raw.explorer__protocol_day),

    counted as (
        select
            *,
            count(*) over (partition by date_s, _extracted_at, _instance) as statement_count,
        from days
    ),

    latest as (
        select *
        from counted
        qualify row_number() over (partition by utc_of(date_s)::date, _instance order by _extracted_at desc, date_s desc, occurrence desc) = 1
    )

select
    cast(utc_of(date_s) as date) as stat_date,
    cast(share_of_ppb(try_cast(inflation as decimal(18, 0))) as decimal(18, 9)) as inflation_share,
    cast(participation_rate as double) as participation_share,
    cast(try_cast(delegators_count as bigint) as bigint) as delegator_count,
    cast(try_cast(active_transcoder_count as bigint) as bigint) as active_orchestrator_count,
    cast(volume_usd as decimal(38, 18)) as volume_usd,
    cast(statement_count as bigint) as statement_count,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from latest
order by stat_date, _instance
