/*
description: >
  Why a delegate's stake rose or fell in a round, to the wei: what accounts bonded, moved, took back or gave each other, and what
  its reward call added. Amounts are above zero whichever way they flow; net_flow_lpt carries the sign. Empty without a
  ledger; meta.ledger says why.
grain: one row per delegate and round in which anything is delegated to it, it is active, or stake flows
key: [delegate, round]
evidence: onchain
questions: [attraction, delegators, triggers]
columns:
  - {name: round, type: BIGINT, unit: round, description: "Round", checks: [not_null, {references: main.dim_round.round}]}
  - {name: round_start_at, type: TIMESTAMP, unit: UTC, description: "Start of the round"}
  - {name: round_date, type: DATE, unit: UTC, description: "Date of round_start_at; a round lasts about 21 hours and crosses midnight"}
  - {name: is_closed, type: BOOLEAN, unit: none, description: "The round is over", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Delegate whose stake it is", checks: [not_null]}
  - {name: delegate_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the active set of the round", checks: [not_null]}
  - {name: start_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to it at the round's start", checks: [not_null]}
  - {name: bonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "LPT newly bonded, also while moving here", checks: [not_null]}
  - {name: moved_in_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that accounts moved here from other delegates", checks: [not_null]}
  - {name: moved_out_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that accounts moved away to other delegates", checks: [not_null]}
  - {name: unbonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that began to be withdrawn", checks: [not_null]}
  - {name: rebonded_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake whose withdrawal was cancelled, and which is here now", checks: [not_null]}
  - {name: transferred_in_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that accounts here were given; what is given within the delegate is in both directions", checks: [not_null]}
  - {name: transferred_out_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake that accounts here gave away", checks: [not_null]}
  - {name: net_flow_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Sum of the seven flows, each with its sign", checks: [not_null]}
  - {name: accrued_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Net reward of its reward call", checks: [not_null]}
  - {name: end_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake delegated to it at the round's end", checks: [not_null]}
  - {name: first_bond_count, type: BIGINT, unit: none, description: "Accounts whose first stake ever came here in the round", checks: [not_null]}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Accounts with stake here at the round's end, the delegate itself included", checks: [not_null]}
  - {name: net_flow_usd, type: DOUBLE, unit: USD, description: "net_flow_lpt at the price of round_date; NULL where it is unknown"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [onchain, reported]}]}
checks:
  - name: start_and_flows_make_end
    severity: error
    description: A delegate's stake changes by the flows and its net reward, and by nothing else.
    sql: >
      select delegate, round, start_stake_lpt, net_flow_lpt, accrued_lpt, end_stake_lpt from main.fct_delegation_flow
      where start_stake_lpt + bonded_lpt + moved_in_lpt - moved_out_lpt - unbonded_lpt + rebonded_lpt + transferred_in_lpt - transferred_out_lpt
          + accrued_lpt <> end_stake_lpt
          or net_flow_lpt + accrued_lpt <> end_stake_lpt - start_stake_lpt
  - name: start_is_former_end
    severity: error
    description: A delegate's stake at a round's start is that at the end of its row before; without one it is 0, and a stake has a row in the next round.
    sql: >
      select delegate, round, start_stake_lpt, former_end_stake_lpt, former_round
      from (
          select
              delegate, flows.round, start_stake_lpt, rounds.previous_round,
              lag(end_stake_lpt, 1, 0) over (partition by delegate order by flows.round) as former_end_stake_lpt,
              lag(flows.round) over (partition by delegate order by flows.round) as former_round,
          from main.fct_delegation_flow as flows
          inner join main.dim_round as rounds on flows.round = rounds.round
      )
      where start_stake_lpt <> former_end_stake_lpt or (former_end_stake_lpt > 0 and former_round <> previous_round)
  - name: moves_and_transfers_balance
    severity: error
    description: What moves or is given away arrives in the same round, at a delegate or, by the contract's first code, with nobody.
    sql: >
      select flows.round, flows.moved_in_lpt, flows.moved_out_lpt, flows.transferred_in_lpt, flows.transferred_out_lpt, nobody.moved_lpt, nobody.transferred_lpt
      from (
          select
              round, sum(moved_in_lpt) as moved_in_lpt, sum(moved_out_lpt) as moved_out_lpt,
              sum(transferred_in_lpt) as transferred_in_lpt, sum(transferred_out_lpt) as transferred_out_lpt,
          from main.fct_delegation_flow group by round
      ) as flows
      left join (
          select
              round,
              coalesce(sum(from_wei(moved_wei)) filter (where delegate is null), 0) - coalesce(sum(from_wei(moved_wei)) filter (where old_delegate is null), 0) as moved_lpt,
              coalesce(sum(from_wei(change_wei)) filter (where kind = 'transfer_in' and delegate is null), 0)
                  + coalesce(sum(from_wei(change_wei)) filter (where kind = 'transfer_out' and old_delegate is null), 0) as transferred_lpt,
          from staging.ledger__stake_change group by round
      ) as nobody on flows.round = nobody.round
      where flows.moved_in_lpt + coalesce(nobody.moved_lpt, 0) <> flows.moved_out_lpt
          or flows.transferred_in_lpt + coalesce(nobody.transferred_lpt, 0) <> flows.transferred_out_lpt
*/
with
    stake_changes as (select * from staging.ledger__stake_change),
    orchestrator_rounds as (select * from staging.ledger__orchestrator_round),
    ledger_rounds as (select * from staging.ledger__round),
    rounds as (select * from main.dim_round),
    prices as (select price_date, price_usd from main.dim_price_daily where asset = 'LPT'),

    changes as (
        select
            round,
            kind,
            old_delegate,
            delegate,
            from_wei(abs(change_wei)) as change_lpt,
            from_wei(moved_wei) as moved_lpt,
            is_first_bond,
            _instance,
        from stake_changes
        where kind in ('bond', 'unbond', 'rebond', 'transfer_in', 'transfer_out')
    ),

    parts as (
        select round, delegate, _instance, kind, change_lpt, moved_lpt as moved_in_lpt, 0 as moved_out_lpt, is_first_bond
        from changes
        where kind in ('bond', 'rebond', 'transfer_in')
        union all
        select round, old_delegate as delegate, _instance, kind, change_lpt, 0 as moved_in_lpt, 0 as moved_out_lpt, false as is_first_bond
        from changes
        where kind in ('unbond', 'transfer_out')
        union all
        select round, old_delegate as delegate, _instance, 'move_out' as kind, 0 as change_lpt, 0 as moved_in_lpt, moved_lpt as moved_out_lpt, false as is_first_bond
        from changes
        where kind = 'bond' and moved_lpt > 0
    ),

    flows as (
        select
            delegate,
            round,
            min(_instance) as _instance,
            coalesce(sum(change_lpt) filter (where kind = 'bond'), 0) as bonded_lpt,
            coalesce(sum(moved_in_lpt) filter (where kind = 'bond'), 0) as moved_in_lpt,
            coalesce(sum(moved_out_lpt), 0) as moved_out_lpt,
            coalesce(sum(change_lpt) filter (where kind = 'unbond'), 0) as unbonded_lpt,
            coalesce(sum(change_lpt) filter (where kind = 'rebond'), 0) as rebonded_lpt,
            coalesce(sum(change_lpt) filter (where kind = 'transfer_in'), 0) as transferred_in_lpt,
            coalesce(sum(change_lpt) filter (where kind = 'transfer_out'), 0) as transferred_out_lpt,
            count(*) filter (where is_first_bond) as first_bond_count,
        from parts
        where delegate is not null
        group by delegate, round
    ),

    stakes as (
        select
            coalesce(orchestrator_rounds.round, flows.round) as round,
            coalesce(orchestrator_rounds.orchestrator, flows.delegate) as delegate,
            coalesce(orchestrator_rounds._instance, flows._instance) as _instance,
            coalesce(orchestrator_rounds.is_active, false) as is_active,
            coalesce(from_wei(orchestrator_rounds.start_delegated_wei), 0) as start_stake_lpt,
            coalesce(from_wei(orchestrator_rounds.net_wei), 0) as accrued_lpt,
            coalesce(from_wei(orchestrator_rounds.delegated_wei), 0) as end_stake_lpt,
            coalesce(orchestrator_rounds.delegator_count, 0) as delegator_count,
            coalesce(flows.bonded_lpt, 0) as bonded_lpt,
            coalesce(flows.moved_in_lpt, 0) as moved_in_lpt,
            coalesce(flows.moved_out_lpt, 0) as moved_out_lpt,
            coalesce(flows.unbonded_lpt, 0) as unbonded_lpt,
            coalesce(flows.rebonded_lpt, 0) as rebonded_lpt,
            coalesce(flows.transferred_in_lpt, 0) as transferred_in_lpt,
            coalesce(flows.transferred_out_lpt, 0) as transferred_out_lpt,
            coalesce(flows.first_bond_count, 0) as first_bond_count,
        from orchestrator_rounds
        full join flows
            on orchestrator_rounds.orchestrator = flows.delegate
            and orchestrator_rounds.round = flows.round
    ),

    changed_stakes as (
        select
            *,
            bonded_lpt + moved_in_lpt - moved_out_lpt - unbonded_lpt + rebonded_lpt + transferred_in_lpt - transferred_out_lpt as net_flow_lpt,
        from stakes
    )

