/*
description: >
  Every address that was ever an orchestrator: it declared cuts, joined the active set, bonded to itself, called for a reward
  or redeemed a ticket. Today's values stand here; their history is in fct_cut_change and fct_reward_call. The chain says who is
  one; its name, and where tests reach it best, are what the Explorer and the leaderboards say.
grain: one row per orchestrator address
key: [orchestrator]
evidence: onchain
questions: [income, competitors]
columns:
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address, lower-case", checks: [not_null]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "ENS name, or the short form of the address", checks: [not_null]}
  - {name: ens_name, type: VARCHAR, unit: none, description: "ENS name that the address claims, by the Explorer; NULL for none"}
  - {name: operator, type: VARCHAR, unit: none, description: "Operator behind the address; NULL until operators.yaml names it"}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the active set of the open round; NULL where rounds are unknown"}
  - {name: activation_round, type: BIGINT, unit: round, description: "First round of its latest time in the active set; NULL if it never joined"}
  - {name: deactivation_round, type: BIGINT, unit: round, description: "First round out of the active set again; NULL if it never joined or hasn't left"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards that the operator keeps now; 0, the contract's own, if it never declared any", checks: [not_null]}
  - {name: fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator keeps now; 1, the contract's own, if it never declared any", checks: [not_null]}
  - {name: delegator_fee_share, type: "DECIMAL(9,6)", unit: share, description: "1 - fee_cut_share: the chain's feeShare", checks: [not_null]}
  - {name: cut_change_count, type: BIGINT, unit: none, description: "Declarations of cuts", checks: [not_null]}
  - {name: service_uri, type: VARCHAR, unit: none, description: "Address of its node as registered last for transcoding; where the logs have none, what the subgraph or the price list has; NULL if nobody has one"}
  - {name: service_uri_source, type: VARCHAR, unit: none, description: "Witness of service_uri; NULL where that is", checks: [{accepted_values: [chain, subgraph, price_list]}]}
  - {name: ai_service_uri, type: VARCHAR, unit: none, description: "Address of its node as registered last for AI jobs; NULL if it never registered one"}
  - {name: reward_caller, type: VARCHAR, unit: none, description: "Other address that it lets call its rewards; NULL if it set none"}
  - {name: best_region, type: VARCHAR, unit: none, description: "Region whose tests it does best in (fct_performance), a hint where it stands: nobody states that; NULL without a test that succeeded"}
  - {name: best_region_score, type: DOUBLE, unit: "0..1", description: "Its score there"}
  - {name: best_region_date, type: DATE, unit: UTC, description: "Day of these tests: its last with any"}
  - {name: first_seen_at, type: TIMESTAMP, unit: UTC, description: "Time of its first log as an orchestrator; NULL where the log carries none"}
  - {name: first_seen_date, type: DATE, unit: UTC, description: "Date of first_seen_at"}
  - {name: first_seen_round, type: BIGINT, unit: round, description: "Round of that log; NULL where rounds are unknown"}
  - {name: last_reward_round, type: BIGINT, unit: round, description: "Last round whose reward it called for; NULL if none or where rounds are unknown"}
  - {name: last_rewarded_at, type: TIMESTAMP, unit: UTC, description: "Time of its last reward call"}
  - {name: active_round_count, type: BIGINT, unit: none, description: "Initialised rounds in which it was active, the open one included; NULL where rounds are unknown"}
  - {name: called_round_count, type: BIGINT, unit: none, description: "Reward calls", checks: [not_null]}
  - {name: missed_round_count, type: BIGINT, unit: none, description: "Rounds that ended without its call though it was active; NULL where rounds are unknown"}
  - {name: winning_ticket_count, type: BIGINT, unit: none, description: "Redeemed tickets, those that paid nothing included", checks: [not_null]}
  - {name: fees_paid_eth, type: "DECIMAL(38,18)", unit: ETH, description: "ETH that tickets moved to it, self-paid ones included", checks: [not_null]}
  - {name: reward_net_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that it and its delegators got by its reward calls", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
*/
with
    updates as (select * from staging.chain__transcoder_update),
    activations as (select * from staging.chain__transcoder_activated),
    deactivations as (select * from staging.chain__transcoder_deactivated),
    bonds as (select * from staging.chain__bond),
    service_uris as (select * from staging.chain__service_uri_update),
    reward_callers as (select * from staging.chain__reward_caller_set),
    cuts as (select * from main.fct_cut_change),
    reward_calls as (select * from main.fct_reward_call),
    tickets as (select * from main.fct_fee_flow),
    rounds as (select * from main.dim_round where start_log_position is not null),
    names as (select * from main.dim_ens_name),
    transcoders as (select * from staging.subgraph__transcoders where service_uri <> ''),
    prices as (select * from main.fct_orchestrator_price where service_uri <> ''),
    tests as (select * from main.fct_performance where score > 0),

    signs as (
        select transcoder as orchestrator, log_position, event_at, _instance from updates
        union all
        select transcoder, log_position, event_at, _instance from activations
        union all
        select delegator, log_position, event_at, _instance from bonds where new_delegate = delegator
        union all
        select orchestrator, log_position, rewarded_at, _instance from reward_calls where is_called
        union all
        select orchestrator, log_position, redeemed_at, _instance from tickets
    ),

    first_signs as (
        select
            orchestrator,
            min(log_position) as log_position,
            min_by(event_at, log_position) as event_at,
            min_by(_instance, log_position) as _instance,
        from signs
        group by orchestrator
    ),

    first_seen as (
        select first_signs.*, rounds.round
        from first_signs
        asof left join rounds on first_signs.log_position >= rounds.start_log_position
    ),

    pool_spells as (
        select
            activations.transcoder as orchestrator,
            max_by(activations.activation_round, activations.log_position) as activation_round,
            max(activations.log_position) as log_position,
        from activations
        group by activations.transcoder
    ),

    pool_exits as (
        select
            pool_spells.orchestrator,
            min_by(deactivations.deactivation_round, deactivations.log_position) as deactivation_round,
        from pool_spells
        inner join deactivations
            on pool_spells.orchestrator = deactivations.transcoder
            and pool_spells.log_position < deactivations.log_position
        group by pool_spells.orchestrator
    ),

    cut_counts as (
        select orchestrator, count(*) as cut_change_count
        from cuts
        group by orchestrator
    ),

    uris as (
        select
            addr as orchestrator,
            max_by(service_uri, log_position) filter (where contract = 'ServiceRegistry') as service_uri,
            max_by(service_uri, log_position) filter (where contract = 'AIServiceRegistry') as ai_service_uri,
        from service_uris
        group by addr
    ),

    -- the newest statement of each other witness
    indexed_uris as (
        select id as orchestrator, service_uri
        from transcoders
        qualify row_number() over (partition by id order by pinned_block desc, _instance) = 1
    ),

    asked_uris as (
        select orchestrator, service_uri
        from prices
        qualify row_number() over (partition by orchestrator order by priced_at desc, source desc, _instance) = 1
    ),

    best_tests as (
        select orchestrator, region, score, performance_date
        from tests
        qualify row_number() over (
            partition by orchestrator
            order by performance_date desc, job_type desc, score desc, region, source desc, pipeline, model, source_pipeline, _instance
        ) = 1
    ),

    callers as (
        select transcoder as orchestrator, address_or_null(max_by(reward_caller, log_position)) as reward_caller
        from reward_callers
        group by transcoder
    ),

    reward_totals as (
        select
            orchestrator,
            max(round) filter (where is_called) as last_reward_round,
            max(rewarded_at) as last_rewarded_at,
            count(round) as active_round_count,
            count(*) filter (where is_called) as called_round_count,
            count(*) filter (where is_missed) as missed_round_count,
            sum(net_lpt) as reward_net_lpt,
        from reward_calls
        group by orchestrator
    ),

    ticket_totals as (
        select orchestrator, count(*) as winning_ticket_count, sum(paid_eth) as fees_paid_eth
        from tickets
        group by orchestrator
    ),

    active_now as (
        select reward_calls.orchestrator
        from reward_calls
        inner join rounds on reward_calls.round = rounds.round
        where rounds.is_open
    ),

    known_rounds as (select count(*) > 0 as has_rounds from rounds)

