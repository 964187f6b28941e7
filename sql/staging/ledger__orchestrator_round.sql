/*
description: "Every delegate in every round by the bonding ledger: what its earnings are divided by, what it earned or missed and how that divides, and all that the contract stores of it at the round's end."
grain: one row per round and account that anything is delegated to, that is active, rewarded or paid
key: [orchestrator, round]
evidence: onchain
columns:
  - {name: round, type: BIGINT, unit: round, description: "Number of the round.", checks: [not_null]}
  - {name: is_closed, type: BOOLEAN, unit: none, description: "The round is over.", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the round's active set.", checks: [not_null]}
  - {name: is_registered, type: BOOLEAN, unit: none, description: "It delegates to itself at the end.", checks: [not_null]}
  - {name: in_pool, type: BOOLEAN, unit: none, description: "It is among the next round's active orchestrators at the end.", checks: [not_null]}
  - {name: stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that the round's earnings are divided by: delegated to it at the round's start, or when it left the pool.", checks: [not_null]}
  - {name: own_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of its own stake at the round's start, unclaimed earnings included.", checks: [not_null]}
  - {name: reward_cut_ppm, type: BIGINT, unit: ppm, description: "Part of the rewards that it keeps: of the round's pool once a reward or fee has fixed it, else declared.", checks: [not_null]}
  - {name: fee_share_ppm, type: BIGINT, unit: ppm, description: "Part of the fees that it gives to stake, likewise.", checks: [not_null]}
  - {name: is_rewarded, type: BOOLEAN, unit: none, description: "It called for the round's reward.", checks: [not_null]}
  - {name: reward_block_number, type: BIGINT, unit: block, description: "Block of its Reward log; NULL where there is none."}
  - {name: reward_log_index, type: BIGINT, unit: none, description: "Position of its Reward log within its block, from 0; NULL where there is none."}
  - {name: reward_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of its Reward log, lower-case 0x text; NULL where there is none."}
  - {name: reward_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of its Reward log; NULL where the log carries none."}
  - {name: reward_round, type: BIGINT, unit: round, description: "Round of its Reward log: this one; NULL where there is none."}
  - {name: gross_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT minted by the call: treasury_wei + net_wei.", checks: [not_null]}
  - {name: treasury_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it for the treasury.", checks: [not_null]}
  - {name: net_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it for orchestrator and delegators: commission_wei + own_rewards_wei + delegator_rewards_wei.", checks: [not_null]}
  - {name: commission_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it that the orchestrator keeps by its cut.", checks: [not_null]}
  - {name: own_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of the rest that its own stake earned.", checks: [not_null]}
  - {name: delegator_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of the rest for others' stake, with what nobody can claim.", checks: [not_null]}
  - {name: is_missed, type: BOOLEAN, unit: none, description: "It was active and the round is over without its call.", checks: [not_null]}
  - {name: missed_gross_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that a call at the round's end would have minted; 0 if none was missed.", checks: [not_null]}
  - {name: missed_treasury_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it for the treasury.", checks: [not_null]}
  - {name: missed_commission_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it that the orchestrator would have kept.", checks: [not_null]}
  - {name: missed_own_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it that its own stake would have earned.", checks: [not_null]}
  - {name: missed_delegators_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it for others' stake.", checks: [not_null]}
  - {name: fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH that tickets paid: fee_commission_wei + own_fees_wei + delegator_fees_wei.", checks: [not_null]}
  - {name: fee_commission_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of it that the orchestrator keeps by its cut.", checks: [not_null]}
  - {name: own_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of the rest that its own stake earned.", checks: [not_null]}
  - {name: delegator_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of the rest for others' stake, with what nobody can claim.", checks: [not_null]}
  - {name: ticket_count, type: BIGINT, unit: none, description: "Redeemed tickets, those that paid nothing included.", checks: [not_null]}
  - {name: pool_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "Stored for the round: totalStake, LPT; 0 if nothing was written.", checks: [not_null]}
  - {name: pool_reward_cut_ppm, type: BIGINT, unit: ppm, description: "Stored for the round: transcoderRewardCut.", checks: [not_null]}
  - {name: pool_fee_share_ppm, type: BIGINT, unit: ppm, description: "Stored for the round: transcoderFeeShare.", checks: [not_null]}
  - {name: reward_factor_p27, type: "DECIMAL(38,0)", unit: parts per 1e27, description: "Stored for the round: cumulativeRewardFactor; 0 if nothing was written.", checks: [not_null]}
  - {name: fee_factor_p27, type: "DECIMAL(38,0)", unit: parts per 1e27, description: "Stored for the round: cumulativeFeeFactor; 0 if nothing was written.", checks: [not_null]}
  - {name: start_delegated_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to it at the round's start.", checks: [not_null]}
  - {name: delegated_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to it at the end.", checks: [not_null]}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Accounts with stake delegated to it at the end, itself included.", checks: [not_null]}
  - {name: last_reward_round, type: BIGINT, unit: round, description: "Stored: last round it called in; 0 if none.", checks: [not_null]}
  - {name: last_fee_round, type: BIGINT, unit: round, description: "Stored: last round in which a ticket paid it; 0 if none.", checks: [not_null]}
  - {name: last_update_round, type: BIGINT, unit: round, description: "Stored: lastActiveStakeUpdateRound; 0 if none.", checks: [not_null]}
  - {name: activation_round, type: BIGINT, unit: round, description: "Stored: first round of its latest time in the active set; 0 if none.", checks: [not_null]}
  - {name: deactivation_round, type: BIGINT, unit: round, description: "Stored: first round out of the active set again; NULL while it is in the pool, 0 if it never was."}
  - {name: declared_reward_cut_ppm, type: BIGINT, unit: ppm, description: "Stored: rewardCut as declared last.", checks: [not_null]}
  - {name: declared_fee_share_ppm, type: BIGINT, unit: ppm, description: "Stored: feeShare as declared last.", checks: [not_null]}
  - {name: active_cumulative_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "Stored: activeCumulativeRewards, LPT.", checks: [not_null]}
  - {name: cumulative_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "Stored: cumulativeRewards, LPT earned as orchestrator and not claimed.", checks: [not_null]}
  - {name: cumulative_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "Stored: cumulativeFees, ETH earned as orchestrator and not claimed.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__orchestrator_round)
select
    cast(round as BIGINT) as round,
    cast(is_closed as BOOLEAN) as is_closed,
    cast(orchestrator as VARCHAR) as orchestrator,
    cast(is_active as BOOLEAN) as is_active,
    cast(is_registered as BOOLEAN) as is_registered,
    cast(in_pool as BOOLEAN) as in_pool,
    cast(stake_wei as DECIMAL(38,0)) as stake_wei,
    cast(own_stake_wei as DECIMAL(38,0)) as own_stake_wei,
    cast(reward_cut_ppm as BIGINT) as reward_cut_ppm,
    cast(fee_share_ppm as BIGINT) as fee_share_ppm,
    cast(is_rewarded as BOOLEAN) as is_rewarded,
    cast(reward_block_number as BIGINT) as reward_block_number,
    cast(reward_log_index as BIGINT) as reward_log_index,
    cast(reward_transaction_hash as VARCHAR) as reward_transaction_hash,
    cast(reward_event_at as TIMESTAMP) as reward_event_at,
    cast(reward_round as BIGINT) as reward_round,
    cast(gross_wei as DECIMAL(38,0)) as gross_wei,
    cast(treasury_wei as DECIMAL(38,0)) as treasury_wei,
    cast(net_wei as DECIMAL(38,0)) as net_wei,
    cast(commission_wei as DECIMAL(38,0)) as commission_wei,
    cast(own_rewards_wei as DECIMAL(38,0)) as own_rewards_wei,
    cast(delegator_rewards_wei as DECIMAL(38,0)) as delegator_rewards_wei,
    cast(is_missed as BOOLEAN) as is_missed,
    cast(missed_gross_wei as DECIMAL(38,0)) as missed_gross_wei,
    cast(missed_treasury_wei as DECIMAL(38,0)) as missed_treasury_wei,
    cast(missed_commission_wei as DECIMAL(38,0)) as missed_commission_wei,
    cast(missed_own_wei as DECIMAL(38,0)) as missed_own_wei,
    cast(missed_delegators_wei as DECIMAL(38,0)) as missed_delegators_wei,
    cast(fees_wei as DECIMAL(38,0)) as fees_wei,
    cast(fee_commission_wei as DECIMAL(38,0)) as fee_commission_wei,
    cast(own_fees_wei as DECIMAL(38,0)) as own_fees_wei,
    cast(delegator_fees_wei as DECIMAL(38,0)) as delegator_fees_wei,
    cast(ticket_count as BIGINT) as ticket_count,
    cast(pool_stake_wei as DECIMAL(38,0)) as pool_stake_wei,
    cast(pool_reward_cut_ppm as BIGINT) as pool_reward_cut_ppm,
    cast(pool_fee_share_ppm as BIGINT) as pool_fee_share_ppm,
    cast(reward_factor_p27 as DECIMAL(38,0)) as reward_factor_p27,
    cast(fee_factor_p27 as DECIMAL(38,0)) as fee_factor_p27,
    cast(start_delegated_wei as DECIMAL(38,0)) as start_delegated_wei,
    cast(delegated_wei as DECIMAL(38,0)) as delegated_wei,
    cast(delegator_count as BIGINT) as delegator_count,
    cast(last_reward_round as BIGINT) as last_reward_round,
    cast(last_fee_round as BIGINT) as last_fee_round,
    cast(last_update_round as BIGINT) as last_update_round,
    cast(activation_round as BIGINT) as activation_round,
    cast(deactivation_round as BIGINT) as deactivation_round,
    cast(declared_reward_cut_ppm as BIGINT) as declared_reward_cut_ppm,
    cast(declared_fee_share_ppm as BIGINT) as declared_fee_share_ppm,
    cast(active_cumulative_rewards_wei as DECIMAL(38,0)) as active_cumulative_rewards_wei,
    cast(cumulative_rewards_wei as DECIMAL(38,0)) as cumulative_rewards_wei,
    cast(cumulative_fees_wei as DECIMAL(38,0)) as cumulative_fees_wei,
    cast(_instance as VARCHAR) as _instance,
from rows
order by orchestrator, round
