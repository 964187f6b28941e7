package sandbox_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/gpuprices"
	"github.com/lakepeer/lakepeer/extract/prices"
	"github.com/lakepeer/lakepeer/extract/vastai"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// rows is a sink that keeps rows as text, without the fields that their schema doesn't know.
type rows struct {
	text    map[string]bool
	rejects int
}

// Append implements extract.Sink.
func (r *rows) Append(batch arrow.RecordBatch) error {
	for i := range int(batch.NumRows()) {
		var cells []string
		for c, field := range batch.Schema().Fields() {
			if field.Name != "_extra" {
				cells = append(cells, field.Name+"="+batch.Column(c).ValueStr(i))
			}
		}
		r.text[strings.Join(cells, " ")] = true
	}
	return nil
}

// Reject implements extract.Sink.
func (r *rows) Reject(load.RejectedRow) { r.rejects++ }

// Mark implements extract.Sink.
func (*rows) Mark(int64) error { return nil }

// marketStreams makes every stream of the sources that read the served market.
func marketStreams(t *testing.T, w *sandbox.World, s *sandbox.Servers) []extract.Stream {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		MaxAttempts: 4, IdleTimeout: 100 * time.Millisecond, Clock: s.Clock.Now, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(client.Close)
	d := w.Deployment()
	market, err := vastai.New(vastai.Config{
		Instance: "main", Endpoint: s.URL("vast"), Farm: s.URL("farm"), Grafana: s.URL("grafana"), Datasource: "EdgV2xcnz", HistoryDays: 4,
		Client: client, Clock: s.Clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	witnesses, err := prices.New(prices.Config{
		Instance: "main", DefiLlama: s.URL("llama"), CoinGecko: s.URL("gecko"), From: w.Now().AddDate(0, 0, -300), Clock: s.Clock.Now, Client: client,
		Onchain: &prices.Onchain{Endpoint: s.URL("rpc"), ChainID: d.ChainID, ChainlinkETHUSD: d.PriceFeeds.ChainlinkETHUSD, LPTWETHPool: d.PriceFeeds.LPTWETHPool},
	})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := gpuprices.New(gpuprices.Config{
		Instance: "main", SkyPilot: s.URL("skypilot"), Clouds: []string{"aws", "gcp", "lambda", "vast", "runpod"}, Client: client,
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(market, witnesses, catalogue)
}

// read reads a part from its beginning to what is settled, cell by cell.
func read(ctx context.Context, stream extract.Stream, part load.Part, sink extract.Sink) error {
	switch stream := stream.(type) {
	case extract.SnapshotStream:
		return stream.Snapshot(ctx, part, sink)
	case extract.IntervalStream:
		end, err := stream.SettledUntil(ctx)
		for at := part.From; at < end && err == nil; {
			gap := load.Interval{From: at, To: min(end, (at/stream.Grid()+1)*stream.Grid())}
			err = stream.Read(ctx, part, gap, sink)
			at = gap.To
		}
		return err
	}
	return fmt.Errorf("%s is neither along an axis nor a snapshot", stream.ID())
}

// landed reads every part of every stream until it comes without an error and without a malformed row.
func landed(t *testing.T, w *sandbox.World, o sandbox.ServeOptions, tries int) map[string]*rows {
	t.Helper()
	lake, err := load.Open(t.TempDir(), load.Network{Name: sandbox.NetworkName, ChainID: sandbox.ChainID, Controller: w.Deployment().Controller}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*rows{}
	begin := 100 * o.FaultSeed
	for try := range tries {
		o.FaultSeed = begin + uint64(try)
		servers, err := sandbox.Serve(t.Context(), w, o)
		if err != nil {
			t.Fatal(err)
		}
		missing := 0
		for _, stream := range marketStreams(t, w, servers) {
			parts, err := stream.Parts(t.Context(), lake)
			if err != nil {
				missing++
				continue
			}
			for _, part := range parts {
				name := stream.ID().Stream + "/" + part.Name
				if found[name] != nil {
					continue
				}
				sink := &rows{text: map[string]bool{}}
				if err := read(t.Context(), stream, part, sink); err != nil || sink.rejects > 0 {
					missing++
					t.Logf("try %d: %s: %d rows, %d malformed: %v", try, name, len(sink.text), sink.rejects, err)
					continue
				}
				found[name] = sink
			}
		}
		if err := servers.Close(); err != nil {
			t.Fatal(err)
		}
		if missing == 0 {
			return found
		}
	}
	t.Fatalf("after %d tries something is still missing", tries)
	return nil
}

// TestExtractorsReadTheMarket reads everything that the market's servers have with the real sources: at once without
// faults, and after some tries, with the same rows, with all of them.
func TestExtractorsReadTheMarket(t *testing.T) {
	w, err := sandbox.NewWorld(t.Context(), sandbox.Config{Seed: 3, Rounds: 12, Orchestrators: 8, Delegators: 40, Gateways: 2})
	if err != nil {
		t.Fatal(err)
	}
	plain := landed(t, w, sandbox.ServeOptions{}, 1)
	for name, least := range map[string]int{"offers/": 1200, "farm_offers/": 1200, "farm_machines/": 200, "farm_hosts/": 40, "farm_gpu_stats/": 200, "farm_history/": 2_000, "defillama/": 299, "coingecko/": 300, "onchain/": 1, "skypilot/": 30} {
		known := false
		for part, r := range plain {
			if strings.HasPrefix(part, name) {
				known = true
				if len(r.text) < least {
					t.Errorf("%s has %d rows, at least %d are there", part, len(r.text), least)
				}
			}
		}
		if !known {
			t.Errorf("no part of %s is read", name)
		}
	}
	for _, o := range []sandbox.ServeOptions{
		{Faults: faults.Light, FaultSeed: 1}, {Faults: faults.Heavy, FaultSeed: 3},
	} {
		for name, r := range landed(t, w, o, 10) {
			for row := range r.text {
				if !plain[name].text[row] {
					t.Fatalf("%s, seed %d: %s has a row that isn't true: %s", o.Faults, o.FaultSeed, name, row)
				}
			}
			if len(r.text) != len(plain[name].text) {
				t.Errorf("%s, seed %d: %s has %d of %d rows", o.Faults, o.FaultSeed, name, len(r.text), len(plain[name].text))
			}
		}
	}
}
