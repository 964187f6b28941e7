/*
description: >
  Machines with GPUs that clouds rent out, from SkyPilot's catalogue, one snapshot a day of each cloud. The catalogue prices
  the machine; here the price is divided by its GPUs. Machines without a GPU are left out, those with other accelerators
  included (TPU, Trainium, Inferentia, Gaudi, FPGA). The catalogue's GPU memory is left out too: it is GiB for one cloud,
  doubled for another, the machine's total for a third. Rows of Vast.AI repeat the median of their kind of machine, from a
  search of its larger machines: they are no market of their own.
grain: one row per instance, snapshot, cloud and line of the catalogue
key: [_instance, observed_at, cloud, row_number]
evidence: quoted
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant of the snapshot", checks: [not_null]}
  - {name: cloud, type: VARCHAR, unit: none, description: "Cloud by its folder in the catalogue: aws", checks: [not_null]}
  - {name: row_number, type: BIGINT, unit: none, description: "Line of the cloud's file, the header not counted", checks: [not_null]}
  - {name: instance_type, type: VARCHAR, unit: none, description: "Kind of machine by the cloud's name; NULL for a GPU that is rented by itself"}
  - {name: region, type: VARCHAR, unit: none, description: "Region by the cloud's name; NULL where none is stated"}
  - {name: availability_zone, type: VARCHAR, unit: none, description: "Zone within the region; NULL where the catalogue has none"}
  - {name: gpu_model, type: VARCHAR, unit: none, description: "GPU by the catalogue's name, which is coarser than the makers': A100 is either size, RTX4070 also a 4070S Ti", checks: [not_null]}
  - {name: gpu_count, type: DOUBLE, unit: GPU, description: "GPUs in the machine; below 1 for a part of one", checks: [not_null]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Price of the machine on demand; NULL where it is rented as spot only"}
  - {name: price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "price_usd / gpu_count"}
  - {name: spot_price_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Price of the machine as spot; NULL where it isn't rented so (the catalogue says nothing or 0.00)"}
  - {name: spot_price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "spot_price_usd / gpu_count"}
  - {name: is_gpu_only, type: BOOLEAN, unit: none, description: "The price is of the GPU alone: the machine is rented and paid beside it (GCP)", checks: [not_null]}
  - {name: vcpu_count, type: DOUBLE, unit: none, description: "Virtual processors of the machine"}
  - {name: memory_gib, type: DOUBLE, unit: GiB, description: "Memory of the machine, not of its GPUs"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
*/
with
    catalogue as (select * from raw.gpu_prices__skypilot),

    machines as (
        select
            *,
            try_cast(accelerator_count as double) as gpu_count,
            -- 0 is how the catalogue says that there is no such price
            nullif(try_cast(price as decimal(18, 8)), 0) as price_usd,
            nullif(try_cast(spot_price as decimal(18, 8)), 0) as spot_price_usd,
            row_number() over (partition by _instance, _extracted_at, cloud, row_number order by price, region) as reading,
        from catalogue
        where
            accelerator_name <> ''
            and not regexp_matches(lower(accelerator_name), '^(tpu|trainium|inferentia|gaudi|habana|xilinx|fpga|vu[0-9]+p)')
    )

select
    cast(_extracted_at as timestamp) as observed_at,
    cast(cloud as varchar) as cloud,
    cast(row_number as bigint) as row_number,
    cast(nullif(instance_type, '') as varchar) as instance_type,
    cast(nullif(region, '') as varchar) as region,
    cast(nullif(availability_zone, '') as varchar) as availability_zone,
    cast(accelerator_name as varchar) as gpu_model,
    cast(gpu_count as double) as gpu_count,
    cast(price_usd as decimal(18, 8)) as price_usd,
    cast(price_usd / gpu_count as decimal(18, 8)) as price_per_gpu_usd,
    cast(spot_price_usd as decimal(18, 8)) as spot_price_usd,
    cast(spot_price_usd / gpu_count as decimal(18, 8)) as spot_price_per_gpu_usd,
    cast(coalesce(instance_type, '') = '' as boolean) as is_gpu_only,
    try_cast(vcpus as double) as vcpu_count,
    try_cast(memory_gib as double) as memory_gib,
    cast(_instance as varchar) as _instance,
from machines
where reading = 1
order by _instance, observed_at, cloud, row_number
