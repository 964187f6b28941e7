/*
description: "What accounts gave up by claiming in a round before their orchestrator's reward call, by the bonding ledger. It stays in the delegate's stake, and nobody can claim it."
grain: one row per reward call and account that had claimed before it in its round
key: [log_position, delegator, claim_log_index]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the Reward log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the Reward log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the Reward log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the Reward log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the reward.", checks: [not_null]}
  - {name: claim_block_number, type: BIGINT, unit: block, description: "Block of the EarningsClaimed log.", checks: [not_null]}
  - {name: claim_log_index, type: BIGINT, unit: none, description: "Position of the EarningsClaimed log within its block, from 0.", checks: [not_null]}
  - {name: claim_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the EarningsClaimed log, lower-case 0x text.", checks: [not_null]}
  - {name: claim_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the EarningsClaimed log; NULL where the log carries none."}
  - {name: claim_round, type: BIGINT, unit: round, description: "Round of the claim: the same.", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Orchestrator that called, lower-case 0x text.", checks: [not_null]}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account that had claimed, lower-case 0x text.", checks: [not_null]}
  - {name: amount_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT given up.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__forfeit)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(claim_block_number as BIGINT) as claim_block_number,
    cast(claim_log_index as BIGINT) as claim_log_index,
    cast(claim_transaction_hash as VARCHAR) as claim_transaction_hash,
    cast(claim_event_at as TIMESTAMP) as claim_event_at,
    cast(claim_round as BIGINT) as claim_round,
    cast(delegate as VARCHAR) as delegate,
    cast(delegator as VARCHAR) as delegator,
    cast(amount_wei as DECIMAL(38,0)) as amount_wei,
    cast(_instance as VARCHAR) as _instance,
from rows
order by log_position, delegator, claim_log_index
