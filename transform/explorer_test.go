package transform_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/explorer"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

const (
	anOrchestrator      = "0x00000000000000000000000000000000000000Aa"
	anOrchestratorLower = "0x00000000000000000000000000000000000000aa"
)

// explorerAnswers are what the Explorer and what stands behind it answer, by path.
var explorerAnswers = map[string]string{
	"/score": `{"` + anOrchestrator + `": {"successRates": {"FRA": 98.5, "LAX": 0, "GLOBAL": 49.25}, "roundTripScores": {"FRA": 50, "LAX": 0, "GLOBAL": 25},
		"scores": {"FRA": 49.25, "LAX": 0, "GLOBAL": 24.625},
		"pricePerPixel": {"Address": "` + anOrchestrator + `", "ServiceURI": "https://o.example:8935", "RewardCut": 100000, "FeeShare": 500000, "DelegatedStake": 1.2e+22,
			"DeactivationRound": 1.157920892373162e+77, "Active": true, "PricePerPixel": 1.25e3, "UpdatedAt": 1793440000}}}`,
	"/score/" + anOrchestratorLower: `{"successRates": {"FRA": 98.5, "GLOBAL": 98.5}, "roundTripScores": {"FRA": 50}, "scores": null, "pricePerPixel": 0,
		"topAIScore": {"value": 0.9, "region": "FRA", "pipeline": "Text to image", "model": "m"}}`,
	"/pipelines":     `{"pipelines": [{"id": "Text to image", "models": ["m", "n"], "regions": ["FRA"]}]}`,
	"/regions":       `{"regions": [{"id": "GLOBAL", "name": "Global", "type": "transcoding"}, {"id": "FRA", "name": "Frankfurt", "type": "ai"}]}`,
	"/current-round": `{"id": 4276, "startBlock": 24000000, "initialized": true, "locked": false, "roundLength": 6377, "currentL1Block": 24000100, "currentL2Block": 400000000}`,
	"/protocol-day-data": `{"dayData": [{"dateS": 1793404800, "inflation": 218500, "participationRate": 0.45, "delegatorsCount": 3520, "activeTranscoderCount": 100, "volumeUsd": 1308.95}],
		"weeklyData": [{"date": 1793404800, "weeklyVolumeUsd": 9000.5}], "inflation": 218500, "inflationChange": -0.5, "oneDayVolumeUSD": 1308.95, "volumeChangeUSD": 25}`,
	"/usage": `{"dayData": [{"dateS": 1692489600, "volumeEth": 1.5, "volumeUsd": 3000}, {"dateS": 1692489600, "volumeEth": 1.25, "volumeUsd": 2500, "feeDerivedMinutes": 7.5}],
		"weeklyData": [{"date": 1692489600, "weeklyVolumeUsd": 1, "weeklyVolumeEth": 0.5, "weeklyUsageMinutes": 3}], "oneDayVolumeETH": 0.25, "dailyUsageChange": 50}`,
	"/supply-change":                        `{"startDate": 1761868800, "endDate": 1793404800, "startSupply": 40000000.5, "endSupply": 44000000.55, "supplyChange": 0.1}`,
	"/contracts":                            `{"Minter": {"name": "Minter", "address": "` + anOrchestrator + `", "link": "https://arbiscan.io/address/x"}}`,
	"/pending-stake/" + anOrchestratorLower: `{"pendingStake": "12000000000000000000001", "pendingFees": "5"}`,
	"/ens-data/" + anOrchestratorLower:      `{"id": "` + anOrchestratorLower + `", "idShort": "0x00…00aa", "name": "aa.eth", "url": ""}`,
	"/orchestratorStats": `[{"Address": "` + anOrchestrator + `", "PricePerPixel": 0, "RewardCut": 100000, "FeeShare": 500000, "DelegatedStake": "12000000000000000000001",
		"ActivationRound": 2466, "DeactivationRound": "115792089237316195423570985008687907853269984665640564039457584007913129639935", "Active": true, "Status": "Registered"}]`,
	"/priceHistory/" + anOrchestratorLower: `[{"Time": 1793404900, "PricePerPixel": 1200.25}, {"Time": 1793404900, "PricePerPixel": 1100}]`,
	"/aggregated_stats":                    `{"` + anOrchestratorLower + `": {"FRA": {"success_rate": 1, "round_trip_score": 0.5, "score": 0.5}, "GLOBAL": {"success_rate": 1, "round_trip_score": 1, "score": 1}}}`,
	"/raw_stats":                           `{"FRA": [{"region": "FRA", "timestamp": 1793404801, "success_rate": 1, "round_trip_time": 1.5, "errors": [{"error_code": "a", "count": 2}, {"error_code": "b", "count": 1}]}]}`,
	"/top_ai_score":                        `{}`,
}

