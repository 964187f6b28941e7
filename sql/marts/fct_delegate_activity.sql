/*
description: >
  What happened at each delegate, one sentence a row: stake that came, left or moved, rewards called for and missed, cuts, votes.
  A transfer of stake between accounts, which the chain logs as an unbond, a transfer and a rebond, is one event; a move or a
  transfer from one delegate to another is two rows of one event_id, whose stake changes add up to what was newly added (0
  unless the account added stake as it moved). Count events by distinct event_id. Rows that only belong to another act (what
  was booked before it, what it gave up) are marked, and name it. Amounts in sentences are rounded to two decimals; the columns
  are exact.
grain: one row per event and delegate that it concerns
key: [event_id, delegate]
evidence: onchain
questions: [activity, attraction, delegators]
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex of the log; of a missed reward that of the NewRound log that ended the round, and the orchestrator; of a forfeit that of the claim, and the word", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of that log", checks: [not_null]}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of that log", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Index of that log in its block", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block; NULL where the log carries none"}
  - {name: event_date, type: DATE, unit: UTC, description: "Date of event_at"}
  - {name: round, type: BIGINT, unit: round, description: "Round of the event, for votes the last initialised one; NULL where rounds are unknown", checks: [{references: main.dim_round.round}]}
  - name: kind
    type: VARCHAR
    unit: none
    description: "What happened; return is an account that had no stake left, within a transfer that stays at the delegate"
    checks:
      - not_null
      - accepted_values: [first_bond, return, top_up, paid_by_other, migrated, move_in, move_out, unbond_part, unbond_all, rebond, rebond_elsewhere, transfer_in, transfer_out, transfer_within, withdraw_stake, withdraw_fees, claim, claim_bookkeeping, forfeit, reward, reward_missed, cut_change, activated, evicted, resigned, service_uri, reward_caller, vote, poll_vote]
  - {name: sentence, type: VARCHAR, unit: none, description: "The event in words; the delegate is its subject where no other is named", checks: [not_null]}
  - {name: direction, type: VARCHAR, unit: none, description: "in or out if the delegate's stake rose or fell by the account's doing, else none", checks: [not_null, {accepted_values: [in, out, none]}]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate that it concerns; of an account's vote or withdrawal the one it is or was last with; NULL if it had none"}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the delegate's address until names are known"}
  - {name: counterparty_delegate, type: VARCHAR, unit: none, description: "The other delegate of a move or transfer, or the orchestrator that displaced an evicted one"}
  - {name: delegator, type: VARCHAR, unit: none, description: "Account whose stake, claim or vote it is; NULL for the delegate's own acts as an orchestrator"}
  - {name: counterparty_delegator, type: VARCHAR, unit: none, description: "The other account of a transfer: the receiver where stake goes out or stays, the giver where it comes in"}
  - {name: delegator_label, type: VARCHAR, unit: none, description: "What is publicly known of the account: so far only the pools of L1 delegators, by their creation log"}
  - {name: label_evidence, type: VARCHAR, unit: none, description: "How the label is known; NULL without one"}
  - {name: identity_level, type: VARCHAR, unit: none, description: "How well the account identified itself; NULL until investors' claims are read"}
  - {name: actor, type: VARCHAR, unit: none, description: "Account that by the contract's rules made the call; NULL where anybody may, until receipts are extracted"}
  - {name: payer, type: VARCHAR, unit: none, description: "Account whose LPT was added (the LPT Transfer to the Minter); NULL if none was added or the transfer isn't in the data"}
  - {name: is_self_stake, type: BOOLEAN, unit: none, description: "The delegator is the delegate itself", checks: [not_null]}
  - {name: is_contract, type: BOOLEAN, unit: none, description: "The delegator is a contract; true for pools of L1 delegators, NULL for all others until code is looked up"}
  - {name: is_first_bond_ever, type: BOOLEAN, unit: none, description: "The account's first stake on this chain", checks: [not_null]}
  - {name: is_returning, type: BOOLEAN, unit: none, description: "The account bonds again after it had no stake left", checks: [not_null]}
  - {name: is_bookkeeping, type: BOOLEAN, unit: none, description: "The row only belongs to another of the same transaction; lists hide it", checks: [not_null]}
  - {name: act_event_id, type: VARCHAR, unit: none, description: "event_id of the act that a booked claim or a forfeit belongs to; NULL for all others"}
  - {name: is_decision, type: BOOLEAN, unit: none, description: "The delegator decided where its stake is", checks: [not_null]}
  - {name: stake_change_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "What the event adds to the delegate's stake by the account's doing; rewards accrue beside it", checks: [not_null]}
  - {name: amount_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT that the sentence tells of: added, moved, withdrawn or claimed; of a reward the gross mint; of a missed one what a call would have minted; of a vote its gross weight"}
  - {name: amount_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees that the account withdrew or claimed"}
  - {name: amount_usd, type: DOUBLE, unit: USD, description: "The amounts at the day's prices; NULL where a price is unknown"}
  - {name: delegator_stake_after_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Bonded stake of the delegator after the event, without rewards not booked yet; NULL for events that don't touch it"}
  - {name: delegate_stake_after_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to the delegate after the event, as all events up to it add up; without a ledger that at the end of the transaction, as far as BondingVotes states it there, which it doesn't for a delegate without stake of its own"}
  - {name: share_of_delegate, type: DOUBLE, unit: share, description: "delegator_stake_after_lpt / delegate_stake_after_lpt; NULL if either is, or if nothing is left"}
  - {name: forfeited_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Reward that the act gave up by coming before the round's reward call; NULL if none, and without a ledger"}
  - {name: withdraw_round, type: BIGINT, unit: round, description: "Round from which the stake of an unbond can be withdrawn"}
  - {name: withdraw_at, type: TIMESTAMP, unit: UTC, description: "Start of that round, or of the next that was initialised; an estimate if it lies ahead (dim_round); NULL if nothing tells it"}
  - {name: old_reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards kept by the operator before a cut_change"}
  - {name: new_reward_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the rewards kept by the operator after it"}
  - {name: old_fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees kept by the operator before a cut_change"}
  - {name: new_fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of the fees kept by the operator after it"}
  - {name: size_band, type: VARCHAR, unit: LPT, description: "Class of the delegator's bonded stake, the larger of before and after the event; NULL without stake", checks: [{accepted_values: ["<1", 1-10, 10-100, 100-1k, 1k-10k, 10k+]}]}
  - {name: explorer_url, type: VARCHAR, unit: none, description: "The transaction at the public explorer; NULL on other chains than Arbitrum One"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known; a missed reward is the absence of a log in gap-free data", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: events_explain_stake
    severity: error
    description: In every round a delegate's stake changes by the events shown here and its net reward, and by nothing else; the ledger tells start and end.
    sql: >
      select
          coalesce(flows.delegate, events.delegate) as delegate, coalesce(flows.round, events.round) as round,
          flows.start_stake_lpt, flows.accrued_lpt, flows.end_stake_lpt, events.stake_change_lpt
      from main.fct_delegation_flow as flows
      full join (
          select delegate, round, sum(stake_change_lpt) as stake_change_lpt
          from main.fct_delegate_activity where stake_change_lpt <> 0 and delegate is not null group by delegate, round
      ) as events on flows.delegate = events.delegate and flows.round = events.round
      where flows.end_stake_lpt - flows.start_stake_lpt - flows.accrued_lpt <> coalesce(events.stake_change_lpt, 0)
          or (flows.delegate is null and exists (select 1 from staging.ledger__round))
  - name: ledger_states_stake
    severity: error
    description: After each log that changed stake, the delegate's stake shown is the one that the ledger arrived at.
    sql: >
      select activity.event_id, activity.delegate, activity.delegate_stake_after_lpt, from_wei(ledger.stake_wei) as ledger_stake_lpt
      from main.fct_delegate_activity as activity
      inner join (
          select block_number, log_index, delegate, delegate_stake_wei as stake_wei from staging.ledger__stake_change where kind in ('bond', 'rebond')
          union all
          select block_number, log_index, old_delegate, old_delegate_stake_wei from staging.ledger__stake_change where kind = 'unbond' or (kind = 'bond' and moved_wei > 0)
      ) as ledger
          on activity.block_number = ledger.block_number and activity.log_index = ledger.log_index and activity.delegate = ledger.delegate
      where activity.delegate_stake_after_lpt is distinct from from_wei(ledger.stake_wei)
  - name: forfeits_are_all_there
    severity: error
    description: Each forfeit of the ledger is a row, and none is shown twice.
    sql: >
      select activity.event_count, activity.amount_lpt, ledger.event_count as ledger_event_count, ledger.amount_lpt as ledger_amount_lpt
      from (select count(*) as event_count, coalesce(sum(amount_lpt), 0) as amount_lpt from main.fct_delegate_activity where kind = 'forfeit') as activity
      cross join (select count(*) as event_count, coalesce(sum(from_wei(amount_wei)), 0) as amount_lpt from staging.ledger__forfeit) as ledger
      where activity.event_count <> ledger.event_count or activity.amount_lpt <> ledger.amount_lpt
*/
with
    stake_changes as not materialized (select * from main.fct_stake_change),
    reward_calls as not materialized (select * from main.fct_reward_call),
    cuts as not materialized (select * from main.fct_cut_change),
    delegate_stakes as (select * from main.fct_delegate_stake),
    orchestrators as (select orchestrator from main.dim_orchestrator),
    all_rounds as not materialized (select * from main.dim_round),
    new_rounds as (select * from staging.chain__new_round),
    transfer_bonds as (select * from staging.chain__transfer_bond),
    withdrawn_stakes as (select * from staging.chain__withdraw_stake),
    withdrawn_fees as (select * from staging.chain__withdraw_fees),
    activations as (select * from staging.chain__transcoder_activated),
    deactivations as (select * from staging.chain__transcoder_deactivated),
    service_uris as (select * from staging.chain__service_uri_update),
    reward_callers as (select * from staging.chain__reward_caller_set),
    proposals as (select * from staging.chain__proposal_created),
    votes as (select * from staging.chain__vote_cast),
    votes_with_params as (select * from staging.chain__vote_cast_with_params),
    poll_votes as (select * from staging.chain__vote),
    migrated_delegators as (select * from staging.chain__migrate_delegator_finalized),
    migrated_locks as (select * from staging.chain__migrate_unbonding_locks_finalized),
    claimed_snapshots as (select * from staging.chain__stake_claimed),
    pools as (select * from staging.chain__delegator_pool_created),
    forfeits as (select * from staging.ledger__forfeit),
    ledger_rounds as (select * from staging.ledger__round),
    ledger_changes as (select * from staging.ledger__stake_change),
    orchestrator_rounds as (select * from staging.ledger__orchestrator_round),
    daily_prices as (select * from main.dim_price_daily),

    rounds as (select * from all_rounds where start_log_position is not null),
    dated_rounds as (select round, started_at, is_estimated from all_rounds where started_at is not null),

    -- stake that the contract's first code had left with nobody didn't move with a bond before its third; the ledger tells which
    unmoved as (
        select log_position
        from ledger_changes
        where kind = 'bond' and old_delegate is null and moved_wei = 0
    ),

    bonds as (
        select
            *,
            bonded_before_lpt > 0
                and previous_delegate is distinct from delegate
                and (previous_delegate is not null or log_position not in (select log_position from unmoved)) as is_move,
        from stake_changes
        where step = 'bond'
    ),

    bond_rows as (
        select
            *,
            case
                when is_migrated then 'migrated'
                when is_first_ever then 'first_bond'
                when is_return then 'return'
                when payer <> delegator then 'paid_by_other'
                else 'top_up'
            end as kind,
            payer as actor,
            change_lpt as stake_change_lpt,
            change_lpt as amount_lpt,
        from bonds
        where not is_move
        union all by name
        select
            *,
            'move_in' as kind,
            previous_delegate as counterparty_delegate,
            payer as actor,
            bonded_after_lpt as stake_change_lpt,
            bonded_before_lpt as amount_lpt,
        from bonds
        where is_move
        union all by name
        select
            * replace (previous_delegate as delegate),
            'move_out' as kind,
            delegate as counterparty_delegate,
            payer as actor,
            -bonded_before_lpt as stake_change_lpt,
            bonded_before_lpt as amount_lpt,
        from bonds
        where is_move
    ),

    unbond_rows as (
        select
            stake_changes.*,
            case when stake_changes.bonded_after_lpt = 0 then 'unbond_all' else 'unbond_part' end as kind,
            stake_changes.delegator as actor,
            stake_changes.change_lpt as stake_change_lpt,
            -stake_changes.change_lpt as amount_lpt,
            dated_rounds.started_at as withdraw_at,
            dated_rounds.is_estimated as is_withdraw_estimated,
        from stake_changes
        asof left join dated_rounds on stake_changes.withdraw_round <= dated_rounds.round
        where stake_changes.step = 'unbond' and stake_changes.transfer_event_id is null
    ),

    rebond_rows as (
        select
            *,
            case when lock_delegate <> delegate then 'rebond_elsewhere' else 'rebond' end as kind,
            nullif(lock_delegate, delegate) as counterparty_delegate,
            delegator as actor,
            change_lpt as stake_change_lpt,
            change_lpt as amount_lpt,
        from stake_changes
        where step = 'rebond' and transfer_event_id is null
    ),

    transfers as (
        select
            transfer_bonds.event_id,
            transfer_bonds.transaction_hash,
            transfer_bonds.log_position,
            transfer_bonds.event_at as changed_at,
            transfer_bonds._instance,
            transfer_bonds.amount_lpt,
            transfer_bonds.old_delegator as giver,
            transfer_bonds.new_delegator as receiver,
            gives.round,
            gives.delegate as giver_delegate,
            gives.bonded_before_lpt as giver_before_lpt,
            gives.bonded_after_lpt as giver_after_lpt,
            takes.delegate as receiver_delegate,
            takes.bonded_before_lpt as receiver_before_lpt,
            takes.bonded_after_lpt as receiver_after_lpt,
            takes.is_first_ever,
            takes.is_return,
            takes.delegate is not distinct from gives.delegate as is_within,
        from transfer_bonds
        left join stake_changes as gives on transfer_bonds.event_id = gives.transfer_event_id and gives.step = 'unbond'
        left join stake_changes as takes on transfer_bonds.event_id = takes.transfer_event_id and takes.step = 'rebond'
    ),

    transfer_rows as (
        select
            * exclude (is_first_ever, is_return),
            case when is_within then 'transfer_within' else 'transfer_out' end as kind,
            giver_delegate as delegate,
            case when not is_within then receiver_delegate end as counterparty_delegate,
            giver as delegator,
            receiver as counterparty_delegator,
            giver as actor,
            case when is_within then 0 else -amount_lpt end as stake_change_lpt,
            giver_before_lpt as bonded_before_lpt,
            case when giver = receiver then receiver_after_lpt else giver_after_lpt end as bonded_after_lpt,
        from transfers
        union all by name
        select
            *,
            'transfer_in' as kind,
            receiver_delegate as delegate,
            giver_delegate as counterparty_delegate,
            receiver as delegator,
            giver as counterparty_delegator,
            giver as actor,
            amount_lpt as stake_change_lpt,
            receiver_before_lpt as bonded_before_lpt,
            receiver_after_lpt as bonded_after_lpt,
        from transfers
        where not is_within
    ),

    claim_rows as (
        select
            *,
            case when is_bookkeeping then 'claim_bookkeeping' else 'claim' end as kind,
            change_lpt as amount_lpt,
            claimed_eth as amount_eth,
        from stake_changes
        where step = 'claim'
    ),

    -- the reward of a round is given up by the claim before it; the act that the claim belongs to is what gave it up
    forfeit_rows as (
        select
            claims.event_id || '-forfeit' as event_id,
            claims.transaction_hash,
            claims.log_position,
            claims.changed_at,
            claims.round,
            claims._instance,
            'forfeit' as kind,
            forfeits.delegate,
            forfeits.delegator,
            coalesce(claims.act_event_id, claims.event_id) as act_event_id,
            from_wei(forfeits.amount_wei) as amount_lpt,
        from forfeits
        inner join stake_changes as claims
            on forfeits.claim_block_number * 1000000 + forfeits.claim_log_index = claims.log_position
    ),

    forfeited as (
        select act_event_id, delegate, sum(amount_lpt) as forfeited_lpt
        from forfeit_rows
        group by act_event_id, delegate
    ),

    locks as (
        select delegator, unbonding_lock_id, delegate
        from stake_changes
        where step = 'unbond'
    ),

    arrivals as (
        select event_id, transaction_hash, log_position, event_at, _instance, l2_addr as delegator, delegate, stake_lpt as amount_lpt, fees_eth as amount_eth
        from migrated_delegators
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, l2_addr as delegator, delegate, total_lpt as amount_lpt
        from migrated_locks
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, delegator, delegate, stake_lpt as amount_lpt, fees_eth as amount_eth
        from claimed_snapshots
    ),

    reward_rows as (
        select
            event_id,
            transaction_hash,
            log_position,
            rewarded_at as changed_at,
            round,
            _instance,
            'reward' as kind,
            orchestrator as delegate,
            gross_lpt as amount_lpt,
            treasury_lpt,
            net_lpt as accrued_lpt,
        from reward_calls
        where is_called
        union all by name
        select
            new_rounds.event_id || '-' || reward_calls.orchestrator as event_id,
            new_rounds.transaction_hash,
            new_rounds.log_position,
            new_rounds.event_at as changed_at,
            reward_calls.round,
            reward_calls._instance,
            'reward_missed' as kind,
            reward_calls.orchestrator as delegate,
            coalesce(from_wei(orchestrator_rounds.missed_gross_wei), reward_calls.missed_gross_lpt) as amount_lpt,
            from_wei(orchestrator_rounds.missed_delegators_wei) as missed_delegators_lpt,
        from reward_calls
        inner join rounds on reward_calls.round = rounds.round
        inner join new_rounds on rounds.end_log_position = new_rounds.log_position
        left join orchestrator_rounds
            on reward_calls.round = orchestrator_rounds.round
            and reward_calls.orchestrator = orchestrator_rounds.orchestrator
        where reward_calls.is_missed
    ),

    cut_rows as (
        select
            *,
            valid_from_log_position as log_position,
            'cut_change' as kind,
            orchestrator as delegate,
            orchestrator as actor,
        from cuts
    ),

    -- what carries neither round nor, for some, delegate yet
    other_logs as (
        select event_id, transaction_hash, log_position, event_at, _instance, 'activated' as kind, transcoder as delegate, activation_round as other_round
        from activations
        union all by name
        select
            deactivations.event_id,
            deactivations.transaction_hash,
            deactivations.log_position,
            deactivations.event_at,
            deactivations._instance,
            case when activations.transcoder is null then 'resigned' else 'evicted' end as kind,
            deactivations.transcoder as delegate,
            activations.transcoder as counterparty_delegate,
            deactivations.deactivation_round as other_round,
        from deactivations
        -- the pool puts a newcomer in the place of the last one: the two logs are neighbours
        left join activations
            on deactivations.transaction_hash = activations.transaction_hash
            and deactivations.log_position + 1 = activations.log_position
        union all by name
        select
            withdrawn_stakes.event_id,
            withdrawn_stakes.transaction_hash,
            withdrawn_stakes.log_position,
            withdrawn_stakes.event_at,
            withdrawn_stakes._instance,
            'withdraw_stake' as kind,
            locks.delegate,
            withdrawn_stakes.delegator,
            withdrawn_stakes.delegator as actor,
            withdrawn_stakes.amount_lpt,
        from withdrawn_stakes
        left join locks
            on withdrawn_stakes.delegator = locks.delegator
            and withdrawn_stakes.unbonding_lock_id = locks.unbonding_lock_id
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, 'withdraw_fees' as kind, delegator, delegator as actor, amount_eth,
            case when recipient <> delegator then recipient end as other_account
        from withdrawn_fees
        union all by name
        select arrivals.*, 'migrated' as kind
        from arrivals
        where not exists (
            select 1 from bonds
            where bonds.transaction_hash = arrivals.transaction_hash and bonds.delegator = arrivals.delegator
        )
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, 'service_uri' as kind, addr as delegate, addr as actor,
            case contract when 'AIServiceRegistry' then 'AI jobs' else 'transcoding' end as subject, service_uri as remark
        from service_uris
        where addr in (select orchestrator from orchestrators)
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, 'reward_caller' as kind, transcoder as delegate, transcoder as actor,
            address_or_null(reward_caller) as other_account
        from reward_callers
        union all by name
        select
            cast_votes.event_id,
            cast_votes.transaction_hash,
            cast_votes.log_position,
            cast_votes.event_at,
            cast_votes._instance,
            'vote' as kind,
            cast_votes.voter as delegator,
            cast_votes.voter as actor,
            cast_votes.weight_lpt as amount_lpt,
            support_text(cast_votes.support) as choice,
            coalesce('“' || one_line(title_of(proposals.description)) || '”', 'proposal ' || cast_votes.proposal_id) as subject,
            nullif(one_line(cast_votes.reason), '') as remark,
        from (select * from votes union all by name select * from votes_with_params) as cast_votes
        left join proposals on cast_votes.proposal_id = proposals.proposal_id
        union all by name
        select event_id, transaction_hash, log_position, event_at, _instance, 'poll_vote' as kind, voter as delegator, voter as actor,
            poll_choice_text(choice_id) as choice, contract_address as other_account
        from poll_votes
    ),

    delegations as (
        select delegator, delegate, log_position
        from stake_changes
        where step <> 'claim'
    ),

    -- narrow on purpose: positions are matched here, texts join later
    other_places as (
        select
            other_logs.log_position,
            rounds.round,
            delegations.delegate,
        from (select log_position, delegator from other_logs) as other_logs
        asof left join rounds on other_logs.log_position >= rounds.start_log_position
        asof left join delegations
            on other_logs.delegator = delegations.delegator
            and other_logs.log_position >= delegations.log_position
    ),

    other_rows as (
        select
            other_logs.* replace (coalesce(other_logs.delegate, other_places.delegate) as delegate),
            other_logs.event_at as changed_at,
            other_places.round,
        from other_logs
        inner join other_places on other_logs.log_position = other_places.log_position
    ),

    -- materialized: the memory of the joins above is free again before the rows meet their stakes and are sorted
    activity as materialized (
        select * from bond_rows
        union all by name
        select * from unbond_rows
        union all by name
        select * from rebond_rows
        union all by name
        select * from transfer_rows
        union all by name
        select * from claim_rows
        union all by name
        select * from forfeit_rows
        union all by name
        select * from reward_rows
        union all by name
        select * from cut_rows
        union all by name
        select * from other_rows
    ),

    stake_steps as (
        select delegate, log_position, sum(coalesce(stake_change_lpt, 0) + coalesce(accrued_lpt, 0)) as change_lpt
        from activity
        where delegate is not null and exists (select 1 from ledger_rounds)
        group by delegate, log_position
    ),

    -- narrow on purpose, as above; without a ledger there is nothing here: a history with a gap adds up to nothing true
    summed_stakes as (
        select
            delegate,
            log_position,
            sum(change_lpt) over (
                partition by delegate order by log_position
                rows between unbounded preceding and current row
            ) as stake_after_lpt,
        from stake_steps
    ),

    prices as (
        select
            price_date,
            max(price_usd) filter (where asset = 'LPT') as lpt_price_usd,
            max(price_usd) filter (where asset = 'ETH') as eth_price_usd,
        from daily_prices
        group by price_date
    ),

    told as (
        select
            activity.*,
            coalesce(summed_stakes.stake_after_lpt, delegate_stakes.stake_after_lpt) as delegate_stake_after_lpt,
            forfeited.forfeited_lpt,
            prices.lpt_price_usd,
            prices.eth_price_usd,
            case when pools.delegator_pool is not null then 'L1 delegator pool' end as delegator_label,
            account_text(case when pools.delegator_pool is not null then 'L1 delegator pool' end, activity.delegator) as account,
        from activity
        left join delegate_stakes
            on activity.transaction_hash = delegate_stakes.transaction_hash
            and activity.delegate = delegate_stakes.delegate
        left join summed_stakes
            on activity.delegate = summed_stakes.delegate
            and activity.log_position = summed_stakes.log_position
        left join forfeited
            on activity.event_id = forfeited.act_event_id
            and activity.delegate = forfeited.delegate
        left join pools on activity.delegator = pools.delegator_pool
        left join prices on cast(activity.changed_at as date) = prices.price_date
    )

