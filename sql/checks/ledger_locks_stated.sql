/*
description: >
  Every unbonding lock is one that an Unbond or a TransferBond log opened, with its amount and the round from which it can be
  withdrawn, and has ended by the Rebond, WithdrawStake or TransferBond log that says so.
severity: error
models:
  - staging.ledger__lock
  - staging.ledger__round
  - staging.chain__unbond
  - staging.chain__rebond
  - staging.chain__withdraw_stake
  - staging.chain__transfer_bond
*/
with
    locks as (select * from staging.ledger__lock),
    unbonds as (select * from staging.chain__unbond where exists (select 1 from staging.ledger__round)),
    rebonds as (select * from staging.chain__rebond),
    withdrawals as (select * from staging.chain__withdraw_stake),
    transfers as (select * from staging.chain__transfer_bond where exists (select 1 from staging.ledger__round)),

    opened as (
        select delegator, unbonding_lock_id as lock_id, log_position, amount_lpt, withdraw_round from unbonds
        union all
        select transfers.new_delegator, transfers.new_unbonding_lock_id, transfers.log_position, transfers.amount_lpt, unbonds.withdraw_round
        from transfers
        left join unbonds
            on transfers.transaction_hash = unbonds.transaction_hash
            and transfers.old_delegator = unbonds.delegator
            and transfers.old_unbonding_lock_id = unbonds.unbonding_lock_id
    ),

    ended as (
        select delegator, unbonding_lock_id as lock_id, log_position, 'rebonded' as state from rebonds
        union all
        select delegator, unbonding_lock_id, log_position, 'withdrawn' from withdrawals
        union all
        select old_delegator, old_unbonding_lock_id, log_position, 'transferred' from transfers
    ),

    stated as (
        select
            opened.*,
            ended.log_position as ended_log_position,
            coalesce(ended.state, 'open') as state,
        from opened
        left join ended on opened.delegator = ended.delegator and opened.lock_id = ended.lock_id
    )

select
    coalesce(locks.delegator, stated.delegator) as delegator,
    coalesce(locks.lock_id, stated.lock_id) as lock_id,
    locks.opened_round as round,
    from_wei(locks.amount_wei) as ledger_amount_lpt,
    stated.amount_lpt as stated_amount_lpt,
    locks.withdraw_round as ledger_withdraw_round,
    stated.withdraw_round as stated_withdraw_round,
    locks.state as ledger_state,
    stated.state as stated_state,
from locks
full join stated on locks.delegator = stated.delegator and locks.lock_id = stated.lock_id
where from_wei(locks.amount_wei) is distinct from stated.amount_lpt
    or locks.withdraw_round is distinct from stated.withdraw_round
    or locks.state is distinct from stated.state
    or locks.opened_block_number * 1000000 + locks.opened_log_index is distinct from stated.log_position
    or locks.ended_block_number * 1000000 + locks.ended_log_index is distinct from stated.ended_log_position
order by delegator, lock_id
