/*
description: >
  Single tests of orchestrators as the testers posted them to the leaderboards. Fields that are zero are left out there, so that NULL
  can mean 0.
grain: one row per test
key: [tested_at, orchestrator, region, pipeline, model, source_pipeline, occurrence, _instance]
evidence: reported
columns:
  - {name: tested_at, type: TIMESTAMP, unit: UTC, description: "Time of the test, by the tester's clock", checks: [not_null]}
  - {name: stat_date, type: DATE, unit: UTC, description: "Day under which the leaderboard counts it: that on which it was posted", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region that the test came from: FRA", checks: [not_null]}
  - {name: job_type, type: VARCHAR, unit: none, description: "What was tested", checks: [not_null, {accepted_values: [transcoding, ai]}]}
  - {name: pipeline, type: VARCHAR, unit: none, description: "AI pipeline in one way of writing (text-to-image), or transcoding", checks: [not_null]}
  - {name: model, type: VARCHAR, unit: none, description: "Model; empty for transcoding, which has none", checks: [not_null]}
  - {name: source_pipeline, type: VARCHAR, unit: none, description: "Pipeline as the leaderboard writes it (Text to image); empty for transcoding", checks: [not_null]}
  - {name: occurrence, type: BIGINT, unit: none, description: "Counts from 0 the tests that nothing else tells apart", checks: [not_null]}
  - {name: success_rate, type: DOUBLE, unit: "0..1", description: "Share of the work that came back", checks: [not_null]}
  - {name: round_trip_seconds, type: DOUBLE, unit: s, description: "From the first byte sent to the last one received"}
  - {name: segment_seconds, type: DOUBLE, unit: s, description: "Length of a segment of the test's video"}
  - {name: segments_sent_count, type: BIGINT, unit: segments, description: "Segments sent"}
  - {name: segments_received_count, type: BIGINT, unit: segments, description: "Segments received, all renditions"}
  - {name: upload_seconds, type: DOUBLE, unit: s, description: "Time to send a segment"}
  - {name: transcode_seconds, type: DOUBLE, unit: s, description: "Time to transcode a segment"}
  - {name: download_seconds, type: DOUBLE, unit: s, description: "Time to receive its renditions"}
  - {name: is_model_warm, type: BOOLEAN, unit: none, description: "The model was loaded already"}
  - {name: errors, type: VARCHAR, unit: none, description: "JSON list of errors with their codes and counts"}
  - {name: error_count, type: BIGINT, unit: errors, description: "Sum of the counts", checks: [not_null]}
  - {name: input_parameters, type: VARCHAR, unit: none, description: "JSON of what the model was asked"}
  - {name: response_payload, type: VARCHAR, unit: none, description: "What it answered, as text"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    transcoding as (select * from raw.explorer__leaderboard_raw),

    ai as (select * from raw.explorer__leaderboard_ai_raw),

    runs as (
        select *, 'transcoding' as job_type from transcoding
        union all
        select *, 'ai' as job_type from ai
    ),

    latest as (
        select *
        from runs
        qualify row_number() over (
            partition by timestamp, lower(orchestrator), region, asked_pipeline, asked_model, job_type, occurrence, _instance
            order by _extracted_at desc, asked_for desc
        ) = 1
    )

select
    cast(utc_of(timestamp) as timestamp) as tested_at,
    cast(asked_for as date) as stat_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(region as varchar) as region,
    cast(job_type as varchar) as job_type,
    cast(case job_type when 'transcoding' then 'transcoding' else pipeline_slug(asked_pipeline) end as varchar) as pipeline,
    cast(asked_model as varchar) as model,
    cast(asked_pipeline as varchar) as source_pipeline,
    cast(occurrence as bigint) as occurrence,
    cast(success_rate as double) as success_rate,
    cast(round_trip_time as double) as round_trip_seconds,
    cast(seg_duration as double) as segment_seconds,
    cast(segments_sent as bigint) as segments_sent_count,
    cast(segments_received as bigint) as segments_received_count,
    cast(upload_time as double) as upload_seconds,
    cast(transcode_time as double) as transcode_seconds,
    cast(download_time as double) as download_seconds,
    cast(model_is_warm as boolean) as is_model_warm,
    cast(errors as varchar) as errors,
    cast(coalesce(list_sum(try_cast(json_extract(errors, '$[*].count') as bigint[])), 0) as bigint) as error_count,
    cast(input_parameters as varchar) as input_parameters,
    cast(response_payload as varchar) as response_payload,
    cast(_instance as varchar) as _instance,
from latest
order by tested_at, orchestrator, region, pipeline, model, source_pipeline, occurrence, _instance
