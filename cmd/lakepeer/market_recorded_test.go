package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// recordedFile reads a file of a recorded data set.
func recordedFile(t *testing.T, set, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(recorded(t, set), name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// recordedMarket serves the recorded payloads. CoinGecko's and Vast.AI's are cut to what is asked for, as the real ones cut
// them.
func recordedMarket(t *testing.T) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	file := func(path, contentType string, text []byte) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write(text)
		})
	}
	file("/gpu-stats", "application/json", recordedFile(t, "vastai-500farm", "gpu-stats-2025-12-07T203016Z.json"))
	file("/offers", "application/json", farmOffers(t))
	file("/vast/vms.csv", "text/plain", recordedFile(t, "samples", "vastai/skypilot-v8-vast-nine.csv"))
	var year map[string][][2]json.Number
	decode(t, recordedFile(t, "coingecko", "coingecko-market-chart-livepeer-usd-365d.json"), &year)
	mux.HandleFunc("GET /coins/livepeer/market_chart/range", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, between(year, seconds(r, "from"), seconds(r, "to")))
	})
	mux.HandleFunc("POST /api/v0/bundles/", searchOf(searchedOffers(t)))
	return mux
}

func answerJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

// farmOffers is 500.farm's list of the two offers that are recorded of its 18,909.
func farmOffers(t *testing.T) []byte {
	t.Helper()
	var list map[string]any
	decode(t, recordedFile(t, "samples", "vastai/exporter-offers-2025-07-26-two.json"), &list)
	list["count"] = 2
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// searchedOffers are the two offers that are recorded of Vast.AI's own search, of 2022 and of 2024.
func searchedOffers(t *testing.T) []map[string]any {
	t.Helper()
	var answer struct{ Offers []map[string]any }
	decode(t, recordedFile(t, "samples", "vastai/bundles-2022-11-one.json"), &answer)
	var list []map[string]any
	decode(t, recordedFile(t, "vastai-cli", "search-offers-raw-1.json"), &list)
	return append(answer.Offers, list...)
}

// searchOf answers a search with the offers whose ids are asked for.
func searchOf(offers []map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Within struct{ Gte, Lt float64 } `json:"ask_contract_id"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		found := []map[string]any{}
		for _, offer := range offers {
			if id, _ := offer["id"].(float64); id >= asked.Within.Gte && (asked.Within.Lt == 0 || id < asked.Within.Lt) {
				found = append(found, offer)
			}
		}
		answerJSON(w, map[string]any{"offers": found})
	}
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

// aggregator is who recorded the clouds' prices: in the sheet it asks the median of them.
const aggregator = "Prime Intellect"

// cloudPrices is a line of the recorded prices of a GPU model in clouds.
type cloudPrices struct {
	Timestamp string
	GPUType   string `json:"gpu_type"`
	Stats     struct {
		Median json.Number
	} `json:"price_stats"`
	Providers map[string]struct {
		Min   json.Number
		Count json.Number
	} `json:"by_provider"`
}

// writeCloudPrices makes a price sheet of the recorded prices: of each snapshot the median, and each cloud's lowest price.
func writeCloudPrices(t *testing.T, path string) {
	t.Helper()
	var sheet bytes.Buffer
	lines := csv.NewWriter(&sheet)
	add := func(at, source, model string, price, available json.Number) {
		_ = lines.Write([]string{at, source, model, "1", price.String(), "on_demand", available.String()}) // Flush keeps the error
	}
	_ = lines.Write([]string{"observed_at", "source", "gpu_model", "gpu_count", "price_usd_per_hour", "price_kind", "available_count"})
	for _, name := range []string{"A100_80GB_PCIe", "GH200_96GB", "H100_80GB_PCIe", "H200_141GB"} {
		for _, snapshot := range readCloudPrices(t, name+".jsonl.gz") {
			at := strings.Replace(snapshot.Timestamp, "+00:00", "Z", 1)
			add(at, aggregator, snapshot.GPUType, snapshot.Stats.Median, "")
			for _, provider := range slices.Sorted(maps.Keys(snapshot.Providers)) {
				of := snapshot.Providers[provider]
				add(at, provider, snapshot.GPUType, of.Min, of.Count)
			}
		}
	}
	lines.Flush()
	if err := lines.Error(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, sheet.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readCloudPrices(t *testing.T, name string) (snapshots []cloudPrices) {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(recordedFile(t, "gpu-cloud-prices", name)))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(packed)
	for lines.Scan() {
		var snapshot cloudPrices
		decode(t, lines.Bytes(), &snapshot)
		snapshots = append(snapshots, snapshot)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return snapshots
}
