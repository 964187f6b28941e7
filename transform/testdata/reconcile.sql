-- A network of two orchestrators, 0xaa and 0xbb, a delegator 0xd1 and a gateway 0x99 through four rounds, as the chain, the bonding
-- ledger, the subgraph and the Explorer state it: all of them agree. A block takes a minute; block 0 is the beginning of 2026-01-01.
create table raw.ledger__delegator_day (day_date date, delegator varchar, stake_wei decimal(38, 0), fees_wei decimal(38, 0));
create macro time_of(block) as timestamp '2026-01-01' + to_minutes(block);
create macro position_of(block, index) as cast(block as bigint) * 1000000 + index;

create macro wei(amount) as cast(cast(amount as decimal(20, 0)) * 1000000000000000000 as decimal(38, 0));

-- rounds begin in the blocks 1000, 2200, 3400 and 4600; each may mint a thousandth of 1000 LPT
create table starts as
    select * from (values (1, 1000), (2, 2200), (3, 3400), (4, 4600)) as t(round, block);
create table raw.chain__horizon as select 'main' as _instance, 10001 as horizon_block;
insert into staging.chain__new_round by name
    select '1338-' || block || '-3' as event_id, 1338 as chain_id, block as block_number, 3 as log_index, position_of(block, 3) as log_position,
        'start ' || round as transaction_hash, time_of(block) as event_at, cast(time_of(block) as date) as event_date, round, 'main' as _instance
    from starts;
insert into staging.chain__set_current_reward_tokens by name
    select position_of(block, 2) as log_position, 'start ' || round as transaction_hash, time_of(block) as event_at, cast(time_of(block) as date) as event_date,
        1 as current_mintable_tokens_lpt, 1000000 as current_inflation
    from starts;
insert into staging.chain__block by name select block as block_number, time_of(block) as block_at, block // 2 as l1_block_number from starts;
insert into staging.ledger__round by name
    select round, block as block_number, wei(case round when 1 then 100 when 2 then 110 else 107 end) as total_stake_wei
    from starts;

-- stake: 0xaa 60 and 0xbb 30 of their own, 0xd1 10 with 0xaa; in round 1 0xd1 adds 5 and moves to 0xbb with all
insert into staging.chain__bond by name
    select * from (values
        (position_of(900, 1), 'b1', '0xaa', '0x0000000000000000000000000000000000000000', '0xaa', 60, 60),
        (position_of(901, 1), 'b2', '0xbb', '0x0000000000000000000000000000000000000000', '0xbb', 30, 30),
        (position_of(902, 2), 'b3', '0xd1', '0x0000000000000000000000000000000000000000', '0xaa', 10, 10),
        (position_of(1100, 1), 'b4', '0xd1', '0xaa', '0xbb', 5, 15),
        (position_of(1101, 1), 'b5', '0xbb', '0xbb', '0xbb', 5, 35)
    ) as t(log_position, transaction_hash, delegator, old_delegate, new_delegate, additional_amount_lpt, bonded_amount_lpt);
update staging.chain__bond set block_number = log_position // 1000000, event_at = time_of(log_position // 1000000), event_date = cast(time_of(log_position // 1000000) as date);
insert into staging.ledger__stake_change by name
    select t.*, log_position // 1000000 as block_number, 1 as start_round from (values
        (position_of(900, 1), 'bond', '0xaa', null, '0xaa', wei(60), 0, 0, wei(60)),
        (position_of(901, 1), 'bond', '0xbb', null, '0xbb', wei(30), 0, 0, wei(30)),
        (position_of(902, 2), 'bond', '0xd1', null, '0xaa', wei(10), 0, 0, wei(70)),
        (position_of(1100, 1), 'bond', '0xd1', '0xaa', '0xbb', wei(15), 0, wei(60), wei(45)),
        (position_of(1101, 1), 'bond', '0xbb', '0xbb', '0xbb', wei(35), 0, wei(50), wei(50)),
        (position_of(2300, 1), 'unbond', '0xd1', '0xbb', '0xbb', wei(11), 0, wei(46), wei(46))
    ) as t(log_position, kind, delegator, old_delegate, delegate, bonded_wei, stored_fees_wei, old_delegate_stake_wei, delegate_stake_wei);
insert into staging.chain__unbond by name
    select position_of(2300, 1) as log_position, '0xd1' as delegator, '0xbb' as delegate, 4 as amount_lpt, 0 as unbonding_lock_id, 9 as withdraw_round,
        time_of(2300) as event_at, cast(time_of(2300) as date) as event_date;
insert into staging.ledger__lock by name
    select '0xd1' as delegator, 0 as lock_id, wei(4) as amount_wei, 9 as withdraw_round, 2300 as opened_block_number, 'open' as state;

