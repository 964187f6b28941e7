/*
description: >
  What an orchestrator earned in a round, exact to the wei, from public events alone: rewards by its call, fees by the tickets
  redeemed in the round. Operator's cuts are known from events; how the rest divides between its own stake and its delegators
  isn't, so those columns are NULL until the bonding ledger states them, and with them the operator's own income. Daily and
  monthly sums need fct_reward_call and fct_fee_flow, which carry each reward's and ticket's own time. Where rounds are unknown
  each orchestrator has one row with round NULL that carries all its money.
grain: one row per orchestrator and round in which it was active, rewarded, or redeemed a ticket
key: [orchestrator, round]
evidence: onchain
questions: [income]
columns:
  - {name: round, type: BIGINT, unit: round, description: "Round; NULL where rounds are unknown"}
  - {name: round_start_at, type: TIMESTAMP, unit: UTC, description: "Start of the round; NULL where it is unknown"}
  - {name: round_date, type: DATE, unit: UTC, description: "Date of round_start_at; a round lasts about 21 hours and crosses midnight"}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator", checks: [not_null, {references: main.dim_orchestrator.orchestrator}]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: operator, type: VARCHAR, unit: none, description: "Operator behind the address; NULL until operators.yaml names it"}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the active set of the round; an inactive orchestrator can still redeem tickets; NULL where rounds are unknown"}
  - {name: total_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to it at the round's start, as BondingVotes stated it; NULL if it states none or the orchestrator is inactive"}
  - {name: own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's own part of total_stake_lpt; NULL until the bonding ledger states it"}
  - {name: network_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of all active orchestrators at the round's start; NULL while that of any is unknown"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards that the operator keeps, as declared at its reward call, or at the round's end without one; NULL if inactive or where rounds are unknown"}
  - {name: fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator keeps, as declared then; tickets before the call may have another (fct_fee_flow); NULL if inactive or where rounds are unknown"}
  - {name: is_reward_called, type: BOOLEAN, unit: none, description: "It called for the round's reward; false in the open round means not yet", checks: [not_null]}
  - {name: rewarded_at, type: TIMESTAMP, unit: UTC, description: "Time of the reward call; where rounds are unknown that of the last one"}
  - {name: reward_gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT minted by its reward call, the treasury's part included", checks: [not_null]}
  - {name: treasury_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The treasury's part", checks: [not_null]}
  - {name: reward_net_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the orchestrator and its delegators got", checks: [not_null]}
  - {name: reward_commission_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's part of the net reward by its cut", checks: [not_null]}
  - {name: reward_own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the operator's own stake earned of the rest; NULL until the bonding ledger states it"}
  - {name: reward_delegators_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the delegators got; NULL until the bonding ledger states it"}
  - {name: missed_gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What a missed call would have minted; NULL if none was missed or stakes are unknown"}
  - {name: missed_own_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's part of a missed reward; NULL until the bonding ledger states it"}
  - {name: fees_paid_eth, type: "DECIMAL(38,18)", unit: ETH, description: "ETH that redeemed tickets moved to it", checks: [not_null]}
  - {name: fees_self_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part that the orchestrator's own address paid", checks: [not_null]}
  - {name: fees_operator_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part paid by other addresses that operators.yaml gives the same operator; 0 while it gives none", checks: [not_null]}
  - {name: fees_external_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The rest: fees from others, as far as is known", checks: [not_null]}
  - {name: fees_transcoding_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy transcoding; 0 while it names none", checks: [not_null]}
  - {name: fees_ai_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy AI jobs; 0 while it names none", checks: [not_null]}
  - {name: fees_byoc_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy containers' work; 0 while it names none", checks: [not_null]}
  - {name: fees_untyped_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The rest: what was bought isn't known", checks: [not_null]}
  - {name: fee_commission_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The operator's part of the fees by its cut; NULL if that of any ticket is unknown"}
  - {name: fee_own_stake_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What the operator's own stake earned of the rest; NULL until the bonding ledger states it"}
  - {name: fee_delegators_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What the delegators got; NULL until the bonding ledger states it"}
  - {name: winning_ticket_count, type: BIGINT, unit: none, description: "Redeemed tickets, those that paid nothing included", checks: [not_null]}
  - {name: fees_stderr_eth, type: DOUBLE, unit: ETH, description: "Square root of the sum of squared payments: how far chance alone moves fees_paid_eth; NULL without a ticket, which bounds the expected fees at about three usual face values, not at 0"}
  - {name: own_income_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fee commission and own stake's fees; NULL until the bonding ledger states the latter"}
  - {name: own_income_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Reward commission and own stake's rewards; NULL until the bonding ledger states the latter"}
  - {name: own_income_usd, type: DOUBLE, unit: USD, description: "Both at the day's prices; NULL until prices are extracted"}
  - {name: eth_price_usd, type: DOUBLE, unit: USD, description: "Price of ETH; NULL until prices are extracted"}
  - {name: lpt_price_usd, type: DOUBLE, unit: USD, description: "Price of LPT; NULL until prices are extracted"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness", checks: [not_null, {accepted_values: [chain]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain]}]}
checks:
  - name: gross_is_net_plus_treasury
    severity: error
    description: The minted LPT is the orchestrator's part and the treasury's part, and nothing else.
    sql: select orchestrator, round from main.fct_orchestrator_income where reward_gross_lpt <> reward_net_lpt + treasury_lpt
  - name: net_is_commission_own_delegators
    severity: error
    description: The net reward is commission, own stake's and delegators' parts. Holds wherever the last two are known.
    sql: >
      select orchestrator, round from main.fct_orchestrator_income
      where reward_net_lpt <> reward_commission_lpt + reward_own_stake_lpt + reward_delegators_lpt
  - name: paid_by_payer
    severity: error
    description: Fees are self-paid, the operator's, or external.
    sql: select orchestrator, round from main.fct_orchestrator_income where fees_paid_eth <> fees_self_eth + fees_operator_eth + fees_external_eth
  - name: paid_by_job_type
    severity: error
    description: Fees are for transcoding, AI, containers, or of unknown type.
    sql: >
      select orchestrator, round from main.fct_orchestrator_income
      where fees_paid_eth <> fees_transcoding_eth + fees_ai_eth + fees_byoc_eth + fees_untyped_eth
  - name: commission_within_income
    severity: error
    description: A commission is a part of what was earned.
    sql: >
      select orchestrator, round from main.fct_orchestrator_income
      where reward_commission_lpt > reward_net_lpt or fee_commission_eth > fees_paid_eth
*/
with
    reward_calls as (select * from main.fct_reward_call),
    tickets as (select * from main.fct_fee_flow),
    rounds as (select * from main.dim_round),

    rewards as (
        select
            orchestrator,
            round,
            min(_instance) as _instance,
            max(total_stake_lpt) as total_stake_lpt,
            max(network_stake_lpt) as network_stake_lpt,
            max(reward_cut_share) as reward_cut_share,
            max(fee_cut_share) as fee_cut_share,
            bool_or(is_called) as is_reward_called,
            max(rewarded_at) as rewarded_at,
            coalesce(sum(gross_lpt), 0) as reward_gross_lpt,
            coalesce(sum(treasury_lpt), 0) as treasury_lpt,
            coalesce(sum(net_lpt), 0) as reward_net_lpt,
            coalesce(sum(commission_lpt), 0) as reward_commission_lpt,
            sum(missed_gross_lpt) as missed_gross_lpt,
        from reward_calls
        group by orchestrator, round
    ),

    fees as (
        select
            orchestrator,
            redeemed_round as round,
            min(_instance) as _instance,
            sum(paid_eth) as fees_paid_eth,
            coalesce(sum(paid_eth) filter (where is_self_paid), 0) as fees_self_eth,
            coalesce(sum(paid_eth) filter (where job_type = 'transcoding'), 0) as fees_transcoding_eth,
            coalesce(sum(paid_eth) filter (where job_type = 'ai'), 0) as fees_ai_eth,
            coalesce(sum(paid_eth) filter (where job_type = 'byoc'), 0) as fees_byoc_eth,
            case when count(commission_eth) = count(*) then sum(commission_eth) end as fee_commission_eth,
            count(*) as winning_ticket_count,
            sqrt(sum(cast(paid_eth as double) * cast(paid_eth as double) order by log_position)) as fees_stderr_eth,
        from tickets
        group by orchestrator, redeemed_round
    ),

    earned as (
        select
            coalesce(rewards.round, fees.round) as round,
            coalesce(rewards.orchestrator, fees.orchestrator) as orchestrator,
            coalesce(rewards._instance, fees._instance) as _instance,
            rewards.orchestrator is not null as has_reward_row,
            rewards.* exclude (round, orchestrator, _instance),
            coalesce(fees.fees_paid_eth, 0) as fees_paid_eth,
            coalesce(fees.fees_self_eth, 0) as fees_self_eth,
            coalesce(fees.fees_transcoding_eth, 0) as fees_transcoding_eth,
            coalesce(fees.fees_ai_eth, 0) as fees_ai_eth,
            coalesce(fees.fees_byoc_eth, 0) as fees_byoc_eth,
            case when fees.orchestrator is null then 0 else fees.fee_commission_eth end as fee_commission_eth,
            coalesce(fees.winning_ticket_count, 0) as winning_ticket_count,
            fees.fees_stderr_eth,
        from rewards
        full join fees
            on rewards.orchestrator = fees.orchestrator
            and rewards.round is not distinct from fees.round
    )

