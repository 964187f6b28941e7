/*
description: >
  Results of the public tests of orchestrators, a UTC day at a time, as the leaderboard servers add them up: transcoding and AI. Only
  regions that tests came from; a mean over them is never a row. A day on which an orchestrator wasn't tested has no row.
grain: one row per day, orchestrator, region, pipeline and model
key: [stat_date, orchestrator, region, pipeline, model, source_pipeline, _instance]
evidence: reported
columns:
  - {name: stat_date, type: DATE, unit: UTC, description: "Day of the tests", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region that the tests came from: FRA", checks: [not_null]}
  - {name: job_type, type: VARCHAR, unit: none, description: "What was tested", checks: [not_null, {accepted_values: [transcoding, ai]}]}
  - {name: pipeline, type: VARCHAR, unit: none, description: "AI pipeline in one way of writing (text-to-image), or transcoding", checks: [not_null]}
  - {name: model, type: VARCHAR, unit: none, description: "Model; empty for transcoding, which has none", checks: [not_null]}
  - {name: source_pipeline, type: VARCHAR, unit: none, description: "Pipeline as the leaderboard writes it (Text to image); empty for transcoding", checks: [not_null]}
  - {name: success_rate, type: DOUBLE, unit: "0..1", description: "Share of the work that came back", checks: [not_null]}
  - {name: round_trip_score, type: DOUBLE, unit: "0..1", description: "Speed of the answers: transcoding 1 - exp(-segment length / round trip), AI 0.8 at the median of all orchestrators; NULL where it isn't stated"}
  - {name: score, type: DOUBLE, unit: "0..1", description: "Transcoding: the product of both; AI: 0.65 of the one and 0.35 of the other; 0 where nothing succeeded; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    transcoding as (select * from raw.explorer__leaderboard_stats),

    ai as (select * from raw.explorer__leaderboard_ai_stats),

    tests as (
        select *, 'transcoding' as job_type from transcoding
        union all
        select *, 'ai' as job_type from ai
    ),

    latest as (
        select *
        from tests
        where region <> 'GLOBAL'
        qualify row_number() over (
            partition by day, lower(orchestrator), region, pipeline, model, job_type, _instance
            order by _extracted_at desc, orchestrator
        ) = 1
    )

select
    cast(make_timestamp(day * 1000000) as date) as stat_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(region as varchar) as region,
    cast(job_type as varchar) as job_type,
    cast(case job_type when 'transcoding' then 'transcoding' else pipeline_slug(pipeline) end as varchar) as pipeline,
    cast(model as varchar) as model,
    cast(pipeline as varchar) as source_pipeline,
    cast(success_rate as double) as success_rate,
    cast(round_trip_score as double) as round_trip_score,
    cast(score as double) as score,
    cast(_instance as varchar) as _instance,
from latest
order by stat_date, orchestrator, region, pipeline, model, source_pipeline, _instance
