/*
description: >
  Every log that changed an account's bonded stake, with the stake before and after, exact to the wei: Bond, Unbond, Rebond
  and the booking of earned rewards by EarningsClaimed. The stake is the running sum of the changes since the contract's
  deployment, which needs no starting state; Bond and BondingVotes state the same figure, and checks compare them. Rewards that
  are earned but not booked yet aren't in it.
grain: one row per Bond, Unbond, Rebond and EarningsClaimed log
key: [event_id]
evidence: onchain
questions: [delegators, attraction, activity]
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of the log", checks: [not_null]}
  - {name: log_position, type: BIGINT, unit: none, description: "Position among all logs: block * 1,000,000 + log index", checks: [not_null]}
  - {name: changed_at, type: TIMESTAMP, unit: UTC, description: "Time of the block; NULL where the log carries none"}
  - {name: changed_date, type: DATE, unit: UTC, description: "Date of changed_at"}
  - {name: round, type: BIGINT, unit: round, description: "Round of the log; NULL where rounds are unknown"}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account whose stake changes", checks: [not_null]}
  - {name: step, type: VARCHAR, unit: none, description: "Log that made the change; claim is EarningsClaimed", checks: [not_null, {accepted_values: [bond, unbond, rebond, claim]}]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate that the log names; of a bond the new one; NULL if the account had none"}
  - {name: previous_delegate, type: VARCHAR, unit: none, description: "Delegate before a bond; NULL if the account had none, and for other steps"}
  - {name: change_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the log adds to the account's bonded stake; below zero for an unbond; 0 for a pure change of delegate", checks: [not_null]}
  - {name: bonded_before_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Bonded stake before the log", checks: [not_null]}
  - {name: bonded_after_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Bonded stake after the log", checks: [not_null]}
  - {name: claimed_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that a claim books beside the rewards; NULL for other steps"}
  - {name: unbonding_lock_id, type: BIGINT, unit: none, description: "The account's unbonding lock that an unbond opens or a rebond ends; NULL for other steps"}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "Round from which an unbond's stake can be withdrawn; NULL for other steps"}
  - {name: transfer_event_id, type: VARCHAR, unit: none, description: "The TransferBond log whose first or second half this unbond or rebond is; NULL if it stands alone"}
  - {name: lock_delegate, type: VARCHAR, unit: none, description: "Delegate that the stake of a rebond's lock had left; NULL for other steps"}
  - {name: payer, type: VARCHAR, unit: none, description: "Account whose LPT a bond added (the LPT Transfer to the Minter before it); NULL for other steps, if none was added, or if the transfer isn't in the data"}
  - {name: is_migrated, type: BOOLEAN, unit: none, description: "A bond that brought the account's stake from Ethereum", checks: [not_null]}
  - {name: act_event_id, type: VARCHAR, unit: none, description: "The act that a claim comes before: the next one of its account in the transaction, else the next of anyone; NULL for other steps, and for a claim for its own sake"}
  - {name: is_bookkeeping, type: BOOLEAN, unit: none, description: "A claim that only comes before another act of its transaction, which books what was earned first", checks: [not_null]}
  - {name: is_first_ever, type: BOOLEAN, unit: none, description: "The account never bonded, unbonded or rebonded before", checks: [not_null]}
  - {name: is_return, type: BOOLEAN, unit: none, description: "A bond or rebond of an account that once had stake and had none left", checks: [not_null]}
  - {name: previous_round, type: BIGINT, unit: round, description: "Round of the account's last bond, unbond or rebond before; NULL for the first one and where rounds are unknown"}
  - {name: is_latest, type: BOOLEAN, unit: none, description: "The account's last change: bonded_after_lpt is its bonded stake today", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: bonded_never_negative
    severity: error
    description: Nobody unbonds more than is bonded. A failure means that logs are missing, or that the first block asked for is later than the deployment.
    sql: select event_id, delegator, bonded_after_lpt from main.fct_stake_change where bonded_after_lpt < 0
  - name: ledger_agrees
    severity: error
    description: The bonding ledger, where there is one, arrives at the same change and the same stake after each of these logs.
    sql: >
      select
          ledger.log_position, ledger.delegator, ledger.kind, changes.step,
          changes.bonded_after_lpt, from_wei(ledger.bonded_wei) as ledger_bonded_after_lpt
      from staging.ledger__stake_change as ledger
      left join main.fct_stake_change as changes on ledger.log_position = changes.log_position
      where ledger.kind in ('bond', 'unbond', 'rebond', 'transfer_out', 'transfer_in', 'claim')
          and (
              ledger.delegator is distinct from changes.delegator
              or from_wei(ledger.bonded_wei) is distinct from changes.bonded_after_lpt
              or from_wei(ledger.change_wei + ledger.claimed_rewards_wei) is distinct from changes.change_lpt
              or ledger.is_first_bond is distinct from changes.is_first_ever
              or ledger.is_return is distinct from changes.is_return
          )
*/
with
    bonds as (select * from staging.chain__bond),
    unbonds as (select * from staging.chain__unbond),
    rebonds as (select * from staging.chain__rebond),
    claims as (select * from staging.chain__earnings_claimed),
    fee_withdrawals as (select * from staging.chain__withdraw_fees),
    transfers as (select * from staging.chain__transfer_bond),
    token_transfers as (select * from staging.chain__transfer),
    minter_logs as (select * from staging.chain__set_current_reward_tokens),
    migrated_delegators as (select * from staging.chain__migrate_delegator_finalized),
    migrated_locks as (select * from staging.chain__migrate_unbonding_locks_finalized),
    claimed_snapshots as (select * from staging.chain__stake_claimed),
    pools as (select * from staging.chain__delegator_pool_created),
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),

    -- the LPT that a bond adds goes to the Minter just before the Bond log
    payments as (
        select transaction_hash, log_position, value_lpt, from_address
        from token_transfers
        where to_address in (select contract_address from minter_logs)
            and address_or_null(from_address) is not null
    ),

    arrivals as (
        select transaction_hash, l2_addr as delegator from migrated_delegators
        union all
        select transaction_hash, l2_addr as delegator from migrated_locks
        union all
        select transaction_hash, delegator from claimed_snapshots
        union all
        select transaction_hash, delegator_pool as delegator from pools
    ),

    steps as (
        select
            bonds.event_id,
            bonds.transaction_hash,
            bonds.log_position,
            bonds.event_at,
            bonds._instance,
            bonds.delegator,
            'bond' as step,
            address_or_null(bonds.new_delegate) as delegate,
            address_or_null(bonds.old_delegate) as previous_delegate,
            bonds.additional_amount_lpt as change_lpt,
            case when bonds.additional_amount_lpt > 0 then payments.from_address end as payer,
            exists (
                select 1 from arrivals
                where arrivals.transaction_hash = bonds.transaction_hash and arrivals.delegator = bonds.delegator
            ) as is_migrated,
        from bonds
        asof left join payments
            on bonds.transaction_hash = payments.transaction_hash
            and bonds.additional_amount_lpt = payments.value_lpt
            and bonds.log_position > payments.log_position
        union all by name
        select
            unbonds.event_id,
            unbonds.transaction_hash,
            unbonds.log_position,
            unbonds.event_at,
            unbonds._instance,
            unbonds.delegator,
            'unbond' as step,
            address_or_null(unbonds.delegate) as delegate,
            -unbonds.amount_lpt as change_lpt,
            unbonds.unbonding_lock_id,
            unbonds.withdraw_round,
            transfers.event_id as transfer_event_id,
        from unbonds
        left join transfers
            on unbonds.transaction_hash = transfers.transaction_hash
            and unbonds.delegator = transfers.old_delegator
            and unbonds.unbonding_lock_id = transfers.old_unbonding_lock_id
        union all by name
        select
            rebonds.event_id,
            rebonds.transaction_hash,
            rebonds.log_position,
            rebonds.event_at,
            rebonds._instance,
            rebonds.delegator,
            'rebond' as step,
            address_or_null(rebonds.delegate) as delegate,
            rebonds.amount_lpt as change_lpt,
            rebonds.unbonding_lock_id,
            transfers.event_id as transfer_event_id,
            address_or_null(opened.delegate) as lock_delegate,
        from rebonds
        left join transfers
            on rebonds.transaction_hash = transfers.transaction_hash
            and rebonds.delegator = transfers.new_delegator
            and rebonds.unbonding_lock_id = transfers.new_unbonding_lock_id
        left join unbonds as opened
            on rebonds.delegator = opened.delegator
            and rebonds.unbonding_lock_id = opened.unbonding_lock_id
        union all by name
        select
            event_id,
            transaction_hash,
            log_position,
            event_at,
            _instance,
            delegator,
            'claim' as step,
            address_or_null(delegate) as delegate,
            rewards_lpt as change_lpt,
            fees_eth as claimed_eth,
        from claims
    ),

    -- any act books first what was earned: for the account it concerns and, before BondingManager's fourth version, for the caller
    acts as (
        select transaction_hash, delegator, log_position, coalesce(transfer_event_id, event_id) as event_id
        from steps
        where step <> 'claim'
        union all
        select transaction_hash, delegator, log_position, event_id from fee_withdrawals
    ),

    claim_acts as (
        select
            claims.log_position,
            coalesce(own_acts.event_id, acts.event_id) as act_event_id,
        from (select transaction_hash, delegator, log_position from claims) as claims
        asof left join acts as own_acts
            on claims.transaction_hash = own_acts.transaction_hash
            and claims.delegator = own_acts.delegator
            and claims.log_position < own_acts.log_position
        asof left join acts
            on claims.transaction_hash = acts.transaction_hash
            and claims.log_position < acts.log_position
    ),

    -- narrow on purpose: the history of every account is sorted here, hashes and texts join later
    balances as (
        select
            steps.log_position,
            rounds.round,
            sum(steps.change_lpt) over until_now as bonded_after_lpt,
            coalesce(count(*) filter (where steps.step <> 'claim') over until_before, 0) as stake_steps_before,
            max(rounds.round) filter (where steps.step <> 'claim') over until_before as previous_round,
            lead(steps.log_position) over by_account is null as is_latest,
        from (select delegator, log_position, change_lpt, step from steps) as steps
        asof left join rounds on steps.log_position >= rounds.start_log_position
        window
            by_account as (partition by steps.delegator order by steps.log_position),
            until_now as (
                partition by steps.delegator order by steps.log_position
                rows between unbounded preceding and current row
            ),
            until_before as (
                partition by steps.delegator order by steps.log_position
                rows between unbounded preceding and 1 preceding
            )
    )

