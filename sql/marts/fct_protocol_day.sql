/*
description: >
  Days of the protocol as its witnesses tell them: the subgraph, which counts them, the Explorer's charts, which show what the
  subgraph counted when they were made, and the Explorer's usage charts with their fixed record of 2022 and 2023. One row per
  witness: ask for one source. Fees are the face value of tickets on the day of their redemption, self-paid ones included, not
  what was paid. A day on which no round began has no inflation, stake, participation or counts: it isn't a day at 0.
grain: one row per UTC day and witness
key: [protocol_date, source, _instance]
evidence: reported
questions: [income, growth, treasury]
columns:
  - {name: protocol_date, type: DATE, unit: UTC, description: "The day", checks: [not_null]}
  - {name: volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of the tickets redeemed; NULL where the witness states USD alone"}
  - {name: volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same at the price of each ticket's moment"}
  - {name: total_active_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of the active orchestrators at the start of the day's last round; NULL where it isn't stated"}
  - {name: total_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Supply of both chains; NULL where it isn't stated"}
  - {name: participation_share, type: DOUBLE, unit: share, description: "total_active_stake_lpt / total_supply_lpt as the witness states it; NULL on a day without a round's start"}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: share per round, description: "Part of the supply that a round may mint (not per year or day); NULL on a day without a round's start"}
  - {name: active_orchestrator_count, type: BIGINT, unit: none, description: "Orchestrators in the active set; NULL on a day without a round's start"}
  - {name: orchestrator_limit_count, type: BIGINT, unit: none, description: "Places in the active set; NULL where it isn't stated"}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Delegators by the subgraph's own count, which loses new ones: count them in fct_delegator_position instead"}
  - {name: fee_derived_minutes, type: DOUBLE, unit: min, description: "Minutes of video that the fees stand for, by the Explorer; NULL elsewhere"}
  - {name: is_round_start, type: BOOLEAN, unit: none, description: "A round began on the day, so that the witness has more to say of it than its fees", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: subgraph, the Explorer's protocol charts or its usage charts", checks: [not_null, {accepted_values: [subgraph, explorer, explorer_usage]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [reported]}]}
checks:
  - name: shares_are_shares
    severity: error
    description: Participation and inflation lie between 0 and 1. A percentage, or parts per billion, would not.
    sql: >
      select * from main.fct_protocol_day
      where participation_share not between 0 and 1 or inflation_share not between 0 and 1
*/
with
    subgraph_days as (select * from staging.subgraph__days),
    explorer_days as (select * from staging.explorer__protocol_day),
    usage_days as (select * from staging.explorer__usage_day),

    statements as (
        select
            day_date as protocol_date,
            volume_eth,
            volume_usd,
            total_active_stake_lpt,
            total_supply_lpt,
            participation_rate as participation_share,
            inflation_share,
            active_transcoder_count as active_orchestrator_count,
            num_active_transcoders as orchestrator_limit_count,
            delegators_count as delegator_count,
            'subgraph' as source,
            _instance,
        from subgraph_days
        union all by name
        select
            stat_date as protocol_date,
            volume_usd,
            participation_share,
            inflation_share,
            active_orchestrator_count,
            delegator_count,
            'explorer' as source,
            _instance,
        from explorer_days
        union all by name
        select
            stat_date as protocol_date,
            volume_eth,
            volume_usd,
            participation_share,
            inflation_share,
            active_orchestrator_count,
            delegator_count,
            fee_derived_minutes,
            'explorer_usage' as source,
            _instance,
        from usage_days
    ),

    -- a day that only tickets made has zeros in place of what a round's start would have filled
    judged as (select *, coalesce(active_orchestrator_count > 0, false) as is_round_start from statements)

select
    cast(protocol_date as date) as protocol_date,
    cast(volume_eth as decimal(38, 18)) as volume_eth,
    cast(volume_usd as decimal(38, 18)) as volume_usd,
    cast(case when is_round_start then total_active_stake_lpt end as decimal(38, 18)) as total_active_stake_lpt,
    cast(nullif(total_supply_lpt, 0) as decimal(38, 18)) as total_supply_lpt,
    cast(case when is_round_start then participation_share end as double) as participation_share,
    cast(case when is_round_start then inflation_share end as decimal(18, 9)) as inflation_share,
    cast(case when is_round_start then active_orchestrator_count end as bigint) as active_orchestrator_count,
    cast(case when is_round_start then orchestrator_limit_count end as bigint) as orchestrator_limit_count,
    cast(case when is_round_start then delegator_count end as bigint) as delegator_count,
    cast(fee_derived_minutes as double) as fee_derived_minutes,
    cast(is_round_start as boolean) as is_round_start,
    cast(source as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast('reported' as varchar) as evidence,
from judged
order by protocol_date, source, _instance
