/*
description: >
  Stake that is rebonded or transferred was unbonded before: a rebond ends a lock that an unbond opened or that a transfer made,
  and a transfer has both its halves. A failure means that Unbond, Rebond or TransferBond logs are missing.
severity: error
models: [main.fct_stake_change, staging.chain__transfer_bond]
*/
with
    opened as (
        select delegator, unbonding_lock_id
        from main.fct_stake_change
        where step = 'unbond'
    ),

    halves as (
        select transfer_event_id, count(*) as half_count
        from main.fct_stake_change
        where transfer_event_id is not null
        group by transfer_event_id
    )

select
    rebonds.event_id,
    'no unbond opened its lock' as problem,
from main.fct_stake_change as rebonds
left join opened
    on rebonds.delegator = opened.delegator
    and rebonds.unbonding_lock_id = opened.unbonding_lock_id
where rebonds.step = 'rebond'
    and rebonds.transfer_event_id is null
    and opened.delegator is null
union all
select
    transfers.event_id,
    'its unbond or its rebond is missing' as problem,
from staging.chain__transfer_bond as transfers
left join halves on transfers.event_id = halves.transfer_event_id
where coalesce(halves.half_count, 0) <> 2
order by event_id
