/*
description: >
  A forecast is there, or the input that is missing is named; the reward calls asked for are not more than the rounds, and the
  table's are of 90 rounds at most, the widget's of 30. With every reward called the table's and the widget's forecast are one.
severity: error
models: [main.fct_yield_forecast]
*/
with forecasts as (select * from main.fct_yield_forecast)

select
    forecast_date, orchestrator, missing_input, table_yield_share, widget_yield_share, table_round_count, table_call_count, widget_round_count,
    widget_call_count,
from forecasts
where
    (table_yield_share is null or widget_yield_share is null) <> (missing_input is not null)
    or table_call_count > table_round_count
    or table_round_count > 90
    or widget_call_count > widget_round_count
    or widget_round_count > 30
    or table_yield_share < 0
    or (
        table_call_count = table_round_count
        and widget_call_count = widget_round_count
        and table_round_count > 0
        and widget_round_count > 0
        and table_yield_share <> widget_yield_share
    )
order by forecast_date, orchestrator
