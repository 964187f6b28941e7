/*
description: >
  The bonded amount that BondingVotes states for an account is the one that fct_stake_change arrives at, compared at the end
  of each transaction that has logs of both.
severity: error
models: [main.fct_stake_change, staging.chain__delegator_bonded_amount_changed]
*/
with
    stated as (
        select transaction_hash, delegator, max_by(new_bonded_amount_lpt, log_position) as stated_lpt
        from staging.chain__delegator_bonded_amount_changed
        group by transaction_hash, delegator
    ),

    reached as (
        select transaction_hash, delegator, max_by(bonded_after_lpt, log_position) as bonded_after_lpt
        from main.fct_stake_change
        group by transaction_hash, delegator
    )

select
    stated.transaction_hash,
    stated.delegator,
    stated.stated_lpt,
    reached.bonded_after_lpt,
from stated
inner join reached
    on stated.transaction_hash = reached.transaction_hash
    and stated.delegator = reached.delegator
where stated.stated_lpt <> reached.bonded_after_lpt
order by stated.transaction_hash, stated.delegator
