package transform_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The orchestrators of the worked example.
const (
	caller  = "0x00000000000000000000000000000000000000a1" // misses 9 rewards, the last one 40 rounds ago
	retired = "0x00000000000000000000000000000000000000a2" // left the active set, and nobody paid it
	novice  = "0x00000000000000000000000000000000000000a3" // active for the last 10 closed rounds
)

// yieldWorld is a world of the forecast's models, with round 1095 open: a protocol with 50.5 million LPT, 28 million of them
// staked, 0.01 % of inflation a round of 6377 blocks, 10 % to the treasury, and LPT at 0.002 ETH.
func yieldWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.project(nil, "macros/*.sql", "marts/dim_ens_name.sql", "marts/fct_yield_forecast.sql", "checks/forecasts_are_complete.sql")
	w.stage("staging/explorer__ens_name", map[string]any{"address": caller, "ens_name": "caller.eth", "observed_at": "2026-11-23", "_instance": "main"})
	w.stage("staging/subgraph__meta", map[string]any{"pinned_block": 5000, "block_at": "2026-11-23 12:00:00", "_instance": "main"})
	w.stage("staging/subgraph__protocol", map[string]any{
		"pinned_block": 5000, "_instance": "main", "current_round": 1095, "round_length": 6377, "inflation_share": 0.0001, "inflation_change_share": 0.0000005,
		"total_supply_lpt": 50_500_000, "total_active_stake_lpt": 28_000_000, "lpt_price_eth": 0.002,
	})
	orchestrator := map[string]any{
		"id": caller, "pinned_block": 5000, "_instance": "main", "activation_round": 2, "total_stake_lpt": 49_850, "ninety_day_volume_eth": 9,
		"reward_cut_share": 0.1, "fee_share": 0.5,
	}
	w.stage("staging/subgraph__transcoders",
		orchestrator, with(orchestrator, "id", retired, "deactivation_round", 1095, "ninety_day_volume_eth", 0),
		with(orchestrator, "id", novice, "activation_round", 1085, "reward_cut_share", 0, "ninety_day_volume_eth", 0),
		with(orchestrator, "id", "0x0000000000000000000000000000000000000000"))
	w.stagePools()
	w.stageFactors()
	return w
}

// with gives a copy of a row with other values: name and value in turn.
func with(row map[string]any, changes ...any) map[string]any {
	changed := map[string]any{}
	for name, value := range row {
		changed[name] = value
	}
	for i := 0; i < len(changes); i += 2 {
		changed[fmt.Sprint(changes[i])] = changes[i+1]
	}
	return changed
}

// stagePools gives the caller pools of the rounds 995 to 1095 without a reward in 1040 … 1048, in 995 … 1004 and in the open
// one; the retired one those of 900 to 902, of which the last has a reward; the novice those since 1085, all with rewards.
func (w *world) stagePools() {
	pool := func(round int, delegate string, isCalled bool) map[string]any {
		row := map[string]any{"round": round, "delegate": delegate, "_instance": "main"}
		if isCalled {
			row["reward_tokens_lpt"] = 1
		}
		return row
	}
	var closed []map[string]any
	for round := 995; round < 1095; round++ {
		closed = append(closed, pool(round, caller, round >= 1005 && (round < 1040 || round > 1048)))
		if round >= 1085 {
			closed = append(closed, pool(round, novice, true))
		}
	}
	closed = append(closed, pool(900, retired, false), pool(901, retired, false), pool(902, retired, true))
	w.stage("staging/subgraph__pools", closed...)
	w.stage("staging/subgraph__open_pools",
		with(pool(1094, caller, false), "pinned_block", 4000), // was open then; closed, it has its last word above
		with(pool(1095, caller, false), "pinned_block", 5000), with(pool(1095, novice, true), "pinned_block", 5000))
}

