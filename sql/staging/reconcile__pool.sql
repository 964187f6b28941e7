/*
description: >
  What an orchestrator earned in a round and what it is divided by: the subgraph's pools beside the chain's logs and the bonding
  ledger, for the rounds that the subgraph says are over. No pool means that the subgraph says nothing was earned.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the orchestrator", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Round of the earnings"}
  - {name: date, type: DATE, unit: UTC, description: "Date of the start of the round"}
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
    pools as (select * from staging.subgraph__pools where _instance in (select subgraph_instance from scope)),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    rewards as (select * from staging.chain__reward),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    payments as (select * from staging.chain__winning_ticket_transfer),
    orchestrator_rounds as (select * from staging.ledger__orchestrator_round),
    doubled_rewards as (select * from staging.reconcile__doubled_reward),

    rounds as (
        select
            round,
            event_date,
            log_position as start_position,
            lead(log_position) over (order by log_position) is not null as is_over,
        from new_rounds
    ),

    compared_rounds as (select * from rounds where round in (select round from pools)),

    logs as (
        select transcoder as orchestrator, log_position, amount_lpt as reward_lpt, 0 as paid_eth, 0 as face_value_eth from rewards
        union all
        select recipient, log_position, 0, amount_eth, 0 from payments
        union all
        select recipient, log_position, 0, 0, face_value_eth from tickets
    ),

    earned as (
        select
            logs.orchestrator,
            rounds.round,
            sum(logs.reward_lpt) as reward_lpt,
            sum(logs.paid_eth) as paid_eth,
            sum(logs.face_value_eth) as face_value_eth,
        from logs
        asof inner join rounds on logs.log_position >= rounds.start_position
        group by logs.orchestrator, rounds.round
    ),

    active as (select * from orchestrator_rounds where is_active),

    pairs as (
        select delegate as orchestrator, round from pools
        union
        select orchestrator, round from earned
        union
        select orchestrator, round from active
    ),

    -- the stake that was read at the beginning of a round may have had a reward in it twice
    stake_errors as (
        select compared_rounds.round, doubled_rewards.orchestrator, sum(doubled_rewards.amount_lpt) as amount_lpt
        from compared_rounds
        inner join doubled_rewards
            on doubled_rewards.log_position < compared_rounds.start_position
            and compared_rounds.start_position < coalesce(doubled_rewards.until_position, 9223372036854775807)
        group by compared_rounds.round, doubled_rewards.orchestrator
    ),

    beside as (
        select
            pairs.orchestrator as key,
            pairs.round,
            compared_rounds.event_date as date,
            scope.has_ledger,
            compared_rounds.is_over,
            pools.delegate is not null as has_pool,
            active.orchestrator is not null as is_active,
            coalesce(earned.reward_lpt, 0) as reward_lpt,
            coalesce(earned.paid_eth, 0) as paid_eth,
            coalesce(earned.face_value_eth, 0) as face_value_eth,
            coalesce(from_wei(active.stake_wei), 0) as stake_lpt,
            coalesce(stake_errors.amount_lpt, 0) as stake_error_lpt,
            coalesce(share_of_ppm(active.reward_cut_ppm), 0) as reward_cut_share,
            coalesce(share_of_ppm(active.fee_share_ppm), 0) as fee_share,
            coalesce(pools.reward_tokens_lpt, 0) as stated_reward_lpt,
            coalesce(pools.fees_eth, 0) as stated_fees_eth,
            coalesce(pools.total_stake_lpt, 0) as stated_stake_lpt,
            coalesce(pools.reward_cut_share, 0) as stated_reward_cut_share,
            coalesce(pools.fee_share, 0) as stated_fee_share,
        from pairs
        inner join compared_rounds on pairs.round = compared_rounds.round
        cross join scope
        left join pools on pairs.orchestrator = pools.delegate and pairs.round = pools.round
        left join earned on pairs.orchestrator = earned.orchestrator and pairs.round = earned.round
        left join active on pairs.orchestrator = active.orchestrator and pairs.round = active.round
        left join stake_errors on pairs.orchestrator = stake_errors.orchestrator and pairs.round = stake_errors.round
    ),

    compared as (
        select
            'reward' as fact, key, round, date, 'LPT' as unit, 0 as tolerance, null as explanation,
            case when is_over then reward_lpt end as value_a,
            stated_reward_lpt as value_b,
        from beside
        union all by name
        select
            'fees' as fact, key, round, date, 'ETH' as unit, 0 as tolerance,
            case when is_over then paid_eth end as value_a,
            stated_fees_eth as value_b,
            case
                when has_pool then defect_if('face_value_not_paid', face_value_eth, stated_fees_eth)
                when has_ledger and not is_active then 'fees_outside_pool_dropped'
            end as explanation,
        from beside
        union all by name
        select
            'round_stake' as fact, key, round, date, 'LPT' as unit, 0 as tolerance,
            case when has_ledger then stake_lpt end as value_a,
            stated_stake_lpt as value_b,
            defect_if('end_of_block_reads', stake_lpt + stake_error_lpt, stated_stake_lpt) as explanation,
        from beside
        where is_active or not has_ledger
        union all by name
        select
            'round_reward_cut' as fact, key, round, date, 'share' as unit, 0 as tolerance, null as explanation,
            case when has_ledger and is_over then reward_cut_share end as value_a,
            stated_reward_cut_share as value_b,
        from beside
        where is_active or not has_ledger
        union all by name
        select
            'round_fee_share' as fact, key, round, date, 'share' as unit, 0 as tolerance, null as explanation,
            case when has_ledger and is_over then fee_share end as value_a,
            stated_fee_share as value_b,
        from beside
        where is_active or not has_ledger
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
