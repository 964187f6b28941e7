package transform_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/explorer"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

func recordedAnswer(t *testing.T, name string, into any) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("the recorded data are not beside the checkout: %v", err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatal(err)
	}
}

// recordedBoards serves what the leaderboards and the Explorer said, as they say it: results of transcoding tests, of AI tests
// by pipeline and model, and the days of the Explorer's fixed record.
func recordedBoards(t *testing.T) http.Handler {
	t.Helper()
	var transcoding map[string]any
	recordedAnswer(t, "livepeer-leaderboard/explorer-aggregated-scores.json", &transcoding)
	var ai struct{ Data []map[string]any }
	recordedAnswer(t, "livepeer-leaderboard/ai-performance-apidata.json", &ai)
	var record []map[string]json.RawMessage
	recordedAnswer(t, "livepeer-explorer-days/historical-days-2022-02-15_2023-02-28.json", &record)

	models := map[string][]string{}
	results := map[[2]string]map[string]map[string]any{}
	for _, d := range ai.Data {
		pipeline, model, node, region := d["pipeline"].(string), d["model"].(string), d["node"].(string), d["region"].(string)
		of := [2]string{pipeline, model}
		if results[of] == nil {
			results[of] = map[string]map[string]any{}
			models[pipeline] = append(models[pipeline], model)
		}
		if results[of][node] == nil {
			results[of][node] = map[string]any{}
		}
		results[of][node][region] = map[string]any{"success_rate": d["success_rate"], "round_trip_score": d["round_trip_score"], "score": d["score"]}
	}
	var pipelines, days []any
	for pipeline, names := range models {
		pipelines = append(pipelines, map[string]any{"id": pipeline, "models": names})
	}
	for _, d := range record {
		days = append(days, map[string]any{
			"dateS": d["date"], "volumeEth": d["volumeETH"], "volumeUsd": d["volumeUSD"], "feeDerivedMinutes": d["minutes"], "inflation": d["inflation"],
			"participationRate": d["participationRate"], "activeTranscoderCount": d["activeTranscoderCount"], "delegatorsCount": d["delegatorsCount"],
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		answer := any(map[string]any{"dayData": days, "weeklyData": []any{}})
		switch {
		case strings.HasSuffix(r.URL.Path, "/pipelines"):
			answer = map[string]any{"pipelines": pipelines}
		case query.Has("pipeline"):
			answer = results[[2]string{query.Get("pipeline"), query.Get("model")}]
		case strings.HasSuffix(r.URL.Path, "/aggregated_stats"):
			answer = transcoding
		}
		_ = json.NewEncoder(w).Encode(answer)
	})
}

// readExplorer runs some of the source's real streams against a server, for the last complete day.
func (w *world) readExplorer(address string, names ...string) {
	w.t.Helper()
	clock := func() time.Time { return w.now }
	client := httpclient.New(httpclient.Options{Clock: clock, MaxAttempts: 1})
	defer client.Close()
	streams, err := explorer.New(explorer.Config{
		Instance: "main", Endpoint: address, Leaderboard: address, AILeaderboard: address, HistoryDays: 1, Client: client, Clock: clock,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	streams = slices.DeleteFunc(streams, func(s extract.Stream) bool { return !slices.Contains(names, s.ID().Stream) })
	runner := extract.Runner{Lake: w.lake, Streams: streams, RunID: "run-1", Clock: clock}
	if report, err := runner.Run(w.t.Context()); err != nil || !report.Complete() {
		w.t.Fatalf("%s: %v", strings.Join(report.Missing(), "; "), err)
	}
}

// TestMartsHaveTheKnownAnswersOfTheExplorer reads the recorded answers through the extractors into the marts. The figures are
// those of shared/data/KNOWN_ANSWERS.md.
func TestMartsHaveTheKnownAnswersOfTheExplorer(t *testing.T) {
	server := httptest.NewServer(recordedBoards(t))
	defer server.Close()
	w := newWorld(t)
	w.project(explorer.Schemas(), "macros/*.sql", "staging/explorer__*.sql", "marts/dim_ens_name.sql", "marts/fct_performance.sql", "marts/fct_protocol_day.sql",
		"checks/performance_is_regional.sql", "checks/scores_follow_their_formula.sql")
	w.stage("staging/subgraph__days")
	w.readExplorer(server.URL, "usage_day", "leaderboard_stats", "leaderboard_ai_stats")
	p := w.mustRun()
	for _, tt := range []struct{ name, sql, want string }{
		{
			"transcoding", `select count(*), count(distinct orchestrator), count(distinct region), count(*) filter (success_rate = 1), count(*) filter (success_rate = 0)
				from main.fct_performance where job_type = 'transcoding'`, "1400 100 14 898 215",
		},
		{
			"orchestrators that failed everywhere", `select count(*) from (
				select orchestrator from main.fct_performance where job_type = 'transcoding' group by orchestrator having max(score) = 0)`, "13",
		},
		{
			"the best", `select orchestrator, round(avg(score), 12) from main.fct_performance where job_type = 'transcoding'
				group by orchestrator order by 2 desc limit 1`, "0x9d5611bf0dadddb4441a709141d9229d7f6b3e47 0.966890370897",
		},
		{
			"AI", `select count(*), count(distinct orchestrator), count(distinct model), count(*) filter (success_rate = 1), count(*) filter (success_rate = 0),
				round(avg(score), 12) from main.fct_performance where job_type = 'ai'`, "276 27 29 228 37 0.79616456467",
		},
		{
			"days", `select count(*), min(protocol_date), max(protocol_date), count(*) filter (protocol_date = '2022-06-22'), sum(volume_eth),
				round(sum(volume_usd), 10), round(sum(fee_derived_minutes), 2) from main.fct_protocol_day`,
			"378 2022-02-15 2023-02-28 0 250.805074948078845593 419264.5771240710 147212757.34",
		},
		{
			"the highest day", "select protocol_date, round(volume_eth, 7) from main.fct_protocol_day order by volume_eth desc limit 1", "2023-01-25 2.7897807",
		},
		{
			"the first day", `select inflation_share, round(participation_share, 12), active_orchestrator_count, delegator_count, source
				from main.fct_protocol_day order by protocol_date limit 1`,
			"0.000219500 0.426188504836 45 3520 explorer_usage",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, strings.Join(query(t, p.Path, tt.sql), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, check := range p.Manifest.Checks {
		if check.Name == "scores_follow_their_formula" && check.Failing > 0 {
			t.Errorf("recorded scores aren't their formula's: %s", check.Sample)
		}
	}
}
