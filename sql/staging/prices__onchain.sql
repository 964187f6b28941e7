/*
description: >
  Prices that contracts on the chain state, one snapshot an hour at one block: ETH in USD by Chainlink's feed, LPT in ETH by
  the LPT/WETH pool. The pool states the square root of its price as an integer of 160 bits; its ratio is computed in DOUBLE,
  because no wider type has a square, and is exact to about 15 digits. LPT in USD is their product: the pool's average over
  the half hour before the block where the pool remembers it, else its price at the block.
grain: one row per instance, pair of contracts and block
key: [_instance, feed_address, pool_address, block_number]
evidence: onchain
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant of the snapshot", checks: [not_null]}
  - {name: block_number, type: BIGINT, unit: block, description: "Block at which the contracts were asked", checks: [not_null]}
  - {name: block_at, type: TIMESTAMP, unit: UTC, description: "Time of the block", checks: [not_null]}
  - {name: feed_address, type: VARCHAR, unit: none, description: "Proxy of the Chainlink feed, lower-case 0x text", checks: [not_null]}
  - {name: feed_round_id, type: VARCHAR, unit: none, description: "Round of the feed: phase * 2^64 + the aggregator's round", checks: [not_null]}
  - {name: feed_updated_at, type: TIMESTAMP, unit: UTC, description: "When the feed was last updated", checks: [not_null]}
  - {name: is_feed_stale, type: BOOLEAN, unit: none, description: "The feed is older than its heartbeat of 24 hours and one hour more: its price isn't used", checks: [not_null]}
  - {name: eth_usd, type: "DECIMAL(18,8)", unit: USD, description: "USD per ETH"}
  - {name: pool_address, type: VARCHAR, unit: none, description: "Uniswap V3 pool with LPT as token0 and WETH as token1, lower-case 0x text", checks: [not_null]}
  - {name: lpt_spot_eth, type: "DECIMAL(18,12)", unit: ETH, description: "ETH per LPT at the block: (sqrtPriceX96 / 2^96)^2"}
  - {name: lpt_average_eth, type: "DECIMAL(18,12)", unit: ETH, description: "ETH per LPT, geometric mean of the window: 1.0001^(tick difference / seconds); NULL where the pool doesn't remember"}
  - {name: window_seconds, type: BIGINT, unit: s, description: "Length of the average's window"}
  - {name: lpt_usd, type: "DECIMAL(18,8)", unit: USD, description: "USD per LPT: the average, else the price at the block, times eth_usd"}
  - {name: is_average, type: BOOLEAN, unit: none, description: "lpt_usd is computed from the average", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
*/
with
    snapshots as (select * from raw.prices__onchain),

    numbered as (
        select
            *,
            row_number() over (
                partition by _instance, chainlink_address, pool_address, block_number order by _extracted_at desc
            ) as reading,
        from snapshots
    ),

    priced as (
        select
            *,
            -- exact for the feed's 8 decimals
            case
                when chainlink_decimals = 8 then try_cast(try_cast(chainlink_answer as decimal(18, 0)) * 0.00000001::decimal(8, 8) as decimal(18, 8))
                else try_cast(cast(chainlink_answer as double) / pow(10, chainlink_decimals) as decimal(18, 8))
            end as eth_usd,
            try_cast(pow(cast(pool_sqrt_price_x96 as double) / pow(2, 96), 2) as decimal(18, 12)) as lpt_spot_eth,
            try_cast(
                pow(1.0001, cast(pool_tick_cumulative_to - pool_tick_cumulative_from as double) / pool_window_seconds) as decimal(18, 12)
            ) as lpt_average_eth,
        from numbered
        where reading = 1
    )

select
    cast(_extracted_at as timestamp) as observed_at,
    cast(block_number as bigint) as block_number,
    cast(make_timestamp(block_timestamp * 1000000) as timestamp) as block_at,
    cast(chainlink_address as varchar) as feed_address,
    cast(chainlink_round_id as varchar) as feed_round_id,
    cast(make_timestamp(chainlink_updated_at * 1000000) as timestamp) as feed_updated_at,
    cast(block_timestamp - chainlink_updated_at > 25 * 3600 as boolean) as is_feed_stale,
    cast(eth_usd as decimal(18, 8)) as eth_usd,
    cast(pool_address as varchar) as pool_address,
    cast(lpt_spot_eth as decimal(18, 12)) as lpt_spot_eth,
    cast(lpt_average_eth as decimal(18, 12)) as lpt_average_eth,
    cast(pool_window_seconds as bigint) as window_seconds,
    try_cast(cast(coalesce(lpt_average_eth, lpt_spot_eth) as double) * eth_usd as decimal(18, 8)) as lpt_usd,
    cast(lpt_average_eth is not null as boolean) as is_average,
    cast(_instance as varchar) as _instance,
from priced
order by _instance, feed_address, pool_address, block_number
