/*
description: >
  Every declaration of cuts by an orchestrator, with the declaration before it. Both cuts are what the operator keeps; the
  chain's own feeShare is the other sense and stands beside as delegator_fee_share. A reward or ticket is split by the
  declaration that holds at its reward call (see fct_reward_call and fct_fee_flow), so a round can begin with one and end
  with another. Before its first declaration an orchestrator has the contract's zeros: reward cut 0, and all fees kept.
grain: one row per TranscoderUpdate log
key: [event_id]
evidence: onchain
questions: [triggers, switching-cost, implied-cost]
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of the declaration", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address that declares", checks: [not_null, {references: main.dim_orchestrator.orchestrator}]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: changed_at, type: TIMESTAMP, unit: UTC, description: "Time of the block; NULL where the log carries none"}
  - {name: changed_date, type: DATE, unit: UTC, description: "Date of changed_at"}
  - {name: round, type: BIGINT, unit: round, description: "Round of the declaration; NULL where rounds are unknown"}
  - {name: old_reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards that the operator kept before; NULL at the first declaration"}
  - {name: new_reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards that the operator keeps", checks: [not_null]}
  - {name: old_fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator kept before; NULL at the first declaration"}
  - {name: new_fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that the operator keeps: 1 - delegator_fee_share", checks: [not_null]}
  - {name: delegator_fee_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees that goes to the delegators: the chain's feeShare", checks: [not_null]}
  - {name: reward_cut_change_share, type: "DECIMAL(9,6)", unit: share, description: "New less old reward cut; above zero means less for delegators; NULL at the first declaration"}
  - {name: fee_cut_change_share, type: "DECIMAL(9,6)", unit: share, description: "New less old fee cut; above zero means less for delegators; NULL at the first declaration"}
  - {name: is_first, type: BOOLEAN, unit: none, description: "The orchestrator's first declaration", checks: [not_null]}
  - {name: is_current, type: BOOLEAN, unit: none, description: "No later declaration exists", checks: [not_null]}
  - {name: valid_from_log_position, type: BIGINT, unit: none, description: "Position of this log among all logs: the cuts hold after it", checks: [not_null]}
  - {name: valid_to_log_position, type: BIGINT, unit: none, description: "Position of the orchestrator's next declaration; NULL for the current one"}
  - {name: valid_to_at, type: TIMESTAMP, unit: UTC, description: "Time of the next declaration; NULL for the current one"}
  - {name: valid_to_round, type: BIGINT, unit: round, description: "Round of the next declaration; NULL for the current one"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: cuts_between_zero_and_one
    severity: error
    description: A cut is a part of a whole.
    sql: >
      select event_id, new_reward_cut_share, new_fee_cut_share from main.fct_cut_change
      where new_reward_cut_share not between 0 and 1 or new_fee_cut_share not between 0 and 1
*/
with
    updates as (select * from staging.chain__transcoder_update),
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),

    declarations as (
        select
            updates.*,
            rounds.round,
            cast(1 - updates.fee_share as decimal(9, 6)) as fee_cut_share,
        from updates
        asof left join rounds on updates.log_position >= rounds.start_log_position
    ),

    changes as (
        select
            *,
            lag(reward_cut_share) over by_orchestrator as old_reward_cut_share,
            lag(fee_cut_share) over by_orchestrator as old_fee_cut_share,
            lead(log_position) over by_orchestrator as valid_to_log_position,
            lead(event_at) over by_orchestrator as valid_to_at,
            lead(round) over by_orchestrator as valid_to_round,
            row_number() over by_orchestrator as declaration_number,
        from declarations
        window by_orchestrator as (partition by transcoder order by log_position)
    )

select
    cast(event_id as varchar) as event_id,
    cast(transaction_hash as varchar) as transaction_hash,
    cast(transcoder as varchar) as orchestrator,
    cast(short_address(transcoder) as varchar) as orchestrator_name,
    cast(event_at as timestamp) as changed_at,
    cast(event_date as date) as changed_date,
    cast(round as bigint) as round,
    cast(old_reward_cut_share as decimal(9, 6)) as old_reward_cut_share,
    cast(reward_cut_share as decimal(9, 6)) as new_reward_cut_share,
    cast(old_fee_cut_share as decimal(9, 6)) as old_fee_cut_share,
    cast(fee_cut_share as decimal(9, 6)) as new_fee_cut_share,
    cast(fee_share as decimal(9, 6)) as delegator_fee_share,
    cast(reward_cut_share - old_reward_cut_share as decimal(9, 6)) as reward_cut_change_share,
    cast(fee_cut_share - old_fee_cut_share as decimal(9, 6)) as fee_cut_change_share,
    cast(declaration_number = 1 as boolean) as is_first,
    cast(valid_to_log_position is null as boolean) as is_current,
    cast(log_position as bigint) as valid_from_log_position,
    cast(valid_to_log_position as bigint) as valid_to_log_position,
    cast(valid_to_at as timestamp) as valid_to_at,
    cast(valid_to_round as bigint) as valid_to_round,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(evidence_of(_instance) as varchar) as evidence,
from changes
order by event_id
