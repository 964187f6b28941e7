/*
description: "What each ticket paid, and how the bonding ledger divides it."
grain: one row per WinningTicketTransfer log
key: [log_position]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the redemption.", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Recipient, lower-case 0x text.", checks: [not_null]}
  - {name: gateway, type: VARCHAR, unit: none, description: "Sender of the ticket, lower-case 0x text.", checks: [not_null]}
  - {name: face_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH that the ticket promised.", checks: [not_null]}
  - {name: paid_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH that moved: commission_wei + own_wei + delegators_wei.", checks: [not_null]}
  - {name: from_reserve_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of it that the gateway's reserve gave.", checks: [not_null]}
  - {name: commission_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of it that the orchestrator keeps by its cut.", checks: [not_null]}
  - {name: own_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of the rest that its own stake earned.", checks: [not_null]}
  - {name: delegators_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH of the rest for others' stake, with what nobody can claim.", checks: [not_null]}
  - {name: is_active, type: BOOLEAN, unit: none, description: "The orchestrator was in the round's active set.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__fee)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(orchestrator as VARCHAR) as orchestrator,
    cast(gateway as VARCHAR) as gateway,
    cast(face_wei as DECIMAL(38,0)) as face_wei,
    cast(paid_wei as DECIMAL(38,0)) as paid_wei,
    cast(from_reserve_wei as DECIMAL(38,0)) as from_reserve_wei,
    cast(commission_wei as DECIMAL(38,0)) as commission_wei,
    cast(own_wei as DECIMAL(38,0)) as own_wei,
    cast(delegators_wei as DECIMAL(38,0)) as delegators_wei,
    cast(is_active as BOOLEAN) as is_active,
    cast(_instance as VARCHAR) as _instance,
from rows
order by log_position
