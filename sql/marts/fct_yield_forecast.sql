/*
description: >
  What the Explorer says that delegating will bring, by its own formula and its own inputs, beside what it really brought. The
  forecast is for the defaults of the Explorer's table: 150 LPT for 12 months, inflation as it is, rewards and fees. Its two
  places differ in how many of the orchestrator's rounds they ask for a reward call: the table the last 90 before the current
  one, the widget 30 after leaving out the newest. The formula holds stake, cuts, fees and the price of LPT constant, lets
  rewards compound with the supply, and spreads fees over the stake of today; its inputs are the subgraph's, errors and all
  (the 90 days' fees of the orchestrator with most stake don't move). Realised is what the contracts' cumulative factors say
  that stake bonded 90 rounds ago has earned since, reward calls missed and cuts changed as they were; for an orchestrator
  that became active later, since it did. Both come adjusted for dilution too: what the delegator's part of the supply gained.
grain: one row per snapshot of the subgraph and orchestrator
key: [forecast_date, orchestrator, _instance]
evidence: modelled (the realised figures from the ledger are onchain)
questions: [attraction, alternatives, triggers]
columns:
  - {name: forecast_date, type: DATE, unit: UTC, description: "Date of forecast_at", checks: [not_null]}
  - {name: forecast_at, type: TIMESTAMP, unit: UTC, description: "Time of the block that the snapshot is of", checks: [not_null]}
  - {name: pinned_block, type: BIGINT, unit: block, description: "The block", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Current round of the snapshot", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower-case", checks: [not_null]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "ENS name, or the short form of the address", checks: [not_null]}
  - {name: is_listed, type: BOOLEAN, unit: none, description: "The Explorer's table shows it: activation round <= round < deactivation round", checks: [not_null]}
  - {name: principal_lpt, type: DOUBLE, unit: LPT, description: "Stake that the forecast is for", checks: [not_null]}
  - {name: month_count, type: BIGINT, unit: months, description: "Time that the forecast is for", checks: [not_null]}
  - {name: round_count, type: BIGINT, unit: rounds, description: "Rounds in it: round(months * 2628000 / (round_length_blocks * 12))"}
  - {name: round_length_blocks, type: BIGINT, unit: blocks of Ethereum, description: "Input: length of a round"}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: share per round, description: "Input: inflation"}
  - {name: inflation_change_share, type: "DECIMAL(18,9)", unit: share per round, description: "Input: by how much inflation changes each round"}
  - {name: treasury_cut_share, type: DOUBLE, unit: share, description: "Input: the treasury's part of what is minted, by the ledger; NULL without one"}
  - {name: total_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Input: supply of both chains"}
  - {name: total_active_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Input: stake of all active orchestrators"}
  - {name: lpt_price_eth, type: DOUBLE, unit: ETH, description: "Input: price of LPT at the start of the round, by a pool of the chain"}
  - {name: stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Input: stake delegated to the orchestrator", checks: [not_null]}
  - {name: ninety_day_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Input: face value of its tickets in 90 days, by the subgraph's own count", checks: [not_null]}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Input: part of the rewards that the operator keeps", checks: [not_null]}
  - {name: delegator_fee_share, type: "DECIMAL(9,6)", unit: share, description: "Input: part of the fees that stake gets", checks: [not_null]}
  - {name: table_round_count, type: BIGINT, unit: rounds, description: "Rounds that the table asks, 90 at most; 0 for an orchestrator that was never active", checks: [not_null]}
  - {name: table_call_count, type: BIGINT, unit: rounds, description: "Of them those with a reward call", checks: [not_null]}
  - {name: widget_round_count, type: BIGINT, unit: rounds, description: "Rounds that the widget asks, 30 at most", checks: [not_null]}
  - {name: widget_call_count, type: BIGINT, unit: rounds, description: "Of them those with a reward call", checks: [not_null]}
  - {name: growth_share, type: DOUBLE, unit: share, description: "(1 + inflation_share * (1 - treasury_cut_share)) ^ round_count - 1"}
  - {name: table_reward_yield_share, type: DOUBLE, unit: share, description: "Table: rewards / principal"}
  - {name: widget_reward_yield_share, type: DOUBLE, unit: share, description: "Widget: rewards / principal"}
  - {name: fee_yield_share, type: DOUBLE, unit: share, description: "Both: fees in LPT / principal"}
  - {name: table_yield_share, type: DOUBLE, unit: share, description: "What the table shows: table_reward_yield_share + fee_yield_share"}
  - {name: widget_yield_share, type: DOUBLE, unit: share, description: "What the widget shows for the same principal: widget_reward_yield_share + fee_yield_share"}
  - {name: table_yield_rising_share, type: DOUBLE, unit: share, description: "table_yield_share if inflation rises each round, as the table can be set to"}
  - {name: table_yield_falling_share, type: DOUBLE, unit: share, description: "table_yield_share if inflation falls each round, as the table can be set to"}
  - {name: supply_growth_share, type: DOUBLE, unit: share, description: "Growth of the supply if all is minted meanwhile, the treasury's part too: (1 + inflation_share) ^ round_count - 1"}
  - {name: table_yield_diluted_share, type: DOUBLE, unit: share, description: "(1 + table_yield_share) / (1 + supply_growth_share) - 1: what the table's yield leaves after dilution"}
  - {name: missing_input, type: VARCHAR, unit: none, description: "Which input isn't known, so that a forecast is NULL", checks: [{accepted_values: [treasury_cut, total_active_stake, round_length, lpt_price]}]}
  - {name: realised_from_round, type: BIGINT, unit: round, description: "Realised: earnings after the end of this round; NULL without a ledger, and where nothing is closed since it became active"}
  - {name: realised_to_round, type: BIGINT, unit: round, description: "Realised: up to the end of this one, the last that was over"}
  - {name: realised_round_count, type: BIGINT, unit: rounds, description: "realised_to_round - realised_from_round"}
  - {name: realised_reward_share, type: DOUBLE, unit: share, description: "Rewards per LPT bonded at the end of realised_from_round: cumulative reward factor at the end / at the start - 1"}
  - {name: realised_fee_eth_per_lpt, type: DOUBLE, unit: ETH per LPT, description: "Fees per LPT bonded then: growth of the cumulative fee factor / cumulative reward factor at the start"}
  - {name: realised_reward_year_share, type: DOUBLE, unit: share per year, description: "(1 + realised_reward_share) ^ (rounds of 365 days / realised_round_count) - 1"}
  - {name: realised_fee_year_share, type: DOUBLE, unit: share per year, description: "realised_fee_eth_per_lpt in LPT at lpt_price_eth, taken for a year without compounding"}
  - {name: realised_yield_year_share, type: DOUBLE, unit: share per year, description: "realised_reward_year_share + realised_fee_year_share: compare with table_yield_share"}
  - {name: realised_supply_growth_share, type: DOUBLE, unit: share, description: "Growth of the supply of both chains in those rounds, by what the Minter stated of it"}
  - {name: realised_dilution_share, type: DOUBLE, unit: share, description: "1 - 1 / (1 + realised_supply_growth_share): what a holder's part of the supply lost"}
  - {name: realised_reward_diluted_share, type: DOUBLE, unit: share, description: "(1 + realised_reward_share) * (1 - realised_dilution_share) - 1"}
  - {name: realised_yield_diluted_year_share, type: DOUBLE, unit: share per year, description: "realised_yield_year_share after a year's dilution: compare with table_yield_diluted_share"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness of the inputs", checks: [not_null, {accepted_values: [subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the forecast is known", checks: [not_null, {accepted_values: [modelled]}]}
*/
with
    protocols as (select * from staging.subgraph__protocol),
    metas as (select * from staging.subgraph__meta),
    transcoders as (select * from staging.subgraph__transcoders where address_or_null(id) is not null),
    closed_pools as (select * from staging.subgraph__pools),
    open_pools as (select * from staging.subgraph__open_pools),
    ledger_rounds as (select * from staging.ledger__round),
    ledger_orchestrators as (select * from staging.ledger__orchestrator_round),
    names as (select * from main.dim_ens_name),

    assumed as (select 150::double as principal, 12 as month_count, 90 as trailing_rounds, 365 * 86400 as year_seconds),

    -- of two snapshots of a day the later one counts
    snapshots as (
        select
            metas.block_at as forecast_at,
            cast(metas.block_at as date) as forecast_date,
            protocols.*,
        from protocols
        inner join metas on protocols.pinned_block = metas.pinned_block and protocols._instance = metas._instance
        qualify row_number() over (
            partition by cast(metas.block_at as date), protocols._instance order by protocols.pinned_block desc
        ) = 1
    ),

    stated_pools as (
        select round, delegate, reward_tokens_lpt, _instance, true as is_closed, null as pinned_block
        from closed_pools
        union all
        select round, delegate, reward_tokens_lpt, _instance, false as is_closed, pinned_block
        from open_pools
    ),

    -- a round that was open in a snapshot and is over now stands among the closed ones with its last word
    pools as (
        select *
        from stated_pools
        qualify row_number() over (partition by round, delegate, _instance order by is_closed desc, pinned_block desc) = 1
    ),

    -- each pool with the 90 up to it, and with the 30 before it
    counted_pools as (
        select
            round,
            delegate,
            _instance,
            count(*) over last_90 as table_round_count,
            count(reward_tokens_lpt) over last_90 as table_call_count,
            count(*) over before_30 as widget_round_count,
            count(reward_tokens_lpt) over before_30 as widget_call_count,
        from pools
        window
            last_90 as (partition by _instance, delegate order by round rows between 89 preceding and current row),
            before_30 as (partition by _instance, delegate order by round rows between 30 preceding and 1 preceding)
    ),

    rates as (select round, number_of(from_p27(treasury_rate_p27)) as treasury_cut from ledger_rounds),

    numbers as (
        select
            snapshots.* exclude (round_count),
            rates.treasury_cut,
            assumed.*,
            explorer_round_count(month_count, nullif(round_length, 0)) as round_count,
            number_of(inflation_share) as inflation,
            number_of(inflation_share) * (1 - treasury_cut) as net_inflation,
            number_of(inflation_change_share) as inflation_step,
            number_of(total_supply_lpt) as supply,
            number_of(total_active_stake_lpt) as active_stake,
            number_of(lpt_price_eth) as lpt_price,
        from snapshots
        asof left join rates on snapshots.current_round >= rates.round
        cross join assumed
    ),

    growths as (
        select
            *,
            explorer_growth(net_inflation, round_count) as growth,
            explorer_growth_by_steps(net_inflation, inflation_step, round_count) as rising_growth,
            explorer_growth_by_steps(net_inflation, -inflation_step, round_count) as falling_growth,
            explorer_growth(inflation, round_count) as supply_growth,
        from numbers
    ),

    orchestrators as (
        select
            growths.*,
            transcoders.id as orchestrator,
            transcoders.activation_round <= growths.current_round
                and coalesce(growths.current_round < transcoders.deactivation_round, true) as is_listed,
            transcoders.total_stake_lpt,
            transcoders.ninety_day_volume_eth,
            transcoders.reward_cut_share,
            transcoders.fee_share,
            number_of(transcoders.total_stake_lpt) as stake,
            number_of(transcoders.reward_cut_share) as reward_cut,
        from growths
        inner join transcoders
            on growths.pinned_block = transcoders.pinned_block
            and growths._instance = transcoders._instance
    ),

    asked as (
        select
            orchestrators.*,
            coalesce(table_pools.table_round_count, 0) as table_round_count,
            coalesce(table_pools.table_call_count, 0) as table_call_count,
            coalesce(widget_pools.widget_round_count, 0) as widget_round_count,
            coalesce(widget_pools.widget_call_count, 0) as widget_call_count,
            coalesce(table_pools.table_call_count / table_pools.table_round_count, 0) as table_call_ratio,
            coalesce(widget_pools.widget_call_count / nullif(widget_pools.widget_round_count, 0), 0) as widget_call_ratio,
        from orchestrators
        asof left join counted_pools as table_pools
            on orchestrators._instance = table_pools._instance
            and orchestrators.orchestrator = table_pools.delegate
            and orchestrators.current_round > table_pools.round
        asof left join counted_pools as widget_pools
            on orchestrators._instance = widget_pools._instance
            and orchestrators.orchestrator = widget_pools.delegate
            and orchestrators.current_round >= widget_pools.round
    ),

    forecasts as (
        select
            *,
            explorer_reward_yield(growth, supply, active_stake, stake, principal, reward_cut, table_call_ratio) as table_reward_yield,
            explorer_reward_yield(growth, supply, active_stake, stake, principal, reward_cut, widget_call_ratio) as widget_reward_yield,
            explorer_reward_yield(rising_growth, supply, active_stake, stake, principal, reward_cut, table_call_ratio) as rising_reward_yield,
            explorer_reward_yield(falling_growth, supply, active_stake, stake, principal, reward_cut, table_call_ratio) as falling_reward_yield,
            explorer_fee_yield(
                number_of(ninety_day_volume_eth), month_count, number_of(fee_share), stake, principal, lpt_price
            ) as fee_yield,
        from asked
    ),

    -- the contract stores a factor only in rounds with a reward, or with fees: in between the last one holds
    reward_factors as (
        select orchestrator, round, cast(reward_factor_p27 as double) as factor
        from ledger_orchestrators
        where reward_factor_p27 > 0
    ),

    fee_factors as (
        select orchestrator, round, cast(fee_factor_p27 as double) as factor
        from ledger_orchestrators
        where fee_factor_p27 > 0
    ),

    first_rounds as (
        select orchestrator, min(round) as first_round
        from ledger_orchestrators
        where is_active
        group by orchestrator
    ),

    closed_rounds as (select round from ledger_rounds where is_closed),

    -- what the Minter may mint in a round is the supply before it times inflation
    supplies as (
        select round, cast(mintable_wei as double) / inflation_ppb as supply
        from ledger_rounds
        where inflation_ppb > 0
    ),

    spans as (
        select
            forecasts.forecast_date,
            forecasts._instance,
            forecasts.orchestrator,
            greatest(closed_rounds.round - forecasts.trailing_rounds, first_rounds.first_round - 1) as from_round,
            closed_rounds.round as to_round,
        from forecasts
        asof inner join closed_rounds on forecasts.current_round > closed_rounds.round
        inner join first_rounds
            on forecasts.orchestrator = first_rounds.orchestrator
            and closed_rounds.round >= first_rounds.first_round
    ),

    realised as (
        select
            spans.*,
            spans.to_round - spans.from_round as span_count,
            coalesce(end_rewards.factor, 1e27) / coalesce(start_rewards.factor, 1e27) - 1 as reward_yield,
            (coalesce(end_fees.factor, 0) - coalesce(start_fees.factor, 0)) / coalesce(start_rewards.factor, 1e27) as fee_eth_per_lpt,
            end_supplies.supply / start_supplies.supply - 1 as supply_growth,
        from spans
        asof left join reward_factors as start_rewards
            on spans.orchestrator = start_rewards.orchestrator and spans.from_round >= start_rewards.round
        asof left join reward_factors as end_rewards
            on spans.orchestrator = end_rewards.orchestrator and spans.to_round >= end_rewards.round
        asof left join fee_factors as start_fees
            on spans.orchestrator = start_fees.orchestrator and spans.from_round >= start_fees.round
        asof left join fee_factors as end_fees
            on spans.orchestrator = end_fees.orchestrator and spans.to_round >= end_fees.round
        asof left join supplies as start_supplies on spans.from_round < start_supplies.round
        asof left join supplies as end_supplies on spans.to_round < end_supplies.round
    ),

    yearly as (
        select
            forecasts.*,
            realised.from_round,
            realised.to_round,
            realised.span_count,
            realised.reward_yield,
            realised.fee_eth_per_lpt,
            realised.supply_growth as span_supply_growth,
            annualised(realised.reward_yield, realised.span_count, year_seconds / (round_length * 12)) as reward_year,
            realised.fee_eth_per_lpt / nullif(lpt_price, 0) * (year_seconds / (round_length * 12) / realised.span_count) as fee_year,
            annualised(realised.supply_growth, realised.span_count, year_seconds / (round_length * 12)) as supply_growth_year,
        from forecasts
        left join realised
            on forecasts.forecast_date = realised.forecast_date
            and forecasts._instance = realised._instance
            and forecasts.orchestrator = realised.orchestrator
    )

