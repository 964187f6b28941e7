/*
description: >
  At the end of every round the LPT that the Minter holds by the token's transfers is what is delegated, what is locked, and
  what came without a stake action; what is delegated is bonded stake, unclaimed rewards and dust, of which the forfeits are
  part. The treasury's LPT is by transfers too. What a round could mint is what the Minter stated, and what it minted is what its rewards brought. The parts are the sums over delegates, locks and forfeits, and at the end over accounts.
severity: error
models:
  - staging.ledger__round
  - staging.ledger__orchestrator_round
  - staging.ledger__lock
  - staging.ledger__forfeit
  - staging.ledger__account
  - staging.chain__transfer
  - staging.chain__treasury_reward
  - staging.chain__set_current_reward_tokens
*/
with
    rounds as (select *, block_number * 1000000 + log_index as start_log_position from staging.ledger__round),
    orchestrators as (select * from staging.ledger__orchestrator_round),
    locks as (select * from staging.ledger__lock),
    forfeits as (select * from staging.ledger__forfeit),
    accounts as (select * from staging.ledger__account),
    transfers as (select * from staging.chain__transfer),
    reward_tokens as (select * from staging.chain__set_current_reward_tokens),
    minters as (select distinct contract_address as address from reward_tokens),
    treasuries as (select distinct treasury as address from staging.chain__treasury_reward),

    moves as (
        select log_position, to_wei(value_lpt) as minter_wei, 0 as treasury_wei, 0 as locked_wei, 0 as forfeited_wei
        from transfers
        where to_address in (select address from minters)
        union all
        select log_position, -to_wei(value_lpt), 0, 0, 0
        from transfers
        where from_address in (select address from minters)
        union all
        select log_position, 0, to_wei(value_lpt), 0, 0
        from transfers
        where to_address in (select address from treasuries)
        union all
        select log_position, 0, -to_wei(value_lpt), 0, 0
        from transfers
        where from_address in (select address from treasuries)
        union all
        select opened_block_number * 1000000 + opened_log_index, 0, 0, cast(amount_wei as hugeint), 0
        from locks
        union all
        select ended_block_number * 1000000 + ended_log_index, 0, 0, -cast(amount_wei as hugeint), 0
        from locks
        where state <> 'open'
        union all
        select log_position, 0, 0, 0, cast(amount_wei as hugeint)
        from forfeits
    ),

    -- what came before the first round is there at its end
    moved as (
        select
            coalesce(rounds.round, (select min(round) from rounds)) as round,
            sum(moves.minter_wei) as minter_wei,
            sum(moves.treasury_wei) as treasury_wei,
            sum(moves.locked_wei) as locked_wei,
            sum(moves.forfeited_wei) as forfeited_wei,
        from moves
        asof left join rounds on moves.log_position >= rounds.start_log_position
        group by coalesce(rounds.round, (select min(round) from rounds))
    ),

    reached as (
        select
            rounds.round,
            sum(coalesce(moved.minter_wei, 0)) over (order by rounds.round) as minter_wei,
            sum(coalesce(moved.treasury_wei, 0)) over (order by rounds.round) as treasury_wei,
            sum(coalesce(moved.locked_wei, 0)) over (order by rounds.round) as locked_wei,
            sum(coalesce(moved.forfeited_wei, 0)) over (order by rounds.round) as forfeited_wei,
        from rounds
        left join moved on rounds.round = moved.round
    ),

    delegated as (
        select round, sum(delegated_wei) as delegated_wei, sum(gross_wei) as gross_wei
        from orchestrators
        group by round
    ),

    stated as (
        select
            rounds.round,
            max(to_wei(reward_tokens.current_mintable_tokens_lpt)) as mintable_wei,
            max(reward_tokens.current_inflation) as inflation_ppb,
        from rounds
        left join reward_tokens on rounds.transaction_hash = reward_tokens.transaction_hash
        group by rounds.round
    ),

    at_the_end as (
        select sum(bonded_wei) as bonded_wei, sum(stake_wei - bonded_wei) as pending_rewards_wei, sum(fees_wei) as fees_wei
        from accounts
    ),

    figures as (
        select round, 'Minter by transfers' as figure, minter_lpt_wei as ledger_wei, reached.minter_wei as expected_wei
        from rounds
        inner join reached using (round)
        union all
        select round, 'treasury by transfers', treasury_lpt_wei, reached.treasury_wei
        from rounds
        inner join reached using (round)
        where exists (select 1 from treasuries)
        union all
        select round, 'Minter by its parts', minter_lpt_wei, delegated_wei + locked_wei + unexplained_wei
        from rounds
        union all
        select round, 'delegated by its parts', delegated_wei, bonded_wei + pending_rewards_wei + dust_wei
        from rounds
        union all
        select rounds.round, 'delegated by delegates', rounds.delegated_wei, coalesce(delegated.delegated_wei, 0)
        from rounds
        left join delegated on rounds.round = delegated.round
        union all
        select round, 'locked by locks', rounds.locked_wei, reached.locked_wei
        from rounds
        inner join reached using (round)
        union all
        select round, 'forfeited by forfeits', rounds.forfeited_wei, reached.forfeited_wei
        from rounds
        inner join reached using (round)
        union all
        select rounds.round, 'bonded by accounts', rounds.bonded_wei, at_the_end.bonded_wei
        from rounds
        cross join at_the_end
        where not rounds.is_closed
        union all
        select rounds.round, 'pending rewards by accounts', rounds.pending_rewards_wei, at_the_end.pending_rewards_wei
        from rounds
        cross join at_the_end
        where not rounds.is_closed
        union all
        select rounds.round, 'fees by accounts', rounds.fees_wei, at_the_end.fees_wei
        from rounds
        cross join at_the_end
        where not rounds.is_closed
        union all
        select rounds.round, 'mintable', rounds.mintable_wei, stated.mintable_wei
        from rounds
        inner join stated using (round)
        union all
        select rounds.round, 'inflation in parts per billion', rounds.inflation_ppb, stated.inflation_ppb
        from rounds
        inner join stated using (round)
        union all
        select rounds.round, 'minted by rewards', rounds.minted_wei, coalesce(delegated.gross_wei, 0)
        from rounds
        left join delegated on rounds.round = delegated.round
        union all
        select round, 'dust of at least the forfeited', greatest(dust_wei, forfeited_wei), dust_wei
        from rounds
    )

select 'all accounts' as account, round, figure, ledger_wei, expected_wei
from figures
where ledger_wei is distinct from expected_wei
order by round, figure
