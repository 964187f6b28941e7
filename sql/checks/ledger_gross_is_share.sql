/*
description: >
  What a reward call minted is the contract's share formula of the round's mintable LPT and of the ledger's stakes, and net and
  treasury's part make it up, as the logs state them. The stake of an active orchestrator is what was delegated to it at the
  round's start, and the network's is the sum of the pool's at the end of the round before. A missed reward is the same formula.
severity: error
models:
  - staging.ledger__orchestrator_round
  - staging.ledger__round
  - staging.chain__new_round
  - staging.chain__set_current_reward_tokens
  - staging.chain__reward
  - staging.chain__treasury_reward
*/
with
    orchestrators as (select * from staging.ledger__orchestrator_round),
    ledger_rounds as (select * from staging.ledger__round),
    new_rounds as (select * from staging.chain__new_round),
    reward_tokens as (select * from staging.chain__set_current_reward_tokens),
    rewards as (select * from staging.chain__reward),
    treasury_rewards as (select * from staging.chain__treasury_reward),

    mintable as (
        select new_rounds.round, to_wei(reward_tokens.current_mintable_tokens_lpt) as mintable_wei
        from new_rounds
        inner join reward_tokens on new_rounds.transaction_hash = reward_tokens.transaction_hash
    ),

    pool_stakes as (
        select round, sum(delegated_wei) filter (where in_pool) as next_total_wei
        from orchestrators
        group by round
    ),

    totals as (
        select
            ledger_rounds.round,
            ledger_rounds.total_stake_wei,
            ledger_rounds.treasury_rate_p27,
            coalesce(pool_stakes.next_total_wei, 0) as pool_total_wei,
        from (select *, lag(round) over (order by round) as previous_round from ledger_rounds) as ledger_rounds
        left join pool_stakes on ledger_rounds.previous_round = pool_stakes.round
    ),

    logged as (
        select
            rewards.transcoder,
            rewards.log_position,
            rewards.amount_lpt as net_lpt,
            coalesce(treasury_rewards.amount_lpt, 0) as treasury_lpt,
        from rewards
        left join treasury_rewards
            on rewards.transaction_hash = treasury_rewards.transaction_hash
            and rewards.transcoder = treasury_rewards.transcoder
    ),

    shares as (
        select
            orchestrators.*,
            totals.total_stake_wei,
            totals.pool_total_wei,
            mintable_share_of(
                mintable.mintable_wei,
                cast(orchestrators.stake_wei as hugeint),
                cast(totals.total_stake_wei as hugeint)
            ) as share_wei,
            share_of_wei_p27(orchestrators.gross_wei, totals.treasury_rate_p27) as treasury_share_wei,
            share_of_wei_p27(orchestrators.missed_gross_wei, totals.treasury_rate_p27) as missed_treasury_share_wei,
            logged.net_lpt as logged_net_lpt,
            logged.treasury_lpt as logged_treasury_lpt,
        from orchestrators
        left join totals on orchestrators.round = totals.round
        left join mintable on orchestrators.round = mintable.round
        left join logged
            on orchestrators.orchestrator = logged.transcoder
            and orchestrators.reward_block_number * 1000000 + orchestrators.reward_log_index = logged.log_position
    ),

    differences as (
        select orchestrator, round, 'gross' as figure, gross_wei as ledger_wei, share_wei as expected_wei
        from shares
        where is_rewarded
        union all
        select orchestrator, round, 'net and treasury', gross_wei, net_wei + treasury_wei
        from shares
        where is_rewarded
        union all
        select orchestrator, round, 'net', net_wei, to_wei(logged_net_lpt)
        from shares
        where is_rewarded
        union all
        select orchestrator, round, 'treasury', treasury_wei, to_wei(logged_treasury_lpt)
        from shares
        where is_rewarded
        union all
        select orchestrator, round, 'treasury by its rate', treasury_wei, treasury_share_wei
        from shares
        where is_rewarded and treasury_share_wei is not null
        union all
        select orchestrator, round, 'net''s parts', net_wei, commission_wei + own_rewards_wei + delegator_rewards_wei
        from shares
        union all
        select orchestrator, round, 'missed gross', missed_gross_wei, share_wei
        from shares
        where is_missed and total_stake_wei > 0
        union all
        select orchestrator, round, 'missed treasury', missed_treasury_wei, missed_treasury_share_wei
        from shares
        where is_missed and missed_treasury_share_wei is not null
        union all
        select
            orchestrator,
            round,
            'missed parts',
            missed_gross_wei,
            missed_treasury_wei + missed_commission_wei + missed_own_wei + missed_delegators_wei,
        from shares
        union all
        select orchestrator, round, 'stake at the start', stake_wei, start_delegated_wei
        from shares
        where is_active
        union all
        select distinct 'all orchestrators', round, 'the network''s stake', total_stake_wei, pool_total_wei
        from totals
    )

select orchestrator, round, figure, ledger_wei, expected_wei
from differences
where ledger_wei is distinct from expected_wei
order by round, orchestrator, figure
