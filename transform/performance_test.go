package transform_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	alice = "0x00000000000000000000000000000000000000a1"
	bob   = "0x00000000000000000000000000000000000000b2"
)

// performanceWorld is a world of fct_performance, with a name for alice, and Frankfurt's and the whole world's names.
func performanceWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.project(nil, "macros/*.sql", "marts/dim_ens_name.sql", "marts/fct_performance.sql",
		"checks/performance_is_regional.sql", "checks/scores_follow_their_formula.sql")
	name := map[string]any{"address": alice, "ens_name": "alice.eth", "observed_at": "2026-11-23", "_instance": "main"}
	w.stage("staging/explorer__ens_name",
		name, with(name, "address", bob, "ens_name", "bob.eth", "observed_at", "2026-11-01"),
		with(name, "address", bob, "ens_name", nil, "_instance", "other")) // the newer answer: he gave the name up
	region := map[string]any{
		"stated_by": "leaderboard", "job_type": "transcoding", "region": "FRA", "region_name": "Frankfurt", "is_place": true, "observed_at": "2026-11-23",
	}
	w.stage("staging/explorer__region", region, with(region, "region", "GLOBAL", "region_name", "Global", "is_place", false))
	w.stage("staging/explorer__leaderboard_stat")
	w.stage("staging/explorer__score")
	return w
}

// tested is a row of staging.explorer__leaderboard_stat.
func tested(orchestrator, region string, success, roundTrip, score float64) map[string]any {
	return map[string]any{
		"stat_date": "2026-11-22", "orchestrator": orchestrator, "region": region, "job_type": "transcoding", "pipeline": "transcoding", "model": "",
		"source_pipeline": "", "success_rate": success, "round_trip_score": roundTrip, "score": score, "_instance": "main",
	}
}

// TestPerformanceIsByRegionAndWitness: the leaderboards' days, AI by pipeline and model, and of the Explorer's answers of a day
// one for each region; a 0 of its list is no score.
func TestPerformanceIsByRegionAndWitness(t *testing.T) {
	w := performanceWorld(t)
	w.stage("staging/explorer__leaderboard_stat",
		tested(alice, "FRA", 0.98, 0.5, 0.49), tested(bob, "FRA", 0, 0, 0),
		with(tested(alice, "FRA", 1, 0.8, 0.93), "job_type", "ai", "pipeline", "text-to-image", "source_pipeline", "Text to image", "model", "org/model"))
	passedOn := map[string]any{
		"observed_at": "2026-11-23 20:00:00", "observed_date": "2026-11-23", "orchestrator": alice, "region": "FRA", "route": "list",
		"success_rate": 0.5, "round_trip_score": 0.5, "score": 0.25, "may_be_missing": false, "cdn_age_seconds": 3600, "_instance": "main",
	}
	w.stage("staging/explorer__score",
		passedOn, with(passedOn, "route", "single", "success_rate", 0.6, "score", 0.3, "cdn_age_seconds", nil),
		with(passedOn, "region", "MDW", "success_rate", 0, "round_trip_score", 0, "score", 0, "may_be_missing", true),
		with(passedOn, "region", "LON", "success_rate", 0.7, "score", 0.35),
		with(passedOn, "region", "LON", "observed_at", "2026-11-23 08:00:00"),
		with(passedOn, "orchestrator", bob, "success_rate", nil, "score", nil)) // the leaderboard didn't answer the Explorer
	p := w.mustRun()
	want := []string{
		"2026-11-22 2026-11-23 00:00:00 alice.eth FRA Frankfurt transcoding transcoding <null> 0.98 0.5 0.49 leaderboard",
		"2026-11-22 2026-11-23 00:00:00 alice.eth FRA <null> ai text-to-image org/model 1.0 0.8 0.93 ai_leaderboard",
		"2026-11-22 2026-11-23 00:00:00 0x0000…00b2 FRA Frankfurt transcoding transcoding <null> 0.0 0.0 0.0 leaderboard",
		"2026-11-23 2026-11-23 20:00:00 alice.eth FRA Frankfurt transcoding transcoding <null> 0.6 0.5 0.3 explorer",
		"2026-11-23 2026-11-23 19:00:00 alice.eth LON <null> transcoding transcoding <null> 0.7 0.5 0.35 explorer",
	}
	got := query(t, p.Path, `select performance_date, tested_until_at, orchestrator_name, region, region_name, job_type, pipeline, model,
		success_rate, round_trip_score, score, source from main.fct_performance order by performance_date, orchestrator, region, job_type desc`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestScoresOfTheWorldOrOfAnotherScaleAreNotPublished, and a score that its parts don't give is told.
func TestScoresOfTheWorldOrOfAnotherScaleAreNotPublished(t *testing.T) {
	for name, row := range map[string]map[string]any{
		"the whole world": tested(alice, "GLOBAL", 1, 1, 1),
		"no region":       tested(alice, " ", 1, 1, 1),
		"percent":         tested(alice, "FRA", 98, 0.5, 49),
		"below nothing":   tested(alice, "FRA", 1, -0.1, 0),
	} {
		t.Run(name, func(t *testing.T) {
			w := performanceWorld(t)
			w.stage("staging/explorer__leaderboard_stat", row)
			if p, err := w.run(); err == nil {
				t.Errorf("it was published: %s", strings.Join(query(t, p.Path, "from main.fct_performance"), "\n"))
			} else if !strings.Contains(err.Error(), "performance_is_regional") {
				t.Error(err)
			}
		})
	}
	w := performanceWorld(t)
	w.stage("staging/explorer__leaderboard_stat", tested(alice, "FRA", 0.5, 0.5, 0.5), tested(bob, "FRA", 0.5, 0.5, 0.25))
	for _, check := range w.mustRun().Manifest.Checks {
		if check.Name != "scores_follow_their_formula" {
			continue
		}
		if check.Failing != 1 || !strings.Contains(string(check.Sample[0]), alice) {
			t.Errorf("of a score that isn't its formula's it is said: %+v", check)
		}
		return
	}
	t.Error("nothing compares scores with their formula")
}
