/*
description: >
  Regions that orchestrators are tested from, with their names. Of each region the newest reading counts. GLOBAL stands in the lists, and no
  test comes from there.
grain: one row per region, kind of test and who states it
key: [stated_by, job_type, region, region_name, _instance]
evidence: reported
columns:
  - {name: stated_by, type: VARCHAR, unit: none, description: "Whose list it is", checks: [not_null, {accepted_values: [explorer, leaderboard, ai_leaderboard]}]}
  - {name: job_type, type: VARCHAR, unit: none, description: "Kind of test: transcoding or ai", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "The region's id: FRA", checks: [not_null]}
  - {name: region_name, type: VARCHAR, unit: none, description: "Its name: Frankfurt", checks: [not_null]}
  - {name: is_place, type: BOOLEAN, unit: none, description: "False for GLOBAL, which is a mean and no place", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the newest reading began", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    of_explorer as (select * from raw.explorer__regions),

    of_leaderboard as (select * from raw.explorer__leaderboard_regions),

    of_ai_leaderboard as (select * from raw.explorer__leaderboard_ai_regions),

    regions as (
        select 'explorer' as stated_by, id, name, type, _extracted_at, _instance from of_explorer
        union all
        select 'leaderboard' as stated_by, id, name, type, _extracted_at, _instance from of_leaderboard
        union all
        select 'ai_leaderboard' as stated_by, id, name, type, _extracted_at, _instance from of_ai_leaderboard
    ),

    latest as (
        select *
        from regions
        qualify row_number() over (partition by stated_by, type, id, name, _instance order by _extracted_at desc) = 1
    )

select
    cast(stated_by as varchar) as stated_by,
    cast(type as varchar) as job_type,
    cast(id as varchar) as region,
    cast(name as varchar) as region_name,
    cast(id <> 'GLOBAL' as boolean) as is_place,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from latest
order by stated_by, job_type, region, region_name, _instance
