/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "A proposal to the treasury at the pinned block, as the subgraph states it."
grain: one row per TreasuryProposal and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Number of the proposal", checks: [not_null]}
  - {name: proposer, type: VARCHAR, unit: none, description: "Who made it"}
  - {name: targets, type: VARCHAR, unit: none, description: "Contracts that it calls, as JSON"}
  - {name: call_values, type: VARCHAR, unit: none, description: "ETH wei of each call, as JSON"}
  - {name: calldatas, type: VARCHAR, unit: none, description: "Data of each call, as JSON"}
  - {name: vote_start, type: BIGINT, unit: round, description: "Round after which votes are taken"}
  - {name: vote_end, type: BIGINT, unit: round, description: "Last round in which votes are taken"}
  - {name: description, type: VARCHAR, unit: none, description: "What it says"}
  - {name: for_votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes for it, each at its voter's whole weight"}
  - {name: against_votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes against it, each at its voter's whole weight"}
  - {name: abstain_votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes that abstain, each at its voter's whole weight"}
  - {name: total_votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "All votes"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__treasury_proposals
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(proposer_id as varchar) as proposer,
    cast(targets as varchar) as targets,
    cast("values" as varchar) as call_values,
    cast(calldatas as varchar) as calldatas,
    cast(try_cast(vote_start as bigint) as bigint) as vote_start,
    cast(try_cast(vote_end as bigint) as bigint) as vote_end,
    cast(description as varchar) as description,
    cast(for_votes as decimal(38,18)) as for_votes_lpt,
    cast(against_votes as decimal(38,18)) as against_votes_lpt,
    cast(abstain_votes as decimal(38,18)) as abstain_votes_lpt,
    cast(total_votes as decimal(38,18)) as total_votes_lpt,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
