/*
description: >
  How much gas the reward calls of a UTC day used: the receipts beside what the subgraph says of the same transactions.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "network", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "NULL: the value isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "The day"}
  - {name: unit, type: VARCHAR, unit: none, description: "What the two values count", checks: [not_null]}
  - {name: witness_a, type: VARCHAR, unit: none, description: "First witness", checks: [not_null]}
  - {name: value_a, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where a receipt is missing"}
  - {name: witness_b, type: VARCHAR, unit: none, description: "Second witness", checks: [not_null]}
  - {name: value_b, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: tolerance, type: "DECIMAL(38,18)", unit: as unit says, description: "Difference that is none", checks: [not_null]}
  - {name: explanation, type: VARCHAR, unit: none, description: "Defect whose rule gives value_b", checks: [{references: reference.witness_defect.defect}]}
*/
with
    scope as (select * from staging.reconcile__scope),
    stated as (select * from staging.subgraph__reward_events where _instance in (select subgraph_instance from scope)),
    receipts as (select * from staging.chain__receipt),

    -- the limit of a transaction isn't in its receipt; it can't be less than what was used
    transactions as (
        select
            stated.event_date as date,
            receipts.gas_used,
            stated.gas_used as stated_gas,
            stated.gas_used > receipts.gas_used as is_limit,
        from stated
        inner join scope on stated.event_date between scope.first_day and scope.last_day
        left join receipts on stated.transaction_hash = receipts.transaction_hash
    ),

    days as (
        select
            date,
            case when count(*) = count(gas_used) then sum(gas_used) end as gas_used,
            sum(stated_gas) as stated_gas,
            bool_and(is_limit) as is_limit,
        from transactions
        group by date
    )

select
    cast('gas_used' as varchar) as fact,
    cast('network' as varchar) as key,
    cast(null as bigint) as round,
    cast(date as date) as date,
    cast('gas' as varchar) as unit,
    cast('chain' as varchar) as witness_a,
    cast(gas_used as decimal(38, 18)) as value_a,
    cast('subgraph' as varchar) as witness_b,
    cast(stated_gas as decimal(38, 18)) as value_b,
    cast(0 as decimal(38, 18)) as tolerance,
    cast(case when is_limit then 'gas_used_is_limit' end as varchar) as explanation,
from days
order by fact, key, round, date, witness_a, witness_b
