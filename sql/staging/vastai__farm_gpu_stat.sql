/*
description: >
  Statistics of Vast.AI's market by GPU model as the public exporter 500.farm computes them, one snapshot an hour. The price of
  rented GPUs is what their machines list now, not what their renters pay.
grain: one row per snapshot, model, occupancy and verification
key: [observed_at, source_gpu_model, occupancy, verification, _instance]
evidence: quoted
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: stated_at, type: TIMESTAMP, unit: UTC, description: "Time that the answer states of itself; the exporter renews it every minute"}
  - {name: is_stale, type: BOOLEAN, unit: none, description: "The answer was more than 15 minutes old when it was asked for: the exporter did not get on with Vast.AI; NULL where it states no time"}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "Model of the GPUs as the source writes it: RTX 4090", checks: [not_null]}
  - {name: occupancy, type: VARCHAR, unit: none, description: "GPUs counted: rented, available, or all of them", checks: [not_null, {accepted_values: [rented, available, all]}]}
  - {name: verification, type: VARCHAR, unit: none, description: "Machines counted: verified, unverified, or all of them", checks: [not_null, {accepted_values: [verified, unverified, all]}]}
  - {name: gpu_count, type: BIGINT, unit: none, description: "GPUs counted, of machines that have an offer of the whole", checks: [not_null]}
  - {name: price_median_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Median list price of one GPU, of prices cut to whole cents, each as often as its machine has such GPUs; NULL where none is counted"}
  - {name: price_p10_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Tenth percentile of the same; NULL where 0 or 2 to 9 GPUs are counted"}
  - {name: price_p90_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Ninetieth percentile of the same; NULL where 0 or 2 to 9 GPUs are counted"}
  - {name: vram_gib, type: DOUBLE, unit: GiB, description: "Largest memory of one GPU seen, modified cards included"}
  - {name: dlperf, type: DOUBLE, unit: points, description: "Benchmark for deep learning of one GPU"}
  - {name: tflops, type: DOUBLE, unit: TFLOPS, description: "Largest computing power of one GPU seen"}
  - {name: popularity_rank, type: BIGINT, unit: none, description: "Place of the model in the answer, most GPUs first", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
checks:
  - name: rented_and_available_make_all
    severity: warn
    description: "Rented and available GPUs of a model add up to all of them. A failure means that the exporter counts otherwise than we think."
    sql: >-
      select observed_at, _instance, source_gpu_model, verification from staging.vastai__farm_gpu_stat
      group by observed_at, _instance, source_gpu_model, verification
      having sum(gpu_count) filter (where occupancy <> 'all') <> sum(gpu_count) filter (where occupancy = 'all')
  - name: verified_and_unverified_make_all
    severity: warn
    description: "Verified and unverified GPUs of a model add up to all of them. A failure means that the exporter counts otherwise than we think."
    sql: >-
      select observed_at, _instance, source_gpu_model, occupancy from staging.vastai__farm_gpu_stat
      group by observed_at, _instance, source_gpu_model, occupancy
      having sum(gpu_count) filter (where verification <> 'all') <> sum(gpu_count) filter (where verification = 'all')
*/
with
    rows_as_sent as (select * from raw.vastai__farm_gpu_stats),

    timed as (
        select
            *,
            try_cast(envelope_at as timestamptz) at time zone 'UTC' as stated_at,
        from rows_as_sent
    )

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as market_date,
    cast(stated_at as timestamp) as stated_at,
    cast(date_diff('second', stated_at, _extracted_at at time zone 'UTC') > 900 as boolean) as is_stale,
    cast(gpu_name as varchar) as source_gpu_model,
    cast(occupancy as varchar) as occupancy,
    cast(verification as varchar) as verification,
    cast(gpu_count as bigint) as gpu_count,
    try_cast(price_median as decimal(18,8)) as price_median_usd,
    try_cast(price_10th_percentile as decimal(18,8)) as price_p10_usd,
    try_cast(price_90th_percentile as decimal(18,8)) as price_p90_usd,
    cast(vram as double) as vram_gib,
    cast(dlperf as double) as dlperf,
    cast(tflops as double) as tflops,
    cast(model_rank as bigint) as popularity_rank,
    cast(_instance as varchar) as _instance,
from timed
order by observed_at, source_gpu_model, occupancy, verification, _instance
