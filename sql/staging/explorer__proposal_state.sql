/*
description: >
  State and tally of treasury proposals as the governor answers the Explorer, day by day until the state is final. The tally is the true one: a
  delegator's own vote is taken off its orchestrator's.
grain: one row per proposal and day asked for
key: [asked_date, proposal_id, _instance]
evidence: reported
columns:
  - {name: asked_date, type: DATE, unit: UTC, description: "Day for which it was asked", checks: [not_null]}
  - {name: proposal_id, type: VARCHAR, unit: none, description: "The proposal, a decimal number of up to 78 digits", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began", checks: [not_null]}
  - {name: state, type: VARCHAR, unit: none, description: "State in the governor's words", checks: [not_null]}
  - {name: is_final, type: BOOLEAN, unit: none, description: "The state can't change any more", checks: [not_null]}
  - {name: quota_share, type: "DECIMAL(9,6)", unit: "0..1", description: "Share of for among for and against that is needed"}
  - {name: quorum_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes that are needed in all"}
  - {name: total_vote_supply_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes that there are"}
  - {name: votes_for_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes for"}
  - {name: votes_against_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes against"}
  - {name: votes_abstain_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Votes that abstain"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    answers as (select * from raw.explorer__proposal_state),

    latest as (
        select *
        from answers
        qualify row_number() over (partition by asked_for, proposal_id, _instance order by _extracted_at desc) = 1
    )

select
    cast(asked_for as date) as asked_date,
    cast(proposal_id as varchar) as proposal_id,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(state as varchar) as state,
    cast(state in ('Canceled', 'Defeated', 'Expired', 'Executed') as boolean) as is_final,
    cast(share_of_ppm(quota) as decimal(9, 6)) as quota_share,
    cast(from_wei(quorum) as decimal(38, 18)) as quorum_lpt,
    cast(from_wei(total_vote_supply) as decimal(38, 18)) as total_vote_supply_lpt,
    cast(from_wei(votes_for) as decimal(38, 18)) as votes_for_lpt,
    cast(from_wei(votes_against) as decimal(38, 18)) as votes_against_lpt,
    cast(from_wei(votes_abstain) as decimal(38, 18)) as votes_abstain_lpt,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from latest
order by asked_date, proposal_id, _instance
