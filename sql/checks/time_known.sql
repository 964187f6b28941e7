/*
description: >
  Events without a time, because the logs carry none. Their times and dates are NULL; order and rounds hold all the same.
severity: warn
models: [main.fct_delegate_activity, main.fct_fee_flow]
*/
with
    undated as (
        select 'main.fct_delegate_activity' as model, event_id from main.fct_delegate_activity where event_at is null
        union all
        select 'main.fct_fee_flow' as model, event_id from main.fct_fee_flow where redeemed_at is null
    )

select
    model,
    count(distinct event_id) as event_count,
    'the logs carry no block time' as reason,
from undated
group by model
order by model
