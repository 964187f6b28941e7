-- What the bonding ledger counts in the contracts' own units: parts per million, and parts per 1e27.
create macro share_of_ppm(ppm) as
    cast(ppm as decimal(18, 0)) * 0.000001::decimal(6, 6);

create macro from_p27(p27) as
    cast(p27 as decimal(38, 0)) * 0.000000000000000000000000001::decimal(27, 27);

-- MathUtils.percOf of the contracts with parts per 1e27: floor(wei * p27 / 1e27). The product is too wide, so that the parts
-- are taken in two steps of 14 and 13 digits, which lose nothing; wei has to be below 1e24.
create macro share_of_wei_p27(wei, p27) as
    (cast(wei as hugeint) * (cast(p27 as hugeint) // 100000000000000)
        + (cast(wei as hugeint) * (cast(p27 as hugeint) % 100000000000000)) // 100000000000000) // 10000000000000;