select
    cast(first_seen.orchestrator as varchar) as orchestrator,
    cast(coalesce(names.ens_name, short_address(first_seen.orchestrator)) as varchar) as orchestrator_name,
    cast(names.ens_name as varchar) as ens_name,
    cast(null as varchar) as operator,
    cast(case when known_rounds.has_rounds then active_now.orchestrator is not null end as boolean) as is_active,
    cast(pool_spells.activation_round as bigint) as activation_round,
    cast(pool_exits.deactivation_round as bigint) as deactivation_round,
    cast(coalesce(cuts.new_reward_cut_share, 0) as decimal(9, 6)) as reward_cut_share,
    cast(coalesce(cuts.new_fee_cut_share, 1) as decimal(9, 6)) as fee_cut_share,
    cast(coalesce(cuts.delegator_fee_share, 0) as decimal(9, 6)) as delegator_fee_share,
    cast(coalesce(cut_counts.cut_change_count, 0) as bigint) as cut_change_count,
    cast(coalesce(uris.service_uri, indexed_uris.service_uri, asked_uris.service_uri) as varchar) as service_uri,
    cast(
        case
            when uris.service_uri is not null then 'chain'
            when indexed_uris.service_uri is not null then 'subgraph'
            when asked_uris.service_uri is not null then 'price_list'
        end as varchar
    ) as service_uri_source,
    cast(uris.ai_service_uri as varchar) as ai_service_uri,
    cast(callers.reward_caller as varchar) as reward_caller,
    cast(best_tests.region as varchar) as best_region,
    cast(best_tests.score as double) as best_region_score,
    cast(best_tests.performance_date as date) as best_region_date,
    cast(first_seen.event_at as timestamp) as first_seen_at,
    cast(first_seen.event_at as date) as first_seen_date,
    cast(first_seen.round as bigint) as first_seen_round,
    cast(reward_totals.last_reward_round as bigint) as last_reward_round,
    cast(reward_totals.last_rewarded_at as timestamp) as last_rewarded_at,
    cast(case when known_rounds.has_rounds then coalesce(reward_totals.active_round_count, 0) end as bigint) as active_round_count,
    cast(coalesce(reward_totals.called_round_count, 0) as bigint) as called_round_count,
    cast(case when known_rounds.has_rounds then coalesce(reward_totals.missed_round_count, 0) end as bigint) as missed_round_count,
    cast(coalesce(ticket_totals.winning_ticket_count, 0) as bigint) as winning_ticket_count,
    cast(coalesce(ticket_totals.fees_paid_eth, 0) as decimal(38, 18)) as fees_paid_eth,
    cast(coalesce(reward_totals.reward_net_lpt, 0) as decimal(38, 18)) as reward_net_lpt,
    cast(witness_of(first_seen._instance) as varchar) as source,
    cast(first_seen._instance as varchar) as _instance,
    cast(evidence_of(first_seen._instance) as varchar) as evidence,
from first_seen
cross join known_rounds
left join cuts on first_seen.orchestrator = cuts.orchestrator and cuts.is_current
left join cut_counts on first_seen.orchestrator = cut_counts.orchestrator
left join pool_spells on first_seen.orchestrator = pool_spells.orchestrator
left join pool_exits on first_seen.orchestrator = pool_exits.orchestrator
left join uris on first_seen.orchestrator = uris.orchestrator
left join indexed_uris on first_seen.orchestrator = indexed_uris.orchestrator
left join asked_uris on first_seen.orchestrator = asked_uris.orchestrator
left join best_tests on first_seen.orchestrator = best_tests.orchestrator
left join names on first_seen.orchestrator = names.address
left join callers on first_seen.orchestrator = callers.orchestrator
left join reward_totals on first_seen.orchestrator = reward_totals.orchestrator
left join ticket_totals on first_seen.orchestrator = ticket_totals.orchestrator
left join active_now on first_seen.orchestrator = active_now.orchestrator
order by orchestrator
