/*
description: >
  Machines on Vast.AI as the public exporter 500.farm makes them of the offers, one snapshot an hour. Machines without an
  offer of the whole are not in it.
grain: one row per machine and snapshot
key: [observed_at, machine_id, _instance]
evidence: quoted
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: stated_at, type: TIMESTAMP, unit: UTC, description: "Time that the answer states of itself; the exporter renews it every minute"}
  - {name: is_stale, type: BOOLEAN, unit: none, description: "The answer was more than 15 minutes old when it was asked for: the exporter did not get on with Vast.AI; NULL where it states no time"}
  - {name: machine_id, type: BIGINT, unit: none, description: "Machine that the GPUs are in", checks: [not_null]}
  - {name: host_id, type: BIGINT, unit: none, description: "Account that rents the machine out", checks: [not_null]}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "Model of the GPUs as the source writes it: RTX 4090", checks: [not_null]}
  - {name: gpu_count, type: BIGINT, unit: none, description: "GPUs in the machine", checks: [not_null]}
  - {name: rented_gpu_count, type: BIGINT, unit: none, description: "GPUs of it that no rentable offer names, as the exporter counts them", checks: [not_null]}
  - {name: available_gpu_count, type: BIGINT, unit: none, description: "gpu_count - rented_gpu_count", checks: [not_null]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "List price of the whole machine for its GPUs, without storage and traffic"}
  - {name: price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "price_usd over gpu_count"}
  - {name: is_verified, type: BOOLEAN, unit: none, description: "Vast.AI has verified the machine", checks: [not_null]}
  - {name: is_datacenter, type: BOOLEAN, unit: none, description: "The machine stands in a data centre that Vast.AI knows as one", checks: [not_null]}
  - {name: vram_gib, type: DOUBLE, unit: GiB, description: "Memory of one GPU: the megabytes sent over 1,024 (RTX 4090 sends 24,564)"}
  - {name: dlperf_per_gpu, type: DOUBLE, unit: points, description: "Vast.AI's own benchmark for deep learning, of one GPU"}
  - {name: tflops_per_gpu, type: DOUBLE, unit: TFLOPS, description: "Computing power of one GPU"}
  - {name: reliability_share, type: DOUBLE, unit: share, description: "Share of the time that the machine is expected to be up"}
  - {name: geolocation, type: VARCHAR, unit: none, description: "Place as the source writes it: Texas, US"}
  - {name: country_code, type: VARCHAR, unit: none, description: "Two letters of the country at the end of geolocation; NULL where it has none"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    rows_as_sent as (select * from raw.vastai__farm_machines),

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
    cast(machine_id as bigint) as machine_id,
    cast(host_id as bigint) as host_id,
    cast(gpu_name as varchar) as source_gpu_model,
    cast(num_gpus as bigint) as gpu_count,
    cast(num_gpus_rented as bigint) as rented_gpu_count,
    cast(num_gpus - num_gpus_rented as bigint) as available_gpu_count,
    try_cast(dph_base as decimal(18,8)) as price_usd,
    try_cast(dph_base / num_gpus as decimal(18,8)) as price_per_gpu_usd,
    cast(coalesce(verification = 'verified', verified, false) as boolean) as is_verified,
    cast(coalesce(hosting_type, 0) > 0 as boolean) as is_datacenter,
    cast(gpu_ram / 1024 as double) as vram_gib,
    cast(dlperf / num_gpus as double) as dlperf_per_gpu,
    cast(total_flops / num_gpus as double) as tflops_per_gpu,
    cast(coalesce(reliability2, reliability) as double) as reliability_share,
    cast(geolocation as varchar) as geolocation,
    cast(nullif(regexp_extract(geolocation, ',\s*([A-Z]{2})$', 1), '') as varchar) as country_code,
    cast(_instance as varchar) as _instance,
from timed
order by observed_at, machine_id, _instance
