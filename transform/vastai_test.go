package transform_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/vastai"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
)

// marketWorld is a world of the project's models of the GPU market alone.
func marketWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.project(vastai.Schemas(), "staging/vastai__*.sql", "marts/fct_gpu_market.sql", "reference/gpu_model.*")
	return w
}

// project puts some of the project's own files, and the streams that they read, in place of what the world has.
func (w *world) project(schemas map[string]*arrow.Schema, patterns ...string) {
	w.t.Helper()
	w.sql, w.schemas = fstest.MapFS{}, schemas
	for _, pattern := range patterns {
		names, err := fs.Glob(sqlfiles.Files, pattern)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(sqlfiles.Files, name)
			if err != nil {
				w.t.Fatal(err)
			}
			w.write(name, string(text))
		}
	}
}

// extract runs the real extractors against a server.
func (w *world) extract(handler http.Handler, config vastai.Config) {
	w.t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	clock := func() time.Time { return w.now }
	config.Client = httpclient.New(httpclient.Options{Clock: clock, MaxAttempts: 1})
	defer config.Client.Close()
	config.Instance, config.Clock = "main", clock
	for _, address := range []*string{&config.Endpoint, &config.Farm, &config.Grafana} {
		if *address != "" {
			*address = server.URL + *address
		}
	}
	streams, err := vastai.New(config)
	if err != nil {
		w.t.Fatal(err)
	}
	runner := extract.Runner{Lake: w.lake, Streams: streams, RunID: "run-1", Clock: clock}
	report, err := runner.Run(w.t.Context())
	if err != nil || !report.Complete() {
		w.t.Fatalf("%s: %v", strings.Join(report.Missing(), "; "), err)
	}
}

func recordedMarket(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "vastai-500farm", name))
	if err != nil {
		t.Skipf("the recorded data are not beside the checkout: %v", err)
	}
	return body
}

// machineList gives one machine of four GPUs with the price of each, of which some are rented, and its host.
func machineList(listName string) []byte {
	machine := map[string]any{
		"machine_id": 7, "host_id": 3, "gpu_name": "RTX 4090", "num_gpus": 4, "num_gpus_rented": 1, "dph_base": 1.3, "verification": "verified",
	}
	host := map[string]any{
		"host_id": 3, "machine_ids": []int{7}, "gpus": map[string]int{"RTX 4090": 4, "H200": 1}, "datacenter": true,
		"location": map[string]any{"country": "US"},
	}
	body, _ := json.Marshal(map[string]any{ // always has a form
		"timestamp": "2026-11-23T19:00:00.123456789Z", "count": 1, listName: []any{map[string]any{"offers": machine, "hosts": host}[listName]},
	})
	return body
}

