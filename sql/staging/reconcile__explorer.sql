/*
description: >
  What the Explorer says beside the chain and the bonding ledger, and beside the subgraph that most of it comes from. An answer can be as old
  as the caches before it let it be: a value that changed within the answer's day may be the one before.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "network, address of the account, or number of the proposal", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "NULL: the value isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "Day of the answer or of the value; NULL: the value isn't a day's"}
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
    pending_stakes as (select * from staging.explorer__pending_stake),
    current_rounds as (select * from staging.explorer__current_round),
    proposal_states as (select * from staging.explorer__proposal_state),
    protocol_days as (select * from staging.explorer__protocol_day),
    usage_days as (select * from staging.explorer__usage_day),
    subgraph_days as (select * from staging.subgraph__days where _instance in (select subgraph_instance from scope)),
    subgraph_proposals as (
        select * from staging.subgraph__treasury_proposals
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    days as (select * from raw.ledger__delegator_day),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    payments as (select * from staging.chain__winning_ticket_transfer),
    plain_votes as (select * from staging.chain__vote_cast),
    votes_with_params as (select * from staging.chain__vote_cast_with_params),
    ledger_proposals as (select * from staging.ledger__proposal),
    delegator_counts as (select * from staging.reconcile__delegator_count),

    answers as (
        select *, cast(observed_at as date) as date
        from pending_stakes
        qualify row_number() over (partition by account, cast(observed_at as date) order by observed_at desc, _instance) = 1
    ),

    stakes as (
        select
            answers.account as key,
            answers.date,
            case when scope.has_ledger and answers.date < scope.chain_date then from_wei(coalesce(ends.stake_wei, 0)) end as stake_lpt,
            case when scope.has_ledger and answers.date < scope.chain_date then from_wei(coalesce(ends.fees_wei, 0)) end as fees_eth,
            from_wei(abs(coalesce(ends.stake_wei, 0) - coalesce(begins.stake_wei, 0))) as stake_change_lpt,
            from_wei(abs(coalesce(ends.fees_wei, 0) - coalesce(begins.fees_wei, 0))) as fees_change_eth,
            answers.pending_stake_lpt,
            answers.pending_fees_eth,
        from answers
        cross join scope
        left join days as ends on answers.account = ends.delegator and answers.date = ends.day_date
        left join days as begins on answers.account = begins.delegator and answers.date - 1 = begins.day_date
    ),

    seen_rounds as (
        select
            seen.date,
            seen.round,
            before.round as chain_round,
            before.round - earlier.round as tolerance,
            seen.seen_at < scope.chain_at as is_reached,
        from (
            select *, cast(observed_at as date) as date, observed_at as seen_at, observed_at - to_seconds(coalesce(cdn_age_seconds, 0)) as said_at
            from current_rounds
            where is_initialized
            qualify row_number() over (partition by cast(observed_at as date) order by observed_at desc, _instance) = 1
        ) as seen
        cross join scope
        asof left join new_rounds as before on seen.seen_at >= before.event_at
        asof left join new_rounds as earlier on seen.said_at >= earlier.event_at
    ),

    final_states as (
        select *
        from proposal_states
        where is_final
        qualify row_number() over (partition by proposal_id order by observed_at desc, _instance) = 1
    ),

    weights as (
        select
            proposal_id,
            coalesce(sum(weight_lpt) filter (where support = 1), 0) as for_lpt,
            coalesce(sum(weight_lpt) filter (where support = 0), 0) as against_lpt,
            coalesce(sum(weight_lpt) filter (where support = 2), 0) as abstain_lpt,
        from (
            select proposal_id, support, weight_lpt from plain_votes
            union all
            select proposal_id, support, weight_lpt from votes_with_params
        ) as cast_votes
        group by proposal_id
    ),

    tallies as (
        select
            'tally_for' as fact, final_states.proposal_id as key, final_states.votes_for_lpt as stated_lpt,
            from_wei(ledger_proposals.for_wei) as ledger_lpt, subgraph_proposals.for_votes_lpt as subgraph_lpt, weights.for_lpt as gross_lpt,
        from final_states
        left join ledger_proposals on final_states.proposal_id = ledger_proposals.proposal_id
        left join subgraph_proposals on final_states.proposal_id = subgraph_proposals.id
        left join weights on final_states.proposal_id = weights.proposal_id
        union all
        select
            'tally_against', final_states.proposal_id, final_states.votes_against_lpt,
            from_wei(ledger_proposals.against_wei), subgraph_proposals.against_votes_lpt, weights.against_lpt,
        from final_states
        left join ledger_proposals on final_states.proposal_id = ledger_proposals.proposal_id
        left join subgraph_proposals on final_states.proposal_id = subgraph_proposals.id
        left join weights on final_states.proposal_id = weights.proposal_id
        union all
        select
            'tally_abstain', final_states.proposal_id, final_states.votes_abstain_lpt,
            from_wei(ledger_proposals.abstain_wei), subgraph_proposals.abstain_votes_lpt, weights.abstain_lpt,
        from final_states
        left join ledger_proposals on final_states.proposal_id = ledger_proposals.proposal_id
        left join subgraph_proposals on final_states.proposal_id = subgraph_proposals.id
        left join weights on final_states.proposal_id = weights.proposal_id
    ),

    starts as (
        select event_date as date, max(log_position) as log_position
        from new_rounds
        group by event_date
    ),

    day_counts as (
        select starts.date, delegator_counts.delegator_count, delegator_counts.blurred_count, delegator_counts.drifted_count
        from starts
        asof left join delegator_counts on starts.log_position > delegator_counts.log_position
    ),

    -- a day of which the answer was made before its end isn't over there
    shown_usage as (
        select * from usage_days
        where stat_date < cast(observed_at - to_seconds(coalesce(cdn_age_seconds, 0)) as date)
    ),

    shown_days as (
        select * from protocol_days
        where stat_date < cast(observed_at - to_seconds(coalesce(cdn_age_seconds, 0)) as date)
    ),

    paid as (
        select event_date as date, sum(amount_eth) as paid_eth
        from payments
        group by event_date
    ),

    promised as (
        select event_date as date, sum(face_value_eth) as face_value_eth
        from tickets
        group by event_date
    ),

    compared as (
        select 'pending_stake' as fact, key, null as round, date, 'LPT' as unit, 'chain' as witness_a, 'explorer' as witness_b,
            stake_lpt as value_a, pending_stake_lpt as value_b, stake_change_lpt as tolerance, null as explanation
        from stakes
        union all by name
        select 'pending_fees' as fact, key, date, 'ETH' as unit, 'chain' as witness_a, 'explorer' as witness_b,
            fees_eth as value_a, pending_fees_eth as value_b, fees_change_eth as tolerance
        from stakes
        union all by name
        select 'current_round' as fact, 'network' as key, date, 'round' as unit, 'chain' as witness_a, 'explorer' as witness_b,
            case when is_reached then chain_round end as value_a, round as value_b, coalesce(tolerance, 0) as tolerance
        from seen_rounds
        union all by name
        select fact, key, 'LPT' as unit, 'chain' as witness_a, 'explorer' as witness_b,
            ledger_lpt as value_a, stated_lpt as value_b, 0 as tolerance
        from tallies
        union all by name
        select fact, key, 'LPT' as unit, 'explorer' as witness_a, 'subgraph' as witness_b,
            stated_lpt as value_a, subgraph_lpt as value_b, 0 as tolerance,
            defect_if('gross_votes', gross_lpt, subgraph_lpt) as explanation
        from tallies
        union all by name
        select 'day_delegator_count' as fact, 'network' as key, shown_days.stat_date as date, 'accounts' as unit,
            'chain' as witness_a, 'explorer' as witness_b,
            day_counts.delegator_count as value_a, shown_days.delegator_count as value_b, 0 as tolerance,
            coalesce(
                defect_if('delegators_count_drifts', day_counts.drifted_count, shown_days.delegator_count),
                defect_if('end_of_block_reads', day_counts.blurred_count, shown_days.delegator_count)
            ) as explanation
        from shown_days
        inner join day_counts on shown_days.stat_date = day_counts.date
        union all by name
        select 'day_delegator_count' as fact, 'network' as key, shown_days.stat_date as date, 'accounts' as unit,
            'subgraph' as witness_a, 'explorer' as witness_b,
            subgraph_days.delegators_count as value_a, shown_days.delegator_count as value_b, 0 as tolerance
        from shown_days
        inner join subgraph_days on shown_days.stat_date = subgraph_days.day_date
        union all by name
        select 'day_active_count' as fact, 'network' as key, shown_days.stat_date as date, 'orchestrators' as unit,
            'subgraph' as witness_a, 'explorer' as witness_b,
            subgraph_days.active_transcoder_count as value_a, shown_days.active_orchestrator_count as value_b, 0 as tolerance
        from shown_days
        inner join subgraph_days on shown_days.stat_date = subgraph_days.day_date
        union all by name
        select 'day_inflation' as fact, 'network' as key, shown_days.stat_date as date, 'ppb' as unit,
            'subgraph' as witness_a, 'explorer' as witness_b,
            subgraph_days.inflation_ppb as value_a, shown_days.inflation_share * 1000000000 as value_b, 0 as tolerance
        from shown_days
        inner join subgraph_days on shown_days.stat_date = subgraph_days.day_date
        union all by name
        -- a JSON number has some 15 digits
        select 'fees_day' as fact, 'network' as key, shown_usage.stat_date as date, 'ETH' as unit, 'chain' as witness_a, 'explorer' as witness_b,
            case when shown_usage.stat_date < scope.chain_date then coalesce(paid.paid_eth, 0) end as value_a,
            shown_usage.volume_eth as value_b, 0.000000001 as tolerance,
            case
                when abs(promised.face_value_eth - shown_usage.volume_eth) <= 0.000000001 then 'face_value_not_paid'
            end as explanation
        from shown_usage
        inner join starts on shown_usage.stat_date = starts.date
        cross join scope
        left join paid on shown_usage.stat_date = paid.date
        left join promised on shown_usage.stat_date = promised.date
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
    cast(tolerance as decimal(38, 18)) as tolerance,
    cast(explanation as varchar) as explanation,
from compared
order by fact, key, round, date, witness_a, witness_b
