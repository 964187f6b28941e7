/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An orchestrator redeemed a winning ticket, as the subgraph states it."
grain: one row per WinningTicketRedeemedEvent
key: [id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Hash of the transaction and index of the log within its block, joined by a hyphen", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block"}
  - {name: event_date, type: DATE, unit: UTC, description: "Date of event_at"}
  - {name: round, type: BIGINT, unit: round, description: "Round of the block"}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction"}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the transaction"}
  - {name: transaction_from, type: VARCHAR, unit: none, description: "Who sent the transaction, and paid for it"}
  - {name: gas_price_wei, type: "DECIMAL(38,0)", unit: wei, description: "Price of gas that was offered"}
  - {name: gas_used, type: BIGINT, unit: gas, description: "Gas that the transaction was allowed to use: the subgraph states the limit"}
  - {name: sender, type: VARCHAR, unit: none, description: "The gateway"}
  - {name: recipient, type: VARCHAR, unit: none, description: "The orchestrator"}
  - {name: face_value_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What the ticket is worth; less is paid where deposit and reserve are short"}
  - {name: face_value_usd, type: "DECIMAL(38,18)", unit: USD, description: "The same at the price of the block; 0 where it wasn't known"}
  - {name: win_prob, type: VARCHAR, unit: none, description: "Chance to win in 2^256ths"}
  - {name: sender_nonce, type: VARCHAR, unit: none, description: "Number of the ticket"}
  - {name: recipient_rand, type: VARCHAR, unit: none, description: "The orchestrator's secret"}
  - {name: aux_data, type: VARCHAR, unit: none, description: "Round and block hash of its creation, 0x text"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__winning_ticket_redeemed_events
    )

select
    cast(id as varchar) as id,
    cast(utc_of(nullif(timestamp, 0)) as timestamp) as event_at,
    cast(cast(utc_of(timestamp) as date) as date) as event_date,
    cast(round_id as bigint) as round,
    cast(transaction_id as varchar) as transaction_hash,
    cast(transaction_block_number as bigint) as block_number,
    cast(transaction_from as varchar) as transaction_from,
    cast(transaction_gas_price as decimal(38,0)) as gas_price_wei,
    cast(transaction_gas_used as bigint) as gas_used,
    cast(sender_id as varchar) as sender,
    cast(recipient_id as varchar) as recipient,
    cast(face_value as decimal(38,18)) as face_value_eth,
    cast(face_value_usd as decimal(38,18)) as face_value_usd,
    cast(win_prob as varchar) as win_prob,
    cast(sender_nonce as varchar) as sender_nonce,
    cast(recipient_rand as varchar) as recipient_rand,
    cast(aux_data as varchar) as aux_data,
    cast(_instance as varchar) as _instance,
from said
order by id, _instance
