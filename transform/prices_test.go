package transform_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract/prices"
	"github.com/lakepeer/lakepeer/load"
)

// land commits a slice of rows, each of its columns by name, to a stream of the source prices.
func (w *world) land(stream string, key []string, slice load.Slice, rows []map[string]any) {
	w.t.Helper()
	schema := w.schemas["prices__"+stream]
	part := load.Part{Stream: load.StreamID{Source: "prices", Instance: "main", Stream: stream}, Name: "all", Axis: slice.Axis}
	if err := w.lake.AddPart(part); err != nil {
		w.t.Fatal(err)
	}
	writer, err := w.lake.NewWriter(load.WriterOptions{
		Part: part, Schema: schema, Key: key, SchemaVersion: 1, RunID: "run", ExtractedAt: w.now, Endpoint: "test",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := json.Marshal(rows)
	if err != nil {
		w.t.Fatal(err)
	}
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(string(text)))
	if err != nil {
		w.t.Fatal(err)
	}
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		w.t.Fatal(err)
	}
	slice.Revision = 1
	if _, _, err := writer.Commit(w.t.Context(), slice, nil); err != nil {
		w.t.Fatal(err)
	}
}

// unix gives the seconds of a time of November 2026: "07 04:00:01".
func unix(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse(time.DateTime, "2026-11-"+text)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix()
}

// snapshotOfFeeds is ETH at 4096 USD and LPT at 1/1024 ETH (a square root of 1/32), in a block of a time. The feed was
// updated so many hours before.
func snapshotOfFeeds(t *testing.T, number int64, at string, age int64) map[string]any {
	t.Helper()
	return map[string]any{
		"block_number": number, "block_timestamp": unix(t, at), "chainlink_address": "0xfeed", "chainlink_round_id": "1",
		"chainlink_answer": "409600000000", "chainlink_decimals": 8, "chainlink_started_at": 0, "chainlink_updated_at": unix(t, at) - age*3600,
		"pool_address": "0x9001", "pool_sqrt_price_x96": "2475880078570760549798248448", "pool_tick": 0, "pool_observation_cardinality": 1,
		"pool_window_seconds": 1800,
	}
}

// TestADaysPriceHasPrecedenceAndBridgesTwoDays: DefiLlama before CoinGecko before the chain, each with the point that is
// nearest to midnight and at most 4 hours from it; two days without any are filled, the next are missing.
func TestADaysPriceHasPrecedenceAndBridgesTwoDays(t *testing.T) {
	w := newWorld(t)
	w.project(prices.Schemas(), "staging/prices__*.sql", "marts/dim_price_daily.sql", "checks/prices_agree.sql")
	var llama, gecko []map[string]any
	for _, p := range []struct{ at, price string }{
		{"01 00:00:40", "4100"},
		{"06 04:00:01", "5000"}, // too far from midnight
		{"07 00:00:00", "4000"},
		{"07 23:59:55", "4210"}, // nearer than the next
		{"08 00:00:10", "4220"},
	} {
		llama = append(llama, map[string]any{"price_time": unix(t, p.at), "coin": "coingecko:ethereum", "asset": "ETH", "price": p.price})
	}
	for _, p := range []struct{ at, price string }{{"01 00:00:00", "4090.5"}, {"01 23:58:00", "4080"}, {"07 00:00:00", "4160"}} {
		at := unix(t, p.at)
		gecko = append(gecko, map[string]any{"price_time": at, "coin_id": "ethereum", "asset": "ETH", "price_time_ms": at * 1000, "price": p.price})
	}
	month := load.Slice{Axis: load.AxisTime, Interval: load.Interval{From: unix(t, "01 00:00:00"), To: unix(t, "20 00:00:00")}}
	w.land("defillama", []string{"price_time", "coin"}, month, llama)
	w.land("coingecko", []string{"price_time", "coin_id"}, month, gecko)
	moment := load.Slice{Axis: load.AxisInstant, Interval: load.Interval{From: w.now.Unix(), To: w.now.Unix() + 1}}
	w.land("onchain", []string{"block_number"}, moment, []map[string]any{
		snapshotOfFeeds(t, 10, "01 01:00:00", 1), snapshotOfFeeds(t, 20, "02 01:00:00", 26), // the second is stale
	})
	p := w.mustRun()
	want := []string{
		"2026-11-01 ETH 4100.00000000 defillama observed 0 3 reported 4096.00000000 40",
		"2026-11-01 LPT 4.00000000 onchain derived 0 1 onchain 4.00000000 <null>",
		"2026-11-02 ETH 4080.00000000 coingecko observed 0 1 reported <null> <null>",
		"2026-11-03 ETH 4080.00000000 coingecko filled 1 0 modelled <null> <null>",
		"2026-11-04 ETH 4080.00000000 coingecko filled 2 0 modelled <null> <null>",
		"2026-11-05 ETH <null> <null> missing 3 0 <null> <null> <null>",
		"2026-11-06 ETH <null> <null> missing 4 0 <null> <null> <null>",
		"2026-11-07 ETH 4000.00000000 defillama observed 0 2 reported <null> 0",
		"2026-11-08 ETH 4210.00000000 defillama observed 0 1 reported <null> -5",
	}
	got := query(t, p.Path, `select price_date, asset, price_usd, source, method, gap_days_count, witness_count, evidence, onchain_usd, defillama_offset_seconds
		from main.dim_price_daily order by price_date, asset`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	why := query(t, p.Path, "select distinct missing_reason from main.dim_price_daily where missing_reason is not null")
	if len(why) != 1 || !strings.HasSuffix(why[0], "since 2026-11-02") {
		t.Errorf("prices are missing because of %q", why)
	}
	for _, check := range p.Manifest.Checks {
		if check.Name != "prices_agree" {
			continue
		}
		if check.Failing != 1 || !strings.Contains(string(check.Sample[0]), "2026-11-07") {
			t.Errorf("of the witnesses that disagree, by 3.8 %% on the 7th, it is said: %+v", check)
		}
		return
	}
	t.Error("nothing compares the witnesses")
}
