/*
description: >
  What one LPT and one ETH cost in US dollars at 00:00 UTC of each date. Three witnesses tell it: DefiLlama, CoinGecko, and
  the chain (ETH by Chainlink's feed; LPT by the LPT/WETH pool times it). Of each witness the price nearest to 00:00 UTC
  counts, if it is within four hours; the first of the three that has one is the price. Where none has, the price of at most
  two days before goes on holding, and is marked as filled; beyond that the price is NULL. Dates run without holes from the
  first priced one to the last; the price of today is known tomorrow.
grain: one row per date and asset
key: [price_date, asset]
evidence: reported (onchain or modelled where the column says so)
questions: [income, profit, opportunity-cost]
columns:
  - {name: price_date, type: DATE, unit: UTC, description: "Date at whose 00:00 the price holds", checks: [not_null]}
  - {name: asset, type: VARCHAR, unit: none, description: "LPT or ETH", checks: [not_null, {accepted_values: [LPT, ETH]}]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD, description: "USD per unit of the asset; NULL where no witness has a price on the date or the two days before"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness of price_usd; for a filled date that of the date it is filled from; NULL where the price is", checks: [{accepted_values: [defillama, coingecko, onchain]}]}
  - {name: method, type: VARCHAR, unit: none, description: "observed; derived: computed from two observed prices; filled: the price of a date before; missing: none", checks: [not_null, {accepted_values: [observed, derived, filled, missing]}]}
  - {name: missing_reason, type: VARCHAR, unit: none, description: "Why price_usd is NULL"}
  - {name: gap_days_count, type: BIGINT, unit: days, description: "Days since the date that some witness last had a price for; 0 where one has", checks: [not_null]}
  - {name: defillama_usd, type: "DECIMAL(18,8)", unit: USD, description: "Price by DefiLlama"}
  - {name: coingecko_usd, type: "DECIMAL(18,8)", unit: USD, description: "Price by CoinGecko"}
  - {name: onchain_usd, type: "DECIMAL(18,8)", unit: USD, description: "Price by the chain's contracts; none where the feed is older than its heartbeat"}
  - {name: defillama_offset_seconds, type: BIGINT, unit: s, description: "Moment of DefiLlama's price less 00:00 UTC"}
  - {name: coingecko_offset_seconds, type: BIGINT, unit: s, description: "Moment of CoinGecko's price less 00:00 UTC"}
  - {name: onchain_offset_seconds, type: BIGINT, unit: s, description: "Time of the block less 00:00 UTC"}
  - {name: witness_count, type: BIGINT, unit: none, description: "Witnesses that have a price", checks: [not_null]}
  - {name: defillama_coingecko_difference_share, type: DOUBLE, unit: share, description: "abs(DefiLlama - CoinGecko) / CoinGecko; above 0.03 is a warning"}
  - {name: onchain_difference_share, type: DOUBLE, unit: share, description: "abs(chain - CoinGecko) / CoinGecko, or DefiLlama where CoinGecko has none; above 0.05 is a warning"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How price_usd is known: reported, onchain, or modelled where it is filled; NULL where it is missing", checks: [{accepted_values: [reported, onchain, modelled]}]}
checks:
  - name: dates_have_no_holes
    severity: error
    description: Between the first and the last priced date each date has a row.
    sql: >
      select asset, count(*) as row_count, min(price_date) as first_date, max(price_date) as last_date from main.dim_price_daily
      group by asset having count(*) <> date_diff('day', min(price_date), max(price_date)) + 1
  - name: price_or_reason
    severity: error
    description: A price is there, or the reason why it isn't.
    sql: select price_date, asset from main.dim_price_daily where (price_usd is null) <> (missing_reason is not null) or (price_usd is null) <> (method = 'missing')
  - name: filled_for_two_days
    severity: error
    description: A price holds for two days more at most.
    sql: select price_date, asset, gap_days_count from main.dim_price_daily where (method = 'filled') <> (gap_days_count between 1 and 2)
*/
with
    defillama as (select * from staging.prices__defillama),
    coingecko as (select * from staging.prices__coingecko),
    onchain as (select * from staging.prices__onchain where not is_feed_stale),

    points as (
        select 'defillama' as witness, asset, priced_at, price_usd from defillama
        union all
        select 'coingecko' as witness, asset, priced_at, price_usd from coingecko
        union all
        select 'onchain' as witness, 'ETH' as asset, block_at as priced_at, eth_usd as price_usd from onchain where eth_usd is not null
        union all
        select 'onchain' as witness, 'LPT' as asset, block_at as priced_at, lpt_usd as price_usd from onchain where lpt_usd is not null
    ),

    placed as (
        select
            *,
            cast(priced_at + interval 12 hour as date) as price_date,
            date_diff('second', cast(cast(priced_at + interval 12 hour as date) as timestamp), priced_at) as offset_seconds,
        from points
    ),

    ranked as (
        select
            *,
            row_number() over (
                partition by witness, asset, price_date order by abs(offset_seconds), priced_at, price_usd
            ) as distance_rank,
        from placed
        where abs(offset_seconds) <= 4 * 3600
    ),

    witnessed as (
        select
            asset,
            price_date,
            max(price_usd) filter (where witness = 'defillama') as defillama_usd,
            max(price_usd) filter (where witness = 'coingecko') as coingecko_usd,
            max(price_usd) filter (where witness = 'onchain') as onchain_usd,
            max(offset_seconds) filter (where witness = 'defillama') as defillama_offset_seconds,
            max(offset_seconds) filter (where witness = 'coingecko') as coingecko_offset_seconds,
            max(offset_seconds) filter (where witness = 'onchain') as onchain_offset_seconds,
            count(*) as witness_count,
        from ranked
        where distance_rank = 1
        group by asset, price_date
    ),

    chosen as (
        select
            *,
            coalesce(defillama_usd, coingecko_usd, onchain_usd) as chosen_usd,
            case
                when defillama_usd is not null then 'defillama'
                when coingecko_usd is not null then 'coingecko'
                else 'onchain'
            end as chosen_source,
        from witnessed
    ),

    spans as (
        select asset, min(price_date) as first_date, max(price_date) as last_date
        from chosen
        group by asset
    ),

    dates as (
        select
            asset,
            cast(first_date + unnest(range(0, date_diff('day', first_date, last_date) + 1)) * interval 1 day as date) as price_date,
        from spans
    ),

    followed as (
        select
            dates.asset,
            dates.price_date,
            chosen.price_date as known_date,
            chosen.chosen_usd,
            chosen.chosen_source,
            date_diff('day', chosen.price_date, dates.price_date) as gap_days_count,
        from dates
        asof inner join chosen
            on dates.asset = chosen.asset
            and dates.price_date >= chosen.price_date
    )

