-- The yield that Livepeer's Explorer forecasts, step by step in the order of its own program (lib/roi.ts), so that a DOUBLE
-- comes out as its number does. Shares are 0..1.

-- A program in JavaScript reads an amount as the nearest number to its text; a DECIMAL that is cast directly is rounded twice.
create macro number_of(amount) as
    cast(cast(amount as varchar) as double);

-- Rounds in so many months of 2,628,000 seconds, with rounds of so many blocks of Ethereum of 12 seconds.
create macro explorer_round_count(month_count, round_length_blocks) as
    cast(round(month_count * 2628000 / (round_length_blocks * 12)) as bigint);

-- Growth isn't less than nothing; what isn't known stays so.
create macro not_negative(growth) as
    case when growth < 0 then 0 else growth end;

-- By how much the supply grows if each round mints the same share of it.
create macro explorer_growth(inflation, round_count) as
    not_negative(pow(1 + inflation, round_count) - 1);

-- The same if the share changes by a step each round.
create macro explorer_growth_by_steps(inflation, step, round_count) as
    not_negative(
        list_reduce(
            list_transform(range(round_count), lambda k: 1 + (inflation + step * k)),
            lambda product, factor: product * factor,
            1::double
        ) - 1
    );

-- LPT that a delegator of so much principal earns, per LPT of it: the orchestrator's part of what is minted in proportion to
-- its stake, the principal included, without its cut, in proportion to its calls for rewards.
create macro explorer_reward_yield(growth, supply, active_stake, stake, principal, reward_cut, call_ratio) as
    case
        when call_ratio > 0
            then (supply * growth / nullif(active_stake, 0)) * ((principal + stake) * call_ratio) * (1 - reward_cut)
                * (principal / (principal + stake)) / principal
        else 0
    end;

-- Fees of the delegator in LPT, per LPT of principal, as if those of the last 90 days went on.
create macro explorer_fee_yield(ninety_day_volume, month_count, fee_share, stake, principal, lpt_price_eth) as
    case
        when ninety_day_volume > 0
            then (ninety_day_volume / 90) * 365 * (month_count / 12) * fee_share * (principal / (principal + stake))
                / nullif(lpt_price_eth, 0) / principal
        else 0
    end;

-- A yield over so many rounds as one of a year of so many rounds.
create macro annualised(yield, round_count, rounds_per_year) as
    pow(1 + yield, rounds_per_year / round_count) - 1;

-- What a yield leaves while the supply grows: (1 + yield) * (1 - D) - 1, where D = 1 - 1 / (1 + growth) is what a holder's
-- part of the supply loses.
create macro dilution_adjusted(yield, supply_growth) as
    (1 + yield) / (1 + supply_growth) - 1;
