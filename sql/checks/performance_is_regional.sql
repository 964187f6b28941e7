/*
description: >
  Every score is one of a region that tests come from, and lies between 0 and 1: GLOBAL is a mean that somebody computed, and a
  percentage, or the tenths that some pages show, is a score of another scale.
severity: error
models: [main.fct_performance]
*/
with performance as (select * from main.fct_performance)

select performance_date, orchestrator, region, pipeline, model, source, success_rate, round_trip_score, score,
from performance
where
    upper(region) = 'GLOBAL'
    or trim(region) = ''
    or success_rate not between 0 and 1
    or round_trip_score not between 0 and 1
    or score not between 0 and 1
order by performance_date, orchestrator, region, pipeline, model, source
