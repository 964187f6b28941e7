/*
description: >
  Every vote that counts, in the treasury's proposals and in polls. A delegator that votes on its own takes its stake out of
  its orchestrator's: gross is what the voter stood for before that, effective what counts, so that only effective weights add
  up. A treasury vote weighs by stake at the end of the proposal's snapshot round. A poll is tallied off the chain: of each
  voter the last Yes or No counts, and its stake at the end of the round in which the poll ended, with all that is delegated
  to it if it is an orchestrator; polls that are still open have no weights yet. Without the bonding ledger effective weights
  are NULL, and so are a poll's gross ones.
grain: one row per system, proposal and voter
key: [system, proposal_id, voter]
evidence: onchain
questions: [votes, investor-issues]
columns:
  - {name: system, type: VARCHAR, unit: none, description: "treasury: a proposal that the governor contract executes; poll: a question without execution", checks: [not_null, {accepted_values: [treasury, poll]}]}
  - {name: proposal_id, type: VARCHAR, unit: none, description: "Number of the proposal as decimal text, or the poll's address", checks: [not_null]}
  - {name: proposal_title, type: VARCHAR, unit: none, description: "First line of the proposal's description; NULL for polls"}
  - {name: voter, type: VARCHAR, unit: none, description: "Account that voted", checks: [not_null]}
  - {name: voter_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: weighed_round, type: BIGINT, unit: round, description: "Round at whose end stake counts: the snapshot, or the round in which the poll ended; NULL while the poll is open and where its end isn't known"}
  - {name: delegate_at_snapshot, type: VARCHAR, unit: none, description: "Delegate of the voter at the end of weighed_round; NULL if it had none, while that isn't over, and without the ledger"}
  - {name: is_orchestrator, type: BOOLEAN, unit: none, description: "The voter delegated to itself then: others' stake speaks through it; NULL where delegate_at_snapshot is not known"}
  - {name: support, type: BIGINT, unit: none, description: "Option as the contract numbers it: treasury 0 against, 1 for, 2 abstain; poll 0 yes, 1 no", checks: [not_null]}
  - {name: choice, type: VARCHAR, unit: none, description: "The option in words", checks: [not_null]}
  - {name: gross_weight_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake behind the voter, that of delegators who voted otherwise included; treasury: as the event states it; NULL for a poll that is open or without the ledger"}
  - {name: effective_weight_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that counts for the choice; NULL for a poll that is open, and without the ledger"}
  - {name: is_override, type: BOOLEAN, unit: none, description: "The voter's stake is taken out of its orchestrator's weight, because both voted; NULL without the ledger"}
  - {name: reason, type: VARCHAR, unit: none, description: "The voter's words; NULL for polls"}
  - {name: voted_at, type: TIMESTAMP, unit: UTC, description: "Time of the vote that counts; NULL where the log carries none"}
  - {name: voted_date, type: DATE, unit: UTC, description: "Date of voted_at"}
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex of the vote that counts", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of the vote", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "onchain is weighed by the bonding ledger; onchain: events only is what the vote's own event states; reported: events only is the same by a subgraph", checks: [not_null, {accepted_values: [onchain, "onchain: events only", "reported: events only"]}]}
checks:
  - name: effective_within_gross
    severity: error
    description: What counts is part of what was behind the voter.
    sql: >
      select system, proposal_id, voter, gross_weight_lpt, effective_weight_lpt from main.fct_governance_vote
      where effective_weight_lpt > gross_weight_lpt or effective_weight_lpt < 0
  - name: tallies_agree
    severity: error
    description: The effective weights of a treasury proposal add up to the ledger's tally.
    sql: >
      select proposals.proposal_id
      from staging.ledger__proposal as proposals
      left join main.fct_governance_vote as votes
          on votes.system = 'treasury' and votes.proposal_id = proposals.proposal_id
      group by proposals.proposal_id
      having coalesce(sum(votes.effective_weight_lpt) filter (where votes.support = 0), 0) <> from_wei(max(proposals.against_wei))
          or coalesce(sum(votes.effective_weight_lpt) filter (where votes.support = 1), 0) <> from_wei(max(proposals.for_wei))
          or coalesce(sum(votes.effective_weight_lpt) filter (where votes.support = 2), 0) <> from_wei(max(proposals.abstain_wei))
*/
with
    plain_votes as (select * from staging.chain__vote_cast),
    votes_with_params as (select * from staging.chain__vote_cast_with_params),
    proposals as (select * from staging.chain__proposal_created),
    powers as (select * from staging.ledger__voting_power where has_voted),
    poll_votes as (select * from staging.chain__vote where choice_id in (0, 1)),
    polls as (select * from staging.chain__poll_created),
    blocks as (select * from staging.chain__block),
    receipts as (select * from staging.chain__receipt),
    rounds as (select * from main.dim_round where start_block is not null),
    orchestrator_rounds as (select * from staging.ledger__orchestrator_round where is_closed),
    delegator_rounds as (select * from raw.ledger__delegator_round where is_closed),

    cast_votes as (
        select event_id, transaction_hash, event_at, _instance, proposal_id, voter, support, weight_lpt, reason from plain_votes
        union all
        select event_id, transaction_hash, event_at, _instance, proposal_id, voter, support, weight_lpt, reason from votes_with_params
    ),

    treasury_votes as (
        select
            'treasury' as system,
            cast_votes.*,
            title_of(proposals.description) as proposal_title,
            proposals.vote_start as weighed_round,
            support_text(cast_votes.support) as choice,
            powers.account is not null as has_ledger,
            powers.delegate,
            cast_votes.weight_lpt as gross_weight_lpt,
            from_wei(powers.effective_wei) as effective_weight_lpt,
            powers.is_override,
        from cast_votes
        left join proposals on cast_votes.proposal_id = proposals.proposal_id
        left join powers
            on cast_votes.proposal_id = powers.proposal_id
            and cast_votes.voter = powers.account
    ),

    -- a poll ends by Ethereum's block numbers, which the blocks and receipts of rounds' first transactions carry
    l1_blocks as (
        select block_number, max(l1_block_number) as l1_block_number
        from (
            select block_number, l1_block_number from blocks
            union all
            select block_number, l1_block_number from receipts
        ) as sightings
        where block_number in (select start_block from rounds)
        group by block_number
    ),

    l1_rounds as (
        select
            rounds.round,
            l1_blocks.l1_block_number as first_l1_block,
            lead(l1_blocks.l1_block_number) over (order by rounds.start_log_position) as next_l1_block,
        from rounds
        left join l1_blocks on rounds.start_block = l1_blocks.block_number
    ),

    poll_ends as (
        select polls.poll, l1_rounds.round as weighed_round
        from polls
        inner join l1_rounds
            on polls.end_block >= l1_rounds.first_l1_block
            and polls.end_block < l1_rounds.next_l1_block
    ),

    counted as (
        select
            *,
            row_number() over (partition by contract_address, voter order by log_position desc) as newest_first,
        from poll_votes
    ),

    weighed as (
        select
            counted.contract_address as poll,
            counted.voter,
            poll_ends.weighed_round,
            delegator_rounds.delegate,
            poll_ends.weighed_round in (select round from orchestrator_rounds) as has_ledger,
            delegator_rounds.stake_wei,
            coalesce(orchestrator_rounds.delegated_wei, delegator_rounds.stake_wei, 0) as gross_wei,
        from counted
        left join poll_ends on counted.contract_address = poll_ends.poll
        left join delegator_rounds
            on counted.voter = delegator_rounds.delegator
            and poll_ends.weighed_round = delegator_rounds.round
        left join orchestrator_rounds
            on counted.voter = orchestrator_rounds.orchestrator
            and poll_ends.weighed_round = orchestrator_rounds.round
            and orchestrator_rounds.is_registered
        where counted.newest_first = 1
    ),

    overridden as (
        select poll, delegate, sum(stake_wei) as stake_wei
        from weighed
        where delegate <> voter
        group by poll, delegate
    ),

    ballots as (
        select
            weighed.*,
            case
                when weighed.delegate = weighed.voter then greatest(weighed.gross_wei - coalesce(overridden.stake_wei, 0), 0)
                else weighed.gross_wei
            end as effective_wei,
            orchestrators.voter is not null as is_override,
        from weighed
        left join overridden on weighed.poll = overridden.poll and weighed.voter = overridden.delegate
        left join weighed as orchestrators
            on weighed.poll = orchestrators.poll
            and weighed.delegate = orchestrators.voter
            and orchestrators.delegate = orchestrators.voter
            and weighed.voter <> orchestrators.voter
    ),

    poll_ballots as (
        select
            'poll' as system,
            counted.event_id,
            counted.transaction_hash,
            counted.event_at,
            counted._instance,
            counted.contract_address as proposal_id,
            counted.voter,
            counted.choice_id as support,
            ballots.weighed_round,
            poll_choice_text(counted.choice_id) as choice,
            coalesce(ballots.has_ledger, false) as has_ledger,
            ballots.delegate,
            case when ballots.has_ledger then from_wei(ballots.gross_wei) end as gross_weight_lpt,
            case when ballots.has_ledger then from_wei(ballots.effective_wei) end as effective_weight_lpt,
            case when ballots.has_ledger then ballots.is_override end as is_override,
        from counted
        inner join ballots on counted.contract_address = ballots.poll and counted.voter = ballots.voter
        where counted.newest_first = 1
    ),

    votes as (
        select * from treasury_votes
        union all by name
        select * from poll_ballots
    )

select
    cast(system as varchar) as system,
    cast(proposal_id as varchar) as proposal_id,
    cast(proposal_title as varchar) as proposal_title,
    cast(voter as varchar) as voter,
    cast(short_address(voter) as varchar) as voter_name,
    cast(weighed_round as bigint) as weighed_round,
    cast(delegate as varchar) as delegate_at_snapshot,
    cast(delegate = voter as boolean) as is_orchestrator,
    cast(support as bigint) as support,
    cast(choice as varchar) as choice,
    cast(gross_weight_lpt as decimal(38, 18)) as gross_weight_lpt,
    cast(effective_weight_lpt as decimal(38, 18)) as effective_weight_lpt,
    cast(is_override as boolean) as is_override,
    cast(reason as varchar) as reason,
    cast(event_at as timestamp) as voted_at,
    cast(event_at as date) as voted_date,
    cast(event_id as varchar) as event_id,
    cast(transaction_hash as varchar) as transaction_hash,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(case when has_ledger then 'onchain' else evidence_of(_instance) || ': events only' end as varchar) as evidence,
from votes
order by system, proposal_id, voter
