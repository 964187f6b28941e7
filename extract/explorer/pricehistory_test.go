package explorer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// prices is a price list of two orchestrators that answers a page of 1000 at most, the newest first, both ends included.
func prices(points map[string][]int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/orchestratorStats" {
			_, _ = fmt.Fprintf(w, `[{"Address": %q, "PricePerPixel": 0}, {"Address": %q, "PricePerPixel": 5}]`, strings.Replace(address(10), "b", "B", 1), address(11))
			return
		}
		number := func(name string) int64 {
			n, _ := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
			return n
		}
		page := []map[string]any{}
		skip := number("offset")
		all := points[strings.TrimPrefix(r.URL.Path, "/priceHistory/")]
		for i := len(all) - 1; i >= 0; i-- {
			if all[i] < number("from") || all[i] > number("till") {
				continue
			}
			if skip--; skip < 0 && int64(len(page)) < number("limit") {
				page = append(page, map[string]any{"Time": all[i], "PricePerPixel": float64(i) + 0.25})
			}
		}
		_ = json.NewEncoder(w).Encode(page)
	})
}

// TestPriceHistoryIsReadPageByPage has more prices than a page, on window and gap borders too.
func TestPriceHistoryIsReadPageByPage(t *testing.T) {
	from := midnight(noon.Unix()) - 40*daySeconds
	end := midnight(noon.Unix())
	points := map[string][]int64{address(11): {from - 1, from, from + windowDays*daySeconds - 1, from + windowDays*daySeconds, end - 1, end}}
	for i := range int64(2500) {
		points[address(10)] = append(points[address(10)], from+i*600)
	}
	lake := newLake(t)
	stream := streamOf(t, Config{PriceList: serve(t, prices(points)), HistoryDays: 40}, "price_history")
	if report := run(t, lake, stream); !report.Complete() {
		t.Fatal(report.Missing())
	}
	counts := map[string]int{}
	for _, row := range landed(t, lake, stream) {
		counts[row["orchestrator"]]++
	}
	if counts[address(10)] != 2500 || counts[address(11)] != 4 || len(counts) != 2 {
		t.Errorf("rows: %v", counts)
	}
	before, _ := stream.(*PriceHistory).Usage()
	if report := run(t, lake, stream); !report.Complete() {
		t.Fatal(report.Missing())
	}
	if after, _ := stream.(*PriceHistory).Usage(); after != before {
		t.Errorf("%d requests for what is there already", after-before)
	}
}

// TestMalformedPricesAreRejected keeps what can be read.
func TestMalformedPricesAreRejected(t *testing.T) {
	day := midnight(noon.Unix()) - daySeconds
	body := fmt.Sprintf(`[{"Time": %d, "PricePerPixel": -1}, {"Time": "noon", "PricePerPixel": 1}, 7, {"Time": %d, "PricePerPixel": 3},
		{"Time": %d, "PricePerPixel": 4}]`, day, day, day)
	lake := newLake(t)
	stream := streamOf(t, Config{HistoryDays: 1, PriceList: serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/orchestratorStats" {
			_, _ = fmt.Fprintf(w, `[{"Address": %q, "PricePerPixel": 1}]`, address(0))
			return
		}
		_, _ = w.Write([]byte(body))
	}))}, "price_history")
	report := run(t, lake, stream)
	rows := landed(t, lake, stream)
	if part := report.Streams[0].Parts[0]; part.Rejected != 3 || part.Error != "" || len(rows) != 2 || rows[1]["occurrence"] != "1" {
		t.Errorf("%d rejected, %s, rows %v", part.Rejected, part.Error, rows)
	}
}