-- 0xaa is rewarded in round 2 with 1
insert into staging.chain__reward by name
    select position_of(2210, 1) as log_position, '0xaa' as transcoder, 1 as amount_lpt, time_of(2210) as event_at, cast(time_of(2210) as date) as event_date;
insert into staging.ledger__orchestrator_round by name
    select starts.round, t.orchestrator, true as is_active, t.stake_wei, t.reward_cut_ppm, t.fee_share_ppm
    from starts
    inner join (values
        (1, '0xaa', wei(70), 100000, 500000), (1, '0xbb', wei(30), 0, 0), (2, '0xaa', wei(60), 100000, 600000), (2, '0xbb', wei(50), 0, 0),
        (3, '0xaa', wei(61), 100000, 600000), (3, '0xbb', wei(46), 0, 0), (4, '0xaa', wei(61), 100000, 600000), (4, '0xbb', wei(46), 0, 0)
    ) as t(round, orchestrator, stake_wei, reward_cut_ppm, fee_share_ppm) on starts.round = t.round;
insert into staging.chain__transcoder_update by name
    select * from (values
        (position_of(905, 1), '0xaa', 0.1, 0.5, time_of(905), cast(time_of(905) as date)),
        (position_of(1500, 1), '0xaa', 0.1, 0.6, time_of(1500), cast(time_of(1500) as date))
    ) as t(log_position, transcoder, reward_cut_share, fee_share, event_at, event_date);
insert into staging.chain__transcoder_activated by name
    select position_of(905, 2) as log_position, transcoder, 1 as activation_round, time_of(905) as event_at, cast(time_of(905) as date) as event_date
    from (values ('0xaa'), ('0xbb')) as t(transcoder);

-- the gateway has 10 and a reserve of 4; a ticket of 2 to 0xaa in round 1, of 1 to 0xbb in round 3, and one to 0xcc, which isn't active
insert into staging.chain__deposit_funded by name
    select position_of(950, 1) as log_position, '0x99' as sender, 10 as amount_eth, time_of(950) as event_at, cast(time_of(950) as date) as event_date;
insert into staging.chain__reserve_funded by name
    select position_of(950, 2) as log_position, '0x99' as reserve_holder, 4 as amount_eth, time_of(950) as event_at, cast(time_of(950) as date) as event_date;
create table paid as
    select * from (values (1300, '0xaa', 2), (3500, '0xbb', 1), (3600, '0xcc', 3)) as t(block, recipient, amount_eth);
insert into staging.chain__winning_ticket_redeemed by name
    select position_of(block, 2) as log_position, '0x99' as sender, recipient, amount_eth as face_value_eth, time_of(block) as event_at, cast(time_of(block) as date) as event_date
    from paid;
insert into staging.chain__winning_ticket_transfer by name
    select position_of(block, 1) as log_position, '0x99' as sender, recipient, amount_eth, time_of(block) as event_at, cast(time_of(block) as date) as event_date
    from paid;
insert into staging.ledger__gateway_balance by name
    select position_of(3600, 2) as log_position, '0x99' as gateway, wei(4) as deposit_wei, wei(4) as reserve_wei;

-- the last log of the chain
insert into staging.chain__deposit_funded by name
    select position_of(9000, 1) as log_position, '0x98' as sender, 1 as amount_eth, time_of(9000) as event_at, cast(time_of(9000) as date) as event_date;

-- a proposal: 0xaa is for it, 0xd1, which delegated to it, against; a poll: 0xaa says yes, 0xd1 no
insert into staging.chain__vote_cast by name
    select position_of(2500 + support, 1) as log_position, 'p1' as proposal_id, voter, support, weight_lpt, time_of(2500) as event_at, cast(time_of(2500) as date) as event_date
    from (values ('0xaa', 1, 60), ('0xd1', 0, 10)) as t(voter, support, weight_lpt);
insert into staging.ledger__proposal by name select 'p1' as proposal_id, wei(50) as for_wei, wei(10) as against_wei, wei(0) as abstain_wei;
insert into staging.chain__poll_created by name
    select position_of(2510, 1) as log_position, 2510 as block_number, '0x77' as poll, 1900 as end_block, time_of(2510) as event_at, cast(time_of(2510) as date) as event_date;
insert into staging.chain__vote by name
    select position_of(2520 + choice_id, 1) as log_position, '0x77' as contract_address, voter, choice_id, time_of(2520) as event_at, cast(time_of(2520) as date) as event_date
    from (values ('0xaa', 0), ('0xd1', 1)) as t(voter, choice_id);
