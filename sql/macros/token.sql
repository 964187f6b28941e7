-- Token amounts. An LPT or ETH amount is DECIMAL(38,18); the same amount in wei is a HUGEINT. Both ways are exact up to
-- 38 digits: the decimal's own digits are the wei, so the text without its point is the integer.
create macro to_wei(amount) as
    replace(cast(amount as varchar), '.', '')::hugeint;

create macro from_wei(wei) as
    cast(wei as decimal(38, 0)) * 0.000000000000000001::decimal(18, 18);

-- share_of_wei is MathUtils.percOf of the contracts: floor(wei * ppm / 1,000,000). `share` is DECIMAL(9,6).
create macro share_of_wei(wei, share) as
    (wei * cast(cast(share as decimal(9, 6)) * 1000000 as hugeint)) // 1000000;

-- mintable_share_of is what the Minter mints for a stake: the share of the total is cut to nine decimal digits first
-- (parts per billion), as the contract does it. All three are wei.
create macro mintable_share_of(mintable_wei, stake_wei, total_wei) as
    (mintable_wei * ((stake_wei * 1000000000) // total_wei)) // 1000000000;

-- What LPT and ETH are worth together at their prices in USD, in DECIMAL(38,26): up to a thousand billion. Nothing is worth
-- nothing at any price; something at an unknown price makes the sum unknown.
create macro value_usd_of(amount_lpt, lpt_price_usd, amount_eth, eth_price_usd) as
    case when coalesce(amount_lpt, 0) = 0 then 0 else amount_lpt * lpt_price_usd end
    + case when coalesce(amount_eth, 0) = 0 then 0 else amount_eth * eth_price_usd end;
