/*
description: >
  Who called for the round's reward and who missed it. One row per reward call, and one per active orchestrator and
  initialised round without a call: missed, or open while the round isn't over. An orchestrator is active in a round if it
  joined the pool in an earlier one and hadn't left before it began. Rounds that nobody initialised have no rows. Where rounds
  are unknown the calls stand with round NULL, and nothing counts as missed.
grain: one row per reward call, and per active orchestrator and initialised round without one
key: [orchestrator, round, event_id]
evidence: onchain
questions: [income, attraction, triggers]
columns:
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator", checks: [not_null, {references: main.dim_orchestrator.orchestrator}]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Round of the reward; NULL where rounds are unknown"}
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex of the Reward log; NULL without a call"}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of the call; NULL without a call"}
  - {name: log_position, type: BIGINT, unit: none, description: "Position of the Reward log among all logs; NULL without a call"}
  - {name: outcome, type: VARCHAR, unit: none, description: "called; missed: the round ended without a call; open: no call yet, and the round isn't over", checks: [not_null, {accepted_values: [called, missed, open]}]}
  - {name: is_called, type: BOOLEAN, unit: none, description: "outcome is called", checks: [not_null]}
  - {name: is_missed, type: BOOLEAN, unit: none, description: "outcome is missed", checks: [not_null]}
  - {name: round_started_at, type: TIMESTAMP, unit: UTC, description: "Start of the round; NULL where it is unknown"}
  - {name: rewarded_at, type: TIMESTAMP, unit: UTC, description: "Time of the call's block; NULL without a call and where the log carries no time"}
  - {name: reward_date, type: DATE, unit: UTC, description: "Date of the call; without a call that of the round's start"}
  - {name: called_after_seconds, type: BIGINT, unit: s, description: "Time from the round's start to the call"}
  - {name: called_by, type: VARCHAR, unit: none, description: "Sender of the transaction; NULL until receipts are extracted"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the net reward that the operator keeps, as declared at the call, or at the round's end without one", checks: [not_null]}
  - {name: fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator keeps, as declared then; a call fixes it for the rest of the round", checks: [not_null]}
  - {name: gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT minted by the call: net and treasury's part; NULL without a call"}
  - {name: treasury_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The treasury's part (TreasuryReward; 0 if the call logged none); NULL without a call"}
  - {name: net_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the orchestrator and its delegators get (Reward); NULL without a call"}
  - {name: commission_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The operator's part of the net reward by its cut, floored to the wei as the contract does; its own stake earns beside it; NULL without a call"}
  - {name: shared_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "net_lpt - commission_lpt: for all stake, the operator's own included; NULL without a call"}
  - {name: total_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to the orchestrator at the round's start, as BondingVotes stated it last; NULL before it stated any"}
  - {name: network_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of all active orchestrators at the round's start; NULL while that of any is unknown"}
  - {name: missed_gross_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the Minter's formula would have minted for this stake, for a missed call; NULL if called, open, or stakes are unknown"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known; a missed call is the absence of a log in gap-free data", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: gross_is_net_plus_treasury
    severity: error
    description: The minted LPT is the orchestrator's part and the treasury's part, and nothing else.
    sql: select orchestrator, round, gross_lpt, net_lpt, treasury_lpt from main.fct_reward_call where gross_lpt <> net_lpt + treasury_lpt
  - name: one_call_per_round
    severity: error
    description: The contract accepts one reward call per orchestrator and round.
    sql: >
      select orchestrator, round, count(*) as row_count from main.fct_reward_call
      where round is not null group by orchestrator, round having count(*) > 1
  - name: gross_follows_stake
    severity: warn
    description: What a call minted is what the Minter's formula gives for the stakes that BondingVotes states. A difference means that the stake shown isn't the one rewarded.
    sql: >
      select calls.orchestrator, calls.round, calls.gross_lpt
      from main.fct_reward_call as calls
      inner join main.dim_round as rounds on calls.round = rounds.round
      where calls.is_called and calls.gross_lpt <> from_wei(mintable_share_of(
          to_wei(rounds.mintable_lpt), to_wei(calls.total_stake_lpt), to_wei(calls.network_stake_lpt)))
  - name: call_by_active_orchestrator
    severity: warn
    description: Every call with a known round is by an orchestrator that the pool's logs show as active, so its stake is part of network_stake_lpt.
    sql: >
      select calls.orchestrator, calls.round from main.fct_reward_call as calls
      where calls.is_called and calls.round is not null and not exists (
          select 1 from staging.chain__transcoder_activated as activations
          where activations.transcoder = calls.orchestrator and activations.activation_round <= calls.round)
*/
with
    rewards as (select * from staging.chain__reward),
    treasury_rewards as (select * from staging.chain__treasury_reward),
    activations as (select * from staging.chain__transcoder_activated),
    deactivations as (select * from staging.chain__transcoder_deactivated),
    votes as (select * from staging.chain__delegate_votes_changed),
    cuts as (select * from main.fct_cut_change),
    rounds as (select * from main.dim_round where start_log_position is not null),

    pool_changes as (
        select transcoder as orchestrator, log_position, activation_round as from_round, true as is_joining from activations
        union all
        select transcoder as orchestrator, log_position, deactivation_round as from_round, false as is_joining from deactivations
    ),

    pool_spells as (
        select
            orchestrator,
            is_joining,
            from_round,
            coalesce(lead(from_round) over (partition by orchestrator order by log_position), 9223372036854775807) as to_round,
        from pool_changes
    ),

    active as (
        select
            pool_spells.orchestrator,
            rounds.round,
            rounds.start_log_position,
        from pool_spells
        inner join rounds
            on rounds.round >= pool_spells.from_round
            and rounds.round < pool_spells.to_round
        where pool_spells.is_joining
    ),

    -- an orchestrator of the pool has stake of its own, so a stated 0 is no statement about it
    staked as (
        select
            active.orchestrator,
            active.round,
            nullif(votes.new_balance_lpt, 0) as total_stake_lpt,
        from active
        asof left join votes
            on active.orchestrator = votes.delegate
            and active.start_log_position > votes.log_position
    ),

    network as (
        select
            round,
            case when count(total_stake_lpt) = count(*) then sum(total_stake_lpt) end as network_stake_lpt,
        from staked
        group by round
    ),

    calls as (
        select
            rewards.transcoder as orchestrator,
            rounds.round,
            rewards.event_id,
            rewards.transaction_hash,
            rewards.log_position,
            rewards.event_at as rewarded_at,
            rewards._instance,
            rewards.amount_lpt as net_lpt,
            coalesce(treasury_rewards.amount_lpt, 0) as treasury_lpt,
            rewards.log_position as cuts_at_log_position,
        from rewards
        asof left join rounds on rewards.log_position >= rounds.start_log_position
        left join treasury_rewards
            on rewards.transaction_hash = treasury_rewards.transaction_hash
            and rewards.transcoder = treasury_rewards.transcoder
    ),

    uncalled as (
        select
            active.orchestrator,
            active.round,
            rounds._instance,
            coalesce(rounds.end_log_position, 9223372036854775807) as cuts_at_log_position,
        from active
        inner join rounds on active.round = rounds.round
        where not exists (
            select 1 from calls
            where calls.orchestrator = active.orchestrator and calls.round = active.round
        )
    ),

    outcomes as (
        select * from calls
        union all by name
        select * from uncalled
    ),

    with_cuts as (
        select
            outcomes.*,
            coalesce(cuts.new_reward_cut_share, 0) as reward_cut_share,
            coalesce(cuts.new_fee_cut_share, 1) as fee_cut_share,
        from outcomes
        asof left join cuts
            on outcomes.orchestrator = cuts.orchestrator
            and outcomes.cuts_at_log_position > cuts.valid_from_log_position
    ),

    amounts as (
        select
            with_cuts.*,
            case
                when with_cuts.event_id is not null then 'called'
                when rounds.is_open then 'open'
                else 'missed'
            end as outcome,
            rounds.started_at as round_started_at,
            rounds.mintable_lpt,
            staked.total_stake_lpt,
            network.network_stake_lpt,
            from_wei(share_of_wei(to_wei(with_cuts.net_lpt), with_cuts.reward_cut_share)) as commission_lpt,
        from with_cuts
        left join rounds on with_cuts.round = rounds.round
        left join network on with_cuts.round = network.round
        left join staked on with_cuts.round = staked.round and with_cuts.orchestrator = staked.orchestrator
    )

