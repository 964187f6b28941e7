/*
description: >
  Prices of LPT and ETH as DefiLlama states them, one a day: the known price that is nearest to 00:00 UTC, within four hours.
  Days without one are missing. Where a price was read more than once, the newest extraction counts.
grain: one row per coin and moment
key: [coin, priced_at]
evidence: reported
columns:
  - {name: coin, type: VARCHAR, unit: none, description: "The coin in DefiLlama's words: coingecko:livepeer", checks: [not_null]}
  - {name: asset, type: VARCHAR, unit: none, description: "What it is here", checks: [not_null, {accepted_values: [LPT, ETH]}]}
  - {name: priced_at, type: TIMESTAMP, unit: UTC, description: "Moment of the price, in whole seconds", checks: [not_null]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD, description: "Price of one coin, rounded to 8 decimals", checks: [not_null]}
  - {name: price_text, type: VARCHAR, unit: USD, description: "The price as the digits that were sent", checks: [not_null]}
  - {name: symbol, type: VARCHAR, unit: none, description: "Symbol as DefiLlama gives it"}
  - {name: confidence_share, type: DOUBLE, unit: share, description: "DefiLlama's own confidence in the coin's prices, 0 to 1"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
*/
with
    points as (select * from raw.prices__defillama),

    numbered as (
        select
            *,
            row_number() over (partition by coin, price_time order by _extracted_at desc, _instance, price) as reading,
        from points
    )

select
    cast(coin as varchar) as coin,
    cast(asset as varchar) as asset,
    cast(make_timestamp(price_time * 1000000) as timestamp) as priced_at,
    cast(price as decimal(18, 8)) as price_usd,
    cast(price as varchar) as price_text,
    cast(symbol as varchar) as symbol,
    cast(confidence as double) as confidence_share,
    cast(_instance as varchar) as _instance,
from numbered
where reading = 1
order by coin, priced_at
