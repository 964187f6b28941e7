/*
# Written by genstaging from the catalogue of events; go generate ./internal/livepeer renews it.
description: "A winning ticket was accepted, even if nothing could be paid. What moved stands in WinningTicketTransfer. Emitted by TicketBroker."
grain: one row per WinningTicketRedeemed event
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
  - {name: sender, type: VARCHAR, unit: none, description: "Gateway that issued the ticket. Lower-case 0x text."}
  - {name: recipient, type: VARCHAR, unit: none, description: "Orchestrator that redeems it. Lower-case 0x text."}
  - {name: face_value_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Nominal value of the ticket."}
  - {name: win_prob, type: VARCHAR, unit: none, description: "Chance of winning as a numerator over 2^256 - 1. Decimal text: it can be wider than any number type."}
  - {name: sender_nonce, type: BIGINT, unit: none, description: "The gateway's running number of the ticket."}
  - {name: recipient_rand, type: VARCHAR, unit: none, description: "The orchestrator's random number, revealed. Decimal text: it can be wider than any number type."}
  - {name: aux_data, type: VARCHAR, unit: none, description: "Round in which the ticket was created (32 bytes), then that round's block hash (32 bytes). Lower-case 0x text."}
  - {name: wide_values, type: VARCHAR, unit: none, description: "JSON object of the numbers that don't fit their column (NULL there), as decimal text by column of the decoded log; NULL if all fit."}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the log is from."}
*/
with
    logs as (select * from raw.chain__decoded)
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
    cast(sender as VARCHAR) as sender,
    cast(recipient as VARCHAR) as recipient,
    cast(face_value * 0.000000000000000001::DECIMAL(18,18) as DECIMAL(38,18)) as face_value_eth,
    cast(win_prob as VARCHAR) as win_prob,
    cast(sender_nonce as BIGINT) as sender_nonce,
    cast(recipient_rand as VARCHAR) as recipient_rand,
    cast(aux_data as VARCHAR) as aux_data,
    cast(wide_values as VARCHAR) as wide_values,
    cast(_instance as VARCHAR) as _instance,
from logs
where event = 'WinningTicketRedeemed'
order by log_position