// explorerWorld has what one run lands of these answers.
func explorerWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.project(explorer.Schemas(), "staging/explorer__*.sql", "macros/*.sql")
	w.now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Age", "60")
		_, _ = rw.Write([]byte(explorerAnswers[r.URL.Path]))
	}))
	defer server.Close()
	clock := func() time.Time { return w.now }
	client := httpclient.New(httpclient.Options{Clock: clock, MaxAttempts: 1})
	defer client.Close()
	streams, err := explorer.New(explorer.Config{
		Instance: "main", Endpoint: server.URL, Leaderboard: server.URL, AILeaderboard: server.URL, PriceList: server.URL, HistoryDays: 1, Client: client, Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	runner := extract.Runner{Lake: w.lake, Streams: streams, RunID: "run-1", Clock: clock}
	if report, err := runner.Run(t.Context()); err != nil || !report.Complete() {
		t.Fatalf("%s: %v", strings.Join(report.Missing(), "; "), err)
	}
	return w
}

// TestStagingBringsTheExplorersScalesToOne reads answers of every route through the extractors and the models.
func TestStagingBringsTheExplorersScalesToOne(t *testing.T) {
	w := explorerWorld(t)
	p := w.mustRun()
	for _, tt := range []struct{ name, sql, want string }{
		{
			"percent, and no GLOBAL", "select route, region, success_rate, round_trip_score, score, may_be_missing, cdn_age_seconds from staging.explorer__score order by route, region",
			"list FRA 0.985 0.5 0.4925 false 60\nlist LAX 0.0 0.0 0.0 true 60\nsingle FRA 0.985 0.5 <null> false 60",
		},
		{
			"prices", "select orchestrator, route, price_wei_per_pixel, reward_cut_share, fee_share, delegated_stake_lpt, activation_round, deactivation_round, updated_at from staging.explorer__price order by route",
			anOrchestratorLower + " price_list <null> 0.100000 0.500000 12000.000000000000000001 2466 <null> <null>\n" +
				anOrchestratorLower + " score <null> <null> <null> <null> <null> <null> <null>\n" +
				anOrchestratorLower + " score_list 1250.000000000000000000 0.100000 0.500000 12000.000000000000000000 <null> <null> 2026-10-31 09:46:40",
		},
		{"past prices", "select priced_at, price_wei_per_pixel, statement_count from staging.explorer__price_history", "2026-10-31 00:01:40 1100.000000000000000000 2"},
		{
			"tests by day", "select stat_date, region, job_type, pipeline, model, source_pipeline, success_rate, score from staging.explorer__leaderboard_stat order by job_type, model",
			"2026-10-31 FRA ai text-to-image m Text to image 1.0 0.5\n2026-10-31 FRA ai text-to-image n Text to image 1.0 0.5\n2026-10-31 FRA transcoding transcoding   1.0 0.5",
		},
		{
			"single tests", "select tested_at, stat_date, job_type, pipeline, model, round_trip_seconds, error_count from staging.explorer__leaderboard_run order by job_type, model",
			"2026-10-31 00:00:01 2026-10-31 ai text-to-image m 1.5 3\n2026-10-31 00:00:01 2026-10-31 ai text-to-image n 1.5 3\n2026-10-31 00:00:01 2026-10-31 transcoding transcoding  1.5 3",
		},
		{
			"days", "select stat_date, inflation_share, participation_share, delegator_count, active_orchestrator_count, volume_usd from staging.explorer__protocol_day",
			"2026-10-31 0.000218500 0.45 3520 100 1308.950000000000000000",
		},
		{"a day stated twice", "select stat_date, volume_eth, volume_usd, fee_derived_minutes, statement_count from staging.explorer__usage_day", "2023-08-20 1.250000000000000000 2500.000000000000000000 7.5 2"},
		{"weeks", "select route, volume_usd, volume_eth from staging.explorer__week order by route", "protocol-day-data 9000.500000000000000000 <null>\nusage 1.000000000000000000 0.500000000000000000"},
		{"figures", "select inflation_share, inflation_change_share, day_volume_usd, day_volume_change_share, week_volume_usd from staging.explorer__protocol_summary", "0.000218500 -0.005 1308.950000000000000000 0.25 <null>"},
		{"figures of usage", "select day_volume_eth, day_usage_change_share from staging.explorer__usage_summary", "0.250000000000000000 0.5"},
		{"supply", "select start_at, start_supply_lpt, supply_change_share from staging.explorer__supply_change", "2025-10-31 00:00:00 40000000.500000000000000000 0.1"},
		{"wei", "select asked_date, account, pending_stake_lpt, pending_fees_eth from staging.explorer__pending_stake", "2026-11-01 " + anOrchestratorLower + " 12000.000000000000000001 0.000000000000000005"},
		{"round", "select round, is_initialized, round_length_blocks from staging.explorer__current_round", "4276 true 6377"},
		{"names", "select address, ens_name, url, asked_date from staging.explorer__ens_name", anOrchestratorLower + " aa.eth <null> 2026-10-26"},
		{"contracts", "select contract, address from staging.explorer__contract", "Minter " + anOrchestratorLower},
		{"pipelines", "select stated_by, pipeline, len(models) from staging.explorer__pipeline order by 1", "ai_leaderboard text-to-image 2\nexplorer text-to-image 2"},
		{"regions", "select stated_by, region, is_place from staging.explorer__region order by 1, 2", "ai_leaderboard FRA true\nai_leaderboard GLOBAL false\nexplorer FRA true\nexplorer GLOBAL false\nleaderboard FRA true\nleaderboard GLOBAL false"},
		{"the best AI score", "select stated_by, score, pipeline, model from staging.explorer__top_ai_score order by 1", "ai_leaderboard <null> <null> <null>\nexplorer 0.9 text-to-image m"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, strings.Join(query(t, p.Path, tt.sql), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
