/*
description: >
  The protocol's rounds: those that somebody initialised, those in between that nobody did, and the next 30, whose start is
  estimated from the median length of the last ten complete rounds. A round of any stake, reward or fee event is the round of
  the last NewRound log before it. Where the lake holds no NewRound log the table is empty and rounds are NULL everywhere
  else; where the logs carry no times, starts are NULL and nothing is estimated.
grain: one row per round
key: [round]
evidence: onchain (modelled where is_estimated)
questions: [income, triggers]
columns:
  - {name: round, type: BIGINT, unit: round, description: "Number of the round, counted on from Ethereum", checks: [not_null]}
  - {name: started_at, type: TIMESTAMP, unit: UTC, description: "Time of the NewRound log's block, or its estimate; NULL for a skipped round and where the log carries no time"}
  - {name: round_date, type: DATE, unit: UTC, description: "Date of started_at; a round lasts about 21 hours and crosses midnight"}
  - {name: ended_at, type: TIMESTAMP, unit: UTC, description: "Start of the next initialised round, or its estimate; NULL for the open round and for a skipped one"}
  - {name: length_seconds, type: BIGINT, unit: s, description: "ended_at - started_at; with skipped rounds after it, their time is in it; for an estimated round the median used"}
  - {name: start_block, type: BIGINT, unit: block, description: "Block of the NewRound log; NULL for skipped and estimated rounds"}
  - {name: start_log_position, type: BIGINT, unit: none, description: "Position of the NewRound log among all logs (block * 1,000,000 + log index): the round's events come after it"}
  - {name: end_log_position, type: BIGINT, unit: none, description: "Position of the next NewRound log: the round's events come before it; NULL for the open round"}
  - {name: previous_round, type: BIGINT, unit: round, description: "The last initialised round before; NULL for the first one known and for skipped and estimated rounds"}
  - {name: mintable_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that the round may mint at most (Minter, SetCurrentRewardTokens)"}
  - {name: minted_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that the round's reward calls minted so far, the treasury's part included; what is never called for is lost"}
  - {name: reward_call_count, type: BIGINT, unit: none, description: "Reward calls in the round so far"}
  - {name: inflation_ppb, type: BIGINT, unit: parts per billion, description: "Inflation of this one round in parts per billion of the supply (not per year)"}
  - {name: inflation_share, type: DOUBLE, unit: share, description: "inflation_ppb / 1,000,000,000: the ratio for this one round"}
  - {name: is_skipped, type: BOOLEAN, unit: none, description: "Nobody initialised the round: no rewards, no stake events, no missed reward calls", checks: [not_null]}
  - {name: is_open, type: BOOLEAN, unit: none, description: "The last initialised round of the data: it isn't over, so nothing in it counts as missed", checks: [not_null]}
  - {name: is_estimated, type: BOOLEAN, unit: none, description: "A future round; its times are estimates", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported, modelled]}]}
checks:
  - name: rounds_increase
    severity: error
    description: A NewRound log later on the chain carries a higher round. A failure means that logs of two chains are mixed.
    sql: select round, previous_round, start_log_position from main.dim_round where previous_round >= round
  - name: minted_within_mintable
    severity: error
    description: A round mints no more than the Minter allows.
    sql: select round, minted_lpt, mintable_lpt from main.dim_round where minted_lpt > mintable_lpt
  - name: one_open_round
    severity: error
    description: At most one round is open.
    sql: select count(*) as open_count from main.dim_round where is_open having count(*) > 1
*/
with
    new_rounds as (select * from staging.chain__new_round),
    reward_tokens as (select * from staging.chain__set_current_reward_tokens),
    rewards as (select * from staging.chain__reward),
    treasury_rewards as (select * from staging.chain__treasury_reward),

    initialized as (
        select
            round,
            transaction_hash,
            _instance,
            event_at as started_at,
            block_number as start_block,
            log_position as start_log_position,
            lag(round) over (order by log_position) as previous_round,
            lead(round) over (order by log_position) as next_round,
            lead(event_at) over (order by log_position) as ended_at,
            lead(log_position) over (order by log_position) as end_log_position,
        from new_rounds
        where round is not null
    ),

    -- the Minter states what the round may mint just before its NewRound, in the same transaction
    mintable as (
        select
            initialized.round,
            max_by(reward_tokens.current_mintable_tokens_lpt, reward_tokens.log_position) as mintable_lpt,
            max_by(reward_tokens.current_inflation, reward_tokens.log_position) as inflation_ppb,
        from initialized
        inner join reward_tokens
            on initialized.transaction_hash = reward_tokens.transaction_hash
            and initialized.start_log_position > reward_tokens.log_position
        group by initialized.round
    ),

    mints as (
        select log_position, amount_lpt, 1 as reward_call_count from rewards
        union all
        select log_position, amount_lpt, 0 as reward_call_count from treasury_rewards
    ),

    minted as (
        select
            initialized.round,
            sum(mints.amount_lpt) as minted_lpt,
            sum(mints.reward_call_count) as reward_call_count,
        from mints
        asof inner join initialized on mints.log_position >= initialized.start_log_position
        group by initialized.round
    ),

    observed as (
        select
            initialized.*,
            date_diff('second', initialized.started_at, initialized.ended_at) as length_seconds,
            mintable.mintable_lpt,
            mintable.inflation_ppb,
            coalesce(minted.minted_lpt, 0) as minted_lpt,
            coalesce(minted.reward_call_count, 0) as reward_call_count,
            false as is_skipped,
            initialized.next_round is null as is_open,
            false as is_estimated,
            evidence_of(_instance) as evidence,
        from initialized
        left join mintable on initialized.round = mintable.round
        left join minted on initialized.round = minted.round
    ),

    skipped as (
        select
            unnest(range(previous_round + 1, round)) as round,
            _instance,
            true as is_skipped,
            false as is_open,
            false as is_estimated,
            evidence_of(_instance) as evidence,
        from initialized
        where round > previous_round + 1
    ),

    recent_lengths as (
        select length_seconds // (next_round - round) as length_seconds
        from observed
        where length_seconds is not null
        order by start_log_position desc
        limit 10
    ),

    usual_length as (select quantile_disc(length_seconds, 0.5) as length_seconds from recent_lengths),

    estimated as (
        select
            observed.round + ahead.step as round,
            observed._instance,
            observed.started_at + ahead.step * usual_length.length_seconds * interval 1 second as started_at,
            observed.started_at + (ahead.step + 1) * usual_length.length_seconds * interval 1 second as ended_at,
            usual_length.length_seconds,
            false as is_skipped,
            false as is_open,
            true as is_estimated,
            'modelled' as evidence,
        from observed
        cross join usual_length
        cross join (select unnest(range(1, 31)) as step) as ahead
        where observed.is_open
            and observed.started_at is not null
            and usual_length.length_seconds is not null
    ),

    rounds as (
        select * from observed
        union all by name
        select * from skipped
        union all by name
        select * from estimated
    )

select
    cast(round as bigint) as round,
    cast(started_at as timestamp) as started_at,
    cast(started_at as date) as round_date,
    cast(ended_at as timestamp) as ended_at,
    cast(length_seconds as bigint) as length_seconds,
    cast(start_block as bigint) as start_block,
    cast(start_log_position as bigint) as start_log_position,
    cast(end_log_position as bigint) as end_log_position,
    cast(previous_round as bigint) as previous_round,
    cast(mintable_lpt as decimal(38, 18)) as mintable_lpt,
    cast(minted_lpt as decimal(38, 18)) as minted_lpt,
    cast(reward_call_count as bigint) as reward_call_count,
    cast(inflation_ppb as bigint) as inflation_ppb,
    cast(inflation_ppb / 1000000000 as double) as inflation_share,
    cast(is_skipped as boolean) as is_skipped,
    cast(is_open as boolean) as is_open,
    cast(is_estimated as boolean) as is_estimated,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(evidence as varchar) as evidence,
from rounds
order by round
