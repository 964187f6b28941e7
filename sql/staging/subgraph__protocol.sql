/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "The state of the network at the pinned block, as the subgraph states it."
grain: one row per Protocol and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: total_active_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of the active orchestrators"}
  - {name: total_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that exist"}
  - {name: participation_rate, type: DOUBLE, unit: 0..1, description: "Active stake by supply"}
  - {name: inflation_share, type: "DECIMAL(18,9)", unit: 0..1, description: "Share of the supply that a round can mint"}
  - {name: inflation_ppb, type: BIGINT, unit: parts per billion, description: "The same as the contracts state it"}
  - {name: num_active_transcoders, type: BIGINT, unit: count, description: "How many orchestrators can be active"}
  - {name: active_transcoder_count, type: BIGINT, unit: count, description: "How many orchestrators are active"}
  - {name: delegators_count, type: BIGINT, unit: count, description: "How many delegators the subgraph counts; it drifts"}
  - {name: id, type: VARCHAR, unit: none, description: "0", checks: [not_null]}
  - {name: inflation_change_share, type: "DECIMAL(18,9)", unit: 0..1, description: "By how much inflation changes with each round"}
  - {name: inflation_change_ppb, type: BIGINT, unit: parts per billion, description: "The same as the contracts state it"}
  - {name: target_bonding_rate_share, type: "DECIMAL(18,9)", unit: 0..1, description: "Share of the supply that inflation works towards having bonded"}
  - {name: target_bonding_rate_ppb, type: BIGINT, unit: parts per billion, description: "The same as the contracts state it"}
  - {name: unbonding_period, type: BIGINT, unit: count, description: "Rounds that a lock lasts"}
  - {name: lock_period, type: BIGINT, unit: L1 block, description: "Blocks at a round's end in which cuts can't change"}
  - {name: round_lock_amount_share, type: "DECIMAL(9,6)", unit: 0..1, description: "The same as a share of the round"}
  - {name: round_length, type: BIGINT, unit: L1 block, description: "Length of a round"}
  - {name: last_round_length_update_start_block, type: BIGINT, unit: L1 block, description: "First block of the first round of that length"}
  - {name: last_round_length_update_round, type: BIGINT, unit: round, description: "First round of that length"}
  - {name: total_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of all tickets"}
  - {name: total_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
  - {name: lpt_price_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Price of an LPT as the last round was initialised"}
  - {name: winning_ticket_count, type: BIGINT, unit: count, description: "Tickets redeemed"}
  - {name: round_count, type: BIGINT, unit: count, description: "Rounds"}
  - {name: paused, type: BOOLEAN, unit: none, description: "Whether the contracts are paused"}
  - {name: current_round, type: BIGINT, unit: round, description: "Newest round that the subgraph knows"}
  - {name: last_initialized_round, type: BIGINT, unit: round, description: "Newest round that was initialised"}
  - {name: pending_activation, type: VARCHAR, unit: none, description: "Orchestrators that join with the next round, as JSON"}
  - {name: pending_deactivation, type: VARCHAR, unit: none, description: "Orchestrators that leave with the next round, as JSON"}
  - {name: active_broadcasters, type: VARCHAR, unit: none, description: "Gateways that paid within 90 days, as JSON"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__protocol
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(total_active_stake as decimal(38,18)) as total_active_stake_lpt,
    cast(total_supply as decimal(38,18)) as total_supply_lpt,
    cast(participation_rate as double) as participation_rate,
    cast(share_of_ppb(inflation) as decimal(18,9)) as inflation_share,
    cast(inflation as bigint) as inflation_ppb,
    cast(num_active_transcoders as bigint) as num_active_transcoders,
    cast(active_transcoder_count as bigint) as active_transcoder_count,
    cast(delegators_count as bigint) as delegators_count,
    cast(id as varchar) as id,
    cast(share_of_ppb(inflation_change) as decimal(18,9)) as inflation_change_share,
    cast(inflation_change as bigint) as inflation_change_ppb,
    cast(share_of_ppb(target_bonding_rate) as decimal(18,9)) as target_bonding_rate_share,
    cast(target_bonding_rate as bigint) as target_bonding_rate_ppb,
    cast(unbonding_period as bigint) as unbonding_period,
    cast(lock_period as bigint) as lock_period,
    cast(cast(round_lock_amount as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as round_lock_amount_share,
    cast(round_length as bigint) as round_length,
    cast(last_round_length_update_start_block as bigint) as last_round_length_update_start_block,
    cast(last_round_length_update_round_id as bigint) as last_round_length_update_round,
    cast(total_volume_eth as decimal(38,18)) as total_volume_eth,
    cast(total_volume_usd as decimal(38,18)) as total_volume_usd,
    cast(lpt_price_eth as decimal(38,18)) as lpt_price_eth,
    cast(winning_ticket_count as bigint) as winning_ticket_count,
    cast(round_count as bigint) as round_count,
    cast(paused as boolean) as paused,
    cast(current_round_id as bigint) as current_round,
    cast(last_initialized_round_id as bigint) as last_initialized_round,
    cast(pending_activation as varchar) as pending_activation,
    cast(pending_deactivation as varchar) as pending_deactivation,
    cast(active_broadcasters as varchar) as active_broadcasters,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
