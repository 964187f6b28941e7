/*
description: >
  What gateways have in the TicketBroker at the pinned block: the subgraph's snapshot beside the bonding ledger. The subgraph takes the
  whole face value of a ticket that is more than the deposit from the reserve, and takes what the reserve gave once more.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the gateway", checks: [not_null]}
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
        select * from staging.subgraph__broadcasters
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    balances as (select * from staging.ledger__gateway_balance),
    deposits as (select * from staging.chain__deposit_funded),
    reserves as (select * from staging.chain__reserve_funded),
    reserve_claims as (select * from staging.chain__reserve_claimed),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    withdrawals as (select * from staging.chain__withdrawal),

    last_balances as (
        select
            balances.gateway,
            max_by(balances.deposit_wei, balances.log_position) as deposit_wei,
            max_by(balances.reserve_wei, balances.log_position) as reserve_wei,
        from balances
        inner join scope on balances.log_position < scope.pinned_position
        group by balances.gateway
    ),

    acts as (
        select sender as gateway, log_position, 'deposit' as kind, to_wei(amount_eth) as wei from deposits
        union all
        select reserve_holder, log_position, 'reserve', to_wei(amount_eth) from reserves
        union all
        select reserve_holder, log_position, 'claim', to_wei(amount_eth) from reserve_claims
        union all
        select sender, log_position, 'ticket', to_wei(face_value_eth) from tickets
        union all
        select sender, log_position, 'withdrawal', 0 from withdrawals
    ),

    histories as (
        select
            acts.gateway,
            list(
                {'kind': acts.kind, 'wei': acts.wei, 'deposit': 0::hugeint, 'reserve': 0::hugeint} order by acts.log_position
            ) as steps,
        from acts
        inner join scope on acts.log_position < scope.pinned_position
        group by acts.gateway
    ),

    -- the subgraph's own bookkeeping, step by step
    mirrored as (
        select
            gateway,
            list_reduce(
                list_prepend({'kind': 'none', 'wei': 0::hugeint, 'deposit': 0::hugeint, 'reserve': 0::hugeint}, steps),
                lambda had, step: {
                    'kind': step.kind,
                    'wei': step.wei,
                    'deposit': case step.kind
                        when 'deposit' then had.deposit + step.wei
                        when 'ticket' then case when step.wei > had.deposit then 0 else had.deposit - step.wei end
                        when 'withdrawal' then 0
                        else had.deposit
                    end,
                    'reserve': case step.kind
                        when 'reserve' then had.reserve + step.wei
                        when 'claim' then had.reserve - step.wei
                        when 'ticket' then case when step.wei > had.deposit then greatest(had.reserve - step.wei, 0) else had.reserve end
                        when 'withdrawal' then 0
                        else had.reserve
                    end
                }
            ) as balance,
        from histories
    ),

    beside as (
        select
            coalesce(stated.id, last_balances.gateway) as key,
            from_wei(coalesce(last_balances.deposit_wei, 0)) as deposit_eth,
            from_wei(coalesce(last_balances.reserve_wei, 0)) as reserve_eth,
            from_wei(mirrored.balance.deposit) as deposit_by_defect_eth,
            from_wei(mirrored.balance.reserve) as reserve_by_defect_eth,
            coalesce(stated.deposit_eth, 0) as stated_deposit_eth,
            coalesce(stated.reserve_eth, 0) as stated_reserve_eth,
        from stated
        full join last_balances on stated.id = last_balances.gateway
        left join mirrored on coalesce(stated.id, last_balances.gateway) = mirrored.gateway
    ),

    facts as (
        select 'gateway_deposit' as fact, key, deposit_eth as chain_value, stated_deposit_eth as value_b,
            defect_if('reserve_counted_twice', deposit_by_defect_eth, stated_deposit_eth) as explanation,
        from beside
        union all
        select 'gateway_reserve', key, reserve_eth, stated_reserve_eth,
            defect_if('reserve_counted_twice', reserve_by_defect_eth, stated_reserve_eth),
        from beside
    ),

    compared as (
        select
            facts.*, null as round, null as date, 'ETH' as unit, 0 as tolerance,
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
