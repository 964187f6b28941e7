/*
description: >
  What an orchestrator earned in a round, exact to the wei, from public events alone: rewards by its call, fees by the tickets
  redeemed in the round, each divided into commission, the part of its own stake and the part of its delegators, and what a
  missed call cost. The bonding ledger states the division; where the history that it needs isn't there, its columns are NULL,
  the others hold what events state, and evidence says so. Daily and monthly sums need fct_reward_call and fct_fee_flow, which
  carry each reward's and ticket's own time. Where rounds are unknown each orchestrator has one row with round NULL that
  carries all its money.
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
  - {name: total_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that the round's earnings are divided by: what was delegated to it at the round's start, of an inactive one when it left the pool. Without the ledger as BondingVotes stated it; then NULL if it states none or the orchestrator is inactive"}
  - {name: own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's own stake at the round's start, its unclaimed earnings included; NULL without the ledger"}
  - {name: network_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of all active orchestrators at the round's start; without the ledger NULL while that of any is unknown"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards that the operator keeps: fixed for the round by its first reward call or fee, declared if neither came; without the ledger NULL if inactive, and where rounds are unknown"}
  - {name: fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator keeps, fixed or declared likewise; each ticket's own stands in fct_fee_flow; without the ledger NULL if inactive, and where rounds are unknown"}
  - {name: is_reward_called, type: BOOLEAN, unit: none, description: "It called for the round's reward; false in the open round means not yet", checks: [not_null]}
  - {name: is_reward_missed, type: BOOLEAN, unit: none, description: "It was active, and the round ended without its call; false in the open round", checks: [not_null]}
  - {name: rewarded_at, type: TIMESTAMP, unit: UTC, description: "Time of the reward call; where rounds are unknown that of the last one"}
  - {name: reward_gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT minted by its reward call, the treasury's part included", checks: [not_null]}
  - {name: treasury_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The treasury's part", checks: [not_null]}
  - {name: reward_net_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the orchestrator and its delegators got", checks: [not_null]}
  - {name: reward_commission_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's part of the net reward by its cut", checks: [not_null]}
  - {name: reward_own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the operator's own stake earned of the rest; NULL without the ledger"}
  - {name: reward_delegators_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What is left for the delegators, with what the contract's floors and forfeits leave to nobody; NULL without the ledger"}
  - {name: missed_gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What a missed call would have minted, asked for at the round's end; NULL if none was missed or stakes are unknown"}
  - {name: missed_treasury_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The treasury's part of missed_gross_lpt; NULL if none was missed and without the ledger"}
  - {name: missed_commission_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's part of it by its cut; NULL if none was missed and without the ledger"}
  - {name: missed_own_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the operator's own stake would have earned of it; NULL if none was missed and without the ledger"}
  - {name: missed_delegators_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The delegators' part of it; NULL if none was missed and without the ledger"}
  - {name: missed_own_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the operator lost: missed_commission_lpt + missed_own_stake_lpt; NULL if none was missed and without the ledger"}
  - {name: fees_paid_eth, type: "DECIMAL(38,18)", unit: ETH, description: "ETH that redeemed tickets moved to it", checks: [not_null]}
  - {name: fees_self_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part that the orchestrator's own address paid", checks: [not_null]}
  - {name: fees_operator_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part paid by other addresses that operators.yaml gives the same operator; 0 while it gives none", checks: [not_null]}
  - {name: fees_external_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The rest: fees from others, as far as is known", checks: [not_null]}
  - {name: fees_transcoding_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy transcoding; 0 while it names none", checks: [not_null]}
  - {name: fees_ai_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy AI jobs; 0 while it names none", checks: [not_null]}
  - {name: fees_byoc_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part from gateways that gateways.csv says buy containers' work; 0 while it names none", checks: [not_null]}
  - {name: fees_untyped_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The rest: what was bought isn't known", checks: [not_null]}
  - {name: fee_commission_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The operator's part of the fees by its cut; NULL if that of any ticket is unknown"}
  - {name: fee_own_stake_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What the operator's own stake earned of the rest; NULL without the ledger"}
  - {name: fee_delegators_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What is left for the delegators, with what the contract's floors leave to nobody; NULL without the ledger"}
  - {name: winning_ticket_count, type: BIGINT, unit: none, description: "Redeemed tickets, those that paid nothing included", checks: [not_null]}
  - {name: fees_stderr_eth, type: DOUBLE, unit: ETH, description: "Square root of the sum of squared payments: how far chance alone moves fees_paid_eth; NULL without a ticket, which bounds the expected fees at about three usual face values, not at 0"}
  - {name: reward_factor, type: "DECIMAL(38,27)", unit: none, description: "Cumulative reward factor stored for the round: what 1 LPT of stake at the beginning has grown to; NULL where the contract stores none, and without the ledger"}
  - {name: fee_factor, type: "DECIMAL(38,27)", unit: ETH per LPT, description: "Cumulative fee factor stored for the round: what 1 LPT of stake at the beginning has earned in fees; NULL where the contract stores none, and without the ledger"}
  - {name: gas_reward_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Cost of the reward call's transaction, whoever sent it; of a transaction with several calls or tickets, an equal part each; NULL without its receipt"}
  - {name: gas_redeem_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Cost of redeeming the round's tickets, likewise; NULL if a receipt is missing; failed transactions emit no log, so that this is the least it cost"}
  - {name: gas_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Both"}
  - {name: own_income_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The operator's: fee_commission_eth + fee_own_stake_eth, before gas; NULL without the ledger"}
  - {name: own_income_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's: reward_commission_lpt + reward_own_stake_lpt; NULL without the ledger"}
  - {name: own_income_usd, type: DOUBLE, unit: USD, description: "Both at the prices of round_date; NULL without the ledger, and where a price that it needs isn't known"}
  - {name: eth_price_usd, type: DOUBLE, unit: USD, description: "Price of ETH at 00:00 UTC of round_date; NULL where dim_price_daily has none"}
  - {name: lpt_price_usd, type: DOUBLE, unit: USD, description: "Price of LPT at 00:00 UTC of round_date; NULL where dim_price_daily has none"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "onchain is the ledger's row, by every event since the deployment; onchain: events only is what the round's own events state, because there is no ledger; reported: events only is what a subgraph states of them, its tickets at their face value", checks: [not_null, {accepted_values: [onchain, "onchain: events only", "reported: events only"]}]}
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
  - name: fees_are_commission_own_delegators
    severity: error
    description: Fees are commission, own stake's and delegators' parts. Holds wherever the last two are known.
    sql: >
      select orchestrator, round from main.fct_orchestrator_income
      where fees_paid_eth <> fee_commission_eth + fee_own_stake_eth + fee_delegators_eth
  - name: missed_is_its_parts
    severity: error
    description: A missed reward is the treasury's, commission, own stake's and delegators' parts. Holds wherever they are known.
    sql: >
      select orchestrator, round from main.fct_orchestrator_income
      where missed_gross_lpt <> missed_treasury_lpt + missed_commission_lpt + missed_own_stake_lpt + missed_delegators_lpt
          or missed_own_lpt <> missed_commission_lpt + missed_own_stake_lpt
  - name: called_or_missed
    severity: error
    description: A reward that was called for wasn't missed, and the open round is never missed.
    sql: >
      select income.orchestrator, income.round
      from main.fct_orchestrator_income as income
      left join main.dim_round as rounds on income.round = rounds.round
      where income.is_reward_missed and (income.is_reward_called or not income.is_active or rounds.is_open)
          or not income.is_reward_missed and income.missed_gross_lpt is not null
  - name: own_stake_within_total
    severity: error
    description: An active operator's own stake is part of the stake delegated to it.
    sql: >
      select orchestrator, round, own_stake_lpt, total_stake_lpt from main.fct_orchestrator_income
      where is_active and own_stake_lpt > total_stake_lpt
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
    prices as (select * from main.dim_price_daily),
    receipts as (select * from staging.chain__receipt),
    ledger_rounds as (select * from staging.ledger__round),
    ledger_orchestrators as (select * from staging.ledger__orchestrator_round),

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
            bool_or(is_missed) as is_reward_missed,
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

    -- a transaction can call and redeem several times: each bears an equal part of its cost, and the first ones the wei left over
    acts as (
        select 'reward' as act, transaction_hash, log_position, orchestrator, round from reward_calls where is_called
        union all
        select 'redeem', transaction_hash, log_position, orchestrator, redeemed_round from tickets
    ),

    transaction_costs as (
        select transaction_hash, to_wei(max(cost_eth)) as cost_wei
        from receipts
        group by transaction_hash
    ),

    act_costs as (
        select
            acts.*,
            transaction_costs.cost_wei // count(*) over by_transaction
            + case
                when row_number() over (by_transaction order by acts.log_position)
                    <= transaction_costs.cost_wei % count(*) over by_transaction then 1
                else 0
            end as cost_wei,
        from acts
        left join transaction_costs on acts.transaction_hash = transaction_costs.transaction_hash
        window by_transaction as (partition by acts.transaction_hash)
    ),

    gas as (
        select
            orchestrator,
            round,
            count(*) filter (where act = 'reward' and cost_wei is null) as unknown_reward_count,
            count(*) filter (where act = 'redeem' and cost_wei is null) as unknown_redeem_count,
            coalesce(sum(cost_wei) filter (where act = 'reward'), 0) as reward_cost_wei,
            coalesce(sum(cost_wei) filter (where act = 'redeem'), 0) as redeem_cost_wei,
        from act_costs
        group by orchestrator, round
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
    ),

    -- the ledger has a row for every delegate: here are those with a part in the round's earnings
    replayed as (
        select
            ledger_orchestrators.*,
            ledger_rounds.total_stake_wei as network_stake_wei,
        from ledger_orchestrators
        inner join ledger_rounds on ledger_orchestrators.round = ledger_rounds.round
        where ledger_orchestrators.is_active
            or ledger_orchestrators.is_rewarded
            or ledger_orchestrators.ticket_count > 0
            or ledger_orchestrators.fees_wei > 0
    ),

    income as (
        select
            coalesce(earned.orchestrator, replayed.orchestrator) as orchestrator,
            coalesce(earned.round, replayed.round) as round,
            coalesce(earned._instance, replayed._instance) as _instance,
            replayed.orchestrator is not null as has_ledger,
            case
                when replayed.orchestrator is not null then replayed.is_active
                when earned.round is not null then earned.has_reward_row
            end as is_active,
            coalesce(from_wei(replayed.stake_wei), earned.total_stake_lpt) as total_stake_lpt,
            from_wei(replayed.own_stake_wei) as own_stake_lpt,
            coalesce(from_wei(replayed.network_stake_wei), earned.network_stake_lpt) as network_stake_lpt,
            coalesce(
                share_of_ppm(replayed.reward_cut_ppm),
                case when earned.round is not null then earned.reward_cut_share end
            ) as reward_cut_share,
            coalesce(
                1 - share_of_ppm(replayed.fee_share_ppm),
                case when earned.round is not null then earned.fee_cut_share end
            ) as fee_cut_share,
            coalesce(replayed.is_rewarded, earned.is_reward_called, false) as is_reward_called,
            coalesce(replayed.is_missed, earned.is_reward_missed, false) as is_reward_missed,
            coalesce(replayed.reward_event_at, earned.rewarded_at) as rewarded_at,
            coalesce(from_wei(replayed.gross_wei), earned.reward_gross_lpt, 0) as reward_gross_lpt,
            coalesce(from_wei(replayed.treasury_wei), earned.treasury_lpt, 0) as treasury_lpt,
            coalesce(from_wei(replayed.net_wei), earned.reward_net_lpt, 0) as reward_net_lpt,
            coalesce(from_wei(replayed.commission_wei), earned.reward_commission_lpt, 0) as reward_commission_lpt,
            from_wei(replayed.own_rewards_wei) as reward_own_stake_lpt,
            from_wei(replayed.delegator_rewards_wei) as reward_delegators_lpt,
            case
                when replayed.is_missed then from_wei(replayed.missed_gross_wei)
                when replayed.orchestrator is null then earned.missed_gross_lpt
            end as missed_gross_lpt,
            case when replayed.is_missed then from_wei(replayed.missed_treasury_wei) end as missed_treasury_lpt,
            case when replayed.is_missed then from_wei(replayed.missed_commission_wei) end as missed_commission_lpt,
            case when replayed.is_missed then from_wei(replayed.missed_own_wei) end as missed_own_stake_lpt,
            case when replayed.is_missed then from_wei(replayed.missed_delegators_wei) end as missed_delegators_lpt,
            coalesce(earned.fees_paid_eth, 0) as fees_paid_eth,
            coalesce(earned.fees_self_eth, 0) as fees_self_eth,
            coalesce(earned.fees_transcoding_eth, 0) as fees_transcoding_eth,
            coalesce(earned.fees_ai_eth, 0) as fees_ai_eth,
            coalesce(earned.fees_byoc_eth, 0) as fees_byoc_eth,
            case
                when replayed.orchestrator is not null then from_wei(replayed.fee_commission_wei)
                else earned.fee_commission_eth
            end as fee_commission_eth,
            from_wei(replayed.own_fees_wei) as fee_own_stake_eth,
            from_wei(replayed.delegator_fees_wei) as fee_delegators_eth,
            coalesce(earned.winning_ticket_count, 0) as winning_ticket_count,
            earned.fees_stderr_eth,
            from_p27(nullif(replayed.reward_factor_p27, 0)) as reward_factor,
            from_p27(nullif(replayed.fee_factor_p27, 0)) as fee_factor,
        from earned
        full join replayed
            on earned.orchestrator = replayed.orchestrator
            and earned.round = replayed.round
    ),

    priced as (
        select
            income.*,
            income.fee_commission_eth + income.fee_own_stake_eth as own_income_eth,
            income.reward_commission_lpt + income.reward_own_stake_lpt as own_income_lpt,
            case when coalesce(gas.unknown_reward_count, 0) = 0 then from_wei(coalesce(gas.reward_cost_wei, 0)) end as gas_reward_eth,
            case when coalesce(gas.unknown_redeem_count, 0) = 0 then from_wei(coalesce(gas.redeem_cost_wei, 0)) end as gas_redeem_eth,
            rounds.started_at as round_start_at,
            cast(eth_prices.price_usd as double) as eth_price_usd,
            cast(lpt_prices.price_usd as double) as lpt_price_usd,
        from income
        left join gas
            on income.orchestrator = gas.orchestrator
            and income.round is not distinct from gas.round
        left join rounds on income.round = rounds.round
        left join prices as eth_prices
            on eth_prices.asset = 'ETH'
            and eth_prices.price_date = rounds.round_date
        left join prices as lpt_prices
            on lpt_prices.asset = 'LPT'
            and lpt_prices.price_date = rounds.round_date
    )

select
    cast(round as bigint) as round,
    cast(round_start_at as timestamp) as round_start_at,
    cast(round_start_at as date) as round_date,
    cast(orchestrator as varchar) as orchestrator,
    cast(short_address(orchestrator) as varchar) as orchestrator_name,
    cast(null as varchar) as operator,
    cast(is_active as boolean) as is_active,
    cast(total_stake_lpt as decimal(38, 18)) as total_stake_lpt,
    cast(own_stake_lpt as decimal(38, 18)) as own_stake_lpt,
    cast(network_stake_lpt as decimal(38, 18)) as network_stake_lpt,
    cast(reward_cut_share as decimal(9, 6)) as reward_cut_share,
    cast(fee_cut_share as decimal(9, 6)) as fee_cut_share,
    cast(is_reward_called as boolean) as is_reward_called,
    cast(is_reward_missed as boolean) as is_reward_missed,
    cast(rewarded_at as timestamp) as rewarded_at,
    cast(reward_gross_lpt as decimal(38, 18)) as reward_gross_lpt,
    cast(treasury_lpt as decimal(38, 18)) as treasury_lpt,
    cast(reward_net_lpt as decimal(38, 18)) as reward_net_lpt,
    cast(reward_commission_lpt as decimal(38, 18)) as reward_commission_lpt,
    cast(reward_own_stake_lpt as decimal(38, 18)) as reward_own_stake_lpt,
    cast(reward_delegators_lpt as decimal(38, 18)) as reward_delegators_lpt,
    cast(missed_gross_lpt as decimal(38, 18)) as missed_gross_lpt,
    cast(missed_treasury_lpt as decimal(38, 18)) as missed_treasury_lpt,
    cast(missed_commission_lpt as decimal(38, 18)) as missed_commission_lpt,
    cast(missed_own_stake_lpt as decimal(38, 18)) as missed_own_stake_lpt,
    cast(missed_delegators_lpt as decimal(38, 18)) as missed_delegators_lpt,
    cast(missed_commission_lpt + missed_own_stake_lpt as decimal(38, 18)) as missed_own_lpt,
    cast(fees_paid_eth as decimal(38, 18)) as fees_paid_eth,
    cast(fees_self_eth as decimal(38, 18)) as fees_self_eth,
    cast(0 as decimal(38, 18)) as fees_operator_eth,
    cast(fees_paid_eth - fees_self_eth as decimal(38, 18)) as fees_external_eth,
    cast(fees_transcoding_eth as decimal(38, 18)) as fees_transcoding_eth,
    cast(fees_ai_eth as decimal(38, 18)) as fees_ai_eth,
    cast(fees_byoc_eth as decimal(38, 18)) as fees_byoc_eth,
    cast(fees_paid_eth - fees_transcoding_eth - fees_ai_eth - fees_byoc_eth as decimal(38, 18)) as fees_untyped_eth,
    cast(fee_commission_eth as decimal(38, 18)) as fee_commission_eth,
    cast(fee_own_stake_eth as decimal(38, 18)) as fee_own_stake_eth,
    cast(fee_delegators_eth as decimal(38, 18)) as fee_delegators_eth,
    cast(winning_ticket_count as bigint) as winning_ticket_count,
    cast(fees_stderr_eth as double) as fees_stderr_eth,
    cast(reward_factor as decimal(38, 27)) as reward_factor,
    cast(fee_factor as decimal(38, 27)) as fee_factor,
    cast(gas_reward_eth as decimal(38, 18)) as gas_reward_eth,
    cast(gas_redeem_eth as decimal(38, 18)) as gas_redeem_eth,
    cast(gas_reward_eth + gas_redeem_eth as decimal(38, 18)) as gas_eth,
    cast(own_income_eth as decimal(38, 18)) as own_income_eth,
    cast(own_income_lpt as decimal(38, 18)) as own_income_lpt,
    cast(
        case when own_income_eth = 0 then 0 else cast(own_income_eth as double) * eth_price_usd end
        + case when own_income_lpt = 0 then 0 else cast(own_income_lpt as double) * lpt_price_usd end as double
    ) as own_income_usd,
    cast(eth_price_usd as double) as eth_price_usd,
    cast(lpt_price_usd as double) as lpt_price_usd,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(case when has_ledger then 'onchain' else evidence_of(_instance) || ': events only' end as varchar) as evidence,
from priced
order by orchestrator, round