select
    cast(changed_stakes.round as bigint) as round,
    cast(rounds.started_at as timestamp) as round_start_at,
    cast(rounds.round_date as date) as round_date,
    cast(coalesce(ledger_rounds.is_closed, false) as boolean) as is_closed,
    cast(changed_stakes.delegate as varchar) as delegate,
    cast(short_address(changed_stakes.delegate) as varchar) as delegate_name,
    cast(changed_stakes.is_active as boolean) as is_active,
    cast(changed_stakes.start_stake_lpt as decimal(38, 18)) as start_stake_lpt,
    cast(changed_stakes.bonded_lpt as decimal(38, 18)) as bonded_lpt,
    cast(changed_stakes.moved_in_lpt as decimal(38, 18)) as moved_in_lpt,
    cast(changed_stakes.moved_out_lpt as decimal(38, 18)) as moved_out_lpt,
    cast(changed_stakes.unbonded_lpt as decimal(38, 18)) as unbonded_lpt,
    cast(changed_stakes.rebonded_lpt as decimal(38, 18)) as rebonded_lpt,
    cast(changed_stakes.transferred_in_lpt as decimal(38, 18)) as transferred_in_lpt,
    cast(changed_stakes.transferred_out_lpt as decimal(38, 18)) as transferred_out_lpt,
    cast(changed_stakes.net_flow_lpt as decimal(38, 18)) as net_flow_lpt,
    cast(changed_stakes.accrued_lpt as decimal(38, 18)) as accrued_lpt,
    cast(changed_stakes.end_stake_lpt as decimal(38, 18)) as end_stake_lpt,
    cast(changed_stakes.first_bond_count as bigint) as first_bond_count,
    cast(changed_stakes.delegator_count as bigint) as delegator_count,
    cast(changed_stakes.net_flow_lpt * prices.price_usd as double) as net_flow_usd,
    cast(witness_of(changed_stakes._instance) as varchar) as source,
    cast(changed_stakes._instance as varchar) as _instance,
    cast(evidence_of(changed_stakes._instance) as varchar) as evidence,
from changed_stakes
left join ledger_rounds on changed_stakes.round = ledger_rounds.round
left join rounds on changed_stakes.round = rounds.round
left join prices on rounds.round_date = prices.price_date
order by delegate, round
