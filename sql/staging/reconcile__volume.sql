/*
description: >
  Fees of orchestrators and gateways until the pinned block, in all and over the last 30, 60 and 90 days as of the last start of a
  round: the subgraph's snapshot beside the chain's logs. The subgraph refreshes the windows of an orchestrator at the start of a
  round only if it is active then and isn't the one with the largest stake; those of the others stay as they were.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Address of the orchestrator or gateway", checks: [not_null]}
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
    transcoders as (
        select * from staging.subgraph__transcoders
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    broadcasters as (
        select * from staging.subgraph__broadcasters
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    payments as (select * from staging.chain__winning_ticket_transfer),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    orchestrator_rounds as (select * from staging.ledger__orchestrator_round),

    logs as (
        select 'orchestrator' as role, recipient as account, log_position, event_date, face_value_eth, 0 as paid_eth from tickets
        union all
        select 'gateway', sender, log_position, event_date, face_value_eth, 0 from tickets
        union all
        select 'orchestrator', recipient, log_position, event_date, 0, amount_eth from payments
        union all
        select 'gateway', sender, log_position, event_date, 0, amount_eth from payments
    ),

    totals as (
        select
            logs.role,
            logs.account,
            logs.log_position,
            logs.event_date,
            sum(logs.face_value_eth) over by_account as face_value_eth,
            sum(logs.paid_eth) over by_account as paid_eth,
        from logs
        inner join scope on logs.log_position < scope.pinned_position
        window by_account as (partition by logs.role, logs.account order by logs.log_position rows unbounded preceding)
    ),

    day_totals as (
        select role, account, event_date, max(face_value_eth) as face_value_eth, max(paid_eth) as paid_eth
        from totals
        group by role, account, event_date
    ),

    starts as (
        select
            new_rounds.round,
            new_rounds.log_position,
            spans.days,
            -- the first day that begins within the window
            cast(cast(new_rounds.event_at - to_days(spans.days) as timestamp) + interval 86399 second as date) as first_date,
            row_number() over (partition by spans.days order by new_rounds.log_position desc) as newest_first,
        from new_rounds
        inner join scope on new_rounds.log_position < scope.pinned_position
        cross join (select unnest([30, 60, 90]) as days) as spans
    ),

    -- the orchestrator with the largest stake is the pool's first
    refreshed as (
        select orchestrator, max(round) as round
        from (
            select *, rank() over (partition by round order by stake_wei desc) as stake_rank
            from orchestrator_rounds
            where is_active
        ) as ranked
        where stake_rank > 1 and round in (select round from starts)
        group by orchestrator
    ),

    moments as (
        select accounts.role, accounts.account, 'now' as moment, starts.days, starts.log_position, starts.first_date
        from (select distinct role, account from totals) as accounts
        cross join starts
        where starts.newest_first = 1
        union all
        select 'orchestrator', refreshed.orchestrator, 'refreshed', starts.days, starts.log_position, starts.first_date
        from refreshed
        inner join starts on refreshed.round = starts.round
    ),

    until_moment as (
        select moments.*, totals.face_value_eth, totals.paid_eth
        from moments
        asof inner join totals
            on moments.role = totals.role
            and moments.account = totals.account
            and moments.log_position > totals.log_position
    ),

    windows as (
        select
            until_moment.role || '_fees_' || until_moment.days || 'd' as fact,
            until_moment.account,
            until_moment.moment,
            greatest(until_moment.face_value_eth - coalesce(day_totals.face_value_eth, 0), 0) as face_value_eth,
            greatest(until_moment.paid_eth - coalesce(day_totals.paid_eth, 0), 0) as paid_eth,
        from until_moment
        asof left join day_totals
            on until_moment.role = day_totals.role
            and until_moment.account = day_totals.account
            and until_moment.first_date > day_totals.event_date
    ),

    chain_volumes as (
        select
            fact,
            account,
            max(face_value_eth) filter (where moment = 'now') as face_value_eth,
            max(paid_eth) filter (where moment = 'now') as paid_eth,
            max(face_value_eth) filter (where moment = 'refreshed') as frozen_face_value_eth,
            max(paid_eth) filter (where moment = 'refreshed') as frozen_paid_eth,
        from windows
        group by fact, account
        union all by name
        select role || '_fees' as fact, account, max(face_value_eth) as face_value_eth, max(paid_eth) as paid_eth
        from totals
        group by role, account
    ),

    stated_volumes as (
        select 'orchestrator_fees' as fact, id as account, total_volume_eth as volume_eth from transcoders
        union all
        select 'orchestrator_fees_30d', id, thirty_day_volume_eth from transcoders
        union all
        select 'orchestrator_fees_60d', id, sixty_day_volume_eth from transcoders
        union all
        select 'orchestrator_fees_90d', id, ninety_day_volume_eth from transcoders
        union all
        select 'gateway_fees', id, total_volume_eth from broadcasters
        union all
        select 'gateway_fees_30d', id, thirty_day_volume_eth from broadcasters
        union all
        select 'gateway_fees_60d', id, sixty_day_volume_eth from broadcasters
        union all
        select 'gateway_fees_90d', id, ninety_day_volume_eth from broadcasters
    ),

    beside as (
        select
            coalesce(stated_volumes.fact, chain_volumes.fact) as fact,
            coalesce(stated_volumes.account, chain_volumes.account) as key,
            coalesce(chain_volumes.face_value_eth, 0) as face_value_eth,
            coalesce(chain_volumes.paid_eth, 0) as paid_eth,
            coalesce(chain_volumes.frozen_face_value_eth, 0) as frozen_face_value_eth,
            coalesce(chain_volumes.frozen_paid_eth, 0) as frozen_paid_eth,
            coalesce(stated_volumes.volume_eth, 0) as volume_eth,
        from stated_volumes
        full join chain_volumes on stated_volumes.fact = chain_volumes.fact and stated_volumes.account = chain_volumes.account
    ),

    compared as (
        select
            beside.fact, beside.key, null as round, null as date, 'ETH' as unit, 0 as tolerance,
            case when scope.is_reached then beside.paid_eth end as value_a,
            beside.volume_eth as value_b,
            coalesce(
                defect_if('face_value_not_paid', beside.face_value_eth, beside.volume_eth),
                case
                    when beside.fact in ('orchestrator_fees_30d', 'orchestrator_fees_60d', 'orchestrator_fees_90d')
                        and beside.volume_eth in (beside.frozen_face_value_eth, beside.frozen_paid_eth)
                        then 'rolling_volume_frozen'
                end
            ) as explanation,
        from beside
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
