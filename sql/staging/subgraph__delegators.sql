/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A delegator with a delegate or with fees at the pinned block, as the subgraph states it."
grain: one row per Delegator and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Address", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Whom its stake is with; NULL for nobody"}
  - {name: start_round, type: BIGINT, unit: round, description: "Round from which its stake counts"}
  - {name: last_claim_round, type: BIGINT, unit: round, description: "Round up to which it has claimed"}
  - {name: bonded_amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its stake without what it hasn't claimed"}
  - {name: principal_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What it ever staked"}
  - {name: unbonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What it ever took out of its stake"}
  - {name: fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that it has claimed and not withdrawn"}
  - {name: withdrawn_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that it has withdrawn"}
  - {name: delegated_amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that is delegated to it"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__delegators
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(delegate_id as varchar) as delegate,
    cast(try_cast(start_round as bigint) as bigint) as start_round,
    cast(last_claim_round_id as bigint) as last_claim_round,
    cast(bonded_amount as decimal(38,18)) as bonded_amount_lpt,
    cast(principal as decimal(38,18)) as principal_lpt,
    cast(unbonded as decimal(38,18)) as unbonded_lpt,
    cast(fees as decimal(38,18)) as fees_eth,
    cast(withdrawn_fees as decimal(38,18)) as withdrawn_fees_eth,
    cast(delegated_amount as decimal(38,18)) as delegated_amount_lpt,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
