/*
# Written by genstaging from the catalogue of entities; go generate ./extract/subgraph renews it.
description: "An account in a poll, whether it voted or not, that changed within 90 days before the pinned block, as the subgraph states it."
grain: one row per Vote and pinned block
key: [pinned_block, id, _instance]
evidence: reported
columns:
  - {name: id, type: VARCHAR, unit: none, description: "Addresses of the voter and of the poll, joined by a hyphen", checks: [not_null]}
  - {name: voter, type: VARCHAR, unit: none, description: "The account; the zero address in rows of accounts that didn't vote"}
  - {name: vote_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its stake"}
  - {name: non_vote_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake of its delegators who voted themselves"}
  - {name: choice_id, type: VARCHAR, unit: none, description: "Yes or No; NULL if it didn't vote"}
  - {name: poll, type: VARCHAR, unit: none, description: "The poll; NULL if it didn't vote"}
  - {name: registered_transcoder, type: BOOLEAN, unit: none, description: "Whether it is an orchestrator"}
  - {name: pinned_block, type: BIGINT, unit: block, description: "Block that the snapshot is of", checks: [not_null]}
  - {name: deployment, type: VARCHAR, unit: none, description: "Deployment of the subgraph that answered"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the snapshot was begun"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    said as (
        select *
        from raw.subgraph__votes
        qualify row_number() over (partition by pinned_block, id, _instance order by _extracted_at desc, deployment) = 1
    )

select
    cast(id as varchar) as id,
    cast(voter as varchar) as voter,
    cast(vote_stake as decimal(38,18)) as vote_stake_lpt,
    cast(non_vote_stake as decimal(38,18)) as non_vote_stake_lpt,
    cast(choice_id as varchar) as choice_id,
    cast(poll_id as varchar) as poll,
    cast(registered_transcoder as boolean) as registered_transcoder,
    cast(pinned_block as bigint) as pinned_block,
    cast(deployment as varchar) as deployment,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from said
order by pinned_block, id, _instance
