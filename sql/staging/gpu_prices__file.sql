/*
description: >
  Prices of GPUs from the sheets that somebody put into the folder of price sheets: vendors, data centres, clouds. Of each
  sheet the content that was read last counts; a sheet that was taken away keeps what it said.
grain: one row per instance, sheet and line
key: [_instance, file_name, line_number]
evidence: survey
columns:
  - {name: file_name, type: VARCHAR, unit: none, description: "Name of the sheet", checks: [not_null]}
  - {name: line_number, type: BIGINT, unit: none, description: "Line in the sheet, its header being line 1", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the price held, as the sheet says", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Who asks the price, as the sheet says", checks: [not_null]}
  - {name: gpu_model, type: VARCHAR, unit: none, description: "GPU by the sheet's name", checks: [not_null]}
  - {name: gpu_count, type: DOUBLE, unit: GPU, description: "GPUs that the price is of", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region by the sheet's name; NULL where it has none"}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Price of all gpu_count GPUs", checks: [not_null]}
  - {name: price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "price_usd / gpu_count", checks: [not_null]}
  - {name: price_kind, type: VARCHAR, unit: none, description: "on_demand, spot, reserved, or host_earning: what the owner of the GPU is paid", checks: [not_null, {accepted_values: [on_demand, spot, reserved, host_earning]}]}
  - {name: available_count, type: BIGINT, unit: GPU, description: "GPUs to be had at the price; NULL where the sheet doesn't say"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
*/
with
    lines as (select * from raw.gpu_prices__files),

    newest as (
        select _instance, file_name, max(_extracted_at) as newest_at
        from lines
        group by _instance, file_name
    )

select
    cast(lines.file_name as varchar) as file_name,
    cast(lines.line_number as bigint) as line_number,
    cast(lines.observed_at as timestamp) as observed_at,
    cast(lines.source as varchar) as source,
    cast(lines.gpu_model as varchar) as gpu_model,
    cast(lines.gpu_count as double) as gpu_count,
    cast(lines.region as varchar) as region,
    cast(lines.price_usd_per_hour as decimal(18, 8)) as price_usd,
    cast(cast(lines.price_usd_per_hour as decimal(18, 8)) / cast(lines.gpu_count as double) as decimal(18, 8)) as price_per_gpu_usd,
    cast(lines.price_kind as varchar) as price_kind,
    cast(lines.available_count as bigint) as available_count,
    cast(lines._instance as varchar) as _instance,
from lines
inner join newest
    on lines._instance = newest._instance
    and lines.file_name = newest.file_name
    and lines._extracted_at = newest.newest_at
order by _instance, file_name, line_number
