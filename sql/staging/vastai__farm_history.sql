/*
description: >
  What the public exporter 500.farm recorded of Vast.AI's market, hour by hour, out of the Prometheus behind its Grafana. Gaps are
  normal: a metric without GPUs to speak of has no sample.
grain: one row per metric, series and hour
key: [sampled_at, metric, source_gpu_model, verified_label, rented_label, other_labels, _instance]
evidence: quoted
columns:
  - {name: sampled_at, type: TIMESTAMP, unit: UTC, description: "Time of the sample; a metric that stopped keeps its last value for up to five minutes", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of sampled_at", checks: [not_null]}
  - {name: metric, type: VARCHAR, unit: none, description: "Name of the metric: vastai_gpu_count, or one of the prices of a GPU-hour", checks: [not_null]}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "Model of the GPUs as the source writes it: RTX 4090", checks: [not_null]}
  - {name: verification, type: VARCHAR, unit: none, description: "Machines counted: verified, unverified, or all of them; NULL where the series does not say"}
  - {name: occupancy, type: VARCHAR, unit: none, description: "GPUs counted: rented, available, or all of them; NULL where the series does not say"}
  - {name: verified_label, type: VARCHAR, unit: none, description: "The series' own label: yes, no, any; empty where it has none", checks: [not_null]}
  - {name: rented_label, type: VARCHAR, unit: none, description: "The series' own label: yes, no, any; empty where it has none", checks: [not_null]}
  - {name: other_labels, type: VARCHAR, unit: none, description: "JSON object of the further labels of the series", checks: [not_null]}
  - {name: value, type: DOUBLE, unit: as the metric, description: "Value of the sample; NULL where it is no finite number"}
  - {name: value_text, type: VARCHAR, unit: none, description: "Value as sent: 0.33, NaN, +Inf", checks: [not_null]}
  - {name: step_seconds, type: BIGINT, unit: s, description: "Distance of two samples", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    samples as (select * from raw.vastai__farm_history),

    latest as (
        select *
        from samples
        qualify row_number() over (
            partition by sample_time, metric, gpu_name, verified, rented, other_labels, _instance
            order by _extracted_at desc, step_seconds
        ) = 1
    )

select
    cast(make_timestamp(sample_time * 1000000) as timestamp) as sampled_at,
    cast(make_timestamp(sample_time * 1000000) as date) as market_date,
    cast(metric as varchar) as metric,
    cast(gpu_name as varchar) as source_gpu_model,
    cast(case verified when 'yes' then 'verified' when 'no' then 'unverified' when 'any' then 'all' end as varchar) as verification,
    cast(case rented when 'yes' then 'rented' when 'no' then 'available' when 'any' then 'all' end as varchar) as occupancy,
    cast(verified as varchar) as verified_label,
    cast(rented as varchar) as rented_label,
    cast(other_labels as varchar) as other_labels,
    cast(case when isfinite(try_cast(value as double)) then try_cast(value as double) end as double) as value,
    cast(value as varchar) as value_text,
    cast(step_seconds as bigint) as step_seconds,
    cast(_instance as varchar) as _instance,
from latest
order by sampled_at, metric, source_gpu_model, verified_label, rented_label, other_labels, _instance
