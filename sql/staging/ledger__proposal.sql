/*
description: "Every treasury proposal with the tally of its effective weights, by the bonding ledger."
grain: one row per ProposalCreated log
key: [proposal_id]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "block_number * 1000000 + log_index: the total order of the chain's logs."}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of the log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of the log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of the log; NULL where the log carries none."}
  - {name: round, type: BIGINT, unit: round, description: "Round of the log.", checks: [not_null]}
  - {name: proposal_id, type: VARCHAR, unit: none, description: "Number of the proposal: a hash, as decimal text.", checks: [not_null]}
  - {name: proposer, type: VARCHAR, unit: none, description: "Account that made it, lower-case 0x text."}
  - {name: snapshot_round, type: BIGINT, unit: round, description: "Round at whose end stake counts.", checks: [not_null]}
  - {name: deadline_round, type: BIGINT, unit: round, description: "Last round of the vote.", checks: [not_null]}
  - {name: is_counted, type: BOOLEAN, unit: none, description: "The snapshot is over, so that the weights are fixed.", checks: [not_null]}
  - {name: for_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT for it.", checks: [not_null]}
  - {name: against_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT against it.", checks: [not_null]}
  - {name: abstain_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that abstains.", checks: [not_null]}
  - {name: supply_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of all active orchestrators at the snapshot, which the quorum is a part of.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__proposal)
select
    cast(block_number * 1000000 + log_index as BIGINT) as log_position,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(round as BIGINT) as round,
    cast(proposal_id as VARCHAR) as proposal_id,
    cast(proposer as VARCHAR) as proposer,
    cast(snapshot_round as BIGINT) as snapshot_round,
    cast(deadline_round as BIGINT) as deadline_round,
    cast(is_counted as BOOLEAN) as is_counted,
    cast(for_wei as DECIMAL(38,0)) as for_wei,
    cast(against_wei as DECIMAL(38,0)) as against_wei,
    cast(abstain_wei as DECIMAL(38,0)) as abstain_wei,
    cast(supply_wei as DECIMAL(38,0)) as supply_wei,
    cast(_instance as VARCHAR) as _instance,
from rows
order by proposal_id
