/*
description: "Logs of configured chains other than the one that the home is about, such as Livepeer's former contracts on Ethereum."
grain: one row per log of another chain
key: [event_id]
evidence: onchain
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "The log's identity: chain id, block and log index, joined by hyphens.", checks: [not_null]}
  - {name: chain_id, type: BIGINT, unit: none, description: "EVM chain id."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log: an L2 block on Arbitrum."}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0."}
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: transaction_index, type: BIGINT, unit: none, description: "Position of the transaction within its block, from 0."}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction, lower-case 0x text."}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the log's block; NULL where the log carries none."}
  - {name: event_date, type: DATE, unit: UTC, description: "Date of the log's block; NULL where the log carries no time."}
  - {name: contract, type: VARCHAR, unit: none, description: "Name of the contract that emitted the log."}
  - {name: contract_address, type: VARCHAR, unit: none, description: "Address that emitted the log, lower-case 0x text."}
  - {name: event, type: VARCHAR, unit: none, description: "Name of the event; NULL if the catalogue doesn't have it."}
  - {name: topic0, type: VARCHAR, unit: none, description: "First topic, the event's identity; NULL if the log has no topic."}
  - {name: topics, type: VARCHAR, unit: none, description: "All topics as a JSON array of 0x texts; NULL for a known event."}
  - {name: data, type: VARCHAR, unit: none, description: "The log's data as lower-case 0x text; NULL for a known event."}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the log is from."}
*/
with
    logs as (select * from raw.chain__decoded_elsewhere)
select
    cast(chain_id || '-' || block_number || '-' || log_index as VARCHAR) as event_id,
    cast(chain_id as BIGINT) as chain_id,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(transaction_index as BIGINT) as transaction_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(event_at as DATE) as event_date,
    cast(contract as VARCHAR) as contract,
    cast(contract_address as VARCHAR) as contract_address,
    cast(event as VARCHAR) as event,
    cast(topic0 as VARCHAR) as topic0,
    cast(topics as VARCHAR) as topics,
    cast(data as VARCHAR) as data,
    cast(_instance as VARCHAR) as _instance,
from logs
order by event_id
