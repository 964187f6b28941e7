/*
description: >
  The LPT that each stake log states is what the ledger's change adds or takes, with its lock; what WithdrawFees paid is what
  left the account's fees; and an account's stake after a change is that before it with what it claimed and added.
severity: error
models:
  - staging.ledger__stake_change
  - staging.chain__bond
  - staging.chain__unbond
  - staging.chain__rebond
  - staging.chain__withdraw_stake
  - staging.chain__withdraw_fees
*/
with
    changes as (select * from staging.ledger__stake_change),

    stated as (
        select log_position, additional_amount_lpt as change_lpt, 0 as withdrawn_fees_eth, null as lock_id from staging.chain__bond
        union all
        select log_position, -amount_lpt, 0, unbonding_lock_id from staging.chain__unbond
        union all
        select log_position, amount_lpt, 0, unbonding_lock_id from staging.chain__rebond
        union all
        select log_position, 0, 0, unbonding_lock_id from staging.chain__withdraw_stake
        union all
        select log_position, 0, amount_eth, null from staging.chain__withdraw_fees
        union all
        select log_position, 0, 0, null from staging.chain__earnings_claimed
    ),

    followed as (
        select
            *,
            coalesce(lag(bonded_wei) over by_account, 0) as bonded_before_wei,
            coalesce(lag(stored_fees_wei) over by_account, 0) as fees_before_wei,
        from changes
        window by_account as (partition by delegator order by log_position)
    )

select
    followed.delegator,
    followed.round,
    followed.log_position,
    followed.kind,
    from_wei(followed.change_wei) as ledger_change_lpt,
    stated.change_lpt as stated_change_lpt,
    from_wei(followed.bonded_wei) as ledger_bonded_lpt,
    from_wei(followed.bonded_before_wei + followed.claimed_rewards_wei + followed.change_wei) as expected_bonded_lpt,
    from_wei(followed.stored_fees_wei) as ledger_fees_eth,
    from_wei(followed.fees_before_wei + followed.claimed_fees_wei - followed.withdrawn_fees_wei) as expected_fees_eth,
from followed
left join stated on followed.log_position = stated.log_position
where from_wei(followed.change_wei) is distinct from stated.change_lpt
    or from_wei(followed.withdrawn_fees_wei) is distinct from stated.withdrawn_fees_eth
    or followed.kind not in ('transfer_out', 'transfer_in') and followed.lock_id is distinct from stated.lock_id
    or followed.bonded_wei <> followed.bonded_before_wei + followed.claimed_rewards_wei + followed.change_wei
    or followed.stored_fees_wei <> followed.fees_before_wei + followed.claimed_fees_wei - followed.withdrawn_fees_wei
order by followed.log_position