select
    cast(steps.event_id as varchar) as event_id,
    cast(steps.transaction_hash as varchar) as transaction_hash,
    cast(steps.log_position as bigint) as log_position,
    cast(steps.event_at as timestamp) as changed_at,
    cast(steps.event_at as date) as changed_date,
    cast(balances.round as bigint) as round,
    cast(steps.delegator as varchar) as delegator,
    cast(steps.step as varchar) as step,
    cast(steps.delegate as varchar) as delegate,
    cast(steps.previous_delegate as varchar) as previous_delegate,
    cast(steps.change_lpt as decimal(38, 18)) as change_lpt,
    cast(balances.bonded_after_lpt - steps.change_lpt as decimal(38, 18)) as bonded_before_lpt,
    cast(balances.bonded_after_lpt as decimal(38, 18)) as bonded_after_lpt,
    cast(steps.claimed_eth as decimal(38, 18)) as claimed_eth,
    cast(steps.unbonding_lock_id as bigint) as unbonding_lock_id,
    cast(steps.withdraw_round as bigint) as withdraw_round,
    cast(steps.transfer_event_id as varchar) as transfer_event_id,
    cast(steps.lock_delegate as varchar) as lock_delegate,
    cast(steps.payer as varchar) as payer,
    cast(coalesce(steps.is_migrated, false) as boolean) as is_migrated,
    cast(claim_acts.act_event_id as varchar) as act_event_id,
    cast(claim_acts.act_event_id is not null as boolean) as is_bookkeeping,
    cast(steps.step <> 'claim' and balances.stake_steps_before = 0 as boolean) as is_first_ever,
    cast(
        steps.step in ('bond', 'rebond') and balances.bonded_after_lpt = steps.change_lpt and balances.stake_steps_before > 0 as boolean
    ) as is_return,
    cast(balances.previous_round as bigint) as previous_round,
    cast(balances.is_latest as boolean) as is_latest,
    cast(witness_of(steps._instance) as varchar) as source,
    cast(steps._instance as varchar) as _instance,
    cast(evidence_of(steps._instance) as varchar) as evidence,
from steps
inner join balances on steps.log_position = balances.log_position
left join claim_acts on steps.log_position = claim_acts.log_position
order by event_id
