/*
description: >
  Transcoding prices over time as one gateway saw them, out of the price list's history. A price of 0 is none: the orchestrator wasn't reachable.
grain: one row per orchestrator and moment
key: [priced_at, orchestrator, _instance]
evidence: reported
columns:
  - {name: priced_at, type: TIMESTAMP, unit: UTC, description: "When the list asked the orchestrator", checks: [not_null]}
  - {name: price_date, type: DATE, unit: UTC, description: "Date of priced_at", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: price_wei_per_pixel, type: "DECIMAL(38,18)", unit: wei per pixel, description: "Price of a transcoded pixel; NULL where none is known"}
  - {name: price_text, type: VARCHAR, unit: wei per pixel, description: "The price as the digits that were sent", checks: [not_null]}
  - {name: statement_count, type: BIGINT, unit: rows, description: "Different prices that the list states for this moment; the last of them counts", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    points as (select * from raw.explorer__price_history),

    counted as (
        select
            *,
            count(*) over (partition by time, lower(orchestrator), _instance) as statement_count,
        from points
    ),

    latest as (
        select *
        from counted
        qualify row_number() over (
            partition by time, lower(orchestrator), _instance
            order by _extracted_at desc, occurrence desc, orchestrator
        ) = 1
    )

select
    cast(utc_of(time) as timestamp) as priced_at,
    cast(utc_of(time) as date) as price_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(nullif(try_cast(price_per_pixel as decimal(38, 18)), 0) as decimal(38, 18)) as price_wei_per_pixel,
    cast(price_per_pixel as varchar) as price_text,
    cast(statement_count as bigint) as statement_count,
    cast(_instance as varchar) as _instance,
from latest
order by priced_at, orchestrator, _instance
