/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An orchestrator, past ones too, at the pinned block, as the subgraph states it."
grain: one row per Transcoder and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address", checks: [not_null]}
  - {name: active, type: BOOLEAN, unit: none, description: "Whether it is in the active set"}
  - {name: status, type: VARCHAR, unit: none, description: "Registered with a stake of its own, else NotRegistered"}
  - {name: activation_round, type: BIGINT, unit: round, description: "Round from which it is or was active"}
  - {name: deactivation_round, type: BIGINT, unit: round, description: "Round from which it isn't active; NULL for never"}
  - {name: activation_at, type: TIMESTAMP, unit: UTC, description: "When it became active; NULL when it isn't"}
  - {name: last_active_stake_update_round, type: BIGINT, unit: round, description: "Round for which its active stake was stated last"}
  - {name: last_reward_round, type: BIGINT, unit: round, description: "Round of its last reward"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the rewards that it keeps"}
  - {name: fee_share, type: "DECIMAL(9,6)", unit: 0..1, description: "Share of the fees that its delegators get"}
  - {name: reward_cut_update_at, type: TIMESTAMP, unit: UTC, description: "When it stated its cuts last"}
  - {name: fee_share_update_at, type: TIMESTAMP, unit: UTC, description: "When it stated its cuts last"}
  - {name: total_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to it"}
  - {name: delegator, type: VARCHAR, unit: none, description: "Itself as a delegator"}
  - {name: service_uri, type: VARCHAR, unit: none, description: "Where it can be reached"}
  - {name: reward_caller, type: VARCHAR, unit: none, description: "Who may call reward for it"}
  - {name: total_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of all its tickets"}
  - {name: total_volume_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same, each ticket at the price of its block"}
  - {name: thirty_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 30 days, as it was added up last"}
  - {name: sixty_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 60 days, as it was added up last"}
  - {name: ninety_day_volume_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Face value of 90 days, as it was added up last"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__transcoders
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(active as boolean) as active,
    cast(status as varchar) as status,
    cast(try_cast(activation_round as bigint) as bigint) as activation_round,
    cast(try_cast(deactivation_round as bigint) as bigint) as deactivation_round,
    cast(utc_of(nullif(activation_timestamp, 0)) as timestamp) as activation_at,
    cast(try_cast(last_active_stake_update_round as bigint) as bigint) as last_active_stake_update_round,
    cast(last_reward_round_id as bigint) as last_reward_round,
    cast(cast(reward_cut as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as reward_cut_share,
    cast(cast(fee_share as decimal(9, 0)) * 0.000001::decimal(6, 6) as decimal(9,6)) as fee_share,
    cast(utc_of(nullif(reward_cut_update_timestamp, 0)) as timestamp) as reward_cut_update_at,
    cast(utc_of(nullif(fee_share_update_timestamp, 0)) as timestamp) as fee_share_update_at,
    cast(total_stake as decimal(38,18)) as total_stake_lpt,
    cast(delegator_id as varchar) as delegator,
    cast(service_uri as varchar) as service_uri,
    cast(reward_caller as varchar) as reward_caller,
    cast(total_volume_eth as decimal(38,18)) as total_volume_eth,
    cast(total_volume_usd as decimal(38,18)) as total_volume_usd,
    cast(thirty_day_volume_eth as decimal(38,18)) as thirty_day_volume_eth,
    cast(sixty_day_volume_eth as decimal(38,18)) as sixty_day_volume_eth,
    cast(ninety_day_volume_eth as decimal(38,18)) as ninety_day_volume_eth,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
