/*
description: "Each gateway's deposit and reserve after every log that changed them, by the bonding ledger."
grain: one row per log that changes a gateway's balances or its withdrawal
key: [log_position]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the log.", checks: [not_null]}
  - {name: gateway, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: kind, type: VARCHAR, unit: none, description: "deposit, reserve, ticket, withdrawal, unlock or cancel_unlock.", checks: [not_null]}
  - {name: deposit_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH deposit after the log.", checks: [not_null]}
  - {name: reserve_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH reserve after the log.", checks: [not_null]}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "First round in which it can withdraw; 0 if it hasn't asked to.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__gateway_balance)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(gateway as VARCHAR) as gateway,
    cast(kind as VARCHAR) as kind,
    cast(deposit_wei as DECIMAL(38,0)) as deposit_wei,
    cast(reserve_wei as DECIMAL(38,0)) as reserve_wei,
    cast(withdraw_round as BIGINT) as withdraw_round,
    cast(_instance as VARCHAR) as _instance,
from rows
order by log_position
