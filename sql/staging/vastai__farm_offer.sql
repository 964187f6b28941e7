/*
description: >
  Offers of Vast.AI's on-demand market as the public exporter 500.farm repeats them, one snapshot an hour. The same rows as
  staging.vastai__offer where both are read: a second witness, and the only one without a key.
grain: one row per offer and snapshot
key: [observed_at, offer_id, _instance]
evidence: quoted
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: stated_at, type: TIMESTAMP, unit: UTC, description: "Time that the answer states of itself; the exporter renews it every minute"}
  - {name: is_stale, type: BOOLEAN, unit: none, description: "The answer was more than 15 minutes old when it was asked for: the exporter did not get on with Vast.AI; NULL where it states no time"}
  - {name: offer_id, type: BIGINT, unit: none, description: "Id of the offer; it changes when the offer is listed anew or rented, so it is no key to a history", checks: [not_null]}
  - {name: machine_id, type: BIGINT, unit: none, description: "Machine that the GPUs are in", checks: [not_null]}
  - {name: host_id, type: BIGINT, unit: none, description: "Account that rents the machine out", checks: [not_null]}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "Model of the GPUs as the source writes it: RTX 4090", checks: [not_null]}
  - {name: gpu_count, type: BIGINT, unit: none, description: "GPUs in the offer", checks: [not_null]}
  - {name: machine_gpu_count, type: BIGINT, unit: none, description: "GPUs in the whole machine: gpu_count over the offer's fraction of it, to the next whole number"}
  - {name: gpu_share_of_machine, type: DOUBLE, unit: share, description: "Fraction of the machine that the offer is, as sent", checks: [not_null]}
  - {name: is_whole_machine, type: BOOLEAN, unit: none, description: "The offer is all of the machine; the others are parts of it, which overlap: offers must not be added up"}
  - {name: gpu_ids, type: VARCHAR, unit: none, description: "JSON list of the GPUs in the offer; offers of one machine share them"}
  - {name: is_rentable, type: BOOLEAN, unit: none, description: "The offer can be rented now; if not, some of its GPUs are rented, or off the market", checks: [not_null]}
  - {name: is_verified, type: BOOLEAN, unit: none, description: "Vast.AI has verified the machine", checks: [not_null]}
  - {name: is_datacenter, type: BOOLEAN, unit: none, description: "The machine stands in a data centre that Vast.AI knows as one", checks: [not_null]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "List price of the offer for its GPUs, without storage and traffic"}
  - {name: price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "price_usd over gpu_count"}
  - {name: price_with_storage_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "List price of the offer with the storage that the search asks for, 8 GB unless told"}
  - {name: price_with_storage_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "price_with_storage_usd over gpu_count"}
  - {name: min_bid_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Lowest bid at which the GPUs can be had interruptibly, over gpu_count"}
  - {name: storage_gb_month_usd, type: "DECIMAL(18,8)", unit: USD/GB/month, description: "Price of storage; a month has 720 hours"}
  - {name: inet_up_gb_usd, type: "DECIMAL(18,8)", unit: USD/GB, description: "Price of traffic from the machine"}
  - {name: inet_down_gb_usd, type: "DECIMAL(18,8)", unit: USD/GB, description: "Price of traffic to the machine"}
  - {name: vram_gib, type: DOUBLE, unit: GiB, description: "Memory of one GPU: the megabytes sent over 1,024 (RTX 4090 sends 24,564)"}
  - {name: machine_ram_gib, type: DOUBLE, unit: GiB, description: "Memory of the machine: the megabytes sent over 1,024"}
  - {name: disk_gb, type: DOUBLE, unit: GB, description: "Storage that can be had with the offer"}
  - {name: dlperf_per_gpu, type: DOUBLE, unit: points, description: "Vast.AI's own benchmark for deep learning, of one GPU"}
  - {name: tflops_per_gpu, type: DOUBLE, unit: TFLOPS, description: "Computing power of one GPU"}
  - {name: reliability_share, type: DOUBLE, unit: share, description: "Share of the time that the machine is expected to be up"}
  - {name: inet_up_mbps, type: DOUBLE, unit: Mbit/s, description: "Measured speed from the machine"}
  - {name: inet_down_mbps, type: DOUBLE, unit: Mbit/s, description: "Measured speed to the machine"}
  - {name: cpu_core_count, type: BIGINT, unit: none, description: "Cores of the machine"}
  - {name: geolocation, type: VARCHAR, unit: none, description: "Place as the source writes it: Texas, US"}
  - {name: country_code, type: VARCHAR, unit: none, description: "Two letters of the country at the end of geolocation; NULL where it has none"}
  - {name: server_at, type: TIMESTAMP, unit: UTC, description: "Time at which the source made the row: end of the listing less what is left of it"}
  - {name: listed_until_at, type: TIMESTAMP, unit: UTC, description: "End of the listing"}
  - {name: broken_identities, type: VARCHAR, unit: none, description: "Names of the relations between the fields sent that do not hold, with commas between them; NULL if all hold"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
checks:
  - name: identities_hold
    severity: warn
    description: "The fields of an offer agree: price with storage = price + storage_cost * 8 GB / 720 h (to 0.000001 USD), dlperf_per_dphtotal and flops_per_dphtotal times that price, vram_costperhour times the memory in GiB (each to a millionth), a whole number of GPUs in the machine (to 0.01), as many gpu_ids as GPUs. A failure means that the source counts otherwise than we think."
    sql: >-
      select observed_at, offer_id, broken_identities from staging.vastai__farm_offer where broken_identities is not null
  - name: machines_have_one_size
    severity: warn
    description: "All offers of a machine in a snapshot say the same of its size. A failure makes the number of its GPUs a guess (the largest is taken)."
    sql: >-
      select observed_at, _instance, machine_id from staging.vastai__farm_offer
      group by observed_at, _instance, machine_id having count(distinct machine_gpu_count) > 1
  - name: chunks_share_gpus
    severity: warn
    description: "The offers of a machine name no more GPUs than it has. A failure means that gpu_ids are not those of the machine."
    sql: >-
      select observed_at, _instance, machine_id from (
        select observed_at, _instance, machine_id, machine_gpu_count, unnest(try_cast(gpu_ids as bigint[])) as gpu_id from staging.vastai__farm_offer
      )
      group by observed_at, _instance, machine_id having count(distinct gpu_id) > max(machine_gpu_count)
*/
with
    offers as (select * from raw.vastai__farm_offers),

    -- each relation gives its name where it doesn't hold, and NULL where it does or a field of it is missing
    judged as (
        select
            *,
            coalesce(dph_total, search_total_hour) as total_price,
            try_cast(envelope_at as timestamptz) at time zone 'UTC' as stated_at,
            case when end_date - duration between 0 and 32503680000 then make_timestamp(cast(round((end_date - duration) * 1000000) as bigint)) end as server_at,
            case when end_date between 0 and 32503680000 then make_timestamp(cast(round(end_date * 1000000) as bigint)) end as listed_until_at,
            case when abs(total_price - dph_base - storage_cost * 8 / 720) > 0.000001 then 'price with storage' end as price_identity,
            case when abs(dlperf_per_dphtotal * total_price - dlperf) > 0.000001 * dlperf then 'dlperf per price' end as dlperf_identity,
            case when abs(flops_per_dphtotal * total_price - total_flops) > 0.000001 * total_flops then 'flops per price' end as flops_identity,
            case when abs(vram_costperhour * gpu_total_ram / 1024 - dph_base) > 0.000001 * dph_base then 'price of vram' end as vram_identity,
            case when abs(num_gpus / gpu_frac - round(num_gpus / gpu_frac)) > 0.01 then 'fraction of machine' end as fraction_identity,
            case when len(try_cast(gpu_ids as bigint[])) <> num_gpus then 'number of gpu_ids' end as ids_identity,
        from offers
    )

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as market_date,
    cast(stated_at as timestamp) as stated_at,
    cast(date_diff('second', stated_at, _extracted_at at time zone 'UTC') > 900 as boolean) as is_stale,
    cast(id as bigint) as offer_id,
    cast(machine_id as bigint) as machine_id,
    cast(host_id as bigint) as host_id,
    cast(gpu_name as varchar) as source_gpu_model,
    cast(num_gpus as bigint) as gpu_count,
    try_cast(round(num_gpus / gpu_frac) as bigint) as machine_gpu_count,
    cast(gpu_frac as double) as gpu_share_of_machine,
    cast(round(num_gpus / gpu_frac) = num_gpus as boolean) as is_whole_machine,
    cast(gpu_ids as varchar) as gpu_ids,
    cast(rentable as boolean) as is_rentable,
    cast(coalesce(verification = 'verified', verified, false) as boolean) as is_verified,
    cast(coalesce(hosting_type, 0) > 0 as boolean) as is_datacenter,
    try_cast(dph_base as decimal(18,8)) as price_usd,
    try_cast(dph_base / num_gpus as decimal(18,8)) as price_per_gpu_usd,
    try_cast(coalesce(dph_total, search_total_hour) as decimal(18,8)) as price_with_storage_usd,
    try_cast(coalesce(dph_total, search_total_hour) / num_gpus as decimal(18,8)) as price_with_storage_per_gpu_usd,
    try_cast(min_bid / num_gpus as decimal(18,8)) as min_bid_per_gpu_usd,
    try_cast(storage_cost as decimal(18,8)) as storage_gb_month_usd,
    try_cast(inet_up_cost as decimal(18,8)) as inet_up_gb_usd,
    try_cast(inet_down_cost as decimal(18,8)) as inet_down_gb_usd,
    cast(gpu_ram / 1024 as double) as vram_gib,
    cast(cpu_ram / 1024 as double) as machine_ram_gib,
    cast(disk_space as double) as disk_gb,
    cast(dlperf / num_gpus as double) as dlperf_per_gpu,
    cast(total_flops / num_gpus as double) as tflops_per_gpu,
    cast(coalesce(reliability2, reliability) as double) as reliability_share,
    cast(inet_up as double) as inet_up_mbps,
    cast(inet_down as double) as inet_down_mbps,
    cast(cpu_cores as bigint) as cpu_core_count,
    cast(geolocation as varchar) as geolocation,
    cast(nullif(regexp_extract(geolocation, ',\s*([A-Z]{2})$', 1), '') as varchar) as country_code,
    cast(server_at as timestamp) as server_at,
    cast(listed_until_at as timestamp) as listed_until_at,
    cast(nullif(concat_ws(', ', price_identity, dlperf_identity, flops_identity, vram_identity, fraction_identity, ids_identity), '') as varchar) as broken_identities,
    cast(_instance as varchar) as _instance,
from judged
order by observed_at, offer_id, _instance
