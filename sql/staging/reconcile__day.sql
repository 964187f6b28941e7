/*
description: >
  Fees of UTC days, by the network, by orchestrator and by gateway, and what the protocol counted at the last start of a round in the
  day: the subgraph's days beside the chain's logs and the bonding ledger. A day is compared once both say it is over. No row of the
  subgraph means that it says nothing was paid.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "network, or the address of an orchestrator (fees_day_orchestrator) or gateway (fees_day_gateway)", checks: [not_null]}
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
    days as (select * from staging.subgraph__days where _instance in (select subgraph_instance from scope)),
    orchestrator_days as (select * from staging.subgraph__transcoder_days where _instance in (select subgraph_instance from scope)),
    gateway_days as (select * from staging.subgraph__broadcaster_days where _instance in (select subgraph_instance from scope)),
    tickets as (select * from staging.chain__winning_ticket_redeemed),
    payments as (select * from staging.chain__winning_ticket_transfer),
    new_rounds as (select * from staging.chain__new_round where round is not null),
    reward_tokens as (select * from staging.chain__set_current_reward_tokens),
    pool_sizes as (select * from staging.reconcile__pool_size),
    delegator_counts as (select * from staging.reconcile__delegator_count),

    moved as (
        select event_date, sender, recipient, face_value_eth, 0 as paid_eth from tickets
        union all
        select event_date, sender, recipient, 0, amount_eth from payments
    ),

    chain_fees as (
        select 'fees_day' as fact, 'network' as key, event_date as date, sum(face_value_eth) as face_value_eth, sum(paid_eth) as paid_eth
        from moved
        group by event_date
        union all
        select 'fees_day_orchestrator' as fact, recipient, event_date, sum(face_value_eth), sum(paid_eth)
        from moved
        group by recipient, event_date
        union all
        select 'fees_day_gateway' as fact, sender, event_date, sum(face_value_eth), sum(paid_eth)
        from moved
        group by sender, event_date
    ),

    stated_fees as (
        select 'fees_day' as fact, 'network' as key, day_date as date, volume_eth from days
        union all
        select 'fees_day_orchestrator' as fact, transcoder, day_date, volume_eth from orchestrator_days
        union all
        select 'fees_day_gateway' as fact, broadcaster, day_date, volume_eth from gateway_days
    ),

    fees as (
        select
            coalesce(chain_fees.fact, stated_fees.fact) as fact,
            coalesce(chain_fees.key, stated_fees.key) as key,
            coalesce(chain_fees.date, stated_fees.date) as date,
            coalesce(chain_fees.face_value_eth, 0) as face_value_eth,
            coalesce(chain_fees.paid_eth, 0) as paid_eth,
            coalesce(stated_fees.volume_eth, 0) as volume_eth,
        from chain_fees
        full join stated_fees
            on chain_fees.fact = stated_fees.fact
            and chain_fees.key = stated_fees.key
            and chain_fees.date = stated_fees.date
    ),

    starts as (
        select
            new_rounds.event_date as date,
            max(new_rounds.log_position) as log_position,
            max_by(new_rounds.round, new_rounds.log_position) as round,
            max_by(reward_tokens.current_inflation, new_rounds.log_position) as inflation_ppb,
        from new_rounds
        left join reward_tokens on new_rounds.transaction_hash = reward_tokens.transaction_hash
        group by new_rounds.event_date
    ),

    counts as (
        select
            starts.*,
            case when scope.has_ledger then coalesce(delegator_counts.delegator_count, 0) end as delegator_count,
            delegator_counts.blurred_count,
            delegator_counts.drifted_count,
            pool_sizes.orchestrator_count,
        from starts
        cross join scope
        asof left join pool_sizes on starts.log_position > pool_sizes.log_position
        asof left join delegator_counts on starts.log_position > delegator_counts.log_position
    ),

    compared as (
        select
            fees.fact, fees.key, fees.date, null as round, 'ETH' as unit, 0 as tolerance,
            case when fees.date < scope.chain_date then fees.paid_eth end as value_a,
            fees.volume_eth as value_b,
            defect_if('face_value_not_paid', fees.face_value_eth, fees.volume_eth) as explanation,
        from fees
        inner join scope on fees.date between scope.first_day and scope.last_day
        union all by name
        select
            'day_inflation' as fact, 'network' as key, days.day_date as date, 'ppb' as unit, 0 as tolerance,
            counts.inflation_ppb as value_a,
            days.inflation_ppb as value_b,
        from days
        inner join counts on days.day_date = counts.date
        union all by name
        select
            'day_active_count' as fact, 'network' as key, days.day_date as date, 'orchestrators' as unit, 0 as tolerance,
            counts.orchestrator_count as value_a,
            days.active_transcoder_count as value_b,
        from days
        inner join counts on days.day_date = counts.date
        union all by name
        select
            'day_delegator_count' as fact, 'network' as key, days.day_date as date, 'accounts' as unit, 0 as tolerance,
            counts.delegator_count as value_a,
            days.delegators_count as value_b,
            coalesce(
                defect_if('delegators_count_drifts', counts.drifted_count, days.delegators_count),
                defect_if('end_of_block_reads', counts.blurred_count, days.delegators_count)
            ) as explanation,
        from days
        inner join counts on days.day_date = counts.date
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
