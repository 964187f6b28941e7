/*
description: >
  Stake of every delegate at the end of every UTC day, to the wei, by the bonding ledger, with its own part, its number of
  delegators, and its share of the active set. The last day is as of the last log. A delegate's stake exceeds its delegators'
  positions by what the contract's floors, and rewards given up, left behind. Empty without a ledger; meta.ledger says why.
grain: one row per UTC day and delegate that anything is delegated to at its end
key: [stake_date, delegate]
evidence: onchain
questions: [attraction, delegators, competitors]
columns:
  - {name: stake_date, type: DATE, unit: UTC, description: "Day at whose end the stake holds", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Round in which the day ends", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate, an orchestrator or not", checks: [not_null]}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the active set of the round", checks: [not_null]}
  - {name: is_in_pool, type: BOOLEAN, unit: none, description: "Among those that are active in the next round", checks: [not_null]}
  - {name: stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to it", checks: [not_null]}
  - {name: own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its own part, what it has earned and not claimed included; 0 if it doesn't delegate to itself", checks: [not_null]}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Accounts with stake here, the delegate itself included", checks: [not_null]}
  - {name: network_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of all active delegates of the day", checks: [not_null]}
  - {name: delegated_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of all delegates of the day, active or not", checks: [not_null]}
  - {name: share_of_network, type: DOUBLE, unit: share, description: "stake_lpt / network_stake_lpt; NULL if it isn't active"}
  - {name: stake_usd, type: DOUBLE, unit: USD, description: "stake_lpt at the day's price; NULL where it is unknown"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: totals_are_sums
    severity: error
    description: The day's totals are the sums over its delegates, the same on each row.
    sql: >
      select stake_date, sum(stake_lpt) as stakes_lpt, min(delegated_lpt) as delegated_lpt, min(network_stake_lpt) as network_stake_lpt
      from main.fct_stake_daily group by stake_date
      having sum(stake_lpt) <> min(delegated_lpt) or min(delegated_lpt) <> max(delegated_lpt)
          or coalesce(sum(stake_lpt) filter (where is_active), 0) <> min(network_stake_lpt) or min(network_stake_lpt) <> max(network_stake_lpt)
  - name: positions_agree
    severity: error
    description: Per day and delegate, the accounts of fct_delegator_position are those counted here, and the delegate's own stake is the one shown.
    sql: >
      select
          coalesce(stakes.stake_date, positions.position_date) as stake_date, coalesce(stakes.delegate, positions.delegate) as delegate,
          stakes.own_stake_lpt, positions.own_stake_lpt as own_position_lpt, stakes.delegator_count, positions.delegator_count as position_count
      from main.fct_stake_daily as stakes
      full join (
          select position_date, delegate, count(*) as delegator_count, coalesce(sum(stake_lpt) filter (where is_self_stake), 0) as own_stake_lpt
          from main.fct_delegator_position where delegate is not null group by position_date, delegate
      ) as positions on stakes.stake_date = positions.position_date and stakes.delegate = positions.delegate
      where coalesce(stakes.delegator_count, 0) <> coalesce(positions.delegator_count, 0)
          or coalesce(stakes.own_stake_lpt, 0) <> coalesce(positions.own_stake_lpt, 0)
  - name: positions_within_stake
    severity: warn
    description: Per day and delegate, the stakes of the accounts are at most the delegate's. The contract's code before its eighth version could credit an account with more; that is owed by nobody.
    sql: >
      select stakes.stake_date, stakes.delegate, stakes.stake_lpt, positions.stake_lpt as positions_lpt
      from main.fct_stake_daily as stakes
      inner join (
          select position_date, delegate, sum(stake_lpt) as stake_lpt
          from main.fct_delegator_position group by position_date, delegate
      ) as positions on stakes.stake_date = positions.position_date and stakes.delegate = positions.delegate
      where positions.stake_lpt > stakes.stake_lpt
*/
with
    delegate_days as (select * from staging.ledger__delegate_day),
    prices as (select price_date, price_usd from main.dim_price_daily where asset = 'LPT'),

    stakes as (
        select
            day_date,
            round,
            delegate,
            is_active,
            in_pool,
            delegator_count,
            _instance,
            from_wei(delegated_wei) as stake_lpt,
            from_wei(own_stake_wei) as own_stake_lpt,
        from delegate_days
    ),

    totals as (
        select
            day_date,
            sum(stake_lpt) as delegated_lpt,
            coalesce(sum(stake_lpt) filter (where is_active), 0) as network_stake_lpt,
        from stakes
        group by day_date
    )

select
    cast(stakes.day_date as date) as stake_date,
    cast(stakes.round as bigint) as round,
    cast(stakes.delegate as varchar) as delegate,
    cast(short_address(stakes.delegate) as varchar) as delegate_name,
    cast(stakes.is_active as boolean) as is_active,
    cast(stakes.in_pool as boolean) as is_in_pool,
    cast(stakes.stake_lpt as decimal(38, 18)) as stake_lpt,
    cast(stakes.own_stake_lpt as decimal(38, 18)) as own_stake_lpt,
    cast(stakes.delegator_count as bigint) as delegator_count,
    cast(totals.network_stake_lpt as decimal(38, 18)) as network_stake_lpt,
    cast(totals.delegated_lpt as decimal(38, 18)) as delegated_lpt,
    cast(
        case
            when stakes.is_active then cast(stakes.stake_lpt as double) / nullif(cast(totals.network_stake_lpt as double), 0)
        end as double
    ) as share_of_network,
    cast(stakes.stake_lpt * prices.price_usd as double) as stake_usd,
    cast(witness_of(stakes._instance) as varchar) as source,
    cast(stakes._instance as varchar) as _instance,
    cast(evidence_of(stakes._instance) as varchar) as evidence,
from stakes
inner join totals on stakes.day_date = totals.day_date
left join prices on stakes.day_date = prices.price_date
order by stake_date, delegate
