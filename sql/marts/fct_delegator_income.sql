/*
description: >
  What each account earned in each round, to the wei, by the bonding ledger: what its position grew by without its doing,
  claimed or not. Stake that is bonded, moved or claimed before the round's reward call gets nothing of that reward; what was
  given up so is forfeited_lpt. An orchestrator's earnings include its commission. Empty without a ledger; meta.ledger says why.
grain: one row per account and round in which it had stake or earned anything
key: [delegator, round]
evidence: onchain
questions: [delegators, income, opportunity-cost]
columns:
  - {name: round, type: BIGINT, unit: round, description: "Round", checks: [not_null, {references: main.dim_round.round}]}
  - {name: round_start_at, type: TIMESTAMP, unit: UTC, description: "Start of the round"}
  - {name: round_date, type: DATE, unit: UTC, description: "Date of round_start_at; a round lasts about 21 hours and crosses midnight"}
  - {name: is_closed, type: BOOLEAN, unit: none, description: "The round is over; in the open one more can be earned", checks: [not_null]}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account that earned", checks: [not_null, {references: main.dim_delegator.delegator}]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate at the round's end; NULL if it has none then"}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the delegate's address until names are known"}
  - {name: is_self_stake, type: BOOLEAN, unit: none, description: "The account is its own delegate: an orchestrator, whose earnings include its commission", checks: [not_null]}
  - {name: start_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its stake at the round's start, what it had earned and not claimed included", checks: [not_null]}
  - {name: net_flow_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that it added in the round less what it took away: bonds, rebonds and transfers received less unbonds and transfers given", checks: [not_null]}
  - {name: rewards_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards earned in the round", checks: [not_null]}
  - {name: stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its stake at the round's end: start_stake_lpt + net_flow_lpt + rewards_lpt", checks: [not_null]}
  - {name: fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees earned in the round", checks: [not_null]}
  - {name: forfeited_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Reward of the round that it gave up by acting before the reward call", checks: [not_null]}
  - {name: yield_share, type: DOUBLE, unit: share, description: "rewards_lpt / start_stake_lpt: the yield of this one round in LPT, fees beside it; NULL without stake at its start"}
  - {name: income_usd, type: DOUBLE, unit: USD, description: "rewards_lpt and fees_eth at the prices of round_date; NULL where a price is unknown"}
  - {name: lpt_price_usd, type: DOUBLE, unit: USD, description: "Price of LPT on round_date; NULL where it is unknown"}
  - {name: eth_price_usd, type: DOUBLE, unit: USD, description: "Price of ETH on round_date; NULL where it is unknown"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: stake_and_income_never_negative
    severity: error
    description: Nobody has less than nothing at a round's start, and nothing is earned backwards.
    sql: >
      select round, delegator, start_stake_lpt, rewards_lpt, fees_eth, forfeited_lpt from main.fct_delegator_income
      where start_stake_lpt < 0 or rewards_lpt < 0 or fees_eth < 0 or forfeited_lpt < 0
  - name: rounds_follow_each_other
    severity: error
    description: The stakes at a round's start are those at the end of the round before.
    sql: >
      select round, start_lpt, former_end_lpt
      from (
          select round, sum(start_stake_lpt) as start_lpt, lag(sum(stake_lpt), 1, 0) over (order by round) as former_end_lpt
          from main.fct_delegator_income group by round
      )
      where start_lpt <> former_end_lpt
  - name: rounds_add_up_to_lives
    severity: error
    description: What an account earned, gave up and put in over all rounds is what its life's sums say.
    sql: >
      select
          income.delegator, income.rewards_lpt, delegators.rewards_to_date_lpt, income.fees_eth, delegators.fees_to_date_eth,
          income.net_flow_lpt, delegators.net_principal_lpt, income.forfeited_lpt, delegators.forfeited_lpt as forfeited_in_life_lpt
      from main.dim_delegator as delegators
      inner join (
          select delegator, sum(rewards_lpt) as rewards_lpt, sum(fees_eth) as fees_eth, sum(net_flow_lpt) as net_flow_lpt, sum(forfeited_lpt) as forfeited_lpt
          from main.fct_delegator_income group by delegator
      ) as income on delegators.delegator = income.delegator
      where income.rewards_lpt <> delegators.rewards_to_date_lpt or income.fees_eth <> delegators.fees_to_date_eth
          or income.net_flow_lpt <> delegators.net_principal_lpt or income.forfeited_lpt <> delegators.forfeited_lpt
  - name: flows_are_all_there
    severity: error
    description: The flows and forfeits of all accounts and rounds are those of the ledger's stake changes.
    sql: >
      select mart.net_flow_lpt, ledger.net_flow_lpt as ledger_flow_lpt, mart.forfeited_lpt, forfeits.forfeited_lpt as ledger_forfeited_lpt
      from (select coalesce(sum(net_flow_lpt), 0) as net_flow_lpt, coalesce(sum(forfeited_lpt), 0) as forfeited_lpt from main.fct_delegator_income) as mart
      cross join (select coalesce(sum(from_wei(change_wei)), 0) as net_flow_lpt from staging.ledger__stake_change) as ledger
      cross join (select coalesce(sum(from_wei(amount_wei)), 0) as forfeited_lpt from staging.ledger__forfeit) as forfeits
      where mart.net_flow_lpt <> ledger.net_flow_lpt or mart.forfeited_lpt <> forfeits.forfeited_lpt
*/
with
    delegator_rounds as not materialized (select * from raw.ledger__delegator_round),
    stake_changes as (select * from staging.ledger__stake_change),
    forfeits as (select * from staging.ledger__forfeit),
    ledger_rounds as (select * from staging.ledger__round),
    rounds as (select * from main.dim_round),
    daily_prices as (select * from main.dim_price_daily),

    prices as (
        select
            price_date,
            max(price_usd) filter (where asset = 'LPT') as lpt_price_usd,
            max(price_usd) filter (where asset = 'ETH') as eth_price_usd,
        from daily_prices
        group by price_date
    ),

    doings as (
        select
            delegator,
            round,
            min(_instance) as _instance,
            sum(change_lpt) as net_flow_lpt,
            sum(forfeited_lpt) as forfeited_lpt,
        from (
            select delegator, round, _instance, from_wei(change_wei) as change_lpt, 0 as forfeited_lpt from stake_changes
            union all
            select delegator, round, _instance, 0 as change_lpt, from_wei(amount_wei) as forfeited_lpt from forfeits
        ) as parts
        group by delegator, round
    ),

    -- an account that took everything away before it earned anything has no row of the ledger in the round
    earned as (
        select
            coalesce(delegator_rounds.round, doings.round) as round,
            coalesce(delegator_rounds.delegator, doings.delegator) as delegator,
            coalesce(delegator_rounds._instance, doings._instance) as _instance,
            delegator_rounds.delegate,
            coalesce(from_wei(delegator_rounds.stake_wei), 0) as stake_lpt,
            coalesce(from_wei(delegator_rounds.earned_rewards_wei), 0) as rewards_lpt,
            coalesce(from_wei(delegator_rounds.earned_fees_wei), 0) as fees_eth,
            coalesce(doings.net_flow_lpt, 0) as net_flow_lpt,
            coalesce(doings.forfeited_lpt, 0) as forfeited_lpt,
        from delegator_rounds
        full join doings
            on delegator_rounds.delegator = doings.delegator
            and delegator_rounds.round = doings.round
    ),

    income as (
        select
            *,
            stake_lpt - rewards_lpt - net_flow_lpt as start_stake_lpt,
        from earned
        where stake_lpt <> 0 or rewards_lpt <> 0 or fees_eth <> 0 or net_flow_lpt <> 0 or forfeited_lpt <> 0
    )

