/*
description: >
  Orchestrators at the pinned block: the subgraph's snapshot beside the chain's logs and the bonding ledger as of that block. An
  orchestrator of which one of them has nothing has nothing there.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the orchestrator", checks: [not_null]}
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
        select * from staging.subgraph__transcoders
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    stake_changes as (select * from staging.ledger__stake_change),
    rewards as (select * from staging.chain__reward),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    updates as (select * from staging.chain__transcoder_update),
    activations as (select * from staging.chain__transcoder_activated),
    doubled_rewards as (select * from staging.reconcile__doubled_reward),

    stake_statements as (
        select delegate as orchestrator, log_position, delegate_stake_wei as stake_wei from stake_changes
        union
        select old_delegate, log_position, old_delegate_stake_wei from stake_changes
    ),

    last_statements as (
        select
            stake_statements.orchestrator,
            max(stake_statements.log_position) as log_position,
            max_by(stake_statements.stake_wei, stake_statements.log_position) as stake_wei,
        from stake_statements
        inner join scope on stake_statements.log_position < scope.pinned_position
        where stake_statements.orchestrator is not null
        group by stake_statements.orchestrator
    ),

    known_rewards as (
        select rewards.transcoder as orchestrator, rewards.log_position, rewards.amount_lpt, new_rounds.round
        from rewards
        inner join scope on rewards.log_position < scope.pinned_position
        asof left join new_rounds on rewards.log_position > new_rounds.log_position
    ),

    rewarded as (
        select
            known_rewards.orchestrator,
            max(known_rewards.round) as last_round,
            sum(known_rewards.amount_lpt) filter (
                where known_rewards.log_position > coalesce(last_statements.log_position, 0)
            ) as since_lpt,
        from known_rewards
        left join last_statements on known_rewards.orchestrator = last_statements.orchestrator
        group by known_rewards.orchestrator
    ),

    stake_errors as (
        select doubled_rewards.orchestrator, sum(doubled_rewards.amount_lpt) as amount_lpt
        from doubled_rewards
        inner join scope
            on doubled_rewards.log_position < scope.pinned_position
            and coalesce(doubled_rewards.until_position, 9223372036854775807) >= scope.pinned_position
        group by doubled_rewards.orchestrator
    ),

    declarations as (
        select
            updates.*,
            coalesce(lag(updates.reward_cut_share) over by_orchestrator, 0) <> updates.reward_cut_share as is_reward_cut_changed,
            coalesce(lag(updates.fee_share) over by_orchestrator, 0) <> updates.fee_share as is_fee_share_changed,
        from updates
        inner join scope on updates.log_position < scope.pinned_position
        window by_orchestrator as (partition by updates.transcoder order by updates.log_position)
    ),

    declared as (
        select
            transcoder as orchestrator,
            max_by(reward_cut_share, log_position) as reward_cut_share,
            max_by(fee_share, log_position) as fee_share,
            max(event_at) as declared_at,
            max(event_at) filter (where is_reward_cut_changed) as reward_cut_changed_at,
            max(event_at) filter (where is_fee_share_changed) as fee_share_changed_at,
        from declarations
        group by transcoder
    ),

    activated as (
        select activations.transcoder as orchestrator, max_by(activations.activation_round, activations.log_position) as activation_round
        from activations
        inner join scope on activations.log_position < scope.pinned_position
        group by activations.transcoder
    ),

    orchestrators as (
        select id as orchestrator from stated
        union
        select orchestrator from last_statements
        union
        select orchestrator from rewarded
        union
        select orchestrator from declared
    ),

    beside as (
        select
            orchestrators.orchestrator as key,
            scope.is_reached,
            from_wei(coalesce(last_statements.stake_wei, 0)) + coalesce(rewarded.since_lpt, 0) as stake_lpt,
            coalesce(stake_errors.amount_lpt, 0) as stake_error_lpt,
            coalesce(rewarded.last_round, 0) as last_reward_round,
            coalesce(activated.activation_round, 0) as activation_round,
            coalesce(declared.reward_cut_share, 0) as reward_cut_share,
            coalesce(declared.fee_share, 0) as fee_share,
            coalesce(unix_seconds(declared.declared_at), 0) as declared_at,
            coalesce(unix_seconds(declared.reward_cut_changed_at), 0) as reward_cut_changed_at,
            coalesce(unix_seconds(declared.fee_share_changed_at), 0) as fee_share_changed_at,
            coalesce(stated.total_stake_lpt, 0) as stated_stake_lpt,
            coalesce(stated.last_reward_round, 0) as stated_last_reward_round,
            coalesce(stated.activation_round, 0) as stated_activation_round,
            coalesce(stated.reward_cut_share, 0) as stated_reward_cut_share,
            coalesce(stated.fee_share, 0) as stated_fee_share,
            coalesce(unix_seconds(stated.reward_cut_update_at), 0) as stated_reward_cut_changed_at,
            coalesce(unix_seconds(stated.fee_share_update_at), 0) as stated_fee_share_changed_at,
        from orchestrators
        cross join scope
        left join last_statements on orchestrators.orchestrator = last_statements.orchestrator
        left join rewarded on orchestrators.orchestrator = rewarded.orchestrator
        left join stake_errors on orchestrators.orchestrator = stake_errors.orchestrator
        left join declared on orchestrators.orchestrator = declared.orchestrator
        left join activated on orchestrators.orchestrator = activated.orchestrator
        left join stated on orchestrators.orchestrator = stated.id
        where scope.pinned_block is not null
            and orchestrators.orchestrator <> '0x0000000000000000000000000000000000000000'
    ),

    facts as (
        select 'stake' as fact, key, is_reached, 'LPT' as unit, stake_lpt as chain_value, stated_stake_lpt as value_b,
            defect_if('end_of_block_reads', stake_lpt + stake_error_lpt, stated_stake_lpt) as explanation
        from beside
        union all by name
        select 'last_reward_round' as fact, key, is_reached, 'round' as unit, last_reward_round as chain_value, stated_last_reward_round as value_b
        from beside
        union all by name
        select 'activation_round' as fact, key, is_reached, 'round' as unit, activation_round as chain_value, stated_activation_round as value_b
        from beside
        union all by name
        select 'reward_cut' as fact, key, is_reached, 'share' as unit, reward_cut_share as chain_value, stated_reward_cut_share as value_b
        from beside
        union all by name
        select 'fee_share' as fact, key, is_reached, 'share' as unit, fee_share as chain_value, stated_fee_share as value_b
        from beside
        union all by name
        select 'reward_cut_changed' as fact, key, is_reached, 's since 1970' as unit, reward_cut_changed_at as chain_value,
            stated_reward_cut_changed_at as value_b,
            defect_if('cut_timestamps_move_together', declared_at, stated_reward_cut_changed_at) as explanation
        from beside
        union all by name
        select 'fee_share_changed' as fact, key, is_reached, 's since 1970' as unit, fee_share_changed_at as chain_value,
            stated_fee_share_changed_at as value_b,
            defect_if('cut_timestamps_move_together', declared_at, stated_fee_share_changed_at) as explanation
        from beside
    ),

    compared as (
        select *, null as round, null as date, 0 as tolerance, case when is_reached then chain_value end as value_a
        from facts
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