// TestTheGPUMarketIsWhatTheRecordedAnswersSay reads the recorded answers through the real extractors and models.
func TestTheGPUMarketIsWhatTheRecordedAnswersSay(t *testing.T) {
	stats, offers := recordedMarket(t, "gpu-stats-2025-12-07T203016Z.json"), recordedMarket(t, "offers-head-2025-07-26T080110Z.json")
	w := marketWorld(t)
	w.extract(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/farm/gpu-stats":
			_, _ = rw.Write(stats)
		case "/farm/offers":
			_, _ = rw.Write([]byte(strings.Replace(string(offers), "18909", "2", 1)))
		case "/farm/machines":
			_, _ = rw.Write(machineList("offers"))
		case "/farm/hosts":
			_, _ = rw.Write(machineList("hosts"))
		}
	}), vastai.Config{Farm: "/farm"})
	p := w.mustRun()
	for _, tt := range []struct{ name, sql, want string }{
		{"GPUs by occupancy", "select occupancy, sum(gpu_count) from staging.vastai__farm_gpu_stat where verification = 'all' group by 1 order by 1", "all 18915\navailable 9336\nrented 9579"},
		{"models", "select count(distinct source_gpu_model), count(*) filter (gpu_count = 0 and occupancy = 'rented' and verification = 'all') from staging.vastai__farm_gpu_stat", "88 9"},
		{"statistics without prices", "select count(*) from staging.vastai__farm_gpu_stat where price_median_usd is null", "111"},
		{"an old answer", "select distinct stated_at, is_stale from staging.vastai__farm_gpu_stat", "2025-12-07 20:30:16.932863 true"},
		{
			"the market by 500.farm's statistics",
			"select gpu_model, gpu_count, rented_gpu_count, price_median_usd, rented_share_basis, price_basis, snapshot_count from main.fct_gpu_market where source = '500farm_stats' order by gpu_snapshot_count desc limit 4",
			"RTX 4090 4986.0 2402.0 0.33000000 500.farm count list price cut to cents 1\nRTX 5090 3612.0 2404.0 0.40000000 500.farm count list price cut to cents 1\n" +
				"RTX 3090 2360.0 1136.0 0.16000000 500.farm count list price cut to cents 1\nRTX 3060 1291.0 614.0 0.06000000 500.farm count list price cut to cents 1",
		},
		{"all of it", "select sum(gpu_snapshot_count), sum(rented_gpu_snapshot_count), bool_and(is_known_model) from main.fct_gpu_market where source = '500farm_stats'", "18915 9579 true"},
		{
			"offers", "select offer_id, machine_gpu_count, is_whole_machine, is_rentable, price_per_gpu_usd, price_with_storage_usd, vram_gib, country_code, broken_identities, server_at from staging.vastai__farm_offer order by offer_id",
			"21348645 1 true false 0.10533333 0.11570370 31.8427734375 CA <null> 2025-07-26 08:01:10.644323\n" +
				"21348670 1 true false 0.12000000 0.12666667 31.8427734375 US <null> 2025-07-26 08:01:10.644323",
		},
		{
			"the market by machines", "select gpu_model, offer_count, machine_count, gpu_count, rented_gpu_count, rented_share, price_median_usd, available_price_median_usd, rented_price_median_usd from main.fct_gpu_market where source = '500farm_machines'",
			"RTX 4090 <null> 1 4.0 1.0 0.25 0.32500000 0.32500000 0.32500000",
		},
		{"hosts", "select machine_count, gpu_count, is_datacenter, country_code, is_stale from staging.vastai__farm_host", "1 5 true US true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, strings.Join(query(t, p.Path, tt.sql), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// chunk gives an offer for a part of a machine.
func chunk(id, machine int, gpus []int, size int, perGPU float64, rentable bool) map[string]any {
	n := len(gpus)
	return map[string]any{
		"id": id, "ask_contract_id": id, "machine_id": machine, "host_id": 1, "gpu_name": "RTX 4090", "num_gpus": n, "gpu_frac": float64(n) / float64(size),
		"gpu_ids": gpus, "rentable": rentable, "dph_base": perGPU * float64(n), "score": 1.5, "verification": "verified",
	}
}

// search is Vast.AI's search over some offers.
func search(offers func() []map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var question struct {
			Ask struct{ Gte, Lt *int } `json:"ask_contract_id"`
		}
		_ = json.NewDecoder(r.Body).Decode(&question)
		found := []any{}
		for _, o := range offers() {
			id, _ := o["id"].(int)
			if (question.Ask.Gte == nil || id >= *question.Ask.Gte) && (question.Ask.Lt == nil || id < *question.Ask.Lt) {
				found = append(found, o)
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"offers": found})
	}
}

// TestGPUsAreCountedByMachine has a machine of four with overlapping chunks, one of eight at another price, and one of two of
// which nothing is free; an hour later the first is gone, and on the next day only offers that can be rented are shown.
func TestGPUsAreCountedByMachine(t *testing.T) {
	w := marketWorld(t)
	four := []map[string]any{
		chunk(10, 1, []int{1}, 4, 0.5, false), chunk(11, 1, []int{2}, 4, 0.5, true), chunk(12, 1, []int{3, 4}, 4, 0.5, true),
		chunk(13, 1, []int{1, 2}, 4, 0.5, false), chunk(14, 1, []int{1, 2, 3, 4}, 4, 0.4, false),
	}
	rest := []map[string]any{
		chunk(20, 2, []int{5, 6, 7, 8, 9, 10, 11, 12}, 8, 0.3, true), chunk(21, 2, []int{5, 6, 7, 8}, 8, 0.35, true),
		chunk(30, 3, []int{13, 14}, 2, 0.9, false),
	}
	now := slices.Concat(four, rest)
	market := search(func() []map[string]any { return now })
	config := vastai.Config{Endpoint: "/vast"}
	w.extract(market, config)
	w.tick()
	now = rest
	w.extract(market, config)
	w.now = w.now.Add(24 * time.Hour)
	now = rest[:2]
	w.extract(market, config)
	p := w.mustRun()
	want := []string{
		// (4 + 8 + 2) + (8 + 2) GPUs; rented are 1 of the four, 2 and 2 of the two
		"2026-11-23 2 11 5.5 3 24 12.0 5 24 chunks not rentable 0.30000000 0.30000000 0.30000000 0.40000000 0.90000000 0.30000000 0.90000000",
		"2026-11-24 1 2 2.0 1 8 8.0 <null> <null> <null> 0.30000000 0.30000000 0.30000000 0.30000000 0.30000000 <null> <null>",
	}
	got := query(t, p.Path, `select market_date, snapshot_count, offer_snapshot_count, offer_count, machine_count, gpu_snapshot_count, gpu_count,
		rented_gpu_snapshot_count, known_gpu_snapshot_count, rented_share_basis, price_p10_usd, price_p25_usd, price_median_usd, price_p75_usd, price_p90_usd,
		available_price_median_usd, rented_price_median_usd
		from main.fct_gpu_market where gpu_model = 'RTX 4090' and source = 'vastai' order by market_date`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheRecordOfTheMarketIsOneMoreWitness of the same figures, hour by hour.
func TestTheRecordOfTheMarketIsOneMoreWitness(t *testing.T) {
	w := marketWorld(t)
	series := func(metric, verified, rented, value string) map[string]any {
		return map[string]any{"labels": map[string]string{"__name__": metric, "gpu_name": "RTX 4090", "verified": verified, "rented": rented}, "value": value}
	}
	all := []map[string]any{
		series("vastai_gpu_count", "yes", "yes", "30"), series("vastai_gpu_count", "yes", "no", "20"), series("vastai_gpu_count", "no", "no", "10"),
		series("vastai_ondemand_price_median_dollars", "any", "any", "0.33"), series("vastai_ondemand_price_median_dollars", "any", "yes", "0.31"),
		series("vastai_ondemand_price_10th_percentile_dollars", "any", "any", "NaN"),
	}
	w.extract(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		metric, _, _ := strings.Cut(q.Get("query"), "{")
		start, _ := strconv.Atoi(q.Get("start"))
		end, _ := strconv.Atoi(q.Get("end"))
		step, _ := strconv.Atoi(q.Get("step"))
		result := []any{}
		for _, s := range all {
			labels, _ := s["labels"].(map[string]string)
			var values []any
			for at := start; at <= end; at += step {
				values = append(values, []any{at, s["value"]})
			}
			if labels["__name__"] == metric {
				result = append(result, map[string]any{"metric": labels, "values": values})
			}
		}
		_ = json.NewEncoder(rw).Encode(map[string]any{"status": "success", "data": map[string]any{"resultType": "matrix", "result": result}})
	}), vastai.Config{Grafana: "/grafana", Datasource: "abc", HistoryDays: 2})
	p := w.mustRun()
	want := []string{
		"2026-11-21 24 1440 720 0.5 <null> 0.33000000 0.31000000 <null>",
		"2026-11-22 24 1440 720 0.5 <null> 0.33000000 0.31000000 <null>",
		"2026-11-23 19 1140 570 0.5 <null> 0.33000000 0.31000000 <null>",
	}
	got := query(t, p.Path, `select market_date, snapshot_count, gpu_snapshot_count, rented_gpu_snapshot_count, rented_share, price_p10_usd, price_median_usd,
		rented_price_median_usd, available_price_median_usd from main.fct_gpu_market where source = '500farm_history' order by market_date`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	nan := query(t, p.Path, "select distinct value, value_text from staging.vastai__farm_history where metric like '%10th%'")
	if diff := cmp.Diff([]string{"<null> NaN"}, nan); diff != "" {
		t.Error(diff)
	}
}
