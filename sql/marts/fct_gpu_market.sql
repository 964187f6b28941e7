/*
description: >
  The rental market of Vast.AI by GPU model and day, as each witness states it: offers, GPUs, what a GPU-hour lists at, and how
  many of them are rented. GPUs are counted by machine, never by offer, because offers overlap. Quantiles weigh a price by the
  GPUs that list it, as 500.farm does; they are prices that somebody listed, nothing is interpolated. A day is the average, or
  for prices the whole, of its snapshots: snapshot_count says how many there were. Witnesses stand side by side; never add them up.
grain: one row per GPU model, date, witness and instance
key: [gpu_model, market_date, source, _instance]
evidence: quoted
questions: [gpu_market, alternatives]
columns:
  - {name: gpu_model, type: VARCHAR, unit: none, description: "The project's name of the model; the source's own where reference.gpu_model does not know it", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of the snapshots", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: vastai (its own search), 500farm_offers, 500farm_machines, 500farm_stats (snapshots of the exporter), or 500farm_history (its record)", checks: [not_null, {accepted_values: [vastai, 500farm_offers, 500farm_machines, 500farm_stats, 500farm_history]}]}
  - {name: source_gpu_model, type: VARCHAR, unit: none, description: "Names under which the source has the model, with commas between them", checks: [not_null]}
  - {name: is_known_model, type: BOOLEAN, unit: none, description: "reference.gpu_model knows the name", checks: [not_null]}
  - {name: snapshot_count, type: BIGINT, unit: none, description: "Snapshots of the source on that date, those without the model too: the denominator of the averages", checks: [not_null]}
  - {name: offer_snapshot_count, type: BIGINT, unit: none, description: "Offers, parts of machines among them, added up over the snapshots; NULL where the source states no offers"}
  - {name: offer_count, type: DOUBLE, unit: none, description: "offer_snapshot_count / snapshot_count"}
  - {name: machine_count, type: BIGINT, unit: none, description: "Different machines seen on that date; NULL where the source states none"}
  - {name: host_count, type: BIGINT, unit: none, description: "Different hosts seen on that date; NULL where the source states none"}
  - {name: gpu_snapshot_count, type: BIGINT, unit: none, description: "GPUs, each once however many offers it is in, added up over the snapshots", checks: [not_null]}
  - {name: gpu_count, type: DOUBLE, unit: none, description: "gpu_snapshot_count / snapshot_count: GPUs on the market", checks: [not_null]}
  - {name: rented_gpu_snapshot_count, type: BIGINT, unit: none, description: "GPUs taken for rented, added up over the snapshots; NULL where nothing says which are"}
  - {name: known_gpu_snapshot_count, type: BIGINT, unit: none, description: "GPUs of which it is known whether they are rented, added up over the snapshots"}
  - {name: rented_gpu_count, type: DOUBLE, unit: none, description: "rented_gpu_snapshot_count / snapshot_count"}
  - {name: rented_share, type: DOUBLE, unit: share, description: "rented_gpu_snapshot_count / known_gpu_snapshot_count"}
  - {name: rented_share_basis, type: VARCHAR, unit: none, description: "How rented_share is inferred: chunks not rentable (GPUs that no rentable offer of their machine names), 500.farm count; NULL where only rentable offers were seen"}
  - {name: price_p10_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Price of one GPU-hour that a tenth of the GPUs lists at most, by price_basis"}
  - {name: price_p25_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "The same for a quarter; NULL where the source gives no such quantile"}
  - {name: price_median_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "The same for half of them"}
  - {name: price_p75_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "The same for three quarters; NULL where the source gives no such quantile"}
  - {name: price_p90_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "The same for nine tenths"}
  - {name: available_price_p10_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Tenth percentile of the GPUs that can be rented: the cost of entry"}
  - {name: available_price_median_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Median of the GPUs that can be rented; unsold leftovers bias it upwards"}
  - {name: rented_price_median_usd, type: "DECIMAL(18,8)", unit: USD/h, description: "Median list price of the GPUs that are rented, which is not what their renters pay"}
  - {name: price_basis, type: VARCHAR, unit: none, description: "What the quantiles are of: exact list price (of each machine, as often as it has GPUs, over all snapshots of the date), or list price cut to cents (the median, weighted by GPUs, of the quantiles that 500.farm computed of each snapshot)", checks: [not_null, {accepted_values: [exact list price, list price cut to cents]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [quoted]}]}
checks:
  - name: rented_within_gpus
    severity: error
    description: "No more GPUs are rented than there are."
    sql: >-
      select gpu_model, market_date, source, rented_gpu_snapshot_count, known_gpu_snapshot_count from main.fct_gpu_market
      where rented_gpu_snapshot_count > known_gpu_snapshot_count or known_gpu_snapshot_count > gpu_snapshot_count
  - name: quantiles_rise
    severity: error
    description: "No quantile is below a lower one of the same witness."
    sql: >-
      select gpu_model, market_date, source from main.fct_gpu_market
      where price_basis = 'exact list price'
        and (price_p10_usd > price_p25_usd or price_p25_usd > price_median_usd or price_median_usd > price_p75_usd or price_p75_usd > price_p90_usd)
  - name: models_are_known
    severity: warn
    description: "reference.gpu_model knows every name. An unknown one stands for itself, so that its figures are not beside those of other sources."
    sql: >-
      select distinct source, source_gpu_model from main.fct_gpu_market where not is_known_model
*/
with
    offers as (select * from staging.vastai__offer),
    farm_offers as (select * from staging.vastai__farm_offer),
    farm_machines as (select * from staging.vastai__farm_machine),
    farm_stats as (select * from staging.vastai__farm_gpu_stat),
    farm_samples as (select * from staging.vastai__farm_history),
    models as (select * from reference.gpu_model),

    all_offers as (
        select 'vastai' as source, observed_at, market_date, _instance, offer_id, machine_id, host_id, source_gpu_model,
            gpu_count, machine_gpu_count, gpu_ids, is_rentable, price_per_gpu_usd,
        from offers
        union all
        select '500farm_offers' as source, observed_at, market_date, _instance, offer_id, machine_id, host_id, source_gpu_model,
            gpu_count, machine_gpu_count, gpu_ids, is_rentable, price_per_gpu_usd,
        from farm_offers
    ),

    -- a snapshot without a single offer that can't be rented was filtered by somebody: it says nothing of what is rented
    seen_whole as (
        select source, observed_at, _instance, bool_or(not is_rentable) as sees_rented,
        from all_offers
        group by source, observed_at, _instance
    ),

    free_gpus as (
        select source, observed_at, _instance, machine_id, count(distinct gpu_id) as free_gpu_count,
        from (
            select source, observed_at, _instance, machine_id, unnest(try_cast(gpu_ids as bigint[])) as gpu_id,
            from all_offers
            where is_rentable
        )
        group by source, observed_at, _instance, machine_id
    ),

    -- the price of a machine is that of its largest offer
    offered_machines as (
        select
            source, observed_at, market_date, _instance, machine_id, host_id, source_gpu_model, price_per_gpu_usd,
            max(machine_gpu_count) over machine as machine_gpu_count,
            count(*) over machine as offer_count,
            count(*) filter (where gpu_ids is null) over machine = 0 as has_gpu_ids,
        from all_offers
        window machine as (partition by source, observed_at, _instance, machine_id)
        qualify row_number() over (
            partition by source, observed_at, _instance, machine_id
            order by gpu_count desc, price_per_gpu_usd nulls last, offer_id
        ) = 1
    ),

    machines as (
        select
            offered_machines.source,
            offered_machines.observed_at,
            offered_machines.market_date,
            offered_machines._instance,
            offered_machines.machine_id,
            offered_machines.host_id,
            offered_machines.source_gpu_model,
            offered_machines.price_per_gpu_usd,
            offered_machines.offer_count,
            offered_machines.machine_gpu_count as gpu_count,
            case
                when seen_whole.sees_rented and offered_machines.has_gpu_ids
                    then greatest(offered_machines.machine_gpu_count - coalesce(free_gpus.free_gpu_count, 0), 0)
            end as rented_gpu_count,
            case when seen_whole.sees_rented then 'chunks not rentable' end as rented_share_basis,
        from offered_machines
        inner join seen_whole using (source, observed_at, _instance)
        left join free_gpus using (source, observed_at, _instance, machine_id)
        where offered_machines.machine_gpu_count > 0
        union all by name
        select
            '500farm_machines' as source,
            observed_at,
            market_date,
            _instance,
            machine_id,
            host_id,
            source_gpu_model,
            price_per_gpu_usd,
            gpu_count,
            rented_gpu_count,
            '500.farm count' as rented_share_basis,
        from farm_machines
    ),

    hourly_samples as (
        select
            sampled_at as observed_at,
            market_date,
            _instance,
            source_gpu_model,
            cast(sum(value) filter (where metric = 'vastai_gpu_count') as bigint) as gpu_count,
            cast(sum(value) filter (where metric = 'vastai_gpu_count' and occupancy = 'rented') as bigint) as rented_gpu_count,
            max(value) filter (where metric = 'vastai_ondemand_price_10th_percentile_dollars' and occupancy = 'all') as p10,
            max(value) filter (where metric = 'vastai_ondemand_price_median_dollars' and occupancy = 'all') as median,
            max(value) filter (where metric = 'vastai_ondemand_price_90th_percentile_dollars' and occupancy = 'all') as p90,
            max(value) filter (where metric = 'vastai_ondemand_price_10th_percentile_dollars' and occupancy = 'available') as available_p10,
            max(value) filter (where metric = 'vastai_ondemand_price_median_dollars' and occupancy = 'available') as available_median,
            max(value) filter (where metric = 'vastai_ondemand_price_median_dollars' and occupancy = 'rented') as rented_median,
        from farm_samples
        where metric = 'vastai_gpu_count' and occupancy <> 'all' and verification <> 'all'
            or metric <> 'vastai_gpu_count' and verification = 'all'
        group by all
        having gpu_count is not null
    ),

    -- what 500.farm computed itself, one row per model and snapshot
    statements as (
        select
            '500farm_stats' as source,
            observed_at,
            market_date,
            _instance,
            source_gpu_model,
            max(gpu_count) filter (where occupancy = 'all') as gpu_count,
            max(gpu_count) filter (where occupancy = 'rented') as rented_gpu_count,
            max(price_p10_usd) filter (where occupancy = 'all') as p10,
            max(price_median_usd) filter (where occupancy = 'all') as median,
            max(price_p90_usd) filter (where occupancy = 'all') as p90,
            max(price_p10_usd) filter (where occupancy = 'available') as available_p10,
            max(price_median_usd) filter (where occupancy = 'available') as available_median,
            max(price_median_usd) filter (where occupancy = 'rented') as rented_median,
        from farm_stats
        where verification = 'all'
        group by observed_at, market_date, _instance, source_gpu_model
        union all
        select
            '500farm_history' as source,
            observed_at,
            market_date,
            _instance,
            source_gpu_model,
            gpu_count,
            rented_gpu_count,
            try_cast(p10 as decimal(18, 8)) as p10,
            try_cast(median as decimal(18, 8)) as median,
            try_cast(p90 as decimal(18, 8)) as p90,
            try_cast(available_p10 as decimal(18, 8)) as available_p10,
            try_cast(available_median as decimal(18, 8)) as available_median,
            try_cast(rented_median as decimal(18, 8)) as rented_median,
        from hourly_samples
    ),

    named as (
        select
            source,
            observed_at,
            market_date,
            _instance,
            source_gpu_model,
            machine_id,
            host_id,
            offer_count,
            gpu_count,
            coalesce(rented_gpu_count, 0) as rented_gpu_count,
            rented_gpu_count is not null as is_known,
            rented_share_basis,
            'exact list price' as price_basis,
        from machines
        union all by name
        select
            source,
            observed_at,
            market_date,
            _instance,
            source_gpu_model,
            gpu_count,
            coalesce(rented_gpu_count, 0) as rented_gpu_count,
            rented_gpu_count is not null as is_known,
            '500.farm count' as rented_share_basis,
            'list price cut to cents' as price_basis,
        from statements
        where gpu_count is not null
    ),

    snapshots as (
        select source, _instance, market_date, count(distinct observed_at) as snapshot_count,
        from named
        group by source, _instance, market_date
    ),

    counted as (
        select
            coalesce(models.gpu_model, named.source_gpu_model) as gpu_model,
            named.market_date,
            named.source,
            named._instance,
            named.price_basis,
            string_agg(distinct named.source_gpu_model, ', ' order by named.source_gpu_model) as source_gpu_model,
            bool_and(models.gpu_model is not null) as is_known_model,
            sum(named.offer_count) as offer_snapshot_count,
            nullif(count(distinct named.machine_id), 0) as machine_count,
            nullif(count(distinct named.host_id), 0) as host_count,
            sum(named.gpu_count) as gpu_snapshot_count,
            sum(named.rented_gpu_count) filter (where named.is_known) as rented_gpu_snapshot_count,
            sum(named.gpu_count) filter (where named.is_known) as known_gpu_snapshot_count,
            max(named.rented_share_basis) filter (where named.is_known) as rented_share_basis,
        from named
        left join models on named.source_gpu_model = models.alias
        group by coalesce(models.gpu_model, named.source_gpu_model), named.market_date, named.source, named._instance, named.price_basis
    ),

    -- every price with the number of GPUs that it counts for; level is the quantile that it contributes to, 0 for a
    -- machine's own price, which contributes to all of them
    priced as (
        select source, market_date, _instance, source_gpu_model, 'all' as occupancy, 0 as level, price_per_gpu_usd as price_usd, gpu_count as weight,
        from machines
        union all
        select source, market_date, _instance, source_gpu_model, 'rented' as occupancy, 0 as level, price_per_gpu_usd as price_usd, rented_gpu_count as weight,
        from machines
        union all
        select source, market_date, _instance, source_gpu_model, 'available' as occupancy, 0 as level, price_per_gpu_usd as price_usd, gpu_count - rented_gpu_count as weight,
        from machines
        union all
        select source, market_date, _instance, source_gpu_model, 'all' as occupancy, 10 as level, p10 as price_usd, gpu_count as weight,
        from statements
        union all
        select source, market_date, _instance, source_gpu_model, 'all' as occupancy, 50 as level, median as price_usd, gpu_count as weight,
        from statements
        union all
        select source, market_date, _instance, source_gpu_model, 'all' as occupancy, 90 as level, p90 as price_usd, gpu_count as weight,
        from statements
        union all
        select source, market_date, _instance, source_gpu_model, 'available' as occupancy, 10 as level, available_p10 as price_usd, gpu_count - rented_gpu_count as weight,
        from statements
        union all
        select source, market_date, _instance, source_gpu_model, 'available' as occupancy, 50 as level, available_median as price_usd, gpu_count - rented_gpu_count as weight,
        from statements
        union all
        select source, market_date, _instance, source_gpu_model, 'rented' as occupancy, 50 as level, rented_median as price_usd, rented_gpu_count as weight,
        from statements
    ),

    weighed as (
        select
            coalesce(models.gpu_model, priced.source_gpu_model) as gpu_model,
            priced.market_date,
            priced.source,
            priced._instance,
            priced.occupancy,
            priced.level,
            priced.price_usd,
            sum(priced.weight) as weight,
        from priced
        left join models on priced.source_gpu_model = models.alias
        where priced.price_usd is not null and priced.weight > 0
        group by coalesce(models.gpu_model, priced.source_gpu_model), priced.market_date, priced.source, priced._instance, priced.occupancy, priced.level, priced.price_usd
    ),

    -- so many GPUs of a hundred list the price or less
    ranked as (
        select
            *,
            100 * sum(weight) over (
                partition by gpu_model, market_date, source, _instance, occupancy, level order by price_usd
            ) / sum(weight) over (partition by gpu_model, market_date, source, _instance, occupancy, level) as reached,
        from weighed
    ),

    quantiles as (
        select
            gpu_model,
            market_date,
            source,
            _instance,
            min(price_usd) filter (where occupancy = 'all' and (level = 0 and reached >= 10 or level = 10 and reached >= 50)) as price_p10_usd,
            min(price_usd) filter (where occupancy = 'all' and level = 0 and reached >= 25) as price_p25_usd,
            min(price_usd) filter (where occupancy = 'all' and level in (0, 50) and reached >= 50) as price_median_usd,
            min(price_usd) filter (where occupancy = 'all' and level = 0 and reached >= 75) as price_p75_usd,
            min(price_usd) filter (where occupancy = 'all' and (level = 0 and reached >= 90 or level = 90 and reached >= 50)) as price_p90_usd,
            min(price_usd) filter (where occupancy = 'available' and (level = 0 and reached >= 10 or level = 10 and reached >= 50)) as available_price_p10_usd,
            min(price_usd) filter (where occupancy = 'available' and level in (0, 50) and reached >= 50) as available_price_median_usd,
            min(price_usd) filter (where occupancy = 'rented' and level in (0, 50) and reached >= 50) as rented_price_median_usd,
        from ranked
        group by gpu_model, market_date, source, _instance
    ),

    market as (
        select *
        from counted
        inner join snapshots using (market_date, source, _instance)
        left join quantiles using (gpu_model, market_date, source, _instance)
    )