select
    cast(orchestrator as varchar) as orchestrator,
    cast(short_address(orchestrator) as varchar) as orchestrator_name,
    cast(round as bigint) as round,
    cast(event_id as varchar) as event_id,
    cast(transaction_hash as varchar) as transaction_hash,
    cast(log_position as bigint) as log_position,
    cast(outcome as varchar) as outcome,
    cast(outcome = 'called' as boolean) as is_called,
    cast(outcome = 'missed' as boolean) as is_missed,
    cast(round_started_at as timestamp) as round_started_at,
    cast(rewarded_at as timestamp) as rewarded_at,
    cast(case when outcome = 'called' then rewarded_at else round_started_at end as date) as reward_date,
    cast(date_diff('second', round_started_at, rewarded_at) as bigint) as called_after_seconds,
    cast(null as varchar) as called_by,
    cast(reward_cut_share as decimal(9, 6)) as reward_cut_share,
    cast(fee_cut_share as decimal(9, 6)) as fee_cut_share,
    cast(net_lpt + treasury_lpt as decimal(38, 18)) as gross_lpt,
    cast(treasury_lpt as decimal(38, 18)) as treasury_lpt,
    cast(net_lpt as decimal(38, 18)) as net_lpt,
    cast(commission_lpt as decimal(38, 18)) as commission_lpt,
    cast(net_lpt - commission_lpt as decimal(38, 18)) as shared_lpt,
    cast(total_stake_lpt as decimal(38, 18)) as total_stake_lpt,
    cast(network_stake_lpt as decimal(38, 18)) as network_stake_lpt,
    cast(
        case
            when outcome = 'missed' then from_wei(mintable_share_of(
                to_wei(mintable_lpt), to_wei(total_stake_lpt), to_wei(network_stake_lpt)))
        end as decimal(38, 18)
    ) as missed_gross_lpt,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(evidence_of(_instance) as varchar) as evidence,
from amounts
order by orchestrator, round, event_id
