/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A vote on a proposal to the treasury within 90 days before the pinned block, as the subgraph states it."
grain: one row per TreasuryVote and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Number of the proposal and address of the voter, joined by a hyphen", checks: [not_null]}
  - {name: proposal, type: VARCHAR, unit: none, description: "Number of the proposal"}
  - {name: voter, type: VARCHAR, unit: none, description: "The account"}
  - {name: support, type: VARCHAR, unit: none, description: "Against, For or Abstain"}
  - {name: weight_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its votes"}
  - {name: reason, type: VARCHAR, unit: none, description: "Its reason"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__treasury_votes
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(proposal_id as varchar) as proposal,
    cast(voter_id as varchar) as voter,
    cast(support as varchar) as support,
    cast(weight as decimal(38,18)) as weight_lpt,
    cast(reason as varchar) as reason,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
