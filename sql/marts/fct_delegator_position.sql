/*
description: >
  What each account has staked at the end of every UTC day, to the wei, by the bonding ledger: stake, what it has earned and
  not claimed, fees that it can withdraw. The last day is as of the last log. Stake that was unbonded and waits to be withdrawn
  isn't in it (dim_delegator, locked_lpt). Empty without a ledger; meta.ledger says why.
grain: one row per account and UTC day at whose end it is bonded
key: [delegator, position_date]
evidence: onchain
questions: [delegators, attraction]
columns:
  - {name: position_date, type: DATE, unit: UTC, description: "Day at whose end the position holds", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Round in which the day ends", checks: [not_null]}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account that is bonded", checks: [not_null, {references: main.dim_delegator.delegator}]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate that it is bonded to; NULL for stake that is with nobody, as the contract's first code could leave it"}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the delegate's address until names are known"}
  - {name: status, type: VARCHAR, unit: none, description: "The contract's: pending until the round after the bond or move, then bonded; a pending stake earns and can't be unbonded", checks: [not_null, {accepted_values: [pending, bonded]}]}
  - {name: is_self_stake, type: BOOLEAN, unit: none, description: "The account is its own delegate: an orchestrator, whose earnings include its commission", checks: [not_null]}
  - {name: start_round, type: BIGINT, unit: round, description: "Round from which the stake is with this delegate", checks: [not_null]}
  - {name: last_claim_round, type: BIGINT, unit: round, description: "Round of its last claim: bonded_lpt is as of then", checks: [not_null]}
  - {name: bonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake as the contract stores it since the last claim", checks: [not_null]}
  - {name: pending_rewards_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards earned since, which the next claim adds to bonded_lpt", checks: [not_null]}
  - {name: stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "bonded_lpt + pending_rewards_lpt: what the contract's pendingStake answers", checks: [not_null]}
  - {name: pending_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees earned since the last claim", checks: [not_null]}
  - {name: fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that it can withdraw, pending_fees_eth included: what the contract's pendingFees answers", checks: [not_null]}
  - {name: rewards_to_date_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards earned since its first bond, claimed or not", checks: [not_null]}
  - {name: fees_to_date_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees earned since its first bond, claimed, withdrawn or not", checks: [not_null]}
  - {name: value_usd, type: DOUBLE, unit: USD, description: "stake_lpt and fees_eth at the day's prices; NULL where a price is unknown"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: pending_never_negative
    severity: error
    description: What is stored is part of what there is, and what is there of a day's earnings was earned until then.
    sql: >
      select position_date, delegator, pending_rewards_lpt, pending_fees_eth, rewards_to_date_lpt, fees_to_date_eth
      from main.fct_delegator_position
      where pending_rewards_lpt < 0 or pending_fees_eth < 0 or rewards_to_date_lpt < pending_rewards_lpt or fees_to_date_eth < pending_fees_eth
*/
with
    days as not materialized (select * from raw.ledger__delegator_day),
    daily_prices as (select * from main.dim_price_daily),

    prices as (
        select
            price_date,
            max(price_usd) filter (where asset = 'LPT') as lpt_price_usd,
            max(price_usd) filter (where asset = 'ETH') as eth_price_usd,
        from daily_prices
        group by price_date
    ),

    positions as (
        select
            day_date,
            round,
            delegator,
            delegate,
            start_round,
            last_claim_round,
            _instance,
            from_wei(bonded_wei) as bonded_lpt,
            from_wei(stake_wei) as stake_lpt,
            from_wei(stored_fees_wei) as stored_fees_eth,
            from_wei(fees_wei) as fees_eth,
            from_wei(rewards_to_date_wei) as rewards_to_date_lpt,
            from_wei(fees_to_date_wei) as fees_to_date_eth,
        from days
        where bonded_wei > 0
    )

select
    cast(positions.day_date as date) as position_date,
    cast(positions.round as bigint) as round,
    cast(positions.delegator as varchar) as delegator,
    cast(positions.delegate as varchar) as delegate,
    cast(short_address(positions.delegate) as varchar) as delegate_name,
    cast(case when positions.start_round > positions.round then 'pending' else 'bonded' end as varchar) as status,
    cast(coalesce(positions.delegator = positions.delegate, false) as boolean) as is_self_stake,
    cast(positions.start_round as bigint) as start_round,
    cast(positions.last_claim_round as bigint) as last_claim_round,
    cast(positions.bonded_lpt as decimal(38, 18)) as bonded_lpt,
    cast(positions.stake_lpt - positions.bonded_lpt as decimal(38, 18)) as pending_rewards_lpt,
    cast(positions.stake_lpt as decimal(38, 18)) as stake_lpt,
    cast(positions.fees_eth - positions.stored_fees_eth as decimal(38, 18)) as pending_fees_eth,
    cast(positions.fees_eth as decimal(38, 18)) as fees_eth,
    cast(positions.rewards_to_date_lpt as decimal(38, 18)) as rewards_to_date_lpt,
    cast(positions.fees_to_date_eth as decimal(38, 18)) as fees_to_date_eth,
    cast(value_usd_of(positions.stake_lpt, prices.lpt_price_usd, positions.fees_eth, prices.eth_price_usd) as double) as value_usd,
    cast(witness_of(positions._instance) as varchar) as source,
    cast(positions._instance as varchar) as _instance,
    cast(evidence_of(positions._instance) as varchar) as evidence,
from positions
left join prices on positions.day_date = prices.price_date
order by delegator, position_date
