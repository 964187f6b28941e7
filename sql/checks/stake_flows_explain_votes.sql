/*
description: >
  In every round a delegate's stake changes by the flows of fct_delegate_activity and its net rewards, and by nothing else: the
  sum is the step that BondingVotes states. Rounds in which it states 0 are left out, for then the delegate had no stake of
  its own and the figure says nothing about its delegators'.
severity: error
models: [main.fct_delegate_activity, main.fct_reward_call, main.dim_round, staging.chain__delegate_votes_changed]
*/
with
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),

    stated as (
        select
            votes.delegate,
            rounds.round,
            sum(votes.new_balance_lpt - votes.previous_balance_lpt) as stated_change_lpt,
        from staging.chain__delegate_votes_changed as votes
        asof inner join rounds on votes.log_position >= rounds.start_log_position
        group by votes.delegate, rounds.round
        having min(votes.new_balance_lpt) > 0 and min(votes.previous_balance_lpt) > 0
    ),

    changes as (
        select delegate, round, stake_change_lpt as change_lpt
        from main.fct_delegate_activity
        where stake_change_lpt <> 0
        union all
        select orchestrator, round, net_lpt
        from main.fct_reward_call
        where is_called
    ),

    explained as (
        select delegate, round, sum(change_lpt) as explained_change_lpt
        from changes
        group by delegate, round
    )

select
    stated.delegate,
    stated.round,
    stated.stated_change_lpt,
    explained.explained_change_lpt,
from stated
left join explained
    on stated.delegate = explained.delegate
    and stated.round = explained.round
where stated.stated_change_lpt <> coalesce(explained.explained_change_lpt, 0)
order by stated.delegate, stated.round