select
    cast(earned.round as bigint) as round,
    cast(rounds.started_at as timestamp) as round_start_at,
    cast(rounds.started_at as date) as round_date,
    cast(earned.orchestrator as varchar) as orchestrator,
    cast(short_address(earned.orchestrator) as varchar) as orchestrator_name,
    cast(null as varchar) as operator,
    cast(case when earned.round is not null then earned.has_reward_row end as boolean) as is_active,
    cast(earned.total_stake_lpt as decimal(38, 18)) as total_stake_lpt,
    cast(null as decimal(38, 18)) as own_stake_lpt,
    cast(earned.network_stake_lpt as decimal(38, 18)) as network_stake_lpt,
    cast(case when earned.round is not null then earned.reward_cut_share end as decimal(9, 6)) as reward_cut_share,
    cast(case when earned.round is not null then earned.fee_cut_share end as decimal(9, 6)) as fee_cut_share,
    cast(coalesce(earned.is_reward_called, false) as boolean) as is_reward_called,
    cast(earned.rewarded_at as timestamp) as rewarded_at,
    cast(coalesce(earned.reward_gross_lpt, 0) as decimal(38, 18)) as reward_gross_lpt,
    cast(coalesce(earned.treasury_lpt, 0) as decimal(38, 18)) as treasury_lpt,
    cast(coalesce(earned.reward_net_lpt, 0) as decimal(38, 18)) as reward_net_lpt,
    cast(coalesce(earned.reward_commission_lpt, 0) as decimal(38, 18)) as reward_commission_lpt,
    cast(null as decimal(38, 18)) as reward_own_stake_lpt,
    cast(null as decimal(38, 18)) as reward_delegators_lpt,
    cast(earned.missed_gross_lpt as decimal(38, 18)) as missed_gross_lpt,
    cast(null as decimal(38, 18)) as missed_own_lpt,
    cast(earned.fees_paid_eth as decimal(38, 18)) as fees_paid_eth,
    cast(earned.fees_self_eth as decimal(38, 18)) as fees_self_eth,
    cast(0 as decimal(38, 18)) as fees_operator_eth,
    cast(earned.fees_paid_eth - earned.fees_self_eth as decimal(38, 18)) as fees_external_eth,
    cast(earned.fees_transcoding_eth as decimal(38, 18)) as fees_transcoding_eth,
    cast(earned.fees_ai_eth as decimal(38, 18)) as fees_ai_eth,
    cast(earned.fees_byoc_eth as decimal(38, 18)) as fees_byoc_eth,
    cast(
        earned.fees_paid_eth - earned.fees_transcoding_eth - earned.fees_ai_eth - earned.fees_byoc_eth as decimal(38, 18)
    ) as fees_untyped_eth,
    cast(earned.fee_commission_eth as decimal(38, 18)) as fee_commission_eth,
    cast(null as decimal(38, 18)) as fee_own_stake_eth,
    cast(null as decimal(38, 18)) as fee_delegators_eth,
    cast(earned.winning_ticket_count as bigint) as winning_ticket_count,
    cast(earned.fees_stderr_eth as double) as fees_stderr_eth,
    cast(null as decimal(38, 18)) as own_income_eth,
    cast(null as decimal(38, 18)) as own_income_lpt,
    cast(null as double) as own_income_usd,
    cast(null as double) as eth_price_usd,
    cast(null as double) as lpt_price_usd,
    cast('chain' as varchar) as source,
    cast(earned._instance as varchar) as _instance,
    cast('onchain' as varchar) as evidence,
from earned
left join rounds on earned.round = rounds.round
order by orchestrator, round
