package transform_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestADayWithoutARoundsStartIsNotADayAtZero, and a percentage is no share.
func TestADayWithoutARoundsStartIsNotADayAtZero(t *testing.T) {
	w := newWorld(t)
	w.project(nil, "macros/*.sql", "marts/fct_protocol_day.sql")
	day := map[string]any{
		"day_date": "2026-11-21", "volume_eth": 1.5, "volume_usd": 4500, "total_active_stake_lpt": 28, "total_supply_lpt": 50, "participation_rate": 0.56,
		"inflation_share": 0.0001, "num_active_transcoders": 100, "active_transcoder_count": 98, "delegators_count": 2503, "_instance": "main",
	}
	w.stage("staging/subgraph__days", day, with(day, "day_date", "2026-11-22", "total_active_stake_lpt", 0, "participation_rate", 0, "inflation_share", 0,
		"num_active_transcoders", 0, "active_transcoder_count", 0, "delegators_count", 0))
	shown := map[string]any{
		"stat_date": "2026-11-21", "volume_usd": 4500, "participation_share": 0.56, "inflation_share": 0.0001, "active_orchestrator_count": 98,
		"delegator_count": 2503, "_instance": "main",
	}
	w.stage("staging/explorer__protocol_day", shown)
	w.stage("staging/explorer__usage_day", with(shown, "volume_eth", 1.5, "fee_derived_minutes", 100))
	p := w.mustRun()
	want := []string{
		"2026-11-21 explorer <null> 4500.0 <null> <null> 0.56 0.000100000 98 <null> 2503 <null> true",
		"2026-11-21 explorer_usage 1.5 4500.0 <null> <null> 0.56 0.000100000 98 <null> 2503 100.0 true",
		"2026-11-21 subgraph 1.5 4500.0 28.0 50.0 0.56 0.000100000 98 100 2503 <null> true",
		"2026-11-22 subgraph 1.5 4500.0 <null> 50.0 <null> <null> <null> <null> <null> <null> false",
	}
	got := query(t, p.Path, `select protocol_date, source, volume_eth::double, volume_usd::double, total_active_stake_lpt::double, total_supply_lpt::double,
		participation_share, inflation_share, active_orchestrator_count, orchestrator_limit_count, delegator_count, fee_derived_minutes, is_round_start
		from main.fct_protocol_day order by protocol_date, source`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.stage("staging/explorer__protocol_day", with(shown, "participation_share", 56))
	if _, err := w.run(); err == nil || !strings.Contains(err.Error(), "shares_are_shares") {
		t.Errorf("a participation of 56 was published: %v", err)
	}
}
