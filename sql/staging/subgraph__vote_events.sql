/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An account voted in a poll, as the subgraph states it."
grain: one row per VoteEvent
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
  - {name: voter, type: VARCHAR, unit: none, description: "The account"}
  - {name: choice_id, type: VARCHAR, unit: none, description: "0 for yes, 1 for no"}
  - {name: poll, type: VARCHAR, unit: none, description: "Address of the poll"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__vote_events
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
    cast(voter as varchar) as voter,
    cast(choice_id as varchar) as choice_id,
    cast(poll_id as varchar) as poll,
    cast(_instance as varchar) as _instance,
from said
order by id, _instance