-- two claims in round 1, one of a newcomer
insert into staging.chain__earnings_claimed by name
    select position_of(902, index) as log_position, '0xd1' as delegator, delegate, time_of(902) as event_at, cast(time_of(902) as date) as event_date
    from (values (1, '0x0000000000000000000000000000000000000000'), (3, '0xaa')) as t(index, delegate);
insert into raw.ledger__delegator_day by name
    select day_date, '0xd1' as delegator, wei(11) as stake_wei, wei(0) as fees_wei from (values (date '2026-01-02'), (date '2026-01-03')) as t(day_date);

-- three came from Ethereum, two of them under another address
insert into staging.chain__migrate_delegator_finalized by name
    select t.*, cast(time_of(902) as date) as event_date from (values ('0xe1', '0xd1'), ('0xe2', '0xd2'), ('0xe3', '0xe3')) as t(l1_addr, l2_addr);

-- the subgraph, pinned at block 5000
insert into staging.subgraph__meta by name select 5000 as pinned_block, time_of(5000) as block_at, 'main' as _instance;
insert into staging.subgraph__rounds by name
    select starts.round, time_of(block) as start_at, block // 2 as start_block, 600 as length, 1 as mintable_tokens_lpt, 1000000 as inflation_ppb,
        1000 as total_supply_lpt, stake as total_active_stake_lpt, stake / 1000 as participation_rate, 2 as active_transcoder_count,
        new_stake as new_stake_lpt, moved as moved_stake_lpt, fees as volume_eth, 'main' as _instance
    from starts
    inner join (values (1, 100, 10, 10, 2), (2, 110, 0, 0, 0), (3, 107, 0, 0, 4)) as t(round, stake, new_stake, moved, fees) on starts.round = t.round;
insert into staging.subgraph__pools by name
    select t.*, 'main' as _instance from (values
        (1, '0xaa', null, 2, 70, 0.1, 0.5), (1, '0xbb', null, 0, 30, 0, 0), (2, '0xaa', 1, 0, 60, 0.1, 0.6), (2, '0xbb', null, 0, 50, 0, 0),
        (3, '0xaa', null, 0, 61, 0.1, 0.6), (3, '0xbb', null, 1, 46, 0, 0), (3, '0xcc', null, 3, 0, 0, 0)
    ) as t(round, delegate, reward_tokens_lpt, fees_eth, total_stake_lpt, reward_cut_share, fee_share);
insert into staging.subgraph__days by name
    select t.*, 1000000 as inflation_ppb, 2 as active_transcoder_count, 3 as delegators_count, 'main' as _instance
    from (values (date '2026-01-01', 2), (date '2026-01-02', 0), (date '2026-01-03', 4)) as t(day_date, volume_eth);
insert into staging.subgraph__transcoder_days by name
    select t.*, 'main' as _instance from (values (date '2026-01-01', '0xaa', 2), (date '2026-01-03', '0xbb', 1), (date '2026-01-03', '0xcc', 3)) as t(day_date, transcoder, volume_eth);
insert into staging.subgraph__broadcaster_days by name
    select t.*, 'main' as _instance from (values (date '2026-01-01', '0x99', 2), (date '2026-01-03', '0x99', 4)) as t(day_date, broadcaster, volume_eth);
insert into staging.subgraph__transcoders by name
    select t.* exclude (volume), volume as total_volume_eth, volume as thirty_day_volume_eth, volume as sixty_day_volume_eth, volume as ninety_day_volume_eth,
        5000 as pinned_block, 'main' as _instance
    from (values
        ('0xaa', 61, 2, 1, 0.1, 0.6, time_of(905), time_of(1500), 2), ('0xbb', 46, null, 1, 0, 0, null, null, 1), ('0xcc', 0, null, 0, 0, 0, null, null, 3)
    ) as t(id, total_stake_lpt, last_reward_round, activation_round, reward_cut_share, fee_share, reward_cut_update_at, fee_share_update_at, volume);
insert into staging.subgraph__broadcasters by name
    select '0x99' as id, 4 as deposit_eth, 4 as reserve_eth, 6 as total_volume_eth, 6 as thirty_day_volume_eth, 6 as sixty_day_volume_eth,
        6 as ninety_day_volume_eth, 5000 as pinned_block, 'main' as _instance;
insert into staging.subgraph__delegators by name
    select t.*, 0 as fees_eth, 0 as withdrawn_fees_eth, 1 as start_round, 5000 as pinned_block, 'main' as _instance from (values
        ('0xaa', '0xaa', 60, 60, 0), ('0xbb', '0xbb', 35, 35, 0), ('0xd1', '0xbb', 11, 15, 4)
    ) as t(id, delegate, bonded_amount_lpt, principal_lpt, unbonded_lpt);
