/*
description: >
  Every address that stake was ever bonded for, given to, claimed for or brought from Ethereum for, with its first bond, its
  present position and its life's sums. Sums of principal, claims and withdrawals are those of the events; what needs the
  bonding ledger is NULL without one (meta.ledger says why). Pools that held L1 delegators' stake until they claimed it are
  marked: they are contracts, and their stake is others'.
grain: one row per account address
key: [delegator]
evidence: onchain
questions: [delegators, attraction]
columns:
  - {name: delegator, type: VARCHAR, unit: none, description: "Address, lower-case", checks: [not_null]}
  - {name: delegator_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: delegator_label, type: VARCHAR, unit: none, description: "What is publicly known of the account: so far only the pools of L1 delegators, by their creation log"}
  - {name: is_orchestrator, type: BOOLEAN, unit: none, description: "It was ever an orchestrator (dim_orchestrator)", checks: [not_null]}
  - {name: is_pool_clone, type: BOOLEAN, unit: none, description: "A pool that held the stake of an L1 orchestrator's delegators", checks: [not_null]}
  - {name: is_migrator, type: BOOLEAN, unit: none, description: "It brought stake or unbonding locks from Ethereum, or claimed its part of a pool", checks: [not_null]}
  - {name: is_contract, type: BOOLEAN, unit: none, description: "It is a contract; true for pools of L1 delegators, NULL for all others until code is looked up"}
  - {name: first_seen_at, type: TIMESTAMP, unit: UTC, description: "Time of its first log in any of these roles; NULL where the log carries none"}
  - {name: first_seen_date, type: DATE, unit: UTC, description: "Date of first_seen_at"}
  - {name: first_seen_round, type: BIGINT, unit: round, description: "Round of that log; NULL where rounds are unknown"}
  - {name: first_bond_event_id, type: VARCHAR, unit: none, description: "The Bond that brought its first stake, or the Rebond of a transfer that did; NULL if it never had any"}
  - {name: first_bond_at, type: TIMESTAMP, unit: UTC, description: "Time of that log; NULL where it carries none"}
  - {name: first_bond_date, type: DATE, unit: UTC, description: "Date of first_bond_at"}
  - {name: first_bond_round, type: BIGINT, unit: round, description: "Round of that log; NULL where rounds are unknown"}
  - {name: first_bond_delegate, type: VARCHAR, unit: none, description: "Delegate that its first stake went to"}
  - {name: delegate, type: VARCHAR, unit: none, description: "Its delegate today; NULL if it has no stake"}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the delegate's address until names are known"}
  - {name: status, type: VARCHAR, unit: none, description: "The contract's today: pending until the round after the bond or move, then bonded; unbonded without stake; NULL for stake without a ledger", checks: [{accepted_values: [pending, bonded, unbonded]}]}
  - {name: bonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake as of its last claim", checks: [not_null]}
  - {name: pending_rewards_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards earned since; NULL without a ledger"}
  - {name: stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "bonded_lpt + pending_rewards_lpt; NULL without a ledger"}
  - {name: fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that it can withdraw, claimed or not; NULL without a ledger"}
  - {name: locked_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that it unbonded and neither withdrew nor rebonded", checks: [not_null]}
  - {name: bonded_in_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that was ever bonded for it", checks: [not_null]}
  - {name: transferred_in_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that it was ever given by other accounts", checks: [not_null]}
  - {name: transferred_out_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that it ever gave to others", checks: [not_null]}
  - {name: unbonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that it ever began to withdraw", checks: [not_null]}
  - {name: rebonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Part of that which it bonded again", checks: [not_null]}
  - {name: withdrawn_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Part of that which was paid out", checks: [not_null]}
  - {name: net_principal_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What it put into its stake and didn't take out: bonded, rebonded and transferred in less unbonded and transferred out; below zero if it took out more than it put in", checks: [not_null]}
  - {name: claimed_rewards_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards that its claims booked", checks: [not_null]}
  - {name: rewards_to_date_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards ever earned, claimed or not; NULL without a ledger"}
  - {name: forfeited_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Rewards that it gave up by acting before reward calls; NULL without a ledger"}
  - {name: claimed_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that its claims booked", checks: [not_null]}
  - {name: fees_to_date_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees ever earned, claimed, withdrawn or not; NULL without a ledger"}
  - {name: withdrawn_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that it withdrew", checks: [not_null]}
  - {name: act_count, type: BIGINT, unit: none, description: "Bonds, unbonds and rebonds of its stake, both halves of transfers included", checks: [not_null]}
  - {name: last_act_at, type: TIMESTAMP, unit: UTC, description: "Time of the last of them"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: stake_is_principal_and_rewards
    severity: error
    description: An account has what it put in, less what it took out, and what it earned; its fees are those earned and not withdrawn.
    sql: >
      select delegator, stake_lpt, net_principal_lpt, rewards_to_date_lpt, fees_eth, fees_to_date_eth, withdrawn_fees_eth
      from main.dim_delegator
      where stake_lpt <> net_principal_lpt + rewards_to_date_lpt or fees_eth <> fees_to_date_eth - withdrawn_fees_eth
          or bonded_lpt <> net_principal_lpt + claimed_rewards_lpt or locked_lpt < 0
  - name: ledger_agrees
    severity: error
    description: The bonding ledger, where there is one, arrives at the same sums for every account, and knows no other.
    sql: >
      select
          accounts.account,
          delegators.bonded_lpt, from_wei(accounts.bonded_wei) as ledger_bonded_lpt,
          delegators.bonded_in_lpt, from_wei(accounts.bonded_in_wei) as ledger_bonded_in_lpt,
          delegators.transferred_in_lpt, from_wei(accounts.transferred_in_wei) as ledger_transferred_in_lpt,
          delegators.transferred_out_lpt, from_wei(accounts.transferred_out_wei) as ledger_transferred_out_lpt,
          delegators.unbonded_lpt, from_wei(accounts.unbonded_wei) as ledger_unbonded_lpt,
          delegators.rebonded_lpt, from_wei(accounts.rebonded_wei) as ledger_rebonded_lpt,
          delegators.withdrawn_lpt, from_wei(accounts.withdrawn_wei) as ledger_withdrawn_lpt,
          delegators.claimed_rewards_lpt, from_wei(accounts.claimed_rewards_wei) as ledger_claimed_rewards_lpt,
          delegators.claimed_fees_eth, from_wei(accounts.claimed_fees_wei) as ledger_claimed_fees_eth,
          delegators.withdrawn_fees_eth, from_wei(accounts.withdrawn_fees_wei) as ledger_withdrawn_fees_eth,
          delegators.delegate, accounts.delegate as ledger_delegate
      from staging.ledger__account as accounts
      left join main.dim_delegator as delegators on accounts.account = delegators.delegator
      where (accounts.has_bonded and delegators.delegator is null)
          or delegators.bonded_lpt <> from_wei(accounts.bonded_wei)
          or delegators.bonded_in_lpt <> from_wei(accounts.bonded_in_wei)
          or delegators.transferred_in_lpt <> from_wei(accounts.transferred_in_wei)
          or delegators.transferred_out_lpt <> from_wei(accounts.transferred_out_wei)
          or delegators.unbonded_lpt <> from_wei(accounts.unbonded_wei)
          or delegators.rebonded_lpt <> from_wei(accounts.rebonded_wei)
          or delegators.withdrawn_lpt <> from_wei(accounts.withdrawn_wei)
          or delegators.claimed_rewards_lpt <> from_wei(accounts.claimed_rewards_wei)
          or delegators.claimed_fees_eth <> from_wei(accounts.claimed_fees_wei)
          or delegators.withdrawn_fees_eth <> from_wei(accounts.withdrawn_fees_wei)
          or (delegators.delegator is not null and delegators.delegate is distinct from accounts.delegate)
*/
with
    changes as not materialized (select * from main.fct_stake_change),
    orchestrators as (select orchestrator from main.dim_orchestrator),
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),
    accounts as (select * from staging.ledger__account),
    transfers as (select * from staging.chain__transfer_bond),
    withdrawn_stakes as (select * from staging.chain__withdraw_stake),
    withdrawn_fees as (select * from staging.chain__withdraw_fees),
    migrated_delegators as (select * from staging.chain__migrate_delegator_finalized),
    migrated_locks as (select * from staging.chain__migrate_unbonding_locks_finalized),
    claimed_snapshots as (select * from staging.chain__stake_claimed),
    pools as (select * from staging.chain__delegator_pool_created),
    pool_claims as (select * from staging.chain__claimed),

    migrators as (
        select l2_addr as delegator, log_position, event_at, _instance from migrated_delegators
        union all
        select l2_addr, log_position, event_at, _instance from migrated_locks
        union all
        select delegator, log_position, event_at, _instance from claimed_snapshots
        union all
        select delegator, log_position, event_at, _instance from pool_claims
    ),

    signs as (
        select delegator, log_position, changed_at as event_at, _instance from changes
        union all
        select old_delegator, log_position, event_at, _instance from transfers
        union all
        select new_delegator, log_position, event_at, _instance from transfers
        union all
        select delegator, log_position, event_at, _instance from withdrawn_stakes
        union all
        select delegator, log_position, event_at, _instance from withdrawn_fees
        union all
        select delegator_pool, log_position, event_at, _instance from pools
        union all
        select * from migrators
    ),

    first_signs as (
        select
            delegator,
            min(log_position) as log_position,
            min_by(event_at, log_position) as event_at,
            min_by(_instance, log_position) as _instance,
        from signs
        where address_or_null(delegator) is not null
        group by delegator
    ),

    first_seen as (
        select first_signs.*, rounds.round
        from first_signs
        asof left join rounds on first_signs.log_position >= rounds.start_log_position
    ),

    first_bonds as (
        select delegator, event_id, changed_at, round, delegate
        from changes
        where is_first_ever
    ),

    sums as (
        select
            delegator,
            sum(change_lpt) as bonded_lpt,
            coalesce(sum(change_lpt) filter (where step = 'bond'), 0) as bonded_in_lpt,
            coalesce(sum(change_lpt) filter (where step = 'rebond' and transfer_event_id is not null), 0) as transferred_in_lpt,
            coalesce(-sum(change_lpt) filter (where step = 'unbond' and transfer_event_id is not null), 0) as transferred_out_lpt,
            coalesce(-sum(change_lpt) filter (where step = 'unbond' and transfer_event_id is null), 0) as unbonded_lpt,
            coalesce(sum(change_lpt) filter (where step = 'rebond' and transfer_event_id is null), 0) as rebonded_lpt,
            coalesce(sum(change_lpt) filter (where step = 'claim'), 0) as claimed_rewards_lpt,
            coalesce(sum(claimed_eth), 0) as claimed_fees_eth,
            count(*) filter (where step <> 'claim') as act_count,
            max(changed_at) filter (where step <> 'claim') as last_act_at,
            max_by(delegate, log_position) filter (where step <> 'claim') as last_delegate,
        from changes
        group by delegator
    ),

    stake_payments as (
        select delegator, sum(amount_lpt) as withdrawn_lpt
        from withdrawn_stakes
        group by delegator
    ),

    fee_payments as (
        select delegator, sum(amount_eth) as withdrawn_fees_eth
        from withdrawn_fees
        group by delegator
    ),

    positions as (
        select
            account,
            status,
            from_wei(stake_wei) as stake_lpt,
            from_wei(stake_wei - bonded_wei) as pending_rewards_lpt,
            from_wei(fees_wei) as fees_eth,
            from_wei(fees_wei - stored_fees_wei) as pending_fees_eth,
            from_wei(forfeited_wei) as forfeited_lpt,
        from accounts
    ),

    delegators as (
        select
            first_seen.delegator,
            first_seen.event_at,
            first_seen.round,
            first_seen._instance,
            coalesce(sums.bonded_lpt, 0) as bonded_lpt,
            coalesce(sums.bonded_in_lpt, 0) as bonded_in_lpt,
            coalesce(sums.transferred_in_lpt, 0) as transferred_in_lpt,
            coalesce(sums.transferred_out_lpt, 0) as transferred_out_lpt,
            coalesce(sums.unbonded_lpt, 0) as unbonded_lpt,
            coalesce(sums.rebonded_lpt, 0) as rebonded_lpt,
            coalesce(sums.claimed_rewards_lpt, 0) as claimed_rewards_lpt,
            coalesce(sums.claimed_fees_eth, 0) as claimed_fees_eth,
            coalesce(sums.act_count, 0) as act_count,
            sums.last_act_at,
            coalesce(
                sums.bonded_in_lpt + sums.transferred_in_lpt + sums.rebonded_lpt - sums.transferred_out_lpt - sums.unbonded_lpt, 0
            ) as net_principal_lpt,
            case when sums.bonded_lpt > 0 then sums.last_delegate end as delegate,
            coalesce(stake_payments.withdrawn_lpt, 0) as withdrawn_lpt,
            coalesce(fee_payments.withdrawn_fees_eth, 0) as withdrawn_fees_eth,
        from first_seen
        left join sums on first_seen.delegator = sums.delegator
        left join stake_payments on first_seen.delegator = stake_payments.delegator
        left join fee_payments on first_seen.delegator = fee_payments.delegator
    )

