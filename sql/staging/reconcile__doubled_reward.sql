/*
description: >
  Rewards that the subgraph counts twice in an orchestrator's stake, because it reads the contract as of the end of a block: a
  bond, unbond or rebond and, later in the same block, the orchestrator's reward call. The stake read for the former contains
  the reward already, which is then added; the next such log puts it right.
grain: one row per reward that is counted twice
key: [log_position]
evidence: modelled
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "Position of the Reward log: from it on the stake is too large", checks: [not_null]}
  - {name: until_position, type: BIGINT, unit: none, description: "Position of the log that puts it right; NULL if none does"}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Orchestrator that was rewarded", checks: [not_null]}
  - {name: amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The reward: by how much", checks: [not_null]}
*/
with
    bonds as (select * from staging.chain__bond),
    unbonds as (select * from staging.chain__unbond),
    rebonds as (select * from staging.chain__rebond),
    rewards as (select * from staging.chain__reward),

    -- the logs for which the subgraph reads a delegate's stake
    readings as (
        select new_delegate as orchestrator, log_position from bonds
        union
        select old_delegate, log_position from bonds where bonded_amount_lpt > additional_amount_lpt
        union
        select delegate, log_position from unbonds
        union
        select delegate, log_position from rebonds
    ),

    spans as (
        select
            orchestrator,
            log_position,
            lead(log_position) over (partition by orchestrator order by log_position) as until_position,
        from readings
    ),

    doubled as (
        select
            rewards.log_position,
            spans.until_position,
            rewards.transcoder as orchestrator,
            rewards.amount_lpt,
        from rewards
        inner join spans
            on rewards.transcoder = spans.orchestrator
            and block_number_of(rewards.log_position) = block_number_of(spans.log_position)
            and rewards.log_position > spans.log_position
            and rewards.log_position < coalesce(spans.until_position, 9223372036854775807)
    )

select
    cast(log_position as bigint) as log_position,
    cast(until_position as bigint) as until_position,
    cast(orchestrator as varchar) as orchestrator,
    cast(amount_lpt as decimal(38, 18)) as amount_lpt,
from doubled
order by log_position