select
    cast(gpu_model as varchar) as gpu_model,
    cast(market_date as date) as market_date,
    cast(source as varchar) as source,
    cast(source_gpu_model as varchar) as source_gpu_model,
    cast(is_known_model as boolean) as is_known_model,
    cast(snapshot_count as bigint) as snapshot_count,
    cast(offer_snapshot_count as bigint) as offer_snapshot_count,
    cast(offer_snapshot_count / snapshot_count as double) as offer_count,
    cast(machine_count as bigint) as machine_count,
    cast(host_count as bigint) as host_count,
    cast(gpu_snapshot_count as bigint) as gpu_snapshot_count,
    cast(gpu_snapshot_count / snapshot_count as double) as gpu_count,
    cast(rented_gpu_snapshot_count as bigint) as rented_gpu_snapshot_count,
    cast(known_gpu_snapshot_count as bigint) as known_gpu_snapshot_count,
    cast(rented_gpu_snapshot_count / snapshot_count as double) as rented_gpu_count,
    cast(rented_gpu_snapshot_count / nullif(known_gpu_snapshot_count, 0) as double) as rented_share,
    cast(rented_share_basis as varchar) as rented_share_basis,
    cast(price_p10_usd as decimal(18,8)) as price_p10_usd,
    cast(price_p25_usd as decimal(18,8)) as price_p25_usd,
    cast(price_median_usd as decimal(18,8)) as price_median_usd,
    cast(price_p75_usd as decimal(18,8)) as price_p75_usd,
    cast(price_p90_usd as decimal(18,8)) as price_p90_usd,
    cast(available_price_p10_usd as decimal(18,8)) as available_price_p10_usd,
    cast(available_price_median_usd as decimal(18,8)) as available_price_median_usd,
    cast(rented_price_median_usd as decimal(18,8)) as rented_price_median_usd,
    cast(price_basis as varchar) as price_basis,
    cast(_instance as varchar) as _instance,
    cast('quoted' as varchar) as evidence,
from market
order by gpu_model, market_date, source, _instance
