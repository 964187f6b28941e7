/*
description: >
  How well orchestrators did in the public tests: a day's share of work that came back, and how fast, by the region that the test
  came from; for AI by pipeline and model too. The two leaderboards state it of UTC days; the Explorer passes on what the
  transcoding leaderboard says of the 24 hours before it was asked. There is no row for the whole world, which no test comes
  from: compare within a region, since distance is most of the speed. A day without a test is a day without a row. AI scores
  are relative to the median of the model's orchestrators, so that they move though the orchestrator stays the same.
grain: one row per date, orchestrator, region, pipeline as written, model and witness
key: [performance_date, orchestrator, region, pipeline, source_pipeline, model, source, _instance]
evidence: reported
questions: [selection, competitors, own-operation, attraction]
columns:
  - {name: performance_date, type: DATE, unit: UTC, description: "Day of the tests; with the Explorer as witness that on which it was asked", checks: [not_null]}
  - {name: tested_until_at, type: TIMESTAMP, unit: UTC, description: "End of the 24 hours: of the day, or when the Explorer's answer was made", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower-case", checks: [not_null]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "ENS name, or the short form of the address", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region that the tests came from: FRA", checks: [not_null]}
  - {name: region_name, type: VARCHAR, unit: none, description: "Its name: Frankfurt; NULL where no list has it"}
  - {name: job_type, type: VARCHAR, unit: none, description: "What was tested", checks: [not_null, {accepted_values: [transcoding, ai]}]}
  - {name: pipeline, type: VARCHAR, unit: none, description: "AI pipeline in one way of writing (text-to-image), or transcoding", checks: [not_null]}
  - {name: source_pipeline, type: VARCHAR, unit: none, description: "The pipeline as the witness writes it (Text to image); NULL for transcoding"}
  - {name: model, type: VARCHAR, unit: none, description: "AI model; NULL for transcoding, which has none"}
  - {name: success_rate, type: DOUBLE, unit: "0..1", description: "Share of the work that came back", checks: [not_null]}
  - {name: round_trip_score, type: DOUBLE, unit: "0..1", description: "Speed. Transcoding: 1 - exp(-segment length / round trip); AI: 0.8 at the median of the model's orchestrators. NULL where it isn't stated"}
  - {name: score, type: DOUBLE, unit: "0..1", description: "Transcoding: success_rate * round_trip_score; AI: 0.65 * success_rate + 0.35 * round_trip_score; 0 where nothing came back. NULL where it isn't stated"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness", checks: [not_null, {accepted_values: [leaderboard, ai_leaderboard, explorer]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [reported]}]}
*/
with
    tests as (select * from staging.explorer__leaderboard_stat),
    -- a 0 of the Explorer's list that can be a region without a test isn't a score
    passed_on as (select * from staging.explorer__score where success_rate is not null and not may_be_missing),
    regions as (select * from staging.explorer__region where is_place),
    names as (select * from main.dim_ens_name),

    -- of a day's answers the orchestrator's own counts before the list, and then the newest
    explorer_days as (
        select *
        from passed_on
        qualify row_number() over (
            partition by observed_date, orchestrator, region, _instance order by route = 'single' desc, observed_at desc
        ) = 1
    ),

    statements as (
        select
            stat_date as performance_date,
            cast(stat_date + interval 1 day as timestamp) as tested_until_at,
            orchestrator,
            region,
            job_type,
            pipeline,
            nullif(source_pipeline, '') as source_pipeline,
            nullif(model, '') as model,
            success_rate,
            round_trip_score,
            score,
            case job_type when 'ai' then 'ai_leaderboard' else 'leaderboard' end as source,
            _instance,
        from tests
        union all by name
        select
            observed_date as performance_date,
            observed_at - coalesce(cdn_age_seconds, 0) * interval 1 second as tested_until_at,
            orchestrator,
            region,
            'transcoding' as job_type,
            'transcoding' as pipeline,
            success_rate,
            round_trip_score,
            score,
            'explorer' as source,
            _instance,
        from explorer_days
    ),

    region_names as (
        select region, job_type, region_name
        from regions
        qualify row_number() over (partition by region, job_type order by observed_at desc, stated_by, region_name, _instance) = 1
    )

select
    cast(statements.performance_date as date) as performance_date,
    cast(statements.tested_until_at as timestamp) as tested_until_at,
    cast(statements.orchestrator as varchar) as orchestrator,
    cast(coalesce(names.ens_name, short_address(statements.orchestrator)) as varchar) as orchestrator_name,
    cast(statements.region as varchar) as region,
    cast(region_names.region_name as varchar) as region_name,
    cast(statements.job_type as varchar) as job_type,
    cast(statements.pipeline as varchar) as pipeline,
    cast(statements.source_pipeline as varchar) as source_pipeline,
    cast(statements.model as varchar) as model,
    cast(statements.success_rate as double) as success_rate,
    cast(statements.round_trip_score as double) as round_trip_score,
    cast(statements.score as double) as score,
    cast(statements.source as varchar) as source,
    cast(statements._instance as varchar) as _instance,
    cast('reported' as varchar) as evidence,
from statements
left join region_names on statements.region = region_names.region and statements.job_type = region_names.job_type
left join names on statements.orchestrator = names.address
order by performance_date, orchestrator, region, pipeline, source_pipeline, model, source, _instance
