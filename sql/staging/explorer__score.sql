/*
description: >
  Scores of the last 24 hours' transcoding tests as the Explorer passes them on, brought from percent to 0..1. Only regions
  that tests come from: the Explorer's GLOBAL, its own mean, is left out. In the list a region without tests is written as 0 like one in which
  everything failed, and nothing in the answer tells them apart: may_be_missing marks such rows. The single route leaves such regions out.
grain: one row per orchestrator, region, route and snapshot
key: [observed_at, orchestrator, region, route, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region that the tests came from: FRA", checks: [not_null]}
  - {name: route, type: VARCHAR, unit: none, description: "list: all orchestrators in one answer; single: an answer of its own", checks: [not_null, {accepted_values: [list, single]}]}
  - {name: success_rate, type: DOUBLE, unit: "0..1", description: "Share of the work that came back; NULL where the leaderboard didn't answer the Explorer"}
  - {name: round_trip_score, type: DOUBLE, unit: "0..1", description: "Speed of the answers; NULL as before"}
  - {name: score, type: DOUBLE, unit: "0..1", description: "Both together; NULL as before"}
  - {name: may_be_missing, type: BOOLEAN, unit: none, description: "All three are 0 in the list: it isn't known whether the orchestrator failed or wasn't tested there", checks: [not_null]}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    listed as (select * from raw.explorer__scores),

    single as (select * from raw.explorer__score),

    answers as (
        select 'list' as route, orchestrator, success_rates, round_trip_scores, scores, cdn_age, _extracted_at, _instance from listed
        union all
        select 'single' as route, orchestrator, success_rates, round_trip_scores, scores, cdn_age, _extracted_at, _instance from single
    ),

    maps as (
        select
            *,
            by_region(success_rates) as success,
            by_region(round_trip_scores) as round_trip,
            by_region(scores) as total,
        from answers
    ),

    by_places as (
        select
            *,
            unnest(list_distinct(
                coalesce(map_keys(success), []) || coalesce(map_keys(round_trip), []) || coalesce(map_keys(total), [])
            )) as region,
        from maps
    ),

    latest as (
        select
            *,
            success[region] / 100 as success_rate,
            round_trip[region] / 100 as round_trip_score,
            total[region] / 100 as score,
        from by_places
        where region <> 'GLOBAL'
        qualify row_number() over (
            partition by _extracted_at, lower(orchestrator), region, route, _instance
            order by orchestrator
        ) = 1
    )

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as observed_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(region as varchar) as region,
    cast(route as varchar) as route,
    cast(success_rate as double) as success_rate,
    cast(round_trip_score as double) as round_trip_score,
    cast(score as double) as score,
    cast(coalesce(route = 'list' and success_rate = 0 and round_trip_score = 0 and score = 0, false) as boolean) as may_be_missing,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from latest
order by observed_at, orchestrator, region, route, _instance
