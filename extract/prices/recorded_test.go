package prices

import (
	"context"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/load"
)

// recorded gives a recorded payload, or skips the test where the recordings aren't at hand.
func recorded(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the recorded payloads are not beside the project: %v", err)
	}
	return content
}

// landed gives the prices of a lake's LPT part by their milliseconds.
func landed(t *testing.T, lake *load.Lake, id load.StreamID) map[int64]string {
	t.Helper()
	parts, err := lake.Parts(id)
	if err != nil {
		t.Fatal(err)
	}
	var files []load.File
	for _, part := range parts {
		if part.Name == "livepeer" {
			if files, err = lake.Files(part, load.ListOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	prices := map[int64]string{}
	for _, f := range files {
		parquet, err := file.OpenParquetFile(f.Path, false)
		if err != nil {
			t.Fatal(err)
		}
		reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		table, err := reader.ReadTable(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		rows := array.NewTableReader(table, 0)
		for rows.Next() {
			batch := rows.RecordBatch()
			millis := batch.Column(batch.Schema().FieldIndices("price_time_ms")[0]).(*array.Int64)
			price := batch.Column(batch.Schema().FieldIndices("price")[0])
			for i := range int(batch.NumRows()) {
				prices[millis.Value(i)] = price.ValueStr(i)
			}
		}
		rows.Release()
		table.Release()
		_ = parquet.Close()
	}
	return prices
}

// TestRecordedYearOfLPT lands the recorded answer of CoinGecko in two runs, a day apart: the day on which it was recorded
// is settled on the next one only. The figures are those of shared/data/KNOWN_ANSWERS.md.
func TestRecordedYearOfLPT(t *testing.T) {
	body := recorded(t, "coingecko/coingecko-market-chart-livepeer-usd-365d.json")
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
	lake := newLake(t)
	var id load.StreamID
	for _, clock := range []time.Time{time.Date(2025, 12, 20, 12, 0, 0, 0, time.UTC), time.Date(2025, 12, 21, 6, 0, 0, 0, time.UTC)} {
		stream := only[*CoinGecko](t, Config{CoinGecko: url, Client: newClient(t), Clock: at(clock), From: time.Unix(daySeconds, 0)})
		id = stream.ID()
		if report := run(t, lake, stream); !report.Complete() {
			t.Fatal(report.Missing())
		}
	}
	prices := landed(t, lake, id)
	days := map[string]string{}
	sum, low, high := new(big.Rat), new(big.Rat).SetInt64(1000), new(big.Rat)
	var lowDay, highDay string
	for millis, text := range prices {
		price, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("price %q", text)
		}
		date := time.UnixMilli(millis).UTC().Format(time.DateOnly)
		days[date] = text
		sum.Add(sum, price)
		if price.Cmp(low) < 0 {
			low, lowDay = price, date+" "+text
		}
		if price.Cmp(high) > 0 {
			high, highDay = price, date+" "+text
		}
	}
	if len(prices) != 366 || len(days) != 365 {
		t.Errorf("%d points on %d days, want 366 on 365", len(prices), len(days))
	}
	if want := "2025-12-19 3.010938595717127"; lowDay != want {
		t.Errorf("the lowest is %s, want %s", lowDay, want)
	}
	if want := "2024-12-25 19.62913145224678"; highDay != want {
		t.Errorf("the highest is %s, want %s", highDay, want)
	}
	if mean := sum.Quo(sum, new(big.Rat).SetInt64(int64(len(prices)))).FloatString(12); mean != "6.880144251339" {
		t.Errorf("the mean is %s, want 6.880144251339", mean)
	}
}
