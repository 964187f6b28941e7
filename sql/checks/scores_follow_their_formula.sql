/*
description: >
  A score is what the leaderboards make of the share that came back and of the speed: their product for transcoding, 0.65 of the
  one and 0.35 of the other for AI, 0 where nothing came back. A failure means that the formula has changed, or that the columns
  are of different scales; compare scores across that date with care.
severity: warn
models: [main.fct_performance]
*/
with
    performance as (select * from main.fct_performance where score is not null and round_trip_score is not null),

    expected as (
        select
            *,
            case
                when success_rate = 0 then 0
                when job_type = 'ai' then 0.65 * success_rate + 0.35 * round_trip_score
                else success_rate * round_trip_score
            end as expected_score,
        from performance
    )

select performance_date, orchestrator, region, pipeline, model, source, success_rate, round_trip_score, score, expected_score,
from expected
where abs(score - expected_score) > 0.000001
order by performance_date, orchestrator, region, pipeline, model, source
