/*
description: "Every value that a parameter of the contracts took, by the bonding ledger: events carry the names, the Governor's calldata the values."
grain: one row per ParameterUpdate log of a governed parameter
key: [log_position]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the log.", checks: [not_null]}
  - {name: contract, type: VARCHAR, unit: none, description: "Contract that has the parameter.", checks: [not_null]}
  - {name: name, type: VARCHAR, unit: none, description: "Name of the parameter.", checks: [not_null]}
  - {name: value, type: "DECIMAL(38,0)", unit: none, description: "New value in the contract's own unit; NULL where no log tells it."}
  - {name: origin, type: VARCHAR, unit: none, description: "governor: its calldata; reward: set to 0 because the treasury reached its ceiling; unknown.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__parameter)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(contract as VARCHAR) as contract,
    cast(name as VARCHAR) as name,
    cast(value as DECIMAL(38,0)) as value,
    cast(origin as VARCHAR) as origin,
    cast(_instance as VARCHAR) as _instance,
from rows
order by log_position
