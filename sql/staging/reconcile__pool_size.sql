/*
description: >
  How many orchestrators were in the pool after each of their comings and goings. The subgraph counts so; the contracts say of one who
  leaves and comes back within a round that it isn't active any more.
grain: one row per log by which the pool changed
key: [log_position]
evidence: onchain
columns:
  - {name: log_position, type: BIGINT, unit: none, description: "Place of the log in the total order of the chain's logs", checks: [not_null]}
  - {name: orchestrator_count, type: BIGINT, unit: count, description: "Orchestrators in the pool from then on; NULL without a history from the deployment on"}
*/
with
    scope as (select * from staging.reconcile__scope),
    activations as (select * from staging.chain__transcoder_activated),
    deactivations as (select * from staging.chain__transcoder_deactivated),

    changes as (
        select log_position, 1 as change from activations
        union all
        select log_position, -1 as change from deactivations
    )

select
    cast(changes.log_position as bigint) as log_position,
    cast(case when scope.has_ledger then sum(changes.change) over (order by changes.log_position) end as bigint) as orchestrator_count,
from changes
cross join scope
order by log_position
