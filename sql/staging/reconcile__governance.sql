/*
description: >
  Votes until the pinned block: the subgraph's treasury proposals and polls beside the chain's logs and the bonding ledger. A
  proposal's tally on the chain takes what delegators voted themselves off their orchestrator's vote, the subgraph adds up all weights;
  it is compared once all its votes are before the pinned block. The subgraph's row of a vote without a choice is no vote. Votes in polls are compared of polls that began within 90 days before
  the pinned block.
grain: one row per fact, witnesses, and what the fact is about
key: [fact, key, round, date, witness_a, witness_b]
evidence: onchain (reported by the witness beside it)
columns:
  - {name: fact, type: VARCHAR, unit: none, description: "What is compared", checks: [not_null]}
  - {name: key, type: VARCHAR, unit: none, description: "Number of the proposal, address of the poll, or poll and voter", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "NULL: the value isn't a round's"}
  - {name: date, type: DATE, unit: UTC, description: "NULL: the value isn't a day's"}
  - {name: unit, type: VARCHAR, unit: none, description: "What the two values count", checks: [not_null]}
  - {name: witness_a, type: VARCHAR, unit: none, description: "First witness", checks: [not_null]}
  - {name: value_a, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: witness_b, type: VARCHAR, unit: none, description: "Second witness", checks: [not_null]}
  - {name: value_b, type: "DECIMAL(38,18)", unit: as unit says, description: "What it says; NULL where it doesn't reach"}
  - {name: tolerance, type: "DECIMAL(38,18)", unit: as unit says, description: "Difference that is none", checks: [not_null]}
  - {name: explanation, type: VARCHAR, unit: none, description: "Defect whose rule gives value_b", checks: [{references: reference.witness_defect.defect}]}
*/
with
    scope as (select * from staging.reconcile__scope),
    proposals as (
        select * from staging.subgraph__treasury_proposals
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    polls as (
        select * from staging.subgraph__polls
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
    ),
    polls_created as (select * from staging.chain__poll_created),
    -- the snapshot has the rows of votes that changed in the last 90 days
    recent_polls as (
        select polls_created.poll
        from polls_created
        inner join scope on polls_created.block_number >= scope.pinned_block - 90 * 345600
    ),
    poll_votes as (
        select *, split_part(id, '-', 1) as account, split_part(id, '-', 2) as of_poll from staging.subgraph__votes
        where (_instance, pinned_block) in (select (subgraph_instance, pinned_block) from scope)
            and split_part(id, '-', 2) in (select poll from recent_polls)
    ),
    plain_votes as (select * from staging.chain__vote_cast),
    votes_with_params as (select * from staging.chain__vote_cast_with_params),
    ledger_proposals as (select * from staging.ledger__proposal),
    chain_poll_votes as (select * from staging.chain__vote where choice_id in (0, 1)),

    weights as (
        select
            cast_votes.proposal_id,
            coalesce(sum(cast_votes.weight_lpt) filter (where cast_votes.support = 1), 0) as for_lpt,
            coalesce(sum(cast_votes.weight_lpt) filter (where cast_votes.support = 0), 0) as against_lpt,
            coalesce(sum(cast_votes.weight_lpt) filter (where cast_votes.support = 2), 0) as abstain_lpt,
            max(cast_votes.log_position) < max(scope.pinned_position) as is_all,
        from (
            select proposal_id, support, weight_lpt, log_position from plain_votes
            union all
            select proposal_id, support, weight_lpt, log_position from votes_with_params
        ) as cast_votes
        cross join scope
        group by cast_votes.proposal_id
    ),

    tallies as (
        select
            proposals.id as key,
            coalesce(weights.is_all, true) as is_all,
            from_wei(ledger_proposals.for_wei) as for_lpt,
            from_wei(ledger_proposals.against_wei) as against_lpt,
            from_wei(ledger_proposals.abstain_wei) as abstain_lpt,
            weights.for_lpt as gross_for_lpt,
            weights.against_lpt as gross_against_lpt,
            weights.abstain_lpt as gross_abstain_lpt,
            proposals.for_votes_lpt as stated_for_lpt,
            proposals.against_votes_lpt as stated_against_lpt,
            proposals.abstain_votes_lpt as stated_abstain_lpt,
        from proposals
        left join ledger_proposals on proposals.id = ledger_proposals.proposal_id
        left join weights on proposals.id = weights.proposal_id
    ),

    ballots as (
        select
            chain_poll_votes.contract_address as poll,
            chain_poll_votes.voter,
            max_by(chain_poll_votes.choice_id, chain_poll_votes.log_position) + 1 as choice,
        from chain_poll_votes
        inner join scope on chain_poll_votes.log_position < scope.pinned_position
        inner join recent_polls on chain_poll_votes.contract_address = recent_polls.poll
        group by chain_poll_votes.contract_address, chain_poll_votes.voter
    ),

    stated_ballots as (
        select of_poll as poll, voter, case choice_id when 'Yes' then 1 when 'No' then 2 end as choice
        from poll_votes
        where choice_id is not null
    ),

    ballot_counts as (
        select poll, count(*) as voter_count
        from ballots
        group by poll
    ),

    row_counts as (
        select
            of_poll as poll,
            count(address_or_null(account)) as row_count,
            count(choice_id) as choice_count,
            count(*) - count(address_or_null(account)) as zero_count,
        from poll_votes
        group by of_poll
    ),

    facts as (
        select 'tally_for' as fact, key, 'LPT' as unit, case when is_all then for_lpt end as chain_value, stated_for_lpt as value_b,
            defect_if('gross_votes', gross_for_lpt, stated_for_lpt) as explanation
        from tallies
        union all by name
        select 'tally_against' as fact, key, 'LPT' as unit, case when is_all then against_lpt end as chain_value, stated_against_lpt as value_b,
            defect_if('gross_votes', gross_against_lpt, stated_against_lpt) as explanation
        from tallies
        union all by name
        select 'tally_abstain' as fact, key, 'LPT' as unit, case when is_all then abstain_lpt end as chain_value, stated_abstain_lpt as value_b,
            defect_if('gross_votes', gross_abstain_lpt, stated_abstain_lpt) as explanation
        from tallies
        union all by name
        select 'poll_vote' as fact, coalesce(ballots.poll, stated_ballots.poll) || ' ' || coalesce(ballots.voter, stated_ballots.voter) as key,
            '0 none, 1 yes, 2 no' as unit, coalesce(ballots.choice, 0) as chain_value, coalesce(stated_ballots.choice, 0) as value_b
        from ballots
        full join stated_ballots on ballots.poll = stated_ballots.poll and ballots.voter = stated_ballots.voter
        union all by name
        select 'poll_vote_rows' as fact, row_counts.poll as key, 'rows' as unit,
            coalesce(ballot_counts.voter_count, 0) as chain_value, row_counts.row_count as value_b,
            case when row_counts.choice_count = coalesce(ballot_counts.voter_count, 0) then 'placeholder_votes' end as explanation
        from row_counts
        left join ballot_counts on row_counts.poll = ballot_counts.poll
        union all by name
        select 'zero_address' as fact, 'votes ' || poll as key, 'rows' as unit, 0 as chain_value, zero_count as value_b,
            'zero_address_rows' as explanation
        from row_counts
        union all by name
        select 'poll_end_block' as fact, polls.id as key, 'L1 block' as unit, polls_created.end_block as chain_value, polls.end_block as value_b
        from polls
        left join polls_created on polls.id = polls_created.poll
    ),

    compared as (
        select facts.*, null as round, null as date, 0 as tolerance, case when scope.is_reached then facts.chain_value end as value_a
        from facts
        inner join scope on scope.pinned_block is not null
    )

select
    cast(fact as varchar) as fact,
    cast(key as varchar) as key,
    cast(round as bigint) as round,
    cast(date as date) as date,
    cast(unit as varchar) as unit,
    cast('chain' as varchar) as witness_a,
    cast(value_a as decimal(38, 18)) as value_a,
    cast('subgraph' as varchar) as witness_b,
    cast(value_b as decimal(38, 18)) as value_b,
    cast(tolerance as decimal(38, 18)) as tolerance,
    cast(explanation as varchar) as explanation,
from compared
order by fact, key, round, date, witness_a, witness_b
