/*
description: >
  What a round is and what happened in it: the subgraph's rounds beside the chain's logs and the bonding ledger, for the rounds that
  the subgraph says are over. The supply of a round's end follows from what the next one may mint, which is a part of it; new and
  moved stake are what bonds say was added, and what they took from one delegate to another.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "network", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "The round"}
  - {name: date, type: DATE, unit: UTC, description: "Date of its start"}
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
    stated as (select * from staging.subgraph__rounds where _instance in (select subgraph_instance from scope)),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    blocks as (select * from staging.chain__block),
    receipts as (select * from staging.chain__receipt),
    reward_tokens as (select * from staging.chain__set_current_reward_tokens),
    bonds as (select * from staging.chain__bond),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    payments as (select * from staging.chain__winning_ticket_transfer),
    stake_changes as (select * from staging.ledger__stake_change),
    ledger_rounds as (select * from staging.ledger__round),
    pool_sizes as (select * from staging.reconcile__pool_size),

    rounds as (
        select
            round,
            event_at,
            event_date,
            block_number,
            transaction_hash,
            log_position as start_position,
            lead(round) over (order by log_position) as next_round,
        from new_rounds
    ),

    -- the Minter states what a round may mint in the transaction of its NewRound
    mintable as (
        select
            rounds.round,
            max_by(reward_tokens.current_mintable_tokens_lpt, reward_tokens.log_position) as mintable_lpt,
            max_by(reward_tokens.current_inflation, reward_tokens.log_position) as inflation_ppb,
        from rounds
        inner join reward_tokens on rounds.transaction_hash = reward_tokens.transaction_hash
        group by rounds.round
    ),

    -- mintable is supply * inflation / 1e9, floored: the supply is known up to 1e9 / inflation wei
    supplies as (
        select
            rounds.round,
            from_wei((to_wei(mintable.mintable_lpt) * 1000000000) // nullif(mintable.inflation_ppb, 0)) as supply_lpt,
            from_wei(1000000000 // nullif(mintable.inflation_ppb, 0) + 1) as tolerance_lpt,
        from rounds
        inner join mintable on rounds.next_round = mintable.round
    ),

    l1_blocks as (
        select block_number, max(l1_block_number) as l1_block_number
        from (
            select block_number, l1_block_number from blocks
            union all
            select block_number, l1_block_number from receipts
        ) as sightings
        group by block_number
    ),

    block_ends as (
        select delegator, block_number, max_by(bonded_wei, log_position) as bonded_wei
        from stake_changes
        group by delegator, block_number
    ),

    added as (
        select
            bonds.log_position,
            bonds.additional_amount_lpt,
            bonds.bonded_amount_lpt - bonds.additional_amount_lpt as moved_lpt,
            from_wei(block_ends.bonded_wei) - bonds.additional_amount_lpt as moved_by_block_end_lpt,
            bonds.bonded_amount_lpt > bonds.additional_amount_lpt and bonds.old_delegate <> bonds.new_delegate as is_move,
        from bonds
        left join block_ends on bonds.delegator = block_ends.delegator and bonds.block_number = block_ends.block_number
    ),

    bonded as (
        select
            rounds.round,
            sum(added.additional_amount_lpt) as new_stake_lpt,
            coalesce(sum(added.additional_amount_lpt) filter (where added.is_move), 0) as new_stake_of_moves_lpt,
            coalesce(sum(added.moved_lpt) filter (where added.is_move), 0) as moved_stake_lpt,
            coalesce(sum(added.moved_by_block_end_lpt) filter (where added.is_move), 0) as moved_by_block_end_lpt,
        from added
        asof inner join rounds on added.log_position >= rounds.start_position
        group by rounds.round
    ),

    paid as (
        select rounds.round, sum(payments.amount_eth) as paid_eth
        from payments
        asof inner join rounds on payments.log_position >= rounds.start_position
        group by rounds.round
    ),

    promised as (
        select rounds.round, sum(tickets.face_value_eth) as face_value_eth
        from tickets
        asof inner join rounds on tickets.log_position >= rounds.start_position
        group by rounds.round
    ),

    active as (
        select rounds.round, pool_sizes.orchestrator_count as active_count
        from rounds
        asof inner join pool_sizes on rounds.start_position > pool_sizes.log_position
    ),

    beside as (
        select
            stated.round,
            rounds.event_date as date,
            rounds.next_round is not null as is_over,
            scope.has_ledger,
            rounds.event_at as started_at,
            l1_blocks.l1_block_number,
            mintable.mintable_lpt,
            mintable.inflation_ppb,
            supplies.supply_lpt,
            supplies.tolerance_lpt,
            from_wei(ledger_rounds.total_stake_wei) as total_stake_lpt,
            active.active_count,
            coalesce(bonded.new_stake_lpt, 0) as new_stake_lpt,
            coalesce(bonded.new_stake_of_moves_lpt, 0) as new_stake_of_moves_lpt,
            coalesce(bonded.moved_stake_lpt, 0) as moved_stake_lpt,
            coalesce(bonded.moved_by_block_end_lpt, 0) as moved_by_block_end_lpt,
            coalesce(paid.paid_eth, 0) as paid_eth,
            coalesce(promised.face_value_eth, 0) as face_value_eth,
            stated.start_at as stated_start_at,
            stated.start_block as stated_start_block,
            stated.length as stated_length,
            stated.mintable_tokens_lpt as stated_mintable_lpt,
            stated.inflation_ppb as stated_inflation_ppb,
            stated.total_supply_lpt as stated_supply_lpt,
            stated.total_active_stake_lpt as stated_stake_lpt,
            stated.participation_rate as stated_participation_share,
            stated.active_transcoder_count as stated_active_count,
            stated.new_stake_lpt as stated_new_stake_lpt,
            stated.moved_stake_lpt as stated_moved_stake_lpt,
            stated.volume_eth as stated_volume_eth,
        from stated
        cross join scope
        left join rounds on stated.round = rounds.round
        left join l1_blocks on rounds.block_number = l1_blocks.block_number
        left join mintable on stated.round = mintable.round
        left join supplies on stated.round = supplies.round
        left join ledger_rounds on stated.round = ledger_rounds.round
        left join active on stated.round = active.round
        left join bonded on stated.round = bonded.round
        left join paid on stated.round = paid.round
        left join promised on stated.round = promised.round
    ),

    compared as (
        select 'round_start' as fact, 'network' as key, round, date, 's since 1970' as unit, 0 as tolerance, null as explanation,
            unix_seconds(started_at) as value_a, unix_seconds(stated_start_at) as value_b
        from beside
        union all by name
        -- the round was initialised in one of its Ethereum blocks
        select 'round_start_block' as fact, 'network' as key, round, date, 'L1 block' as unit, stated_length - 1 as tolerance,
            l1_block_number as value_a, stated_start_block as value_b
        from beside
        union all by name
        select 'round_mintable' as fact, 'network' as key, round, date, 'LPT' as unit, 0 as tolerance,
            mintable_lpt as value_a, stated_mintable_lpt as value_b
        from beside
        union all by name
        -- of a round that began without stake the subgraph states none
        select 'round_inflation' as fact, 'network' as key, round, date, 'ppb' as unit, 0 as tolerance,
            inflation_ppb as value_a, case when stated_stake_lpt > 0 then stated_inflation_ppb end as value_b
        from beside
        union all by name
        select 'round_supply' as fact, 'network' as key, round, date, 'LPT' as unit, coalesce(tolerance_lpt, 0) as tolerance,
            supply_lpt as value_a, stated_supply_lpt as value_b
        from beside
        union all by name
        select 'round_total_stake' as fact, 'network' as key, round, date, 'LPT' as unit, 0 as tolerance,
            total_stake_lpt as value_a, stated_stake_lpt as value_b
        from beside
        union all by name
        select 'round_participation' as fact, 'network' as key, round, date, 'share' as unit, 0.000000000001 as tolerance,
            cast(cast(total_stake_lpt as double) / cast(supply_lpt as double) as decimal(38, 18)) as value_a,
            cast(stated_participation_share as decimal(38, 18)) as value_b
        from beside
        union all by name
        select 'round_active_count' as fact, 'network' as key, round, date, 'orchestrators' as unit, 0 as tolerance,
            active_count as value_a, stated_active_count as value_b
        from beside
        union all by name
        select 'round_new_stake' as fact, 'network' as key, round, date, 'LPT' as unit, 0 as tolerance,
            case when is_over then new_stake_lpt end as value_a, stated_new_stake_lpt as value_b,
            defect_if('new_stake_undercounted', new_stake_of_moves_lpt, stated_new_stake_lpt) as explanation
        from beside
        union all by name
        select 'round_moved_stake' as fact, 'network' as key, round, date, 'LPT' as unit, 0 as tolerance,
            case when is_over and has_ledger then moved_stake_lpt end as value_a, stated_moved_stake_lpt as value_b,
            defect_if('new_stake_undercounted', moved_by_block_end_lpt, stated_moved_stake_lpt) as explanation
        from beside
        union all by name
        select 'round_fees' as fact, 'network' as key, round, date, 'ETH' as unit, 0 as tolerance,
            case when is_over then paid_eth end as value_a, stated_volume_eth as value_b,
            defect_if('face_value_not_paid', face_value_eth, stated_volume_eth) as explanation
        from beside
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
