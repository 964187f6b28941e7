/*
description: >
  Numbers too wide for their column, in the logs that marts read. The column is NULL there, and the number stands as text in
  wide_values: sums over it are too low.
severity: warn
models:
  - staging.chain__bond
  - staging.chain__claimed
  - staging.chain__delegate_votes_changed
  - staging.chain__delegator_bonded_amount_changed
  - staging.chain__earnings_claimed
  - staging.chain__migrate_delegator_finalized
  - staging.chain__migrate_unbonding_locks_finalized
  - staging.chain__mint
  - staging.chain__new_round
  - staging.chain__rebond
  - staging.chain__reserve_claimed
  - staging.chain__reward
  - staging.chain__set_current_reward_tokens
  - staging.chain__stake_claimed
  - staging.chain__transcoder_activated
  - staging.chain__transcoder_deactivated
  - staging.chain__transcoder_update
  - staging.chain__transfer
  - staging.chain__transfer_bond
  - staging.chain__treasury_reward
  - staging.chain__unbond
  - staging.chain__vote
  - staging.chain__vote_cast
  - staging.chain__vote_cast_with_params
  - staging.chain__winning_ticket_redeemed
  - staging.chain__winning_ticket_transfer
  - staging.chain__withdraw_fees
  - staging.chain__withdraw_stake
*/
with
    logs as (
        select event_id, 'bond' as event, wide_values from staging.chain__bond
        union all
        select event_id, 'claimed' as event, wide_values from staging.chain__claimed
        union all
        select event_id, 'delegate_votes_changed' as event, wide_values from staging.chain__delegate_votes_changed
        union all
        select event_id, 'delegator_bonded_amount_changed' as event, wide_values from staging.chain__delegator_bonded_amount_changed
        union all
        select event_id, 'earnings_claimed' as event, wide_values from staging.chain__earnings_claimed
        union all
        select event_id, 'migrate_delegator_finalized' as event, wide_values from staging.chain__migrate_delegator_finalized
        union all
        select event_id, 'migrate_unbonding_locks_finalized' as event, wide_values from staging.chain__migrate_unbonding_locks_finalized
        union all
        select event_id, 'mint' as event, wide_values from staging.chain__mint
        union all
        select event_id, 'new_round' as event, wide_values from staging.chain__new_round
        union all
        select event_id, 'rebond' as event, wide_values from staging.chain__rebond
        union all
        select event_id, 'reserve_claimed' as event, wide_values from staging.chain__reserve_claimed
        union all
        select event_id, 'reward' as event, wide_values from staging.chain__reward
        union all
        select event_id, 'set_current_reward_tokens' as event, wide_values from staging.chain__set_current_reward_tokens
        union all
        select event_id, 'stake_claimed' as event, wide_values from staging.chain__stake_claimed
        union all
        select event_id, 'transcoder_activated' as event, wide_values from staging.chain__transcoder_activated
        union all
        select event_id, 'transcoder_deactivated' as event, wide_values from staging.chain__transcoder_deactivated
        union all
        select event_id, 'transcoder_update' as event, wide_values from staging.chain__transcoder_update
        union all
        select event_id, 'transfer' as event, wide_values from staging.chain__transfer
        union all
        select event_id, 'transfer_bond' as event, wide_values from staging.chain__transfer_bond
        union all
        select event_id, 'treasury_reward' as event, wide_values from staging.chain__treasury_reward
        union all
        select event_id, 'unbond' as event, wide_values from staging.chain__unbond
        union all
        select event_id, 'vote' as event, wide_values from staging.chain__vote
        union all
        select event_id, 'vote_cast' as event, wide_values from staging.chain__vote_cast
        union all
        select event_id, 'vote_cast_with_params' as event, wide_values from staging.chain__vote_cast_with_params
        union all
        select event_id, 'winning_ticket_redeemed' as event, wide_values from staging.chain__winning_ticket_redeemed
        union all
        select event_id, 'winning_ticket_transfer' as event, wide_values from staging.chain__winning_ticket_transfer
        union all
        select event_id, 'withdraw_fees' as event, wide_values from staging.chain__withdraw_fees
        union all
        select event_id, 'withdraw_stake' as event, wide_values from staging.chain__withdraw_stake
    )

select event, event_id, wide_values
from logs
where wide_values is not null
order by event, event_id
