/*
description: >
  The stake delegated to an orchestrator after each transaction that changed it, as BondingVotes states it. It states 0 for a
  delegate without stake of its own, whatever others delegate to it; the stake is NULL then. There is nothing before the
  contract's first block, and no row for changes that it doesn't state.
grain: one row per transaction and delegate whose votes it changed
key: [transaction_hash, delegate]
evidence: onchain
questions: [attraction, delegators]
columns:
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction that changed the stake", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Address of the delegate", checks: [not_null]}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: log_position, type: BIGINT, unit: none, description: "Position of the transaction's last statement among all logs: block * 1,000,000 + log index", checks: [not_null]}
  - {name: changed_at, type: TIMESTAMP, unit: UTC, description: "Time of the block; NULL where the log carries none"}
  - {name: changed_date, type: DATE, unit: UTC, description: "Date of changed_at"}
  - {name: round, type: BIGINT, unit: round, description: "Round of the transaction; NULL where rounds are unknown"}
  - {name: stake_before_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake before the transaction; NULL if the delegate had none of its own or nothing was stated yet"}
  - {name: stake_after_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake after the transaction; NULL if the delegate has none of its own"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
*/
with
    votes as (select * from staging.chain__delegate_votes_changed),
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),

    stated as (
        select
            transaction_hash,
            delegate,
            max(log_position) as log_position,
            max_by(event_at, log_position) as event_at,
            max_by(_instance, log_position) as _instance,
            min_by(previous_balance_lpt, log_position) as stake_before_lpt,
            max_by(new_balance_lpt, log_position) as stake_after_lpt,
        from votes
        group by transaction_hash, delegate
    )

select
    cast(stated.transaction_hash as varchar) as transaction_hash,
    cast(stated.delegate as varchar) as delegate,
    cast(short_address(stated.delegate) as varchar) as delegate_name,
    cast(stated.log_position as bigint) as log_position,
    cast(stated.event_at as timestamp) as changed_at,
    cast(stated.event_at as date) as changed_date,
    cast(rounds.round as bigint) as round,
    cast(nullif(stated.stake_before_lpt, 0) as decimal(38, 18)) as stake_before_lpt,
    cast(nullif(stated.stake_after_lpt, 0) as decimal(38, 18)) as stake_after_lpt,
    cast(witness_of(stated._instance) as varchar) as source,
    cast(stated._instance as varchar) as _instance,
    cast(evidence_of(stated._instance) as varchar) as evidence,
from stated
asof left join rounds on stated.log_position >= rounds.start_log_position
order by transaction_hash, delegate