insert into staging.subgraph__livepeer_accounts by name
    select t.*, 5000 as pinned_block, 'main' as _instance from (values ('0xaa', '0xaa'), ('0xbb', '0xbb'), ('0xd1', '0xbb')) as t(id, delegate);
insert into staging.subgraph__protocol by name select 3 as delegators_count, 5000 as pinned_block, 'main' as _instance;
insert into staging.subgraph__unbonding_locks by name
    select '0xd1' as delegator, 0 as unbonding_lock_id, 4 as amount_lpt, 9 as withdraw_round, 5000 as pinned_block, 'main' as _instance;
insert into staging.subgraph__treasury_proposals by name
    select 'p1' as id, 50 as for_votes_lpt, 10 as against_votes_lpt, 0 as abstain_votes_lpt, 5000 as pinned_block, 'main' as _instance;
insert into staging.subgraph__polls by name select '0x77' as id, 1900 as end_block, 5000 as pinned_block, 'main' as _instance;
insert into staging.subgraph__votes by name
    select voter || '-0x77' as id, t.*, 5000 as pinned_block, 'main' as _instance from (values ('0xaa', 'Yes'), ('0xd1', 'No')) as t(voter, choice_id);
insert into staging.subgraph__bond_events by name select event_date, 'main' as _instance from staging.chain__bond;
insert into staging.subgraph__unbond_events by name select event_date, 'main' as _instance from staging.chain__unbond;
insert into staging.chain__receipt by name select '0xf1' as transaction_hash, 2000 as block_number, '0xaa' as from_address, 1 as gas_used;
insert into staging.subgraph__reward_events by name select event_date, '0xf1' as transaction_hash, 1 as gas_used, 'main' as _instance from staging.chain__reward;
insert into staging.subgraph__earnings_claimed_events by name select event_date, '0xaa' as delegate, 'main' as _instance from staging.chain__earnings_claimed;
insert into staging.subgraph__transcoder_update_events by name select event_date, 'main' as _instance from staging.chain__transcoder_update;
insert into staging.subgraph__transcoder_activated_events by name select event_date, 'main' as _instance from staging.chain__transcoder_activated;
insert into staging.subgraph__new_round_events by name select event_date, 'main' as _instance from staging.chain__new_round;
insert into staging.subgraph__set_current_reward_tokens_events by name select event_date, 'main' as _instance from staging.chain__set_current_reward_tokens;
insert into staging.subgraph__winning_ticket_redeemed_events by name select event_date, 'main' as _instance from staging.chain__winning_ticket_redeemed;
insert into staging.subgraph__deposit_funded_events by name select event_date, 'main' as _instance from staging.chain__deposit_funded;
insert into staging.subgraph__reserve_funded_events by name select event_date, 'main' as _instance from staging.chain__reserve_funded;
insert into staging.subgraph__treasury_vote_events by name select event_date, 'main' as _instance from staging.chain__vote_cast;
insert into staging.subgraph__vote_events by name select event_date, 'main' as _instance from staging.chain__vote;
insert into staging.subgraph__migrate_delegator_finalized_events by name
    select l1_addr, l2_addr, event_date, 'main' as _instance from staging.chain__migrate_delegator_finalized;
insert into staging.subgraph__poll_created_events by name select event_date, 'main' as _instance from staging.chain__poll_created;

-- the Explorer
insert into staging.explorer__pending_stake by name
    select '0xd1' as account, time_of(4000) as observed_at, 11 as pending_stake_lpt, 0 as pending_fees_eth, 'main' as _instance;
insert into staging.explorer__current_round by name select time_of(5000) as observed_at, 4 as round, true as is_initialized, 60 as cdn_age_seconds, 'main' as _instance;
insert into staging.explorer__proposal_state by name
    select 'p1' as proposal_id, time_of(5000) as observed_at, true as is_final, 50 as votes_for_lpt, 10 as votes_against_lpt, 0 as votes_abstain_lpt, 'main' as _instance;
insert into staging.explorer__protocol_day by name
    select date '2026-01-01' as stat_date, 0.001 as inflation_share, 2 as active_orchestrator_count, 3 as delegator_count, time_of(5000) as observed_at, 'main' as _instance;
insert into staging.explorer__usage_day by name select date '2026-01-01' as stat_date, 2 as volume_eth, time_of(5000) as observed_at, 'main' as _instance;
insert into main.dim_price_daily by name
    select date '2026-01-01' as price_date, 'LPT' as asset, 4 as defillama_usd, 4.1 as coingecko_usd, 4.2 as onchain_usd;