select
    cast(delegators.delegator as varchar) as delegator,
    cast(short_address(delegators.delegator) as varchar) as delegator_name,
    cast(case when pools.delegator_pool is not null then 'L1 delegator pool' end as varchar) as delegator_label,
    cast(orchestrators.orchestrator is not null as boolean) as is_orchestrator,
    cast(pools.delegator_pool is not null as boolean) as is_pool_clone,
    cast(delegators.delegator in (select delegator from migrators) as boolean) as is_migrator,
    cast(case when pools.delegator_pool is not null then true end as boolean) as is_contract,
    cast(delegators.event_at as timestamp) as first_seen_at,
    cast(delegators.event_at as date) as first_seen_date,
    cast(delegators.round as bigint) as first_seen_round,
    cast(first_bonds.event_id as varchar) as first_bond_event_id,
    cast(first_bonds.changed_at as timestamp) as first_bond_at,
    cast(first_bonds.changed_at as date) as first_bond_date,
    cast(first_bonds.round as bigint) as first_bond_round,
    cast(first_bonds.delegate as varchar) as first_bond_delegate,
    cast(delegators.delegate as varchar) as delegate,
    cast(short_address(delegators.delegate) as varchar) as delegate_name,
    cast(
        case
            when delegators.bonded_lpt = 0 then 'unbonded'
            else case positions.status when 0 then 'pending' when 1 then 'bonded' end
        end as varchar
    ) as status,
    cast(delegators.bonded_lpt as decimal(38, 18)) as bonded_lpt,
    cast(positions.pending_rewards_lpt as decimal(38, 18)) as pending_rewards_lpt,
    cast(positions.stake_lpt as decimal(38, 18)) as stake_lpt,
    cast(positions.fees_eth as decimal(38, 18)) as fees_eth,
    cast(delegators.unbonded_lpt - delegators.rebonded_lpt - delegators.withdrawn_lpt as decimal(38, 18)) as locked_lpt,
    cast(delegators.bonded_in_lpt as decimal(38, 18)) as bonded_in_lpt,
    cast(delegators.transferred_in_lpt as decimal(38, 18)) as transferred_in_lpt,
    cast(delegators.transferred_out_lpt as decimal(38, 18)) as transferred_out_lpt,
    cast(delegators.unbonded_lpt as decimal(38, 18)) as unbonded_lpt,
    cast(delegators.rebonded_lpt as decimal(38, 18)) as rebonded_lpt,
    cast(delegators.withdrawn_lpt as decimal(38, 18)) as withdrawn_lpt,
    cast(delegators.net_principal_lpt as decimal(38, 18)) as net_principal_lpt,
    cast(delegators.claimed_rewards_lpt as decimal(38, 18)) as claimed_rewards_lpt,
    cast(delegators.claimed_rewards_lpt + positions.pending_rewards_lpt as decimal(38, 18)) as rewards_to_date_lpt,
    cast(positions.forfeited_lpt as decimal(38, 18)) as forfeited_lpt,
    cast(delegators.claimed_fees_eth as decimal(38, 18)) as claimed_fees_eth,
    cast(delegators.claimed_fees_eth + positions.pending_fees_eth as decimal(38, 18)) as fees_to_date_eth,
    cast(delegators.withdrawn_fees_eth as decimal(38, 18)) as withdrawn_fees_eth,
    cast(delegators.act_count as bigint) as act_count,
    cast(delegators.last_act_at as timestamp) as last_act_at,
    cast(witness_of(delegators._instance) as varchar) as source,
    cast(delegators._instance as varchar) as _instance,
    cast(evidence_of(delegators._instance) as varchar) as evidence,
from delegators
left join first_bonds on delegators.delegator = first_bonds.delegator
left join positions on delegators.delegator = positions.account
left join pools on delegators.delegator = pools.delegator_pool
left join orchestrators on delegators.delegator = orchestrators.orchestrator
order by delegator