select
    cast(income.round as bigint) as round,
    cast(rounds.started_at as timestamp) as round_start_at,
    cast(rounds.round_date as date) as round_date,
    cast(ledger_rounds.is_closed as boolean) as is_closed,
    cast(income.delegator as varchar) as delegator,
    cast(income.delegate as varchar) as delegate,
    cast(short_address(income.delegate) as varchar) as delegate_name,
    cast(coalesce(income.delegator = income.delegate, false) as boolean) as is_self_stake,
    cast(income.start_stake_lpt as decimal(38, 18)) as start_stake_lpt,
    cast(income.net_flow_lpt as decimal(38, 18)) as net_flow_lpt,
    cast(income.rewards_lpt as decimal(38, 18)) as rewards_lpt,
    cast(income.stake_lpt as decimal(38, 18)) as stake_lpt,
    cast(income.fees_eth as decimal(38, 18)) as fees_eth,
    cast(income.forfeited_lpt as decimal(38, 18)) as forfeited_lpt,
    cast(cast(income.rewards_lpt as double) / nullif(cast(income.start_stake_lpt as double), 0) as double) as yield_share,
    cast(value_usd_of(income.rewards_lpt, prices.lpt_price_usd, income.fees_eth, prices.eth_price_usd) as double) as income_usd,
    cast(prices.lpt_price_usd as double) as lpt_price_usd,
    cast(prices.eth_price_usd as double) as eth_price_usd,
    cast(witness_of(income._instance) as varchar) as source,
    cast(income._instance as varchar) as _instance,
    cast(evidence_of(income._instance) as varchar) as evidence,
from income
left join ledger_rounds on income.round = ledger_rounds.round
left join rounds on income.round = rounds.round
left join prices on rounds.round_date = prices.price_date
order by delegator, round