select
    cast(event_id as varchar) as event_id,
    cast(transaction_hash as varchar) as transaction_hash,
    cast(block_number_of(log_position) as bigint) as block_number,
    cast(log_index_of(log_position) as bigint) as log_index,
    cast(changed_at as timestamp) as event_at,
    cast(changed_at as date) as event_date,
    cast(round as bigint) as round,
    cast(kind as varchar) as kind,
    cast(
        case kind
            when 'first_bond' then account || ' delegated ' || amount_text(amount_lpt) || ' LPT'
                || case when delegator = delegate then ' to itself' else '' end || ' (first time ever)'
                || case when payer <> delegator then ', paid by ' || short_address(payer) else '' end
            when 'return' then account || ' delegated ' || amount_text(amount_lpt) || ' LPT'
                || case when delegator = delegate then ' to itself' else '' end
                || coalesce(' (back after ' || (round - previous_round) || ' rounds)', ' (back again)')
                || case when payer <> delegator then ', paid by ' || short_address(payer) else '' end
            when 'top_up' then account || ' added ' || amount_text(amount_lpt) || ' LPT, now ' || amount_text(bonded_after_lpt)
            when 'paid_by_other' then short_address(payer) || ' added ' || amount_text(amount_lpt) || ' LPT for ' || account
                || ', now ' || amount_text(bonded_after_lpt)
            when 'migrated' then account || ' arrived from Ethereum with ' || amount_text(amount_lpt) || ' LPT'
            when 'move_in' then account || ' moved ' || amount_text(amount_lpt) || ' LPT here from '
                || coalesce(short_address(counterparty_delegate), 'no delegate')
                || case when change_lpt > 0 then ' and added ' || amount_text(change_lpt) || ' LPT' else '' end
            when 'move_out' then account || ' moved ' || amount_text(amount_lpt) || ' LPT away to '
                || coalesce(short_address(counterparty_delegate), 'no delegate')
            when 'unbond_part' then account || ' started withdrawing ' || amount_text(amount_lpt) || ' of '
                || amount_text(bonded_before_lpt) || ' LPT; available from round ' || withdraw_round
                || coalesce(' (' || case when is_withdraw_estimated then 'about ' else '' end || strftime(withdraw_at, '%-d %b') || ')', '')
            when 'unbond_all' then account || ' started withdrawing everything, ' || amount_text(amount_lpt)
                || ' LPT; available from round ' || withdraw_round
                || coalesce(' (' || case when is_withdraw_estimated then 'about ' else '' end || strftime(withdraw_at, '%-d %b') || ')', '')
            when 'rebond' then account || ' cancelled a withdrawal of ' || amount_text(amount_lpt) || ' LPT'
            when 'rebond_elsewhere' then account || ' cancelled a withdrawal of ' || amount_text(amount_lpt)
                || ' LPT from ' || short_address(counterparty_delegate) || ' and delegated it here'
            when 'transfer_out' then account || ' gave ' || amount_text(amount_lpt) || ' LPT of stake to '
                || short_address(counterparty_delegator) || ' (now with ' || coalesce(short_address(counterparty_delegate), 'no delegate') || ')'
            when 'transfer_in' then short_address(counterparty_delegator) || ' gave ' || amount_text(amount_lpt) || ' LPT of stake to '
                || account || ' (was with ' || coalesce(short_address(counterparty_delegate), 'no delegate') || ')'
            when 'transfer_within' then account || ' gave ' || amount_text(amount_lpt) || ' LPT of stake to '
                || short_address(counterparty_delegator) || ' (stays here)'
            when 'withdraw_stake' then account || ' withdrew ' || amount_text(amount_lpt) || ' LPT'
            when 'withdraw_fees' then account || ' withdrew ' || amount_text(amount_eth) || ' ETH of fees'
                || coalesce(' (to ' || short_address(other_account) || ')', '')
            when 'claim' then account || ' claimed ' || amount_text(amount_lpt) || ' LPT'
                || case when amount_eth > 0 then ' and ' || amount_text(amount_eth) || ' ETH' else '' end
            when 'claim_bookkeeping' then 'what ' || account || ' had earned so far was booked: ' || amount_text(amount_lpt) || ' LPT'
                || case when amount_eth > 0 then ' and ' || amount_text(amount_eth) || ' ETH' else '' end
            when 'forfeit' then account || ' acted before this round''s reward call: gave up ' || amount_text(amount_lpt) || ' LPT'
            when 'reward' then 'earned ' || amount_text(amount_lpt) || ' LPT' || coalesce(' in round ' || round, '')
                || case when treasury_lpt > 0 then ' (' || amount_text(treasury_lpt) || ' to the treasury)' else '' end
            when 'reward_missed' then 'missed the reward of round ' || round || coalesce(': ' || amount_text(amount_lpt) || ' LPT lost', '')
                || coalesce(', ' || amount_text(missed_delegators_lpt) || ' of it the delegators''', '')
            when 'cut_change' then cut_text('reward cut', old_reward_cut_share, new_reward_cut_share)
                || coalesce(' (' || points_text(nullif(reward_cut_change_share, 0)) || ')', '')
                || '; ' || cut_text('fees kept', old_fee_cut_share, new_fee_cut_share)
            when 'activated' then 'joined the active set, from round ' || other_round
            when 'evicted' then 'dropped out of the active set from round ' || other_round || ', displaced by ' || short_address(counterparty_delegate)
            when 'resigned' then 'resigned from the active set, from round ' || other_round
            when 'service_uri' then 'set its address for ' || subject || ' to ' || coalesce(nullif(one_line(remark), ''), 'nothing')
            when 'reward_caller' then coalesce('lets ' || short_address(other_account) || ' call its rewards', 'lets nobody else call its rewards')
            when 'vote' then case when delegator is distinct from delegate then account || ' ' else '' end || 'voted ' || choice || ' on '
                || subject || ' with ' || amount_text(amount_lpt) || ' LPT' || coalesce('; reason “' || remark || '”', '')
            when 'poll_vote' then case when delegator is distinct from delegate then account || ' ' else '' end || 'voted ' || choice
                || ' in poll ' || short_address(other_account)
        end as varchar
    ) as sentence,
    cast(case when stake_change_lpt > 0 then 'in' when stake_change_lpt < 0 then 'out' else 'none' end as varchar) as direction,
    cast(delegate as varchar) as delegate,
    cast(short_address(delegate) as varchar) as delegate_name,
    cast(counterparty_delegate as varchar) as counterparty_delegate,
    cast(delegator as varchar) as delegator,
    cast(counterparty_delegator as varchar) as counterparty_delegator,
    cast(delegator_label as varchar) as delegator_label,
    cast(case when delegator_label is not null then 'onchain' end as varchar) as label_evidence,
    cast(null as varchar) as identity_level,
    cast(actor as varchar) as actor,
    cast(payer as varchar) as payer,
    cast(coalesce(delegator = delegate, false) as boolean) as is_self_stake,
    cast(case when delegator_label is not null then true end as boolean) as is_contract,
    cast(coalesce(is_first_ever, false) as boolean) as is_first_bond_ever,
    cast(coalesce(is_return, false) as boolean) as is_returning,
    cast(kind in ('claim_bookkeeping', 'forfeit') or (kind = 'migrated' and step is null) as boolean) as is_bookkeeping,
    cast(act_event_id as varchar) as act_event_id,
    cast(
        kind in (
            'first_bond', 'return', 'top_up', 'move_in', 'move_out', 'unbond_part', 'unbond_all', 'rebond', 'rebond_elsewhere',
            'transfer_out', 'transfer_within'
        ) and coalesce(payer, delegator) = delegator as boolean
    ) as is_decision,
    cast(coalesce(stake_change_lpt, 0) as decimal(38, 18)) as stake_change_lpt,
    cast(amount_lpt as decimal(38, 18)) as amount_lpt,
    cast(amount_eth as decimal(38, 18)) as amount_eth,
    cast(
        case
            when coalesce(amount_lpt, amount_eth) is not null then value_usd_of(amount_lpt, lpt_price_usd, amount_eth, eth_price_usd)
        end as double
    ) as amount_usd,
    cast(bonded_after_lpt as decimal(38, 18)) as delegator_stake_after_lpt,
    cast(delegate_stake_after_lpt as decimal(38, 18)) as delegate_stake_after_lpt,
    cast(cast(bonded_after_lpt as double) / nullif(cast(delegate_stake_after_lpt as double), 0) as double) as share_of_delegate,
    cast(forfeited_lpt as decimal(38, 18)) as forfeited_lpt,
    cast(withdraw_round as bigint) as withdraw_round,
    cast(withdraw_at as timestamp) as withdraw_at,
    cast(old_reward_cut_share as decimal(9, 6)) as old_reward_cut_share,
    cast(new_reward_cut_share as decimal(9, 6)) as new_reward_cut_share,
    cast(old_fee_cut_share as decimal(9, 6)) as old_fee_cut_share,
    cast(new_fee_cut_share as decimal(9, 6)) as new_fee_cut_share,
    cast(size_band_of(nullif(greatest(bonded_before_lpt, bonded_after_lpt), 0)) as varchar) as size_band,
    cast(explorer_url_of(event_id, transaction_hash) as varchar) as explorer_url,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(evidence_of(_instance) as varchar) as evidence,
from told
order by event_id, delegate
