/*
description: >
  Every stake, reward, cut, claim and vote log is an event of fct_delegate_activity; the unbond and the rebond that the chain
  logs for a transfer are in the transfer's event.
severity: error
models: [main.fct_delegate_activity, main.fct_stake_change]
*/
with
    logs as (
        select event_id, 'Bond' as event from staging.chain__bond
        union all
        select event_id, 'Unbond' from staging.chain__unbond
        union all
        select event_id, 'Rebond' from staging.chain__rebond
        union all
        select event_id, 'TransferBond' from staging.chain__transfer_bond
        union all
        select event_id, 'EarningsClaimed' from staging.chain__earnings_claimed
        union all
        select event_id, 'WithdrawStake' from staging.chain__withdraw_stake
        union all
        select event_id, 'WithdrawFees' from staging.chain__withdraw_fees
        union all
        select event_id, 'Reward' from staging.chain__reward
        union all
        select event_id, 'TranscoderUpdate' from staging.chain__transcoder_update
        union all
        select event_id, 'TranscoderActivated' from staging.chain__transcoder_activated
        union all
        select event_id, 'TranscoderDeactivated' from staging.chain__transcoder_deactivated
        union all
        select event_id, 'RewardCallerSet' from staging.chain__reward_caller_set
        union all
        select event_id, 'VoteCast' from staging.chain__vote_cast
        union all
        select event_id, 'VoteCastWithParams' from staging.chain__vote_cast_with_params
        union all
        select event_id, 'Vote' from staging.chain__vote
    ),

    shown as (
        select event_id from main.fct_delegate_activity
        union all
        select changes.event_id
        from main.fct_stake_change as changes
        inner join main.fct_delegate_activity as activity on changes.transfer_event_id = activity.event_id
    )

select logs.event_id, logs.event
from logs
where logs.event_id not in (select event_id from shown)
order by logs.event_id
