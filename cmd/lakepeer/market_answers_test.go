package main

import (
	"bytes"
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
		where source = '500farm_stats' and source_gpu_model in ('RTX 4090', 'RTX 5090', 'RTX 3090', 'RTX 3060', 'H200') order by gpu_count desc`, `
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
	{
		"SkyPilot's rows: of machines and of one GPU, none of them spot", `
		select row_number, gpu_model, gpu_count, price_usd, price_per_gpu_usd, spot_price_usd from staging.gpu_prices__skypilot order by row_number`, `
		1 H200 1.0 2.65000000 2.65000000 NULL
		2 H200 2.0 5.18000000 2.59000000 NULL
		3 H200 4.0 10.59000000 2.64750000 NULL
		4 RTX5090 1.0 0.48000000 0.48000000 NULL
		5 RTX5090 1.0 0.48000000 0.48000000 NULL
		6 RTX4090 1.0 0.40000000 0.40000000 NULL
		7 RTX4090 1.0 0.40000000 0.40000000 NULL
		8 RTX4070 2.0 0.36000000 0.18000000 NULL
		9 RTX3060 2.0 0.20000000 0.10000000 NULL`,
	},
	{"their names", "select string_agg(distinct gpu_model, ', ' order by gpu_model) from fct_gpu_price_hourly where source = 'skypilot' and is_known_model", "H200, RTX 3060, RTX 4070, RTX 4090, RTX 5090"},
	{
		"clouds' prices: snapshots, median of medians, lowest price, providers", `
		select source_gpu_model, count(distinct observed_at), median(price_per_gpu_usd) filter (where provider = '` + aggregator + `'),
			min(price_per_gpu_low_usd), count(distinct provider) - 1
		from fct_gpu_price_hourly where source = 'file' and is_known_model group by source_gpu_model order by source_gpu_model`, `
		A100_80GB 957 1.64000000 0.52000000 7
		GH200_96GB 752 1.99000000 1.49000000 2
		H100_80GB 957 2.39000000 1.89000000 4
		H200_141GB 957 3.59000000 1.16000000 4`,
	},
	{
		"Vast.AI's own search", `
		select offer_id, source_gpu_model, gpu_count, machine_gpu_count, price_usd, price_with_storage_usd, vram_gib, is_rentable, is_verified,
			strftime(server_at, '%Y-%m-%dT%H:%M:%S')
		from staging.vastai__offer order by offer_id`, `
		5006600 RTX 3090 1 4 0.32000000 0.32277778 24.0 true true 2022-11-04T00:50:31
		11684738 RTX 4090 1 4 0.24666667 0.24667593 23.98828125 true true 2024-07-30T14:54:12`,
	},
	{
		"GB of storage in its prices: the recorded searches asked for 10 and 5, ours asks for 8", `
		select offer_id, broken_identities, round((price_with_storage_usd - price_usd) * 720 / storage_gb_month_usd)
		from staging.vastai__offer order by offer_id`, `
		5006600 price with storage 10.0
		11684738 price with storage 5.0`,
	},
	{"offers that 500.farm repeats", `
		select offer_id, source_gpu_model, country_code, price_usd, price_with_storage_usd, is_rentable, is_stale, broken_identities is null
		from staging.vastai__farm_offer order by offer_id`, `
		21348645 RTX 5090 CA 0.10533333 0.11570370 false true true
		21348670 RTX 5090 US 0.12000000 0.12666667 false true true`},
	{"offers in the mart of prices", `
		select source_gpu_model, price_kind, price_per_gpu_usd from fct_gpu_price_hourly where source in ('vastai', '500farm') order by all`, `
		RTX 3090 on_demand 0.32000000
		RTX 3090 spot 0.14380560
		RTX 4090 on_demand 0.24666667
		RTX 4090 spot 0.20000000`},
	{"nobody's address", `
		select (select count(*) from staging.vastai__offer as o where contains(cast(o as varchar), '192.0.2.') or contains(cast(o as varchar), '203.0.113.'))
			+ (select count(*) from staging.vastai__farm_offer as o where contains(cast(o as varchar), '203.0.113.'))`, "0"},
}

// TestMarketKnownAnswers reads recorded payloads of Vast.AI, 500.farm, CoinGecko, SkyPilot and of clouds' prices through the
// extractors, and asks the published file for figures that were computed from them elsewhere.
func TestMarketKnownAnswers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(recordedMarket(t))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	configured(t, dir, server.URL, deploymentText(bondingManagerOnly()))
	settings := "network: network.yaml\nhome: home\nsources:\n" +
		"  prices: [{name: main, defillama: \"\", coingecko: " + server.URL + "}]\n" +
		"  vastai: [{name: main, endpoint: " + server.URL + ", grafana: \"\", farm: " + server.URL + ", requests_per_second: 1000}]\n" +
		"  gpu_prices: [{name: main, skypilot: " + server.URL + ", clouds: [vast]}]\n"
	if err := os.WriteFile(filepath.Join(dir, "lakepeer.yaml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	writeCloudPrices(t, filepath.Join(dir, "inputs", "vendor_prices.csv"))
	s := site{dir: dir, home: filepath.Join(dir, "home")}
	// A keyless year ends with the day before: the last recorded day takes a run of its own.
	for _, now := range []time.Time{time.Date(2025, 12, 20, 7, 0, 0, 0, time.UTC), time.Date(2025, 12, 21, 7, 0, 0, 0, time.UTC)} {
		code, said := s.runAt(t, now, "extract", "--stream", "coingecko")
		if code != pipeline.ExitPartly || !strings.Contains(said, "coingecko/ethereum") || strings.Contains(said, "livepeer lacks") {
			t.Fatalf("exit code %d, standard error %q: only Ethereum's prices aren't recorded", code, said)
		}
	}
	s.must(t, "extract", "--source", "gpu_prices")
	s.must(t, "run", "--source", "vastai", "--stream", "offers", "--stream", "farm_offers", "--stream", "farm_gpu_stats")
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