// stageFactors lets the ledger's supply grow by 1 % over the 90 rounds to 1094, the caller's reward factor by 2 % and its fee
// factor by 0.0001 ETH per LPT. Factors are stored in rounds with rewards or fees only.
func (w *world) stageFactors() {
	var rounds []map[string]any
	for round := 900; round <= 1095; round++ {
		mintable := "5000000000000000000000" // of 50 million LPT
		if round > 1094 {
			mintable = "5050000000000000000000"
		}
		rounds = append(rounds, map[string]any{
			"round": round, "is_closed": round < 1095, "mintable_wei": mintable, "inflation_ppb": 100_000, "treasury_rate_p27": "100000000000000000000000000",
		})
	}
	w.stage("staging/ledger__round", rounds...)
	factors := func(orchestrator string, round int, reward, fee string) map[string]any {
		return map[string]any{"orchestrator": orchestrator, "round": round, "is_active": true, "reward_factor_p27": reward, "fee_factor_p27": fee}
	}
	w.stage("staging/ledger__orchestrator_round",
		factors(caller, 995, "0", "0"), factors(caller, 1000, "1000000000000000000000000000", "0"),
		factors(caller, 1003, "0", "300000000000000000000000"),
		factors(caller, 1006, "1001000000000000000000000000", "0"), factors(caller, 1090, "1020000000000000000000000000", "0"),
		factors(caller, 1092, "0", "400000000000000000000000"), factors(caller, 1095, "1090000000000000000000000000", "0"),
		factors(novice, 1085, "1001000000000000000000000000", "0"), factors(novice, 1094, "1010000000000000000000000000", "0"))
}

// same compares a row's numbers with what they should be, to 12 digits; NULL is NaN.
func same(t *testing.T, path, sql string, want map[string]float64) {
	t.Helper()
	for column, number := range want {
		answer := query(t, path, fmt.Sprintf("select %s from main.fct_yield_forecast %s", column, sql))
		if len(answer) != 1 {
			t.Fatalf("%s: %d rows", sql, len(answer))
		}
		if answer[0] == "<null>" && math.IsNaN(number) {
			continue
		}
		got, err := strconv.ParseFloat(answer[0], 64)
		if err != nil || !(math.Abs(got-number) <= 1e-12*math.Abs(number)) {
			t.Errorf("%s is %s, want %v", column, answer[0], number)
		}
	}
}

