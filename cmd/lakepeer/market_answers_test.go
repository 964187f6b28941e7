package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// marketAnswers are figures that another program computed from the recorded payloads.
var marketAnswers = []struct{ name, sql, want string }{
	{"500.farm's GPUs", `
		select count(distinct source_gpu_model), sum(gpu_count) filter (where occupancy = 'all'), sum(gpu_count) filter (where occupancy = 'rented'),
			sum(gpu_count) filter (where occupancy = 'available'), count(*) filter (where occupancy = 'rented' and gpu_count = 0)
		from staging.vastai__farm_gpu_stat where verification = 'all'`, "88 18915 9579 9336 9"},
	{"the mart of them", "select count(*), sum(gpu_count), sum(rented_gpu_count) from fct_gpu_market where source = '500farm_stats'", "88 18915.0 9579.0"},
	{"models of 500.farm", `
		select source_gpu_model, gpu_count, rented_gpu_count, price_median_usd from fct_gpu_market
		where source_gpu_model in ('RTX 4090', 'RTX 5090', 'RTX 3090', 'RTX 3060', 'H200') order by gpu_count desc`, `
		RTX 4090 4986.0 2402.0 0.33000000
		RTX 5090 3612.0 2404.0 0.40000000
		RTX 3090 2360.0 1136.0 0.16000000
		RTX 3060 1291.0 614.0 0.06000000
		H200 538.0 298.0 2.68000000`},
	{
		"CoinGecko's year of LPT", `
		select count(*), count(distinct cast(priced_at as date)), min(price_usd), min_by(cast(priced_at as date), price_usd), max(price_usd),
			max_by(cast(priced_at as date), price_usd), round(avg(cast(price_usd as double)), 9)
		from staging.prices__coingecko where asset = 'LPT'`,
		"366 365 3.01093860 2025-12-19 19.62913145 2024-12-25 6.880144251",
	},
	{"the year's days in the mart", "select count(*), count(coingecko_usd), sum(gap_days_count) from dim_price_daily where asset = 'LPT'", "365 365 0"},
	{"SkyPilot's rows", "select count(*) from staging.gpu_prices__skypilot where cloud = 'vast'", "9"},
}

// TestMarketKnownAnswers reads recorded payloads of 500.farm, CoinGecko and SkyPilot through the extractors, and asks the
// published file for figures that were computed from them elsewhere.
func TestMarketKnownAnswers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(recordedMarket(t))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	configured(t, dir, server.URL, deploymentText(bondingManagerOnly()))
	settings := "network: network.yaml\nhome: home\nsources:\n" +
		"  prices: [{name: main, defillama: \"\", coingecko: " + server.URL + "}]\n" +
		"  vastai: [{name: main, endpoint: \"\", grafana: \"\", farm: " + server.URL + ", requests_per_second: 1000}]\n" +
		"  gpu_prices: [{name: main, skypilot: " + server.URL + ", clouds: [vast]}]\n"
	if err := os.WriteFile(filepath.Join(dir, "lakepeer.yaml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	s := site{dir: dir, home: filepath.Join(dir, "home")}
	// A keyless year ends with the day before: the last recorded day takes a run of its own.
	for _, now := range []time.Time{time.Date(2025, 12, 20, 7, 0, 0, 0, time.UTC), time.Date(2025, 12, 21, 7, 0, 0, 0, time.UTC)} {
		code, said := s.runAt(t, now, "extract", "--stream", "coingecko")
		if code != pipeline.ExitPartly || !strings.Contains(said, "coingecko/ethereum") || strings.Contains(said, "livepeer lacks") {
			t.Fatalf("exit code %d, standard error %q: only Ethereum's prices aren't recorded", code, said)
		}
	}
	s.must(t, "extract", "--stream", "farm_gpu_stats", "--stream", "skypilot")
	s.must(t, "transform")
	s.must(t, "publish")
	file := s.published(t)
	for _, test := range marketAnswers {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.TrimSpace(file.ask(t, test.sql).String()); got != lines(test.want) {
				t.Errorf("%s\ngives\n%s\nin place of\n%s", test.sql, got, lines(test.want))
			}
		})
	}
}

// runAt runs a command line at a time, and gives the exit code and what is said on standard error.
func (s site) runAt(t *testing.T, now time.Time, args ...string) (int, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), s.arguments(args), world{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: func() time.Time { return now },
		lookup: func(string) (string, bool) { return "", false },
	})
	return code, stderr.String()
}

// recordedMarket serves the recorded payloads. CoinGecko's is cut to what is asked for, as the real one cuts it.
func recordedMarket(t *testing.T) http.Handler {
	t.Helper()
	read := func(set, name string) []byte {
		text, err := os.ReadFile(filepath.Join(recorded(t, set), name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	stats := read("vastai-500farm", "gpu-stats-2025-12-07T203016Z.json")
	catalogue := read("samples", filepath.Join("vastai", "skypilot-v8-vast-nine.csv"))
	var year map[string][][2]json.Number
	if err := json.Unmarshal(read("coingecko", "coingecko-market-chart-livepeer-usd-365d.json"), &year); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gpu-stats", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(stats)
	})
	mux.HandleFunc("GET /vast/vms.csv", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write(catalogue)
	})
	mux.HandleFunc("GET /coins/livepeer/market_chart/range", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(between(year, seconds(r, "from"), seconds(r, "to")))
	})
	return mux
}

func seconds(r *http.Request, name string) int64 {
	n, _ := json.Number(r.URL.Query().Get(name)).Int64() // 0 for what is no number
	return n
}

// between gives the points of every series within a time, both ends included.
func between(year map[string][][2]json.Number, from, to int64) map[string][][2]json.Number {
	cut := map[string][][2]json.Number{}
	for name, points := range year {
		cut[name] = [][2]json.Number{}
		for _, point := range points {
			if at, _ := point[0].Int64(); at >= from*1000 && at <= to*1000 {
				cut[name] = append(cut[name], point)
			}
		}
	}
	return cut
}