select
    cast(yearly.forecast_date as date) as forecast_date,
    cast(forecast_at as timestamp) as forecast_at,
    cast(pinned_block as bigint) as pinned_block,
    cast(current_round as bigint) as round,
    cast(orchestrator as varchar) as orchestrator,
    cast(coalesce(names.ens_name, short_address(orchestrator)) as varchar) as orchestrator_name,
    cast(is_listed as boolean) as is_listed,
    cast(principal as double) as principal_lpt,
    cast(month_count as bigint) as month_count,
    cast(round_count as bigint) as round_count,
    cast(round_length as bigint) as round_length_blocks,
    cast(inflation_share as decimal(18, 9)) as inflation_share,
    cast(inflation_change_share as decimal(18, 9)) as inflation_change_share,
    cast(treasury_cut as double) as treasury_cut_share,
    cast(total_supply_lpt as decimal(38, 18)) as total_supply_lpt,
    cast(total_active_stake_lpt as decimal(38, 18)) as total_active_stake_lpt,
    cast(lpt_price as double) as lpt_price_eth,
    cast(total_stake_lpt as decimal(38, 18)) as stake_lpt,
    cast(ninety_day_volume_eth as decimal(38, 18)) as ninety_day_fees_eth,
    cast(reward_cut_share as decimal(9, 6)) as reward_cut_share,
    cast(fee_share as decimal(9, 6)) as delegator_fee_share,
    cast(table_round_count as bigint) as table_round_count,
    cast(table_call_count as bigint) as table_call_count,
    cast(widget_round_count as bigint) as widget_round_count,
    cast(widget_call_count as bigint) as widget_call_count,
    cast(growth as double) as growth_share,
    cast(table_reward_yield as double) as table_reward_yield_share,
    cast(widget_reward_yield as double) as widget_reward_yield_share,
    cast(fee_yield as double) as fee_yield_share,
    cast(table_reward_yield + fee_yield as double) as table_yield_share,
    cast(widget_reward_yield + fee_yield as double) as widget_yield_share,
    cast(rising_reward_yield + fee_yield as double) as table_yield_rising_share,
    cast(falling_reward_yield + fee_yield as double) as table_yield_falling_share,
    cast(supply_growth as double) as supply_growth_share,
    cast(dilution_adjusted(table_reward_yield + fee_yield, supply_growth) as double) as table_yield_diluted_share,
    cast(
        case
            when table_reward_yield + widget_reward_yield + fee_yield is not null then null
            when round_count is null then 'round_length'
            when treasury_cut is null then 'treasury_cut'
            when fee_yield is null then 'lpt_price'
            else 'total_active_stake'
        end as varchar
    ) as missing_input,
    cast(from_round as bigint) as realised_from_round,
    cast(to_round as bigint) as realised_to_round,
    cast(span_count as bigint) as realised_round_count,
    cast(reward_yield as double) as realised_reward_share,
    cast(fee_eth_per_lpt as double) as realised_fee_eth_per_lpt,
    cast(reward_year as double) as realised_reward_year_share,
    cast(fee_year as double) as realised_fee_year_share,
    cast(reward_year + fee_year as double) as realised_yield_year_share,
    cast(span_supply_growth as double) as realised_supply_growth_share,
    cast(1 - 1 / (1 + span_supply_growth) as double) as realised_dilution_share,
    cast(dilution_adjusted(reward_yield, span_supply_growth) as double) as realised_reward_diluted_share,
    cast(dilution_adjusted(reward_year + fee_year, supply_growth_year) as double) as realised_yield_diluted_year_share,
    cast('subgraph' as varchar) as source,
    cast(yearly._instance as varchar) as _instance,
    cast('modelled' as varchar) as evidence,
from yearly
left join names on yearly.orchestrator = names.address
order by forecast_date, orchestrator, _instance
