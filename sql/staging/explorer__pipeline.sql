/*
description: AI pipelines with the models that are tested and the regions that they are tested from. Of each pipeline the newest reading counts.
grain: one row per pipeline and who states it
key: [stated_by, source_pipeline, _instance]
evidence: reported
columns:
  - {name: stated_by, type: VARCHAR, unit: none, description: "Whose list it is", checks: [not_null, {accepted_values: [explorer, ai_leaderboard]}]}
  - {name: source_pipeline, type: VARCHAR, unit: none, description: "Pipeline as it is written there: Text to image", checks: [not_null]}
  - {name: pipeline, type: VARCHAR, unit: none, description: "Pipeline in one way of writing: text-to-image", checks: [not_null]}
  - {name: models, type: "VARCHAR[]", unit: none, description: "Models; NULL where none are stated"}
  - {name: regions, type: "VARCHAR[]", unit: none, description: "Regions; NULL where none are stated"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the newest reading began", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    of_explorer as (select * from raw.explorer__pipelines),

    of_leaderboard as (select * from raw.explorer__leaderboard_pipelines),

    pipelines as (
        select 'explorer' as stated_by, id, models, regions, _extracted_at, _instance from of_explorer
        union all
        select 'ai_leaderboard' as stated_by, id, models, regions, _extracted_at, _instance from of_leaderboard
    ),

    latest as (
        select *
        from pipelines
        qualify row_number() over (partition by stated_by, id, _instance order by _extracted_at desc) = 1
    )

select
    cast(stated_by as varchar) as stated_by,
    cast(id as varchar) as source_pipeline,
    cast(pipeline_slug(id) as varchar) as pipeline,
    cast(try_cast(try_cast(models as json) as varchar[]) as varchar[]) as models,
    cast(try_cast(try_cast(regions as json) as varchar[]) as varchar[]) as regions,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from latest
order by stated_by, source_pipeline, _instance
