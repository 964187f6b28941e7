/*
description: "Every account's weight in each treasury proposal at its snapshot, and its vote, by the bonding ledger."
grain: one row per proposal and account that has power in it or has voted
key: [proposal_id, account]
evidence: onchain
columns:
  - {name: proposal_id, type: VARCHAR, unit: none, description: "Number of the proposal: a hash, as decimal text.", checks: [not_null]}
  - {name: account, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate at the snapshot, lower-case 0x text; NULL if it had none."}
  - {name: gross_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that BondingVotes gives it at the snapshot.", checks: [not_null]}
  - {name: effective_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of it that counts: without what its delegators voted on their own, if it voted itself.", checks: [not_null]}
  - {name: has_voted, type: BOOLEAN, unit: none, description: "It has voted.", checks: [not_null]}
  - {name: vote_block_number, type: BIGINT, unit: block, description: "Block of its vote's log; NULL where there is none."}
  - {name: vote_log_index, type: BIGINT, unit: none, description: "Position of its vote's log within its block, from 0; NULL where there is none."}
  - {name: vote_transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of its vote's log, lower-case 0x text; NULL where there is none."}
  - {name: vote_event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of its vote's log; NULL where the log carries none."}
  - {name: vote_round, type: BIGINT, unit: round, description: "Last round initialised before its vote; NULL without one."}
  - {name: support, type: BIGINT, unit: none, description: "0 against, 1 for, 2 abstain; NULL without a vote."}
  - {name: is_override, type: BOOLEAN, unit: none, description: "It voted beside its orchestrator, out of whose weight its own is taken.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__voting_power)
select
    cast(proposal_id as VARCHAR) as proposal_id,
    cast(account as VARCHAR) as account,
    cast(delegate as VARCHAR) as delegate,
    cast(gross_wei as DECIMAL(38,0)) as gross_wei,
    cast(effective_wei as DECIMAL(38,0)) as effective_wei,
    cast(has_voted as BOOLEAN) as has_voted,
    cast(vote_block_number as BIGINT) as vote_block_number,
    cast(vote_log_index as BIGINT) as vote_log_index,
    cast(vote_transaction_hash as VARCHAR) as vote_transaction_hash,
    cast(vote_event_at as TIMESTAMP) as vote_event_at,
    cast(vote_round as BIGINT) as vote_round,
    cast(support as BIGINT) as support,
    cast(is_override as BOOLEAN) as is_override,
    cast(_instance as VARCHAR) as _instance,
from rows
order by proposal_id, account
