/*
description: "Every account at the end of the data, with its life's sums, by the bonding ledger."
grain: one row per account that stake, fees or gateways' ETH ever concerned
key: [account]
evidence: onchain
columns:
  - {name: account, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: bonded_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT stake as of the last claim, at the end.", checks: [not_null]}
  - {name: stored_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees as of the last claim, at the end.", checks: [not_null]}
  - {name: stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT stake with what it has earned since: what pendingStake answers.", checks: [not_null]}
  - {name: fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees with what was earned since: what pendingFees answers.", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate, lower-case 0x text; NULL if it has none."}
  - {name: start_round, type: BIGINT, unit: round, description: "Round from which its stake counts for its delegate; 0 if it has none.", checks: [not_null]}
  - {name: last_claim_round, type: BIGINT, unit: round, description: "Last round that earnings have been claimed for; 0 if none.", checks: [not_null]}
  - {name: next_lock_id, type: BIGINT, unit: none, description: "Number of its next unbonding lock.", checks: [not_null]}
  - {name: votes_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that BondingVotes gives it from the next round on.", checks: [not_null]}
  - {name: delegated_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to it.", checks: [not_null]}
  - {name: status, type: BIGINT, unit: none, description: "0 pending: its stake counts from start_round on; 1 bonded; 2 unbonded.", checks: [not_null]}
  - {name: has_bonded, type: BOOLEAN, unit: none, description: "It has had stake.", checks: [not_null]}
  - {name: first_bond_block_number, type: BIGINT, unit: block, description: "Block of the log of its first stake; NULL where there is none."}
  - {name: first_bond_log_index, type: BIGINT, unit: none, description: "Position of the log of its first stake within its block, from 0; NULL where there is none."}
  - {name: first_bond_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log of its first stake, lower-case 0x text; NULL where there is none."}
  - {name: first_bond_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log of its first stake; NULL where the log carries none."}
  - {name: first_bond_round, type: BIGINT, unit: round, description: "Round of that log; NULL where there is none."}
  - {name: bonded_in_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT bonded.", checks: [not_null]}
  - {name: transferred_in_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of stake received from others.", checks: [not_null]}
  - {name: transferred_out_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of stake given to others.", checks: [not_null]}
  - {name: unbonded_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT unbonded, transfers not counted.", checks: [not_null]}
  - {name: rebonded_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it rebonded.", checks: [not_null]}
  - {name: withdrawn_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it paid out.", checks: [not_null]}
  - {name: claimed_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT rewards claimed.", checks: [not_null]}
  - {name: claimed_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees claimed.", checks: [not_null]}
  - {name: withdrawn_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees paid out.", checks: [not_null]}
  - {name: forfeited_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT rewards given up by claims before a reward call.", checks: [not_null]}
  - {name: deposit_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH deposit as a gateway.", checks: [not_null]}
  - {name: reserve_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH reserve as a gateway.", checks: [not_null]}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "First round in which it can withdraw them; 0 if it hasn't asked to.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__account)
select
    cast(account as VARCHAR) as account,
    cast(bonded_wei as DECIMAL(38,0)) as bonded_wei,
    cast(stored_fees_wei as DECIMAL(38,0)) as stored_fees_wei,
    cast(stake_wei as DECIMAL(38,0)) as stake_wei,
    cast(fees_wei as DECIMAL(38,0)) as fees_wei,
    cast(delegate as VARCHAR) as delegate,
    cast(start_round as BIGINT) as start_round,
    cast(last_claim_round as BIGINT) as last_claim_round,
    cast(next_lock_id as BIGINT) as next_lock_id,
    cast(votes_wei as DECIMAL(38,0)) as votes_wei,
    cast(delegated_wei as DECIMAL(38,0)) as delegated_wei,
    cast(status as BIGINT) as status,
    cast(has_bonded as BOOLEAN) as has_bonded,
    cast(first_bond_block_number as BIGINT) as first_bond_block_number,
    cast(first_bond_log_index as BIGINT) as first_bond_log_index,
    cast(first_bond_transaction_hash as VARCHAR) as first_bond_transaction_hash,
    cast(first_bond_event_at as TIMESTAMP) as first_bond_event_at,
    cast(first_bond_round as BIGINT) as first_bond_round,
    cast(bonded_in_wei as DECIMAL(38,0)) as bonded_in_wei,
    cast(transferred_in_wei as DECIMAL(38,0)) as transferred_in_wei,
    cast(transferred_out_wei as DECIMAL(38,0)) as transferred_out_wei,
    cast(unbonded_wei as DECIMAL(38,0)) as unbonded_wei,
    cast(rebonded_wei as DECIMAL(38,0)) as rebonded_wei,
    cast(withdrawn_wei as DECIMAL(38,0)) as withdrawn_wei,
    cast(claimed_rewards_wei as DECIMAL(38,0)) as claimed_rewards_wei,
    cast(claimed_fees_wei as DECIMAL(38,0)) as claimed_fees_wei,
    cast(withdrawn_fees_wei as DECIMAL(38,0)) as withdrawn_fees_wei,
    cast(forfeited_wei as DECIMAL(38,0)) as forfeited_wei,
    cast(deposit_wei as DECIMAL(38,0)) as deposit_wei,
    cast(reserve_wei as DECIMAL(38,0)) as reserve_wei,
    cast(withdraw_round as BIGINT) as withdraw_round,
    cast(_instance as VARCHAR) as _instance,
from rows
order by account
