/*
description: "Every amount that was unbonded or transferred, and what became of it, by the bonding ledger."
grain: one row per unbonding lock
key: [delegator, lock_id]
evidence: onchain
columns:
  - {name: opened_block_number, type: BIGINT, unit: block, description: "Block of the log that opened it.", checks: [not_null]}
  - {name: opened_log_index, type: BIGINT, unit: none, description: "Position of the log that opened it within its block, from 0.", checks: [not_null]}
  - {name: opened_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log that opened it, lower-case 0x text.", checks: [not_null]}
  - {name: opened_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log that opened it; NULL where the log carries none."}
  - {name: opened_round, type: BIGINT, unit: round, description: "Round in which it was opened.", checks: [not_null]}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate that the stake was taken from, lower-case 0x text.", checks: [not_null]}
  - {name: lock_id, type: BIGINT, unit: none, description: "Number of the lock, counted by account.", checks: [not_null]}
  - {name: amount_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT in it.", checks: [not_null]}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "First round in which it can be withdrawn.", checks: [not_null]}
  - {name: state, type: VARCHAR, unit: none, description: "open, withdrawn, rebonded or transferred.", checks: [not_null]}
  - {name: ended_block_number, type: BIGINT, unit: block, description: "Block of the log that ended it; NULL where there is none."}
  - {name: ended_log_index, type: BIGINT, unit: none, description: "Position of the log that ended it within its block, from 0; NULL where there is none."}
  - {name: ended_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log that ended it, lower-case 0x text; NULL where there is none."}
  - {name: ended_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log that ended it; NULL where the log carries none."}
  - {name: ended_round, type: BIGINT, unit: round, description: "Round in which it ended; NULL while it is open."}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__lock)
select
    cast(opened_block_number as BIGINT) as opened_block_number,
    cast(opened_log_index as BIGINT) as opened_log_index,
    cast(opened_transaction_hash as VARCHAR) as opened_transaction_hash,
    cast(opened_event_at as TIMESTAMP) as opened_event_at,
    cast(opened_round as BIGINT) as opened_round,
    cast(delegator as VARCHAR) as delegator,
    cast(delegate as VARCHAR) as delegate,
    cast(lock_id as BIGINT) as lock_id,
    cast(amount_wei as DECIMAL(38,0)) as amount_wei,
    cast(withdraw_round as BIGINT) as withdraw_round,
    cast(state as VARCHAR) as state,
    cast(ended_block_number as BIGINT) as ended_block_number,
    cast(ended_log_index as BIGINT) as ended_log_index,
    cast(ended_transaction_hash as VARCHAR) as ended_transaction_hash,
    cast(ended_event_at as TIMESTAMP) as ended_event_at,
    cast(ended_round as BIGINT) as ended_round,
    cast(_instance as VARCHAR) as _instance,
from rows
order by delegator, lock_id