select
    cast(followed.price_date as date) as price_date,
    cast(followed.asset as varchar) as asset,
    cast(case when followed.gap_days_count <= 2 then followed.chosen_usd end as decimal(18, 8)) as price_usd,
    cast(case when followed.gap_days_count <= 2 then followed.chosen_source end as varchar) as source,
    cast(
        case
            when followed.gap_days_count > 2 then 'missing'
            when followed.gap_days_count > 0 then 'filled'
            when followed.chosen_source = 'onchain' and followed.asset = 'LPT' then 'derived'
            else 'observed'
        end as varchar
    ) as method,
    cast(
        case
            when followed.gap_days_count > 2 then 'no witness has a price within 4 hours of 00:00 UTC since ' || strftime(followed.known_date, '%Y-%m-%d')
        end as varchar
    ) as missing_reason,
    cast(followed.gap_days_count as bigint) as gap_days_count,
    cast(witnessed.defillama_usd as decimal(18, 8)) as defillama_usd,
    cast(witnessed.coingecko_usd as decimal(18, 8)) as coingecko_usd,
    cast(witnessed.onchain_usd as decimal(18, 8)) as onchain_usd,
    cast(witnessed.defillama_offset_seconds as bigint) as defillama_offset_seconds,
    cast(witnessed.coingecko_offset_seconds as bigint) as coingecko_offset_seconds,
    cast(witnessed.onchain_offset_seconds as bigint) as onchain_offset_seconds,
    cast(coalesce(witnessed.witness_count, 0) as bigint) as witness_count,
    cast(abs(witnessed.defillama_usd - witnessed.coingecko_usd) / nullif(witnessed.coingecko_usd, 0) as double) as defillama_coingecko_difference_share,
    cast(
        abs(witnessed.onchain_usd - coalesce(witnessed.coingecko_usd, witnessed.defillama_usd))
        / nullif(coalesce(witnessed.coingecko_usd, witnessed.defillama_usd), 0) as double
    ) as onchain_difference_share,
    cast(
        case
            when followed.gap_days_count > 2 then null
            when followed.gap_days_count > 0 then 'modelled'
            when followed.chosen_source = 'onchain' then 'onchain'
            else 'reported'
        end as varchar
    ) as evidence,
from followed
left join witnessed
    on followed.asset = witnessed.asset
    and followed.price_date = witnessed.price_date
order by price_date, asset
