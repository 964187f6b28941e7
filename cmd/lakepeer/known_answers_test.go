package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestKnownAnswers runs the pipeline over the first 3,366 BondingManager events of Arbitrum One and asks the published
// file for figures that another program computed from the same events. Amounts are compared to the wei.
func TestKnownAnswers(t *testing.T) {
	t.Parallel()
	recorded(t, "reencoded-logs")
	e := serveChain(t, "reencoded", jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 1000}})
	s := newSite(t, e)
	// The recording has no receipts.
	if printed := s.must(t, "run", "--stream", "logs", "--stream", "blocks"); !strings.Contains(printed, "round unknown") || !strings.Contains(printed, "round_known: 1 rows") {
		t.Errorf("the run doesn't say that rounds are unknown:\n%s", printed)
	}
	file := s.published(t)
	for _, test := range knownAnswers {
		t.Run(test.name, func(t *testing.T) {
			got := strings.TrimSpace(file.ask(t, test.sql).String())
			if want := lines(test.want); got != want {
				t.Errorf("%s\ngives\n%s\nin place of\n%s", test.sql, got, want)
			}
		})
	}
	t.Run("there is no ledger, and it is said why", func(t *testing.T) {
		const reason = "the logs of the LivepeerToken aren't asked for"
		got := file.ask(t, "select is_built, is_refused, reason from meta.ledger").String()
		if got != "false false "+reason {
			t.Errorf("meta.ledger says %s", got)
		}
		if status := s.must(t, "status"); !strings.Contains(status, reason) {
			t.Errorf("status doesn't say why there is no ledger:\n%s", status)
		}
		got = file.ask(t, "select distinct evidence, reward_own_stake_lpt from fct_orchestrator_income").String()
		if got != "onchain: events only NULL" {
			t.Errorf("without a ledger income has the evidence and own parts %q", got)
		}
	})
	t.Run("stakes of the addresses that another scanner lists", func(t *testing.T) {
		listed := duck.Literals(listedDelegators(t))
		got := file.ask(t, "select count(*), sum(stake_lpt) from "+lastStakes+" where delegator in (select unnest("+listed+"))")
		if want := "377 10878074.765760105908039322"; got.String() != want {
			t.Errorf("%s in place of %s", got, want)
		}
	})
}

