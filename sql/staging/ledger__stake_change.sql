/*
description: "Every log that changed what the contracts store of an account, with the account's state after it, by the bonding ledger. Transfers are the transfer_out of the giver and the transfer_in of the receiver."
grain: one row per log that changes an account's stake, fees or claims
key: [log_position]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the log.", checks: [not_null]}
  - {name: kind, type: VARCHAR, unit: none, description: "bond, unbond, rebond, transfer_out, transfer_in, claim, withdraw_fees or withdraw_stake.", checks: [not_null]}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: old_delegate, type: VARCHAR, unit: none, description: "Its delegate before, lower-case 0x text; NULL if it had none."}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate after, lower-case 0x text; NULL if it has none."}
  - {name: counterparty, type: VARCHAR, unit: none, description: "The other side of a transfer, or the recipient of fees; NULL for other kinds."}
  - {name: change_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that the account added to its stake (below 0: took away). What it earned is no part of it.", checks: [not_null]}
  - {name: moved_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of its stake that left old_delegate for delegate.", checks: [not_null]}
  - {name: claimed_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT rewards that were claimed.", checks: [not_null]}
  - {name: claimed_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees that were claimed.", checks: [not_null]}
  - {name: withdrawn_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees that were paid out.", checks: [not_null]}
  - {name: lock_id, type: BIGINT, unit: none, description: "Number of the unbonding lock concerned; NULL if none is."}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "First round in which that lock can be withdrawn; NULL if there is none."}
  - {name: is_first_bond, type: BOOLEAN, unit: none, description: "The account has never had stake before.", checks: [not_null]}
  - {name: is_return, type: BOOLEAN, unit: none, description: "It had stake and had lost all of it.", checks: [not_null]}
  - {name: bonded_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT stake as of the last claim, after the log.", checks: [not_null]}
  - {name: stored_fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees as of the last claim, after the log.", checks: [not_null]}
  - {name: stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT stake with what it has earned since: what pendingStake answers.", checks: [not_null]}
  - {name: fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH fees with what was earned since: what pendingFees answers.", checks: [not_null]}
  - {name: start_round, type: BIGINT, unit: round, description: "Round from which its stake counts for its delegate; 0 if it has none.", checks: [not_null]}
  - {name: last_claim_round, type: BIGINT, unit: round, description: "Last round that earnings have been claimed for; 0 if none.", checks: [not_null]}
  - {name: next_lock_id, type: BIGINT, unit: none, description: "Number of its next unbonding lock.", checks: [not_null]}
  - {name: votes_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that BondingVotes gives it from the next round on.", checks: [not_null]}
  - {name: old_delegate_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to old_delegate after the log.", checks: [not_null]}
  - {name: delegate_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to delegate after the log.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__stake_change)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(kind as VARCHAR) as kind,
    cast(delegator as VARCHAR) as delegator,
    cast(old_delegate as VARCHAR) as old_delegate,
    cast(delegate as VARCHAR) as delegate,
    cast(counterparty as VARCHAR) as counterparty,
    cast(change_wei as DECIMAL(38,0)) as change_wei,
    cast(moved_wei as DECIMAL(38,0)) as moved_wei,
    cast(claimed_rewards_wei as DECIMAL(38,0)) as claimed_rewards_wei,
    cast(claimed_fees_wei as DECIMAL(38,0)) as claimed_fees_wei,
    cast(withdrawn_fees_wei as DECIMAL(38,0)) as withdrawn_fees_wei,
    cast(lock_id as BIGINT) as lock_id,
    cast(withdraw_round as BIGINT) as withdraw_round,
    cast(is_first_bond as BOOLEAN) as is_first_bond,
    cast(is_return as BOOLEAN) as is_return,
    cast(bonded_wei as DECIMAL(38,0)) as bonded_wei,
    cast(stored_fees_wei as DECIMAL(38,0)) as stored_fees_wei,
    cast(stake_wei as DECIMAL(38,0)) as stake_wei,
    cast(fees_wei as DECIMAL(38,0)) as fees_wei,
    cast(start_round as BIGINT) as start_round,
    cast(last_claim_round as BIGINT) as last_claim_round,
    cast(next_lock_id as BIGINT) as next_lock_id,
    cast(votes_wei as DECIMAL(38,0)) as votes_wei,
    cast(old_delegate_stake_wei as DECIMAL(38,0)) as old_delegate_stake_wei,
    cast(delegate_stake_wei as DECIMAL(38,0)) as delegate_stake_wei,
    cast(_instance as VARCHAR) as _instance,
from rows
order by log_position
