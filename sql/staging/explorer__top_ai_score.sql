/*
description: >
  The best AI score of an orchestrator in 24 hours, with the region, pipeline and model in which it was got, out of the AI leaderboard
  and of the Explorer, which passes it on. 0..1 in both. An orchestrator without AI results has NULLs.
grain: one row per orchestrator, day asked for and who states it
key: [asked_date, orchestrator, stated_by, _instance]
evidence: reported
columns:
  - {name: asked_date, type: DATE, unit: UTC, description: "Day for which it was asked", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: stated_by, type: VARCHAR, unit: none, description: "Who answered", checks: [not_null, {accepted_values: [explorer, ai_leaderboard]}]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began; the 24 hours end about then", checks: [not_null]}
  - {name: score, type: DOUBLE, unit: "0..1", description: "The best score; NULL for none"}
  - {name: region, type: VARCHAR, unit: none, description: "Region that the tests came from"}
  - {name: pipeline, type: VARCHAR, unit: none, description: "Pipeline in one way of writing: text-to-image"}
  - {name: source_pipeline, type: VARCHAR, unit: none, description: "Pipeline as it is written there: Text to image"}
  - {name: model, type: VARCHAR, unit: none, description: "The model"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    of_leaderboard as (select * from raw.explorer__top_ai_score),

    of_explorer as (select * from raw.explorer__score where top_ai_score is not null),

    bests as (
        select
            'ai_leaderboard' as stated_by, asked_for, orchestrator, try_cast(value as double) as score, region, pipeline, model, _extracted_at, _instance,
        from of_leaderboard
        union all
        select
            'explorer' as stated_by,
            asked_for,
            orchestrator,
            try_cast(json_extract_string(top_ai_score, '$.value') as double) as score,
            json_extract_string(top_ai_score, '$.region') as region,
            json_extract_string(top_ai_score, '$.pipeline') as pipeline,
            json_extract_string(top_ai_score, '$.model') as model,
            _extracted_at,
            _instance,
        from of_explorer
    ),

    latest as (
        select *
        from bests
        qualify row_number() over (partition by asked_for, orchestrator, stated_by, _instance order by _extracted_at desc) = 1
    )

select
    cast(asked_for as date) as asked_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(stated_by as varchar) as stated_by,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(score as double) as score,
    cast(region as varchar) as region,
    cast(pipeline_slug(pipeline) as varchar) as pipeline,
    cast(pipeline as varchar) as source_pipeline,
    cast(model as varchar) as model,
    cast(_instance as varchar) as _instance,
from latest
order by asked_date, orchestrator, stated_by, _instance
