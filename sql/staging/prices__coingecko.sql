/*
description: >
  Prices of LPT and ETH as CoinGecko states them, one a day at 00:00 UTC. A day can have more points: the one of the moment
  at which it was asked. Where a point was read more than once, the newest extraction counts.
grain: one row per coin and moment
key: [coin, priced_at]
evidence: reported
columns:
  - {name: coin, type: VARCHAR, unit: none, description: "The coin's id at CoinGecko: livepeer", checks: [not_null]}
  - {name: asset, type: VARCHAR, unit: none, description: "What it is here", checks: [not_null, {accepted_values: [LPT, ETH]}]}
  - {name: priced_at, type: TIMESTAMP, unit: UTC, description: "Moment of the price, in milliseconds", checks: [not_null]}
  - {name: price_usd, type: "DECIMAL(18,8)", unit: USD, description: "Price of one coin, rounded to 8 decimals", checks: [not_null]}
  - {name: price_text, type: VARCHAR, unit: USD, description: "The price as the digits that were sent", checks: [not_null]}
  - {name: market_cap_usd, type: "DECIMAL(38,8)", unit: USD, description: "Capitalisation: circulating supply at the price; NULL where none is stated"}
  - {name: volume_24h_usd, type: "DECIMAL(38,8)", unit: USD, description: "What was traded in the 24 hours before; NULL where none is stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
*/
with
    points as (select * from raw.prices__coingecko),

    numbered as (
        select
            *,
            row_number() over (partition by coin_id, price_time_ms order by _extracted_at desc, _instance, price) as reading,
        from points
    )

select
    cast(coin_id as varchar) as coin,
    cast(asset as varchar) as asset,
    cast(make_timestamp(price_time_ms * 1000) as timestamp) as priced_at,
    cast(price as decimal(18, 8)) as price_usd,
    cast(price as varchar) as price_text,
    try_cast(market_cap as decimal(38, 8)) as market_cap_usd,
    try_cast(total_volume as decimal(38, 8)) as volume_24h_usd,
    cast(_instance as varchar) as _instance,
from numbered
where reading = 1
order by coin, priced_at
