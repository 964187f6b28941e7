package transform_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPricesStandWhenTheyWereAsked: a list that is read again states the same moment; a 0 is no price; what the Explorer has
// of somebody who isn't in the list is nothing; each witness is compared with itself.
func TestPricesStandWhenTheyWereAsked(t *testing.T) {
	w := newWorld(t)
	w.project(nil, "macros/*.sql", "marts/dim_ens_name.sql", "marts/fct_orchestrator_price.sql")
	w.stage("staging/explorer__ens_name")
	read := map[string]any{
		"observed_at": "2026-11-22 20:00:00", "orchestrator": alice, "route": "price_list", "price_wei_per_pixel": 1200.5, "service_uri": "https://a:8935",
		"updated_at": "2026-11-22 18:00:00", "_instance": "main",
	}
	w.stage("staging/explorer__price",
		read, with(read, "observed_at", "2026-11-23 20:00:00"), // it still is the list's newest
		with(read, "orchestrator", bob, "price_wei_per_pixel", nil, "service_uri", nil),
		with(read, "observed_at", "2026-11-24 20:00:00", "updated_at", "2026-11-24 18:00:00", "price_wei_per_pixel", 600.25),
		with(read, "route", "score_list"),
		with(read, "route", "score", "updated_at", nil, "service_uri", nil),
		with(read, "route", "score_list", "orchestrator", bob, "updated_at", nil, "price_wei_per_pixel", nil, "service_uri", nil))
	point := map[string]any{"priced_at": "2026-11-20 00:00:00", "orchestrator": alice, "price_wei_per_pixel": 1000, "_instance": "main"}
	w.stage("staging/explorer__price_history",
		point, with(point, "priced_at", "2026-11-21 00:00:00", "price_wei_per_pixel", nil),
		with(point, "priced_at", "2026-11-22 00:00:00", "price_wei_per_pixel", 1500))
	p := w.mustRun()
	want := []string{
		"price_history 2026-11-20 00:00:00 0x0000…00a1 1000.0 <null> <null> false true <null> <null>",
		"price_history 2026-11-21 00:00:00 0x0000…00a1 <null> 1000.0 <null> false true <null> <null>",
		"price_history 2026-11-22 00:00:00 0x0000…00a1 1500.0 1000.0 0.5 true true <null> <null>",
		"explorer 2026-11-22 18:00:00 0x0000…00a1 1200.5 <null> <null> false true https://a:8935 2026-11-22 20:00:00",
		"price_list 2026-11-22 18:00:00 0x0000…00a1 1200.5 <null> <null> false true https://a:8935 2026-11-23 20:00:00",
		"price_list 2026-11-22 18:00:00 0x0000…00b2 <null> <null> <null> true true <null> 2026-11-22 20:00:00",
		"explorer 2026-11-22 20:00:00 0x0000…00a1 1200.5 1200.5 0.0 true false <null> 2026-11-22 20:00:00",
		"price_list 2026-11-24 18:00:00 0x0000…00a1 600.25 1200.5 -0.5 true true https://a:8935 2026-11-24 20:00:00",
	}
	got := query(t, p.Path, `select source, priced_at, orchestrator_name, price_wei_per_pixel::double, previous_price_wei_per_pixel::double, change_share,
		is_latest, is_time_stated, service_uri, last_read_at from main.fct_orchestrator_price order by priced_at, orchestrator, source`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
