/*
description: >
  Stake that moves between delegates, or between accounts, neither appears nor vanishes: the changes of one event add up to
  what the account newly added as it moved, which is 0 for a transfer.
severity: error
models: [main.fct_delegate_activity, staging.chain__bond]
*/
select
    activity.event_id,
    sum(activity.stake_change_lpt) as stake_change_lpt,
    max(bonds.additional_amount_lpt) as added_lpt,
from main.fct_delegate_activity as activity
left join staging.chain__bond as bonds on activity.event_id = bonds.event_id
where activity.kind in ('move_in', 'move_out', 'transfer_in', 'transfer_out', 'transfer_within')
group by activity.event_id
having sum(activity.stake_change_lpt) <> coalesce(max(bonds.additional_amount_lpt), 0)
order by activity.event_id
