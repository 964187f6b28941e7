/*
description: >
  Events whose round is unknown, because no NewRound log precedes them in the lake. Their rounds are NULL, missed reward calls
  aren't derived, and income has one row per orchestrator without a round.
severity: warn
models: [main.fct_delegate_activity, main.fct_fee_flow]
*/
with
    unplaced as (
        select 'main.fct_delegate_activity' as model, event_id from main.fct_delegate_activity where round is null
        union all
        select 'main.fct_fee_flow' as model, event_id from main.fct_fee_flow where redeemed_round is null
    )

select
    model,
    count(distinct event_id) as event_count,
    'no NewRound log precedes them' as reason,
from unplaced
group by model
order by model
