/*
description: >
  What a vote's log states as its weight and support is what the ledger gives the voter at the snapshot; a proposal's rounds are
  those of its log, its quorum is a part of the stake that was active when the snapshot's round had ended, and its tally is the
  sum of the effective weights.
severity: error
models:
  - staging.ledger__voting_power
  - staging.ledger__proposal
  - staging.ledger__round
  - staging.chain__vote_cast
  - staging.chain__vote_cast_with_params
  - staging.chain__proposal_created
*/
with
    powers as (select * from staging.ledger__voting_power where has_voted),
    proposals as (select * from staging.ledger__proposal),
    rounds as (select * from staging.ledger__round),
    created as (select * from staging.chain__proposal_created),

    votes as (
        select proposal_id, voter, support, weight_lpt from staging.chain__vote_cast
        union all
        select proposal_id, voter, support, weight_lpt from staging.chain__vote_cast_with_params
    ),

    tallies as (
        select
            proposal_id,
            coalesce(sum(effective_wei) filter (where support = 0), 0) as against_wei,
            coalesce(sum(effective_wei) filter (where support = 1), 0) as for_wei,
            coalesce(sum(effective_wei) filter (where support = 2), 0) as abstain_wei,
        from powers
        group by proposal_id
    ),

    next_rounds as (
        select proposals.proposal_id, min_by(rounds.total_stake_wei, rounds.round) as supply_wei
        from proposals
        inner join rounds on proposals.snapshot_round < rounds.round
        group by proposals.proposal_id
    ),

    differences as (
        select
            coalesce(powers.account, votes.voter) as account,
            powers.vote_round as round,
            coalesce(powers.proposal_id, votes.proposal_id) as proposal_id,
            'weight with support ' || votes.support as figure,
            case when powers.support = votes.support then from_wei(powers.gross_wei) end as ledger_figure,
            votes.weight_lpt as expected_figure,
        from powers
        full join votes on powers.proposal_id = votes.proposal_id and powers.account = votes.voter
        where exists (select 1 from rounds)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'snapshot round', proposals.snapshot_round, created.vote_start
        from proposals
        left join created using (proposal_id)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'deadline round', proposals.deadline_round, created.vote_end
        from proposals
        left join created using (proposal_id)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'active stake', from_wei(proposals.supply_wei), from_wei(next_rounds.supply_wei)
        from proposals
        inner join next_rounds using (proposal_id)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'against', from_wei(proposals.against_wei), coalesce(from_wei(tallies.against_wei), 0)
        from proposals
        left join tallies using (proposal_id)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'for', from_wei(proposals.for_wei), coalesce(from_wei(tallies.for_wei), 0)
        from proposals
        left join tallies using (proposal_id)
        union all
        select proposals.proposer, proposals.round, proposals.proposal_id, 'abstain', from_wei(proposals.abstain_wei), coalesce(from_wei(tallies.abstain_wei), 0)
        from proposals
        left join tallies using (proposal_id)
    )

select account, round, proposal_id, figure, ledger_figure, expected_figure
from differences
where ledger_figure is distinct from expected_figure
order by proposal_id, account, figure
