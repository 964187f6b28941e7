/*
description: >
  Voting power of those who voted on a treasury proposal, at the proposal's snapshot, as the contracts answer the Explorer: gross, also where
  delegators of theirs voted themselves.
grain: one row per proposal and voter
key: [proposal_id, voter, _instance]
evidence: reported
columns:
  - {name: proposal_id, type: VARCHAR, unit: none, description: "The proposal, a decimal number of up to 78 digits", checks: [not_null]}
  - {name: voter, type: VARCHAR, unit: none, description: "Address of the voter, lower case", checks: [not_null]}
  - {name: votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Its voting power", checks: [not_null]}
  - {name: has_voted, type: BOOLEAN, unit: none, description: "It has voted"}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate then, lower case; NULL for an orchestrator"}
  - {name: delegate_votes_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "The delegate's voting power"}
  - {name: delegate_has_voted, type: BOOLEAN, unit: none, description: "The delegate has voted"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    answers as (select * from raw.explorer__proposal_votes),

    latest as (
        select *
        from answers
        qualify row_number() over (partition by proposal_id, voter, _instance order by _extracted_at desc) = 1
    )

select
    cast(proposal_id as varchar) as proposal_id,
    cast(voter as varchar) as voter,
    cast(from_wei(self_votes) as decimal(38, 18)) as votes_lpt,
    cast(self_has_voted as boolean) as has_voted,
    cast(lower(delegate_address) as varchar) as delegate,
    cast(from_wei(delegate_votes) as decimal(38, 18)) as delegate_votes_lpt,
    cast(delegate_has_voted as boolean) as delegate_has_voted,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from latest
order by proposal_id, voter, _instance
