/*
description: >
  What an hour of one GPU costs to rent, as each source lists it: clouds by SkyPilot's catalogue (a snapshot a day), the sheets
  that were put into the folder of price sheets, and the offers of Vast.AI that can be rented at the moment (a snapshot an hour,
  by its own search and by 500.farm, which tell of the same market). Machines of one kind are one row: same place, model, number
  of GPUs and kind of price. They are prices that somebody asks, not what was paid. For sums and shares of Vast.AI's market see
  fct_gpu_market.
grain: one row per instance, source, moment, provider, region, GPU as the source names it, GPUs in the listing, kind of price, and whether the machine is in it
key: [_instance, source, observed_at, provider, region, source_gpu_model, gpu_count, price_kind, is_gpu_only]
evidence: quoted (survey for sheets)
questions: [alternatives, opportunity-cost, break-even]
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant of the snapshot, or when a sheet says that the price held", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: skypilot, file, vastai, 500farm", checks: [not_null, {accepted_values: [skypilot, file, vastai, 500farm]}]}
  - {name: provider, type: VARCHAR, unit: none, description: "Who rents it out: the cloud, vastai, or the source that a sheet names", checks: [not_null]}
  - {name: region, type: VARCHAR, unit: none, description: "Region by the provider's name, for Vast.AI the country's two letters; NULL where none is stated"}
  - {name: gpu_model, type: VARCHAR, unit: none, description: "The project's name of the model; the source's own where reference.gpu_model does not know it", checks: [not_null]}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "The model by the source's name", checks: [not_null]}
  - {name: is_known_model, type: BOOLEAN, unit: none, description: "reference.gpu_model knows the name", checks: [not_null]}
  - {name: gpu_count, type: DOUBLE, unit: GPU, description: "GPUs in one listing; below 1 for a part of one", checks: [not_null]}
  - {name: price_kind, type: VARCHAR, unit: none, description: "on_demand; spot: may be taken away (at Vast.AI the lowest bid that is accepted); reserved; host_earning: what the GPU's owner is paid", checks: [not_null, {accepted_values: [on_demand, spot, reserved, host_earning]}]}
  - {name: is_gpu_only, type: BOOLEAN, unit: none, description: "The machine around the GPU is paid beside it, so the price is too low to compare", checks: [not_null]}
  - {name: price_per_gpu_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Median over the listings; where their number is even, the lower of the two in the middle", checks: [not_null]}
  - {name: price_per_gpu_low_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Lowest of the listings", checks: [not_null]}
  - {name: price_per_gpu_high_usd, type: "DECIMAL(18,8)", unit: USD per hour, description: "Highest of the listings", checks: [not_null]}
  - {name: listing_count, type: BIGINT, unit: none, description: "Listings: kinds of machines, offers, or lines of a sheet", checks: [not_null]}
  - {name: available_gpu_count, type: DOUBLE, unit: GPU, description: "GPUs to be had, as a sheet says; NULL for the others: a catalogue says nothing of it, and offers of Vast.AI overlap"}
  - {name: evidence, type: VARCHAR, unit: none, description: "quoted, or survey for what stands in a sheet", checks: [not_null, {accepted_values: [quoted, survey]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
checks:
  - name: prices_in_order
    severity: error
    description: The median lies between the lowest and the highest price, and none is below 0.
    sql: >
      select * from main.fct_gpu_price_hourly
      where price_per_gpu_low_usd < 0 or price_per_gpu_usd not between price_per_gpu_low_usd and price_per_gpu_high_usd
*/
with
    skypilot as (select * from staging.gpu_prices__skypilot),
    sheets as (select * from staging.gpu_prices__file),
    vastai as (select * from staging.vastai__offer where is_rentable),
    farm as (select * from staging.vastai__farm_offer where is_rentable and is_stale is not true),
    models as (select * from reference.gpu_model),

    offers as (
        select 'vastai' as source, observed_at, country_code, source_gpu_model, gpu_count, price_per_gpu_usd, min_bid_per_gpu_usd, _instance
        from vastai
        union all
        select '500farm' as source, observed_at, country_code, source_gpu_model, gpu_count, price_per_gpu_usd, min_bid_per_gpu_usd, _instance
        from farm
    ),

    listings as (
        select
            'skypilot' as source, observed_at, cloud as provider, region, gpu_model as source_gpu_model, gpu_count, 'on_demand' as price_kind,
            is_gpu_only, price_per_gpu_usd, null as available_gpu_count, _instance,
        from skypilot
        union all
        select
            'skypilot' as source, observed_at, cloud as provider, region, gpu_model as source_gpu_model, gpu_count, 'spot' as price_kind,
            is_gpu_only, spot_price_per_gpu_usd as price_per_gpu_usd, null as available_gpu_count, _instance,
        from skypilot
        union all
        select
            'file' as source, observed_at, source as provider, region, gpu_model as source_gpu_model, gpu_count, price_kind,
            false as is_gpu_only, price_per_gpu_usd, available_count as available_gpu_count, _instance,
        from sheets
        union all
        select
            source, observed_at, 'vastai' as provider, country_code as region, source_gpu_model, gpu_count, 'on_demand' as price_kind,
            false as is_gpu_only, price_per_gpu_usd, null as available_gpu_count, _instance,
        from offers
        union all
        select
            source, observed_at, 'vastai' as provider, country_code as region, source_gpu_model, gpu_count, 'spot' as price_kind,
            false as is_gpu_only, min_bid_per_gpu_usd as price_per_gpu_usd, null as available_gpu_count, _instance,
        from offers
    ),

    summed as (
        select
            _instance,
            source,
            observed_at,
            provider,
            region,
            source_gpu_model,
            gpu_count,
            price_kind,
            is_gpu_only,
            quantile_disc(price_per_gpu_usd, 0.5) as price_per_gpu_usd,
            min(price_per_gpu_usd) as price_per_gpu_low_usd,
            max(price_per_gpu_usd) as price_per_gpu_high_usd,
            count(*) as listing_count,
            sum(available_gpu_count) as available_gpu_count,
        from listings
        where price_per_gpu_usd is not null
        group by _instance, source, observed_at, provider, region, source_gpu_model, gpu_count, price_kind, is_gpu_only
    )

select
    cast(summed.observed_at as timestamp) as observed_at,
    cast(summed.observed_at as date) as observed_date,
    cast(summed.source as varchar) as source,
    cast(summed.provider as varchar) as provider,
    cast(summed.region as varchar) as region,
    cast(coalesce(models.gpu_model, summed.source_gpu_model) as varchar) as gpu_model,
    cast(summed.source_gpu_model as varchar) as source_gpu_model,
    cast(models.gpu_model is not null as boolean) as is_known_model,
    cast(summed.gpu_count as double) as gpu_count,
    cast(summed.price_kind as varchar) as price_kind,
    cast(summed.is_gpu_only as boolean) as is_gpu_only,
    cast(summed.price_per_gpu_usd as decimal(18, 8)) as price_per_gpu_usd,
    cast(summed.price_per_gpu_low_usd as decimal(18, 8)) as price_per_gpu_low_usd,
    cast(summed.price_per_gpu_high_usd as decimal(18, 8)) as price_per_gpu_high_usd,
    cast(summed.listing_count as bigint) as listing_count,
    cast(summed.available_gpu_count as double) as available_gpu_count,
    cast(case when summed.source = 'file' then 'survey' else 'quoted' end as varchar) as evidence,
    cast(summed._instance as varchar) as _instance,
from summed
left join models on summed.source_gpu_model = models.alias
order by _instance, source, observed_at, provider, region, source_gpu_model, gpu_count, price_kind, is_gpu_only