// listedDelegators reads the addresses of a recorded list.
func listedDelegators(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(recorded(t, "its-DeFine-delegation-research"), "arbitrum_delegator_addresses.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Addresses []string }
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	for i, address := range list.Addresses {
		list.Addresses[i] = strings.ToLower(address)
	}
	return list.Addresses
}

// lines trims each line of a text, and the empty ones at both ends.
func lines(text string) string {
	trimmed := strings.Split(strings.TrimSpace(text), "\n")
	for i := range trimmed {
		trimmed[i] = strings.TrimSpace(trimmed[i])
	}
	return strings.Join(trimmed, "\n")
}

// allEvents gives every event of the recording in the order of the chain, with its type.
const allEvents = `(
	select 'Bond' as event, log_position, transaction_hash from staging.chain__bond
	union all select 'EarningsClaimed', log_position, transaction_hash from staging.chain__earnings_claimed
	union all select 'ParameterUpdate', log_position, transaction_hash from staging.chain__parameter_update
	union all select 'Rebond', log_position, transaction_hash from staging.chain__rebond
	union all select 'Reward', log_position, transaction_hash from staging.chain__reward
	union all select 'TranscoderActivated', log_position, transaction_hash from staging.chain__transcoder_activated
	union all select 'TranscoderDeactivated', log_position, transaction_hash from staging.chain__transcoder_deactivated
	union all select 'TranscoderUpdate', log_position, transaction_hash from staging.chain__transcoder_update
	union all select 'TransferBond', log_position, transaction_hash from staging.chain__transfer_bond
	union all select 'Unbond', log_position, transaction_hash from staging.chain__unbond
	union all select 'WithdrawFees', log_position, transaction_hash from staging.chain__withdraw_fees
)`

// balances gives each account's stake after every event that changes it: a Bond, Unbond or Rebond moves it, claimed
// rewards are added, and a TransferBond changes nothing, because its Unbond and Rebond do.
const balances = `(
	select *, sum(change_lpt) over (partition by delegator order by log_position) as stake_lpt
	from (
		select 'Bond' as event, log_position, delegator, new_delegate as delegate, additional_amount_lpt as change_lpt, bonded_amount_lpt from staging.chain__bond
		union all select 'Unbond', log_position, delegator, null, -amount_lpt, null from staging.chain__unbond
		union all select 'Rebond', log_position, delegator, delegate, amount_lpt, null from staging.chain__rebond
		union all select 'EarningsClaimed', log_position, delegator, null, rewards_lpt, null from staging.chain__earnings_claimed
	)
)`

// lastStakes gives each account's stake after the last event, and the delegate of its last Bond or Rebond.
const lastStakes = `(
	select delegator, max_by(stake_lpt, log_position) as stake_lpt, max_by(delegate, log_position) filter (where delegate is not null) as delegate
	from ` + balances + `
	group by delegator having max_by(stake_lpt, log_position) > 0
)`

// martStakes gives the same by the mart.
const martStakes = `(
	select
		delegator,
		max_by(bonded_after_lpt, log_position) as stake_lpt,
		max_by(delegate, log_position) filter (where step in ('bond', 'rebond')) as delegate,
	from fct_stake_change
	group by delegator having max_by(bonded_after_lpt, log_position) > 0
)`

// mintDays says with which event, counted from 0, each UTC day's first Reward came.
const mintDays = `(values
	(date '2022-02-17', 0), (date '2022-02-18', 419), (date '2022-02-19', 529), (date '2022-02-20', 605), (date '2022-02-21', 685),
	(date '2022-02-22', 781), (date '2022-02-23', 866), (date '2022-02-24', 1177), (date '2022-02-25', 1547), (date '2022-02-26', 1994),
	(date '2022-02-27', 2599), (date '2022-02-28', 3056)
) as days(day, first_index)`

const topDelegates = `
	select new_delegate, count(*), sum(additional_amount_lpt) from staging.chain__bond group by new_delegate `

const topStakes = `
	0x3d6182c59dbbbbc648570762da316ac8404816ae 1809563.766128737406082897 0x9c10672cee058fd658103d90872fe431bb6c0afa
	0xe58396548aee74c8b3360684203353eb80d28d29 908665.139382193941535099 0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9
	0x085b85ff8d568c09949e2b66223e30ba536dd032 730986.085334092579486872 0x942f0c28fb85ea0b50bfb76a3ecfa99861fa9b4b
	0xd339ac5857d50795f87008dfa6bc9011640eab40 646156.970706813682514792 0x4ff088ac5422f994486663ff903b040692797168
	0x1d97640e2e54a2b28201da4e5ec8cf3785efd871 604872.294266169395692830 0x9c10672cee058fd658103d90872fe431bb6c0afa
	0xdfc452da1fa53f5dcd1ebc63a3e5f6c5f9139f76 602197.577226321083102581 0x525419ff5707190389bfb5c87c375d710f5fcb0e
	0x543df23b9a881fbdbdec7ab3e90f3ff7b905068b 511132.618104160089524188 0x731808ad8b1c3d13e8972db838ada5fc6ae3c2c8
	0xbb366bfed27e765bf1a1414bb7c84395c02b3f89 410879.985602614533146188 0xd84781e1a9b74d71ea76cda8bb9f30893bfd00d1`

const topDelegateStakes = `
	0x9c10672cee058fd658103d90872fe431bb6c0afa 2515634.569462735224068865 19
	0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9 1260212.381496387778444959 27
	0x525419ff5707190389bfb5c87c375d710f5fcb0e 896103.392571967440786792 147
	0x4ff088ac5422f994486663ff903b040692797168 785283.306024559315572767 11
	0x942f0c28fb85ea0b50bfb76a3ecfa99861fa9b4b 733337.960744100975122697 6
	0xe0a4a877cd0a07da7c08dffebc2546a4713147f2 642991.023654873233910244 8
	0x4f4758f7167b18e1f5b3c1a7575e3eb584894dbc 546244.824911777141524004 3
	0x731808ad8b1c3d13e8972db838ada5fc6ae3c2c8 512214.635342888157314622 3`

const topRewards = `
	0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9 15 10775.137195059610996611
	0x525419ff5707190389bfb5c87c375d710f5fcb0e 16 8316.537692139098158472
	0x9c10672cee058fd658103d90872fe431bb6c0afa 6 6884.387470693662753220
	0x942f0c28fb85ea0b50bfb76a3ecfa99861fa9b4b 15 6120.965384856043397901
	0x4f4758f7167b18e1f5b3c1a7575e3eb584894dbc 16 4963.791599168669863607`

// knownAnswers are questions to the published file, and what comes out.
var knownAnswers = []struct{ name, sql, want string }{
	{"events and transactions", "select count(*), count(distinct transaction_hash) from " + allEvents, "3366 1588"},
	{"tables hold all events", heldLogs, "3366"},
	{"by type", "select event, count(*) from " + allEvents + " group by event order by event", `
		Bond 277
		EarningsClaimed 576
		ParameterUpdate 2
		Rebond 350
		Reward 863
		TranscoderActivated 88
		TranscoderDeactivated 3
		TranscoderUpdate 118
		TransferBond 346
		Unbond 373
		WithdrawFees 370`},
	{"Reward", "select count(*), count(distinct transcoder), sum(amount_lpt) from staging.chain__reward", "863 71 79982.828778305311958333"},
	{"Reward in reward calls", "select count(*), count(distinct orchestrator), sum(net_lpt), sum(treasury_lpt) from fct_reward_call", "863 71 79982.828778305311958333 0.000000000000000000"},
	{"Reward in activity", "select count(*), count(distinct delegate), sum(amount_lpt) from fct_delegate_activity where kind = 'reward'", "863 71 79982.828778305311958333"},
	{
		"Reward in income", "select count(*), count(*) filter (where is_reward_called), sum(reward_net_lpt), sum(reward_gross_lpt), count(round) from fct_orchestrator_income",
		"71 71 79982.828778305311958333 79982.828778305311958333 0",
	},
	{
		"EarningsClaimed", "select count(*), count(distinct delegator), sum(rewards_lpt), sum(fees_eth) from staging.chain__earnings_claimed",
		"576 449 51739.229662883057145637 4.098789135635629755",
	},
	{
		"EarningsClaimed in stake changes", "select count(*), count(distinct delegator), sum(change_lpt), sum(claimed_eth) from fct_stake_change where step = 'claim'",
		"576 449 51739.229662883057145637 4.098789135635629755",
	},
	{
		"EarningsClaimed in activity", "select count(*), count(distinct delegator), sum(amount_lpt), sum(amount_eth) from fct_delegate_activity where kind in ('claim', 'claim_bookkeeping')",
		"576 449 51739.229662883057145637 4.098789135635629755",
	},
	{
		"Bond", `select count(*), count(distinct new_delegate), count(distinct delegator), sum(additional_amount_lpt),
			count(*) filter (where new_delegate = delegator),
			count(*) filter (where old_delegate <> new_delegate and old_delegate <> '0x0000000000000000000000000000000000000000'),
			count(*) filter (where additional_amount_lpt = 0) from staging.chain__bond`,
		"277 96 241 12324532.637455531740685513 101 33 30",
	},
	{
		"Bond in stake changes", `select count(*), count(distinct delegate), count(distinct delegator), sum(change_lpt),
			count(*) filter (where delegate = delegator), count(*) filter (where previous_delegate <> delegate),
			count(*) filter (where change_lpt = 0) from fct_stake_change where step = 'bond'`,
		"277 96 241 12324532.637455531740685513 101 33 30",
	},
	{"Unbond", "select count(*), count(distinct delegator), sum(amount_lpt) from staging.chain__unbond", "373 62 5070985.084996095852951785"},
	{"Unbond in stake changes", "select count(*), count(distinct delegator), -sum(change_lpt) from fct_stake_change where step = 'unbond'", "373 62 5070985.084996095852951785"},
	{"Rebond", "select count(*), sum(amount_lpt) from staging.chain__rebond", "350 5067264.548052088281734670"},
	{"Rebond in stake changes", "select count(*), sum(change_lpt) from fct_stake_change where step = 'rebond'", "350 5067264.548052088281734670"},
	{
		"TransferBond", "select count(*), sum(amount_lpt), count(distinct old_delegator), count(distinct new_delegator) from staging.chain__transfer_bond",
		"346 5067039.681297828617573450 35 346",
	},
	{
		"TransferBond in stake changes", "select step, count(*), sum(change_lpt) from fct_stake_change where transfer_event_id is not null group by step order by step",
		"rebond 346 5067039.681297828617573450\nunbond 346 -5067039.681297828617573450",
	},
	{
		"WithdrawFees", "select count(*), count(*) filter (where amount_eth = 0), count(distinct delegator), sum(amount_eth) from staging.chain__withdraw_fees",
		"370 113 51 2.693211069602561829",
	},
	{
		"WithdrawFees in activity", "select count(*), count(*) filter (where amount_eth = 0), count(distinct delegator), sum(amount_eth) from fct_delegate_activity where kind = 'withdraw_fees'",
		"370 113 51 2.693211069602561829",
	},
	{"WithdrawStake", "select count(*) from staging.chain__withdraw_stake", "0"},
	{"WithdrawStake in activity", "select count(*) from fct_delegate_activity where kind = 'withdraw_stake'", "0"},
	{"TranscoderActivated", "select count(*), count(distinct transcoder) from staging.chain__transcoder_activated", "88 87"},
	{"TranscoderActivated in activity", "select count(*), count(distinct delegate) from fct_delegate_activity where kind = 'activated'", "88 87"},
	{"TranscoderDeactivated", "select count(*) from staging.chain__transcoder_deactivated", "3"},
	{"TranscoderDeactivated in activity", "select count(*) from fct_delegate_activity where kind in ('evicted', 'resigned')", "3"},
	{"TranscoderUpdate", "select count(*), count(distinct transcoder) from staging.chain__transcoder_update", "118 68"},
	{"TranscoderUpdate in cut changes", "select count(*), count(distinct orchestrator), count(*) filter (where is_current) from fct_cut_change", "118 68 68"},
	{
		"latest cuts", `select count(*) filter (where reward_cut = 1), count(*) filter (where reward_cut = 0), count(*) filter (where share = 1)
			from (select max_by(reward_cut_share, log_position) as reward_cut, max_by(fee_share, log_position) as share from staging.chain__transcoder_update group by transcoder)`,
		"2 10 1",
	},
	{
		"latest cuts in cut changes", `select count(*) filter (where new_reward_cut_share = 1), count(*) filter (where new_reward_cut_share = 0),
			count(*) filter (where delegator_fee_share = 1) from fct_cut_change where is_current`,
		"2 10 1",
	},
	{
		"latest cuts of orchestrators", `select count(*) filter (where reward_cut_share = 1), count(*) filter (where reward_cut_share = 0),
			count(*) filter (where fee_cut_share = 0) from dim_orchestrator where cut_change_count > 0`,
		"2 10 1",
	},
	{
		"claims by round", "select string_agg(end_round || ': ' || claims, ', ' order by end_round) from (select end_round, count(*) as claims from staging.chain__earnings_claimed group by end_round)",
		"2466: 1, 2467: 4, 2468: 4, 2469: 6, 2470: 4, 2471: 6, 2472: 8, 2473: 4, 2474: 9, 2475: 8, 2476: 53, 2477: 75, 2478: 94, 2479: 115, 2480: 93, 2481: 67, 2482: 25",
	},
	{
		"activations by round", `select string_agg(activation_round || ': ' || activations, ', ' order by activation_round)
			from (select activation_round, count(*) as activations from staging.chain__transcoder_activated group by activation_round)`,
		"2467: 45, 2468: 12, 2469: 8, 2470: 5, 2471: 3, 2472: 1, 2473: 3, 2474: 1, 2475: 1, 2477: 6, 2478: 1, 2479: 1, 2482: 1",
	},
	{"delegates with most bonds", topDelegates + "order by 2 desc, 1 limit 5", `
		0xdac817294c0c87ca4fa1895ef4b972eade99f2fd 19 341769.206304917066461162
		0x525419ff5707190389bfb5c87c375d710f5fcb0e 18 931598.175249863591594086
		0x4a43b1d7e6227c8b0512e413f406555647ff7bdb 8 11154.651650839111991305
		0xbe8770603daf200b1fa136ad354ba854928e602b 8 46157.110193127799154579
		0x08f10d03a0cf7a9eaddc7eacd4cf135a07a0feff 7 376.701045858787677012`},
	{"delegates with most bonded LPT", topDelegates + "order by 3 desc, 1 limit 5", `
		0x9c10672cee058fd658103d90872fe431bb6c0afa 2 2516183.590385420266256238
		0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9 3 1252240.732751168672656418
		0x525419ff5707190389bfb5c87c375d710f5fcb0e 18 931598.175249863591594086
		0x4ff088ac5422f994486663ff903b040692797168 2 784182.027860448139450168
		0x942f0c28fb85ea0b50bfb76a3ecfa99861fa9b4b 4 728488.749495921159169164`},
	{"orchestrators by reward", "select transcoder, count(*), sum(amount_lpt) from staging.chain__reward group by transcoder order by 3 desc limit 5", topRewards},
	{"reward calls by orchestrator", "select orchestrator, count(*), sum(net_lpt) from fct_reward_call where is_called group by orchestrator order by 3 desc limit 5", topRewards},
	{
		"orchestrators' totals", "select orchestrator, called_round_count, reward_net_lpt from dim_orchestrator order by reward_net_lpt desc limit 5",
		topRewards,
	},
	{
		"bonds state the stake", "select count(*), count(*) filter (where stake_lpt = bonded_amount_lpt) from " + balances + " where event = 'Bond'",
		"277 277",
	},
	{"stake is never below 0", "select count(*) from " + balances + " where stake_lpt < 0", "0"},
	{"all stakes", "select count(*), sum(stake_lpt), count(distinct delegate) from " + lastStakes, "539 12372551.330174407226614035 89"},
	{"all stakes by stake changes", "select count(*), sum(stake_lpt), count(distinct delegate) from " + martStakes, "539 12372551.330174407226614035 89"},
	{
		"latest stake changes", "select count(*), sum(bonded_after_lpt) from fct_stake_change where is_latest and bonded_after_lpt > 0",
		"539 12372551.330174407226614035",
	},
	{"largest stakes", "select delegator, stake_lpt, delegate from " + lastStakes + " order by stake_lpt desc limit 8", topStakes},
	{"largest stakes by stake changes", "select delegator, stake_lpt, delegate from " + martStakes + " order by stake_lpt desc limit 8", topStakes},
	{"largest delegates", "select delegate, sum(stake_lpt), count(*) from " + lastStakes + " group by delegate order by 2 desc limit 8", topDelegateStakes},
	{"largest delegates by stake changes", "select delegate, sum(stake_lpt), count(*) from " + martStakes + " group by delegate order by 2 desc limit 8", topDelegateStakes},
	{
		"minted by day", `
			with indexed as (select log_position, row_number() over (order by log_position) - 1 as index from ` + allEvents + `)
			select day, count(*), sum(rewards.amount_lpt)
			from staging.chain__reward as rewards
			inner join indexed on rewards.log_position = indexed.log_position
			asof inner join ` + mintDays + ` on indexed.index >= days.first_index
			group by day order by day`, `
		2022-02-17 130 8333.328429025101806651
		2022-02-18 89 10648.400238356563430533
		2022-02-19 57 5027.605530452395820036
		2022-02-20 58 6105.612537868151602715
		2022-02-21 57 5725.067854788181720160
		2022-02-22 55 4966.649810862452801570
		2022-02-23 57 5590.098634859412068071
		2022-02-24 59 5602.967500505486613149
		2022-02-25 61 5616.775879182873055928
		2022-02-26 117 10780.752605422544015540
		2022-02-27 62 6061.643419735013587597
		2022-02-28 61 5523.926337247135436383`,
	},
	{
		"rounds are unknown", `select (select count(*) from dim_round), (select count(round) from fct_delegate_activity),
			(select count(round) from fct_reward_call), (select count(*) from fct_reward_call where is_missed),
			(select count(round) from fct_stake_change), (select count(is_active) from dim_orchestrator)`,
		"0 0 0 0 0 0",
	},
	{"the file says so", "select current_round, is_complete from meta.publication", "NULL true"},
	{
		"the check says so", "select severity, passed, sample->>'$[0].reason' from meta.check where name = 'round_known'",
		"warn false no NewRound log precedes them",
	},
	{"no other check of the events fails", "select count(*) from meta.check where not passed and name not in ('round_known', 'time_known')", "0"},
	{"every event is known", "select count(*) from staging.chain__unknown_event", "0"},
}
