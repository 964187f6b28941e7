/*
description: >
  The stake and the last claim that BondingVotes states for an account are the ledger's at the transaction's end. An account
  that has claimed without ever having had stake is not in the ledger.
severity: error
models: [staging.ledger__stake_change, staging.ledger__round, staging.chain__delegator_bonded_amount_changed]
*/
with
    changes as (select * from staging.ledger__stake_change),
    amounts as (
        select *
        from staging.chain__delegator_bonded_amount_changed
        where exists (select 1 from staging.ledger__round)
    ),
    rounds as (select round, block_number * 1000000 + log_index as start_log_position from staging.ledger__round),

    transaction_ends as (
        select transaction_hash, max(log_position) as log_position
        from (
            select transaction_hash, log_position from amounts
            union all
            select transaction_hash, log_position from changes
        ) as logs
        group by transaction_hash
    ),

    stated as (
        select
            amounts.delegator,
            max_by(amounts.new_bonded_amount_lpt, amounts.log_position) as stated_bonded_lpt,
            max_by(amounts.new_last_claim_round, amounts.log_position) as stated_last_claim_round,
            max(transaction_ends.log_position) as log_position,
        from amounts
        inner join transaction_ends on amounts.transaction_hash = transaction_ends.transaction_hash
        group by amounts.delegator, amounts.transaction_hash
    ),

    compared as (
        select
            stated.*,
            coalesce(from_wei(changes.bonded_wei), 0) as ledger_bonded_lpt,
            coalesce(changes.last_claim_round, stated.stated_last_claim_round) as ledger_last_claim_round,
        from stated
        asof left join changes
            on stated.delegator = changes.delegator
            and stated.log_position >= changes.log_position
    )

select
    compared.delegator,
    rounds.round,
    compared.log_position,
    compared.ledger_bonded_lpt,
    compared.stated_bonded_lpt,
    compared.ledger_last_claim_round,
    compared.stated_last_claim_round,
from compared
asof left join rounds on compared.log_position >= rounds.start_log_position
where compared.ledger_bonded_lpt is distinct from compared.stated_bonded_lpt
    or compared.ledger_last_claim_round is distinct from compared.stated_last_claim_round
order by compared.log_position, compared.delegator