// TestTheExplorersForecast is worked out by hand. 12 months are round(31536000 / 76524) = 412 rounds, the supply's net growth is
// 1.00009 ^ 412 - 1 = 0.0377743…; stake of 49,850 LPT with the principal is 50,000, of which the delegator has 150. Rewards:
// 50.5 million * 0.0377743… / 28 million * 50,000 * c * 0.9 * 150 / 50,000 / 150. Fees: 9 / 90 * 365 * 0.5 * 150 / 50,000
// ETH, at 0.002 ETH 27.375 LPT, of 150.
func TestTheExplorersForecast(t *testing.T) {
	p := yieldWorld(t).mustRun()
	t.Run("every reward of the last 30 rounds, 81 of the last 90", func(t *testing.T) {
		same(t, p.Path, "where orchestrator = '"+caller+"'", map[string]float64{
			"principal_lpt": 150, "month_count": 12, "round_count": 412, "treasury_cut_share": 0.1, "growth_share": 0.03777430807276616782691988,
			"table_round_count": 90, "table_call_count": 81, "widget_round_count": 30, "widget_call_count": 30,
			"table_reward_yield_share": 0.0551842168470178605342913, "widget_reward_yield_share": 0.0613157964966865117047681,
			"fee_yield_share": 0.1825, "table_yield_share": 0.2376842168470178605342913, "widget_yield_share": 0.2438157964966865117047681,
			"table_yield_rising_share": 0.1825 + 0.120731533329033964649479, "table_yield_falling_share": 0.1825, // inflation would be below 0: no growth
			"supply_growth_share": 0.04205835030570620027936218, "table_yield_diluted_share": 1.2376842168470178605342913/1.04205835030570620027936218 - 1,
		})
	})
	t.Run("no fees, no open pool", func(t *testing.T) { // the newest pool is taken for the current round's: the one reward isn't seen
		same(t, p.Path, "where orchestrator = '"+retired+"'", map[string]float64{
			"table_round_count": 3, "table_call_count": 1, "widget_round_count": 2, "widget_call_count": 0, "fee_yield_share": 0,
			"widget_yield_share": 0, "table_yield_share": 0.0613157964966865117047681 / 3, "realised_round_count": math.NaN(),
		})
	})
	want := []string{"caller.eth true <null>", "0x0000…00a2 false <null>", "0x0000…00a3 true <null>"}
	got := query(t, p.Path, "select orchestrator_name, is_listed, missing_input from main.fct_yield_forecast order by orchestrator")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheYieldThatStakeHad is 1.02 / 1 - 1 in 90 rounds of 412.106… a year, and 0.0001 ETH per LPT; the supply grew from 50 to
// 50.5 million LPT, so that a holder lost 1 - 1 / 1.01 of its part.
func TestTheYieldThatStakeHad(t *testing.T) {
	p := yieldWorld(t).mustRun()
	same(t, p.Path, "where orchestrator = '"+caller+"'", map[string]float64{
		"realised_from_round": 1004, "realised_to_round": 1094, "realised_round_count": 90,
		"realised_reward_share": 0.02, "realised_fee_eth_per_lpt": 0.0001, "realised_reward_year_share": 0.0949134856229130031708563,
		"realised_fee_year_share": 0.2289477810882860279128116, "realised_yield_year_share": 0.3238612667111990310836679,
		"realised_supply_growth_share": 0.01, "realised_dilution_share": 1 - 1/1.01, "realised_reward_diluted_share": 1.02/1.01 - 1,
		"realised_yield_diluted_year_share": 0.2648968092988202014442457,
	})
	t.Run("since it became active", func(t *testing.T) {
		same(t, p.Path, "where orchestrator = '"+novice+"'", map[string]float64{
			"realised_from_round": 1084, "realised_to_round": 1094, "realised_round_count": 10, "realised_reward_share": 0.01,
			"table_round_count": 10, "table_call_count": 10, "widget_round_count": 10, "widget_call_count": 10,
		})
	})
}

// TestAForecastSaysWhatItLacks: without a ledger nobody tells the treasury's part, and nothing is known of what was earned.
func TestAForecastSaysWhatItLacks(t *testing.T) {
	for _, tt := range []struct {
		name, column string
		value        any
		want         string
	}{
		{"price", "lpt_price_eth", 0, "lpt_price"},
		{"stake", "total_active_stake_lpt", 0, "total_active_stake"},
		{"round length", "round_length", 0, "round_length"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := yieldWorld(t)
			w.stage("staging/subgraph__protocol", with(map[string]any{
				"pinned_block": 5000, "_instance": "main", "current_round": 1095, "round_length": 6377, "inflation_share": 0.0001, "inflation_change_share": 0,
				"total_supply_lpt": 50_500_000, "total_active_stake_lpt": 28_000_000, "lpt_price_eth": 0.002,
			}, tt.column, tt.value))
			expectMissing(t, w.mustRun().Path, tt.want)
		})
	}
	t.Run("ledger", func(t *testing.T) {
		w := yieldWorld(t)
		w.stage("staging/ledger__round")
		w.stage("staging/ledger__orchestrator_round")
		p := w.mustRun()
		expectMissing(t, p.Path, "treasury_cut")
		same(t, p.Path, "where orchestrator = '"+caller+"'", map[string]float64{"realised_reward_share": math.NaN(), "fee_yield_share": 0.1825})
	})
}

func expectMissing(t *testing.T, path, want string) {
	t.Helper()
	got := query(t, path, "select missing_input, table_yield_share from main.fct_yield_forecast where orchestrator = '"+caller+"'")
	if strings.Join(got, "\n") != want+" <null>" {
		t.Errorf("got %q, want the forecast to lack its %s", got, want)
	}
}
