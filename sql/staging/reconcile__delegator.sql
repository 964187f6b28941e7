/*
description: >
  Positions at the pinned block: the subgraph's snapshot of delegators and accounts beside the chain's logs and the bonding ledger as
  of that block. Stake and fees are those of the last claim, which both mean; principal is what was bonded or received,
  position_unbonded what was unbonded and not bonded again by the account itself; these two, and the fees withdrawn, of the accounts that
  the snapshot has. One that it doesn't have has neither delegate nor fees there.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the account, network, or what entity rows of the zero address are of", checks: [not_null]}
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
        select * from staging.subgraph__delegators
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    accounts as (
        select * from staging.subgraph__livepeer_accounts
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    transcoders as (
        select * from staging.subgraph__transcoders
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    protocols as (
        select * from staging.subgraph__protocol
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    stake_changes as (select * from staging.ledger__stake_change),
    bonds as (select * from staging.chain__bond),
    unbonds as (select * from staging.chain__unbond),
    rebonds as (select * from staging.chain__rebond),
    transfers as (select * from staging.chain__transfer_bond),
    fee_withdrawals as (select * from staging.chain__withdraw_fees),
    delegator_counts as (select * from staging.reconcile__delegator_count),

    states as (
        select * exclude (newest_first)
        from (
            select
                stake_changes.*,
                row_number() over (partition by stake_changes.delegator order by stake_changes.log_position desc) as newest_first,
            from stake_changes
            inner join scope on stake_changes.log_position < scope.pinned_position
        ) as numbered
        where newest_first = 1
    ),

    -- a rebond of what another account transferred isn't one of what was unbonded
    received_locks as (
        select new_delegator as delegator, new_unbonding_lock_id as unbonding_lock_id
        from transfers
        where old_delegator <> new_delegator
    ),

    acts as (
        select delegator, log_position, additional_amount_lpt as principal_lpt, 0 as unbonded_lpt, 0 as withdrawn_eth from bonds
        union all
        select new_delegator, log_position, amount_lpt, 0, 0 from transfers
        union all
        select delegator, log_position, 0, amount_lpt, 0 from unbonds
        union all
        select rebonds.delegator, rebonds.log_position, 0, -rebonds.amount_lpt, 0
        from rebonds
        anti join received_locks
            on rebonds.delegator = received_locks.delegator
            and rebonds.unbonding_lock_id = received_locks.unbonding_lock_id
        union all
        select delegator, log_position, 0, 0, amount_eth from fee_withdrawals
    ),

    acted as (
        select
            acts.delegator,
            sum(acts.principal_lpt) as principal_lpt,
            sum(acts.unbonded_lpt) as unbonded_lpt,
            sum(acts.withdrawn_eth) as withdrawn_eth,
        from acts
        inner join scope on acts.log_position < scope.pinned_position
        group by acts.delegator
    ),

    positions as (
        select
            coalesce(stated.id, states.delegator) as key,
            stated.id is not null as is_stated,
            from_wei(coalesce(states.bonded_wei, 0)) as bonded_lpt,
            from_wei(coalesce(states.stored_fees_wei, 0)) as fees_eth,
            coalesce(states.start_round, 0) as start_round,
            states.delegate,
            coalesce(acted.principal_lpt, 0) as principal_lpt,
            coalesce(acted.unbonded_lpt, 0) as unbonded_lpt,
            coalesce(acted.withdrawn_eth, 0) as withdrawn_eth,
            coalesce(stated.bonded_amount_lpt, 0) as stated_bonded_lpt,
            coalesce(stated.fees_eth, 0) as stated_fees_eth,
            coalesce(stated.start_round, 0) as stated_start_round,
            stated.delegate as stated_delegate,
            coalesce(stated.principal_lpt, 0) as stated_principal_lpt,
            coalesce(stated.unbonded_lpt, 0) as stated_unbonded_lpt,
            coalesce(stated.withdrawn_fees_eth, 0) as stated_withdrawn_eth,
        from stated
        full join states on stated.id = states.delegator
        left join acted on coalesce(stated.id, states.delegator) = acted.delegator
    ),

    -- the subgraph names a delegate for accounts that it lists as transcoders alone: themselves
    account_delegates as (
        select
            accounts.id as key,
            states.delegate,
            address_or_null(accounts.delegate) as stated_delegate,
            transcoders.id as delegate_by_defect,
        from accounts
        left join states on accounts.id = states.delegator
        left join transcoders on accounts.id = transcoders.id
    ),

    zero_rows as (
        select 'transcoders' as key, count(*) as row_count from transcoders where address_or_null(id) is null
        union all
        select 'delegators', count(*) from stated where address_or_null(id) is null
        union all
        select 'accounts', count(*) from accounts where address_or_null(id) is null
    ),

    facts as (
        select 'position_bonded' as fact, key, 'LPT' as unit, bonded_lpt as chain_value, stated_bonded_lpt as value_b, null as explanation
        from positions
        union all by name
        select 'position_fees' as fact, key, 'ETH' as unit, fees_eth as chain_value, stated_fees_eth as value_b
        from positions
        union all by name
        select 'position_principal' as fact, key, 'LPT' as unit, principal_lpt as chain_value, stated_principal_lpt as value_b
        from positions
        where is_stated
        union all by name
        select 'position_unbonded' as fact, key, 'LPT' as unit, unbonded_lpt as chain_value, stated_unbonded_lpt as value_b
        from positions
        where is_stated
        union all by name
        select 'position_withdrawn_fees' as fact, key, 'ETH' as unit, withdrawn_eth as chain_value, stated_withdrawn_eth as value_b
        from positions
        where is_stated
        union all by name
        select 'position_start_round' as fact, key, 'round' as unit, start_round as chain_value, stated_start_round as value_b
        from positions
        union all by name
        select 'position_delegate' as fact, key, '0 none, 1 the ledger''s, 2 another' as unit,
            delegate_code(delegate, delegate) as chain_value, delegate_code(stated_delegate, delegate) as value_b
        from positions
        union all by name
        select 'account_delegate' as fact, key, '0 none, 1 the ledger''s, 2 another' as unit,
            delegate_code(delegate, delegate) as chain_value, delegate_code(stated_delegate, delegate) as value_b,
            case when stated_delegate is not distinct from delegate_by_defect then 'account_delegate_zero' end as explanation
        from account_delegates
        union all by name
        select 'zero_address' as fact, key, 'rows' as unit, 0 as chain_value, row_count as value_b, 'zero_address_rows' as explanation
        from zero_rows
        union all by name
        select 'delegator_count' as fact, 'network' as key, 'accounts' as unit,
            coalesce(delegator_counts.delegator_count, 0) as chain_value, protocols.delegators_count as value_b,
            coalesce(
                defect_if('delegators_count_drifts', delegator_counts.drifted_count, protocols.delegators_count),
                defect_if('end_of_block_reads', delegator_counts.blurred_count, protocols.delegators_count)
            ) as explanation
        from (select protocols.delegators_count, scope.pinned_position from protocols cross join scope) as protocols
        asof left join delegator_counts on protocols.pinned_position > delegator_counts.log_position
    ),

    compared as (
        select facts.*, null as round, null as date, 0 as tolerance, case when scope.is_reached then facts.chain_value end as value_a
        from facts
        inner join scope on scope.pinned_block is not null
        where facts.fact = 'zero_address' or address_or_null(facts.key) is not null
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
