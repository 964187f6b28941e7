/*
description: >
  How many events of each kind there were in a UTC day: the subgraph's event entities beside the chain's logs. Some refer to an entity
  which doesn't exist: the claims of newcomers, whose delegate is the zero address, and parameters set before rounds have a length.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Kind of the event", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "NULL: the value isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "The day"}
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

    -- before rounds have a length there is none that an entity could refer to
    first_lengths as (
        select min(log_position) as log_position
        from staging.chain__parameter_update
        where contract = 'RoundsManager' and param = 'roundLength'
    ),

    logs as (
        select 'bond' as kind, event_date as date, false as is_dangling from staging.chain__bond
        union all
        select 'unbond' as kind, event_date as date, false as is_dangling from staging.chain__unbond
        union all
        select 'rebond' as kind, event_date as date, false as is_dangling from staging.chain__rebond
        union all
        select 'transfer_bond' as kind, event_date as date, false as is_dangling from staging.chain__transfer_bond
        union all
        select 'reward' as kind, event_date as date, false as is_dangling from staging.chain__reward
        union all
        select 'earnings_claimed' as kind, event_date as date, address_or_null(delegate) is null as is_dangling from staging.chain__earnings_claimed
        union all
        select 'withdraw_stake' as kind, event_date as date, false as is_dangling from staging.chain__withdraw_stake
        union all
        select 'withdraw_fees' as kind, event_date as date, false as is_dangling from staging.chain__withdraw_fees
        union all
        select 'transcoder_update' as kind, event_date as date, false as is_dangling from staging.chain__transcoder_update
        union all
        select 'transcoder_activated' as kind, event_date as date, false as is_dangling from staging.chain__transcoder_activated
        union all
        select 'transcoder_deactivated' as kind, event_date as date, false as is_dangling from staging.chain__transcoder_deactivated
        union all
        select 'new_round' as kind, event_date as date, false as is_dangling from staging.chain__new_round
        union all
        select 'set_current_reward_tokens' as kind, event_date as date, false as is_dangling from staging.chain__set_current_reward_tokens
        union all
        select 'winning_ticket_redeemed' as kind, event_date as date, false as is_dangling from staging.chain__winning_ticket_redeemed
        union all
        select 'deposit_funded' as kind, event_date as date, false as is_dangling from staging.chain__deposit_funded
        union all
        select 'reserve_funded' as kind, event_date as date, false as is_dangling from staging.chain__reserve_funded
        union all
        select 'reserve_claimed' as kind, event_date as date, false as is_dangling from staging.chain__reserve_claimed
        union all
        select 'withdrawal' as kind, event_date as date, false as is_dangling from staging.chain__withdrawal
        union all
        select 'parameter_update' as kind, event_date as date, log_position < coalesce((select log_position from first_lengths), 0) as is_dangling from staging.chain__parameter_update where contract in ('BondingManager', 'Minter', 'RoundsManager')
        union all
        select 'treasury_vote' as kind, event_date as date, false as is_dangling from staging.chain__vote_cast
        union all
        select 'treasury_vote', event_date, false from staging.chain__vote_cast_with_params
        union all
        select 'poll_vote' as kind, event_date as date, false as is_dangling from staging.chain__vote where choice_id in (0, 1)
        union all
        select 'poll_created' as kind, event_date as date, false as is_dangling from staging.chain__poll_created
        union all
        select 'service_uri_update' as kind, event_date as date, false as is_dangling from staging.chain__service_uri_update where contract = 'ServiceRegistry'
        union all
        select 'migrate_delegator_finalized' as kind, event_date as date, false as is_dangling from staging.chain__migrate_delegator_finalized
        union all
        select 'stake_claimed' as kind, event_date as date, false as is_dangling from staging.chain__stake_claimed
    ),

    stated as (
        select 'bond' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__bond_events
        union all
        select 'unbond' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__unbond_events
        union all
        select 'rebond' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__rebond_events
        union all
        select 'transfer_bond' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__transfer_bond_events
        union all
        select 'reward' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__reward_events
        union all
        select 'earnings_claimed' as kind, event_date as date, address_or_null(delegate) is null as is_dangling, _instance from staging.subgraph__earnings_claimed_events
        union all
        select 'withdraw_stake' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__withdraw_stake_events
        union all
        select 'withdraw_fees' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__withdraw_fees_events
        union all
        select 'transcoder_update' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__transcoder_update_events
        union all
        select 'transcoder_activated' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__transcoder_activated_events
        union all
        select 'transcoder_deactivated' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__transcoder_deactivated_events
        union all
        select 'new_round' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__new_round_events
        union all
        select 'set_current_reward_tokens' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__set_current_reward_tokens_events
        union all
        select 'winning_ticket_redeemed' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__winning_ticket_redeemed_events
        union all
        select 'deposit_funded' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__deposit_funded_events
        union all
        select 'reserve_funded' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__reserve_funded_events
        union all
        select 'reserve_claimed' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__reserve_claimed_events
        union all
        select 'withdrawal' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__withdrawal_events
        union all
        select 'parameter_update' as kind, event_date as date, round = 0 as is_dangling, _instance from staging.subgraph__parameter_update_events
        union all
        select 'treasury_vote' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__treasury_vote_events
        union all
        select 'poll_vote' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__vote_events
        union all
        select 'poll_created' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__poll_created_events
        union all
        select 'service_uri_update' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__service_uri_update_events
        union all
        select 'migrate_delegator_finalized' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__migrate_delegator_finalized_events
        union all
        select 'stake_claimed' as kind, event_date as date, false as is_dangling, _instance from staging.subgraph__stake_claimed_events
    ),

    -- who came from Ethereum under another address
    migrations as (
        select event_date as date, count(*) filter (where l1_addr <> l2_addr) as moved_count
        from staging.chain__migrate_delegator_finalized
        group by event_date
    ),

    stated_migrations as (
        select event_date as date, count(*) filter (where l1_addr <> l2_addr) as moved_count
        from staging.subgraph__migrate_delegator_finalized_events
        where _instance in (select subgraph_instance from scope)
        group by event_date
    ),

    log_counts as (
        select kind, date, count(*) as log_count, count(*) filter (where is_dangling) as dangling_count
        from logs
        group by kind, date
    ),

    stated_counts as (
        select kind, date, count(*) as row_count, count(*) filter (where is_dangling) as dangling_count
        from stated
        where _instance in (select subgraph_instance from scope)
        group by kind, date
    ),

    counts as (
        select
            coalesce(log_counts.kind, stated_counts.kind) as key,
            coalesce(log_counts.date, stated_counts.date) as date,
            coalesce(log_counts.log_count, 0) as log_count,
            coalesce(log_counts.dangling_count, 0) as dangling_count,
            coalesce(stated_counts.row_count, 0) as row_count,
            coalesce(stated_counts.dangling_count, 0) as stated_dangling_count,
        from log_counts
        full join stated_counts on log_counts.kind = stated_counts.kind and log_counts.date = stated_counts.date
    ),

    compared as (
        select
            'event_count' as fact, counts.key, null as round, counts.date, 'events' as unit, 0 as tolerance,
            case when counts.date < scope.chain_date then counts.log_count end as value_a,
            counts.row_count as value_b,
            defect_if('dangling_relation', counts.log_count - counts.dangling_count, counts.row_count) as explanation,
        from counts
        inner join scope on counts.date between scope.first_day and scope.last_day
        union all by name
        select
            'dangling_relation' as fact, counts.key, null as round, counts.date, 'events' as unit, 0 as tolerance,
            0 as value_a,
            counts.stated_dangling_count as value_b,
            defect_if('dangling_relation', counts.dangling_count, counts.stated_dangling_count) as explanation,
        from counts
        inner join scope on counts.date between scope.first_day and scope.last_day
        where counts.key in ('earnings_claimed', 'parameter_update')
        union all by name
        select
            'migrated_elsewhere' as fact, counts.key, null as round, counts.date, 'events' as unit, 0 as tolerance,
            coalesce(migrations.moved_count, 0) as value_a,
            coalesce(stated_migrations.moved_count, 0) as value_b,
            defect_if('l2_addr_repeats_l1', 0, stated_migrations.moved_count) as explanation,
        from counts
        inner join scope on counts.date between scope.first_day and scope.last_day
        left join migrations on counts.date = migrations.date
        left join stated_migrations on counts.date = stated_migrations.date
        where counts.key = 'migrate_delegator_finalized'
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
