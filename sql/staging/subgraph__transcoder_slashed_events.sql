/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An orchestrator was slashed; the mappings never write it, as the subgraph states it."
grain: one row per TranscoderSlashedEvent
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
  - {name: delegate, type: VARCHAR, unit: none, description: "The orchestrator"}
  - {name: finder, type: VARCHAR, unit: none, description: "Who found the fault; NULL for nobody"}
  - {name: penalty_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What was taken off its stake"}
  - {name: finder_reward, type: VARCHAR, unit: none, description: "Part of it that the finder got"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__transcoder_slashed_events
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
    cast(delegate_id as varchar) as delegate,
    cast(finder as varchar) as finder,
    cast(penalty as decimal(38,18)) as penalty_lpt,
    cast(finder_reward as varchar) as finder_reward,
    cast(_instance as varchar) as _instance,
from said
order by id, _instance
