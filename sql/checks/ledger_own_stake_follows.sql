/*
description: >
  An orchestrator's own stake at the start of a round is that at the start of the round before with its commission, what its
  own stake earned, and what it added or took away in between. Asked of those that delegated to themselves all the time.
severity: error
models: [staging.ledger__orchestrator_round, staging.ledger__stake_change]
*/
with
    orchestrators as (select * from staging.ledger__orchestrator_round),
    changes as (select * from staging.ledger__stake_change),

    own_changes as (
        select
            delegator,
            round,
            sum(change_wei) as change_wei,
            bool_and(delegate is not distinct from delegator and old_delegate is not distinct from delegator) as has_stayed,
        from changes
        group by delegator, round
    ),

    steps as (
        select
            *,
            lead(own_stake_wei) over by_orchestrator as next_own_stake_wei,
            lead(is_registered) over by_orchestrator as is_registered_next,
            lag(is_registered) over by_orchestrator as was_registered,
            commission_wei + own_rewards_wei as earned_wei,
        from orchestrators
        window by_orchestrator as (partition by orchestrator order by round)
    )

select
    steps.orchestrator,
    steps.round,
    from_wei(steps.next_own_stake_wei) as next_own_stake_lpt,
    from_wei(steps.own_stake_wei + steps.earned_wei + coalesce(own_changes.change_wei, 0)) as expected_lpt,
from steps
left join own_changes
    on steps.orchestrator = own_changes.delegator
    and steps.round = own_changes.round
where steps.was_registered
    and steps.is_registered
    and steps.is_registered_next
    and coalesce(own_changes.has_stayed, true)
    and steps.next_own_stake_wei <> steps.own_stake_wei + steps.earned_wei + coalesce(own_changes.change_wei, 0)
order by steps.orchestrator, steps.round
