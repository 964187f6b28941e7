package transform_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOrchestratorsHaveNamesAddressesAndRegions: the chain says who is one and where its node is; the subgraph and the price
// list are asked for the node where the logs have none; the region is that of the best of the last tests.
func TestOrchestratorsHaveNamesAddressesAndRegions(t *testing.T) {
	w := newWorld(t)
	w.project(nil, "macros/*.sql", "marts/dim_orchestrator.sql")
	const carol, dave = "0x00000000000000000000000000000000000000c3", "0x00000000000000000000000000000000000000d4"
	var updates []map[string]any
	for i, orchestrator := range []string{alice, bob, carol, dave} {
		updates = append(updates, map[string]any{"event_id": orchestrator, "transcoder": orchestrator, "log_position": 1_000_000 + i, "_instance": "main"})
	}
	w.stage("staging/chain__transcoder_update", updates...)
	w.stage("staging/chain__service_uri_update",
		map[string]any{"event_id": "e", "addr": alice, "log_position": 2_000_000, "contract": "ServiceRegistry", "service_uri": "https://alice:8935"})
	for _, empty := range []string{
		"staging/chain__transcoder_activated", "staging/chain__transcoder_deactivated", "staging/chain__bond", "staging/chain__reward_caller_set",
		"marts/fct_cut_change", "marts/fct_reward_call", "marts/fct_fee_flow", "marts/dim_round",
	} {
		w.stage(empty)
	}
	w.stage("marts/dim_ens_name", map[string]any{"address": alice, "ens_name": "alice.eth"})
	indexed := map[string]any{"id": alice, "pinned_block": 5, "service_uri": "https://old-alice:8935", "_instance": "main"}
	w.stage("staging/subgraph__transcoders",
		indexed, with(indexed, "id", bob, "service_uri", "https://old-bob:8935"),
		with(indexed, "id", bob, "service_uri", "https://bob:8935", "pinned_block", 6), with(indexed, "id", carol, "service_uri", ""))
	asked := map[string]any{"priced_at": "2026-11-23", "source": "price_list", "_instance": "main", "service_uri": "https://listed:8935"}
	w.stage("marts/fct_orchestrator_price", with(asked, "orchestrator", bob), with(asked, "orchestrator", carol))
	test := map[string]any{
		"performance_date": "2026-11-22", "orchestrator": alice, "region": "FRA", "job_type": "transcoding", "score": 0.7, "source": "leaderboard",
		"_instance": "main",
	}
	w.stage("marts/fct_performance",
		test, with(test, "region", "MDW", "score", 0.8), with(test, "region", "NYC", "performance_date", "2026-11-01", "score", 0.99), // NYC was better long ago
		with(test, "region", "LON", "job_type", "ai", "score", 0.95), with(test, "orchestrator", bob, "score", 0))
	p := w.mustRun()
	want := []string{
		"alice.eth alice.eth https://alice:8935 chain MDW 0.8 2026-11-22",
		"0x0000…00b2 <null> https://bob:8935 subgraph <null> <null> <null>",
		"0x0000…00c3 <null> https://listed:8935 price_list <null> <null> <null>",
		"0x0000…00d4 <null> <null> <null> <null> <null> <null>",
	}
	got := query(t, p.Path, `select orchestrator_name, ens_name, service_uri, service_uri_source, best_region, best_region_score, best_region_date
		from main.dim_orchestrator order by orchestrator`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
