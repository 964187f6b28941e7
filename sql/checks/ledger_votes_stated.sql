/*
description: >
  The votes that BondingVotes states for a delegate are the stake that the ledger has delegated to it at the transaction's end,
  or 0 if it doesn't delegate to itself.
severity: error
models:
  - staging.ledger__stake_change
  - staging.ledger__orchestrator_round
  - staging.ledger__round
  - staging.chain__delegate_votes_changed
*/
with
    changes as (select * from staging.ledger__stake_change),
    votes as (select * from staging.chain__delegate_votes_changed where exists (select 1 from staging.ledger__round)),
    rounds as (select round, block_number * 1000000 + log_index as start_log_position from staging.ledger__round),

    rewards as (
        select
            orchestrator,
            reward_transaction_hash as transaction_hash,
            reward_block_number * 1000000 + reward_log_index as log_position,
            net_wei,
        from staging.ledger__orchestrator_round
        where is_rewarded
    ),

    -- a stake change tells the delegate's stake, a reward what it grows by
    steps as (
        select old_delegate as delegate, log_position, old_delegate_stake_wei as stake_wei, 0 as gained_wei
        from changes
        where old_delegate is not null
        union
        select delegate, log_position, delegate_stake_wei, 0
        from changes
        where delegate is not null
        union
        select orchestrator, log_position, null, net_wei
        from rewards
    ),

    sums as (
        select
            delegate,
            log_position,
            stake_wei,
            sum(gained_wei) over (partition by delegate order by log_position) as gained_wei,
        from steps
    ),

    reached as (
        select
            delegate,
            log_position,
            gained_wei + last_value(stake_wei - gained_wei ignore nulls) over (
                partition by delegate order by log_position
                rows between unbounded preceding and current row
            ) as delegated_wei,
        from sums
    ),

    own_states as (
        select delegator, log_position, bonded_wei > 0 and delegate = delegator as is_registered
        from changes
    ),

    transaction_ends as (
        select transaction_hash, max(log_position) as log_position
        from (
            select transaction_hash, log_position from votes
            union all
            select transaction_hash, log_position from changes
            union all
            select transaction_hash, log_position from rewards
        ) as logs
        group by transaction_hash
    ),

    stated as (
        select
            votes.delegate,
            max_by(votes.new_balance_lpt, votes.log_position) as stated_lpt,
            max(transaction_ends.log_position) as log_position,
        from votes
        inner join transaction_ends on votes.transaction_hash = transaction_ends.transaction_hash
        group by votes.delegate, votes.transaction_hash
    ),

    compared as (
        select
            stated.*,
            from_wei(
                case
                    when coalesce(own_states.is_registered, false) then coalesce(reached.delegated_wei, 0)
                    else 0
                end
            ) as ledger_lpt,
        from stated
        asof left join reached
            on stated.delegate = reached.delegate
            and stated.log_position >= reached.log_position
        asof left join own_states
            on stated.delegate = own_states.delegator
            and stated.log_position >= own_states.log_position
    )

select
    compared.delegate,
    rounds.round,
    compared.log_position,
    compared.ledger_lpt,
    compared.stated_lpt,
from compared
asof left join rounds on compared.log_position >= rounds.start_log_position
where compared.ledger_lpt is distinct from compared.stated_lpt
order by compared.log_position, compared.delegate
