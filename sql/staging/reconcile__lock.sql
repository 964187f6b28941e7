/*
description: >
  Stake that waits to be withdrawn at the pinned block: the subgraph's locks beside the bonding ledger's that were open then. A lock
  that one of them doesn't have has nothing in it there.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the account and number of the lock", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "NULL: the value isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "NULL: the value isn't a day's"}
  - {name: unit, type: VARCHAR, unit: none, description: "What the two values count", checks: [not_null]}
  - {name: witness_a, type: VARCHAR, unit: none, description: "First witness", checks: [not_null]}
  - {name: value_a, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: witness_b, type: VARCHAR, unit: none, description: "Second witness", checks: [not_null]}
  - {name: value_b, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: tolerance, type: "DECIMAL(38,18)", unit: as unit says, description: "Difference that is none", checks: [not_null]}
  - {name: explanation, type: VARCHAR, unit: none, description: "Defect whose rule gives value_b", checks: [{references: reference.witness_defect.defect}]}
*/
with
    scope as (select * from staging.reconcile__scope),
    stated as (
        select * from staging.subgraph__unbonding_locks
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    locks as (select * from staging.ledger__lock),

    open_locks as (
        select locks.*
        from locks
        inner join scope
            on locks.opened_block_number <= scope.pinned_block
            and coalesce(locks.ended_block_number, 9223372036854775807) > scope.pinned_block
    ),

    beside as (
        select
            coalesce(stated.delegator, open_locks.delegator) || ' ' || coalesce(stated.unbonding_lock_id, open_locks.lock_id) as key,
            from_wei(coalesce(open_locks.amount_wei, 0)) as amount_lpt,
            coalesce(open_locks.withdraw_round, 0) as withdraw_round,
            coalesce(stated.amount_lpt, 0) as stated_amount_lpt,
            coalesce(stated.withdraw_round, 0) as stated_withdraw_round,
        from stated
        full join open_locks on stated.delegator = open_locks.delegator and stated.unbonding_lock_id = open_locks.lock_id
    ),

    facts as (
        select 'lock_amount' as fact, key, 'LPT' as unit, amount_lpt as chain_value, stated_amount_lpt as value_b from beside
        union all
        select 'lock_withdraw_round', key, 'round', withdraw_round, stated_withdraw_round from beside
    ),

    compared as (
        select
            facts.*, null as round, null as date, 0 as tolerance, null as explanation,
            case when scope.is_reached then facts.chain_value end as value_a,
        from facts
        inner join scope on scope.pinned_block is not null
    )

select
    cast(fact as varchar) as fact,
    cast(key as varchar) as key,
    cast(round as bigint) as round,
    cast(date as date) as date,
    cast(unit as varchar) as unit,
    cast('chain' as varchar) as witness_a,
    cast(value_a as decimal(38, 18)) as value_a,
    cast('subgraph' as varchar) as witness_b,
    cast(value_b as decimal(38, 18)) as value_b,
    cast(tolerance as decimal(38, 18)) as tolerance,
    cast(explanation as varchar) as explanation,
from compared
order by fact, key, round, date, witness_a, witness_b
