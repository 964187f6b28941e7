/*
description: >
  What one witness of the network says beside what another says of the same thing: the chain (its logs and the bonding ledger), the
  subgraph, the Explorer, and the sources of prices. A difference is explained if the rule of a known defect, computed for this very
  row, gives what the witness says (reference.witness_defect tells them); otherwise it differs. A value is missing where a
  witness doesn't reach: the chain's logs end before the subgraph's pinned block or the day's end, or there is no ledger.
  Of the subgraph's snapshots the newest that the chain's logs reach is compared.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported for the other witnesses)
questions: [income, data-quality]
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared: reward, fees, stake, …", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Whose: an address, a proposal, a kind of event, an asset; network for what is everybody's", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Round of the value; NULL where it isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "Day of the value, or of the start of its round; NULL where it is of the snapshot"}
  - {name: unit, type: VARCHAR, unit: none, description: "What the values count", checks: [not_null]}
  - {name: witness_a, type: VARCHAR, unit: none, description: "First witness", checks: [not_null, {accepted_values: [chain, subgraph, explorer, defillama, coingecko, onchain]}]}
  - {name: value_a, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: witness_b, type: VARCHAR, unit: none, description: "Second witness", checks: [not_null, {accepted_values: [subgraph, explorer, coingecko, onchain]}]}
  - {name: value_b, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: difference, type: "DECIMAL(38,18)", unit: as unit says, description: "value_a - value_b; NULL where either is"}
  - {name: tolerance, type: "DECIMAL(38,18)", unit: as unit says, description: "Difference that is none: 0 but where a value is known up to a bound, or is rounded", checks: [not_null]}
  - {name: verdict, type: VARCHAR, unit: none, description: "agrees; explained by a known defect; differs; missing: not compared", checks: [not_null, {accepted_values: [agrees, explained, differs, missing]}]}
  - {name: explanation, type: VARCHAR, unit: none, description: "The defect that explains the difference; NULL for every other verdict", checks: [{references: reference.witness_defect.defect}]}
checks:
  - name: explained_by_a_defect
    severity: error
    description: A difference is explained by exactly one defect, and nothing else is explained.
    sql: select fact, key, verdict, explanation from main.fct_reconciliation where (verdict = 'explained') <> (explanation is not null)
  - name: nothing_differs
    severity: warn
    description: Witnesses agree but for known defects.
    sql: >
      select fact, key, round, date, witness_a, value_a, witness_b, value_b from main.fct_reconciliation
      where verdict = 'differs' order by fact, round, date, key, witness_a, witness_b
*/
with
    rounds as (select * from staging.reconcile__round),
    pools as (select * from staging.reconcile__pool),
    days as (select * from staging.reconcile__day),
    orchestrators as (select * from staging.reconcile__orchestrator),
    volumes as (select * from staging.reconcile__volume),
    delegators as (select * from staging.reconcile__delegator),
    locks as (select * from staging.reconcile__lock),
    gateways as (select * from staging.reconcile__gateway),
    votes as (select * from staging.reconcile__governance),
    events as (select * from staging.reconcile__event),
    gas as (select * from staging.reconcile__gas),
    explorer as (select * from staging.reconcile__explorer),
    prices as (select * from main.dim_price_daily),
    scope as (select * from staging.reconcile__scope),

    -- sources of prices differ by up to 3 %, the chain's feeds by up to 5 %
    price_pairs as (
        select price_date, asset, 'defillama' as witness_a, defillama_usd as value_a, 'coingecko' as witness_b, coingecko_usd as value_b, 0.03 as share
        from prices
        union all
        select price_date, asset, 'coingecko', coingecko_usd, 'onchain', onchain_usd, 0.05
        from prices
        union all
        select price_date, asset, 'defillama', defillama_usd, 'onchain', onchain_usd, 0.05
        from prices
        where coingecko_usd is null
    ),

    judged_prices as (
        select *, cast(coalesce(value_b, 0) as decimal(18, 8)) * cast(share as decimal(3, 2)) as tolerance
        from price_pairs
        where value_a is not null or value_b is not null
    ),

    -- a price of one day stands alone if the two agree on the days beside it
    priced as (
        select
            'price' as fact, asset as key, null as round, price_date as date, 'USD' as unit, witness_a, value_a, witness_b, value_b, tolerance,
            case
                when abs(lag(value_a - value_b) over days) <= lag(tolerance) over days
                    and abs(lead(value_a - value_b) over days) <= lead(tolerance) over days
                    then 'price_of_one_day'
            end as explanation,
        from judged_prices
        window days as (partition by asset, witness_a, witness_b order by price_date)
    ),

    compared as (
        select * from rounds
        union all by name
        select * from pools
        union all by name
        select * from days
        union all by name
        select * from orchestrators
        union all by name
        select * from volumes
        union all by name
        select * from delegators
        union all by name
        select * from locks
        union all by name
        select * from gateways
        union all by name
        select * from votes
        union all by name
        select * from events
        union all by name
        select * from gas
        union all by name
        select * from explorer
        union all by name
        select * from priced
    ),

    judged as (
        select
            *,
            value_a - value_b as difference,
            case
                when value_a is null or value_b is null then 'missing'
                when abs(value_a - value_b) <= tolerance then 'agrees'
                when explanation is not null then 'explained'
                else 'differs'
            end as verdict,
        from compared
        where witness_a <> 'chain' and witness_b <> 'chain' or (select has_chain from scope)
    )

select
    cast(fact as varchar) as fact,
    cast(key as varchar) as key,
    cast(round as bigint) as round,
    cast(date as date) as date,
    cast(unit as varchar) as unit,
    cast(witness_a as varchar) as witness_a,
    cast(value_a as decimal(38, 18)) as value_a,
    cast(witness_b as varchar) as witness_b,
    cast(value_b as decimal(38, 18)) as value_b,
    cast(difference as decimal(38, 18)) as difference,
    cast(tolerance as decimal(38, 18)) as tolerance,
    cast(verdict as varchar) as verdict,
    cast(case when verdict = 'explained' then explanation end as varchar) as explanation,
from judged
order by fact, key, round, date, witness_a, witness_b
