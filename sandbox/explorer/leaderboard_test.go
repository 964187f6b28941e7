package explorer

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func address(n int64) string { return strings.ToLower(orchestrator(n).Hex()) }

// span gives the parameters of a window.
func span(since, until time.Time) string {
	return fmt.Sprintf("&since=%d&until=%d", since.Unix(), until.Unix())
}

// TestAggregatedStats recomputes the transcoding scores of a day from the single tests.
func TestAggregatedStats(t *testing.T) {
	r := serve(t, Config{}, (*Hosts).Leaderboard)
	window := span(now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	var all map[string]map[string]stat
	r.get("/api/aggregated_stats?x"+window, &all)
	partial, zero := false, false
	for n := range int64(14) {
		a := address(n + 1)
		var runs map[string][]run
		r.get("/api/raw_stats?orchestrator="+strings.ToUpper(a[2:3])+window, &runs)
		if len(runs) != 0 {
			t.Fatalf("somebody else has tests: %v", runs)
		}
		r.get("/api/raw_stats?orchestrator="+a+window, &runs)
		if len(runs) != len(all[a]) {
			t.Errorf("%s: tests from %d regions, scores of %d", a, len(runs), len(all[a]))
		}
		partial = partial || len(runs) > 0 && len(runs) < 17
		for region, list := range runs {
			var success, trip float64
			for i, one := range list {
				success, trip = success+one.SuccessRate, trip+one.RoundTripTime
				if i > 0 && one.Timestamp > list[i-1].Timestamp || one.Region != region || one.SegmentsSent != segmentsSent || one.Orchestrator != a {
					t.Fatalf("%s %s: %+v", a, region, one)
				}
			}
			success, trip = success/float64(len(list)), trip/float64(len(list))
			score := 0.0
			if trip > 0 {
				score = 1 - math.Exp(-segmentSeconds/trip)
			}
			got := all[a][region]
			if math.Abs(got.SuccessRate-success) > 1e-9 || math.Abs(got.RoundTripScore-score) > 1e-9 || math.Abs(got.Score-success*score) > 1e-9 {
				t.Errorf("%s %s: %+v of %v, %v", a, region, got, success, trip)
			}
			zero = zero || got.SuccessRate == 0
		}
	}
	if _, tested := all[address(5)]; tested || len(all) != 13 || !partial || !zero {
		t.Errorf("%d are tested, some partly: %t, some at 0: %t", len(all), partial, zero)
	}
}

// TestWindowsAddUp asks for a day and for its halves.
func TestWindowsAddUp(t *testing.T) {
	r := serve(t, Config{}, (*Hosts).Leaderboard)
	count := func(since, until time.Time) (n int) {
		var runs map[string][]run
		r.get("/api/raw_stats?orchestrator="+address(1)+"&region=fra"+span(since, until), &runs)
		return len(runs["FRA"])
	}
	noon := now.Add(-36 * time.Hour)
	before, after := noon.Add(-12*time.Hour), noon.Add(12*time.Hour)
	whole, halves := count(before, after), count(before, noon)+count(noon.Add(time.Second), after)
	if whole != halves || whole < 18 || whole > 26 {
		t.Errorf("a day has %d tests, its halves %d", whole, halves)
	}
	if before := count(begin.Add(-72*time.Hour), begin); before > 1 {
		t.Errorf("%d tests before the begin", before)
	}
	later := count(now, now.Add(72*time.Hour))
	r.at = now.Add(72 * time.Hour)
	if after := count(now, now.Add(72*time.Hour)); later > 1 || after < 60 {
		t.Errorf("%d tests of the future, %d once it has come", later, after)
	}
}

// TestAIStats holds the score at the median and finds the best model.
func TestAIStats(t *testing.T) {
	r := serve(t, Config{}, (*Hosts).AILeaderboard)
	var pipelines struct{ Pipelines []pipeline }
	r.get("/api/pipelines", &pipelines)
	byID := func(x, y pipeline) int { return strings.Compare(x.ID, y.ID) }
	if len(pipelines.Pipelines) < 5 || !slices.IsSortedFunc(pipelines.Pipelines, byID) {
		t.Fatalf("the pipelines are %v", pipelines)
	}
	best := map[string]float64{}
	for _, p := range pipelines.Pipelines {
		for _, model := range p.Models {
			query := "?pipeline=" + url.QueryEscape(p.ID) + "&model=" + url.QueryEscape(model)
			var all map[string]map[string]stat
			r.get("/api/aggregated_stats"+query, &all)
			for a, byRegion := range all {
				for region, s := range byRegion {
					want := 0.65*s.SuccessRate + 0.35*s.RoundTripScore
					if s.SuccessRate == 0 {
						want = 0
					}
					if !slices.Contains(p.Regions, region) || math.Abs(s.Score-want) > 1e-9 || s.RoundTripScore > 1 {
						t.Errorf("%s %s %s: %+v", a, region, model, s)
					}
					if s.SuccessRate == 1 {
						best[a] = max(best[a], s.Score)
					}
				}
			}
		}
	}
	found := 0
	for a := range best {
		var top topScore
		r.get("/api/top_ai_score?orchestrator="+a, &top)
		if top.Orchestrator != a || top.Value <= 0.65 || top.Value > 1 || top.Model == "" {
			t.Errorf("the best of %s is %+v", a, top)
		}
		found++
	}
	if found < 3 {
		t.Errorf("%d orchestrators offer AI", found)
	}
	for _, nobody := range []string{stranger.Hex(), "0x" + strings.ToUpper(address(1)[2:]), ""} {
		if got := r.get("/api/top_ai_score?orchestrator="+nobody, new(any)); got != "{}" {
			t.Errorf("the best of %q is %s", nobody, got)
		}
	}
	var runs map[string][]run
	for a := range best {
		r.get("/api/raw_stats?job_type=ai&orchestrator="+a, &runs)
		for _, list := range runs {
			for _, one := range list {
				if one.SegDuration != 0 || one.Model == "" || !json.Valid([]byte(one.InputParameters)) || !json.Valid([]byte(one.ResponsePayload)) {
					t.Fatalf("a test is %+v", one)
				}
			}
		}
	}
}

func TestLeaderboardErrors(t *testing.T) {
	r := serve(t, Config{}, (*Hosts).Leaderboard)
	for query, want := range map[string]string{
		"aggregated_stats?pipeline=Llm": `{"error":"model required"}`, "aggregated_stats?model=x": `{"error":"pipeline required"}`,
		"raw_stats":                    `{"error":"orchestrator is a required parameter"}`,
		"aggregated_stats?since=today": `{"error":"strconv.ParseFloat: parsing "today": invalid syntax"}`,
		"pipelines?until=1e300":        `{"error":"timestamp out of range"}`,
	} {
		status, header, body := r.ask(http.MethodGet, "/api/"+query)
		if status != 400 || strings.TrimSpace(body) != want || !strings.HasPrefix(header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s answers %d %s %v", query, status, body, header)
		}
	}
	for query, want := range map[string]string{
		"aggregated_stats?region=GLOBAL": "{}", "aggregated_stats?orchestrator=0x12": "{}", "pipelines": `{"pipelines":[]}`,
		"aggregated_stats?pipeline=Llm&model=x": "{}", "health": `{"postgres":{"ok":true}}`, "aggregated_stats?since=1.5&until=2.5": "{}",
	} {
		if got := r.get("/api/"+query, new(any)); got != want {
			t.Errorf("%s answers %s", query, got)
		}
	}
	_, header, _ := r.ask(http.MethodGet, "/api/regions")
	cache, origin := header.Get("Cache-Control"), header.Get("Access-Control-Allow-Origin")
	if cache != "public, max-age=30, stale-while-revalidate=15" || origin != "*" || header.Get("Age") != "" {
		t.Errorf("the header is %v", header)
	}
}

// TestScores compares the Explorer's percentages with the leaderboard and the price list as of its copy's age.
func TestScores(t *testing.T) {
	r := api(t, Config{})
	_, header, _ := r.ask(http.MethodGet, "/api/score")
	var age int64
	if _, err := fmt.Sscan(header.Get("Age"), &age); err != nil {
		t.Fatal(err)
	}
	at := now.Add(-time.Duration(age) * time.Second)
	hosts := New(fake{orchestrators: 14}, Config{Seed: 7, Begin: begin})
	stats := hosts.stats(selection{window: lastDay(at), jobs: []job{{}}})
	var all map[string]struct {
		PricePerPixel                         json.RawMessage
		SuccessRates, RoundTripScores, Scores map[string]float64
	}
	r.get("/api/score", &all)
	if len(all) != len(stats) {
		t.Fatalf("%d orchestrators, %d were tested", len(all), len(stats))
	}
	padded := false
	for a, byRegion := range stats {
		got, sum := all[a], 0.0
		for _, s := range byRegion {
			sum += s.SuccessRate
		}
		for region, rate := range got.SuccessRates {
			want, there := byRegion[region]
			if region == global {
				want.SuccessRate, there = sum/float64(len(byRegion)), true
			}
			padded = padded || !there
			if math.Abs(rate-100*want.SuccessRate) > 1e-9 {
				t.Errorf("%s %s: %v, not %v", a, region, rate, want)
			}
		}
		var record listed
		if err := json.Unmarshal(got.PricePerPixel, &record); (err != nil) != (a == address(unlisted+1)) || err == nil && record.Address != a {
			t.Errorf("the price of %s is %s", a, got.PricePerPixel)
		}
	}
	if !padded || string(all[address(unlisted+1)].PricePerPixel) != "0" {
		t.Errorf("regions are padded: %t; without a price it is %s", padded, all[address(unlisted+1)].PricePerPixel)
	}
	var one struct {
		PricePerPixel float64
		Scores        map[string]float64
		TopAIScore    map[string]any
	}
	r.get("/api/score/"+address(3), &one)
	if n := len(one.Scores); n < 2 || n >= 18 || one.PricePerPixel < 100 {
		t.Errorf("a single orchestrator has %+v", one)
	}
	const nothing = `{"pricePerPixel":0,"roundTripScores":{"GLOBAL":0},"scores":{"GLOBAL":0},"successRates":{"GLOBAL":0},"topAIScore":{}}`
	if got := r.get("/api/score/"+strings.ToLower(stranger.Hex()), new(any)); got != nothing {
		t.Errorf("nobody has %s", got)
	}
	if got := r.get("/api/score?model=x", new(any)); len(got) < 1000 {
		t.Errorf("a model without a pipeline leaves %s", got)
	}
	if got := r.get("/api/score?pipeline=Llm&model=nothing", new(any)); got != "{}" {
		t.Errorf("an unknown model has %s", got)
	}
}

func TestRegions(t *testing.T) {
	r := api(t, Config{})
	var answer struct{ Regions []region }
	r.get("/api/regions", &answer)
	list := answer.Regions
	byName := func(x, y region) int { return strings.Compare(x.Name, y.Name) }
	if len(list) != 23 || list[0].ID != global || !slices.IsSortedFunc(list[1:], byName) {
		t.Errorf("the regions are %v", list)
	}
}

func TestPriceList(t *testing.T) {
	r := serve(t, Config{}, (*Hosts).PriceList)
	var available, all []listed
	r.get("/orchestratorStats", &available)
	text := r.get("/orchestratorStats?excludeUnavailable=False", &all)
	if len(available) != 12 || len(all) != 13 || !strings.Contains(text, `"DeactivationRound":1.157920892373162e+77,"Active":true`) ||
		!strings.Contains(text, `"DelegatedStake":1e+21`) {
		t.Errorf("%d of %d are available: %.400s", len(available), len(all), text)
	}
	path := "/priceHistory/" + orchestrator(1).Hex()
	var newest, paged []priced
	r.get(path, &newest)
	if len(newest) != 100 || newest[0].PricePerPixel != all[0].PricePerPixel || newest[0].Time != all[0].UpdatedAt {
		t.Errorf("the history begins with %v, the list says %v", newest[:2], all[0])
	}
	for offset := 0; ; offset += 250 {
		var page []priced
		r.get(fmt.Sprintf("%s?limit=250&offset=%d", path, offset), &page)
		if paged = append(paged, page...); len(page) < 250 {
			break
		}
	}
	var whole, window []priced
	r.get(path+"?limit=0", &whole)
	r.get(fmt.Sprintf("%s?from=%d&till=%d", path, begin.Unix(), begin.Unix()+7200), &window)
	values := map[float64]bool{}
	for _, p := range whole {
		values[p.PricePerPixel] = true
	}
	if !slices.Equal(paged, whole) || len(window) != 3 || window[0].Time != begin.Unix()+7200 || len(values) < 4 || len(values) > 8 {
		t.Errorf("%d rows by pages, %d at once, %d in a window, %d prices", len(paged), len(whole), len(window), len(values))
	}
	for _, nobody := range []string{orchestrator(unlisted + 1).Hex(), "0x12"} {
		if got := r.get("/priceHistory/"+nobody, new(any)); strings.TrimSpace(got) != "[]" {
			t.Errorf("the history of %s is %s", nobody, got)
		}
	}
}
