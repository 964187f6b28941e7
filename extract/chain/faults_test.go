package chain

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/sandbox/faults"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestFaultsChangeNothing: runs against an endpoint that misbehaves in every way land, in the end, what one run against a
// well-behaved one lands.
func TestFaultsChangeNothing(t *testing.T) {
	clean := newSite(t)
	clean.mustRunAll(faultyConfig(t, clean, jsonrpc.Options{}))
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			s := newSite(t)
			s.client = httpclient.New(httpclient.Options{
				HeaderTimeout: 5 * time.Second, IdleTimeout: 250 * time.Millisecond,
				Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
			})
			t.Cleanup(s.client.Close)
			for run := range uint64(40) {
				report, err := s.runAll(faultyConfig(t, s, jsonrpc.Misbehave(faults.Heavy, seed+100*run)))
				if err == nil && report.Complete() {
					break
				}
			}
			for _, stream := range []string{"logs", "lpt_transfers", "blocks", "receipts"} {
				want := facts(clean, stream)
				if diff := cmp.Diff(want, facts(s, stream)); diff != "" || len(want) < 50 {
					t.Errorf("%s differs (-clean +faulty):\n%s", stream, diff)
				}
			}
		})
	}
}

// faultyConfig serves rewards, deposits and mints; the token's logs are among the others.
func faultyConfig(t *testing.T, s *site, options jsonrpc.Options) Config {
	logs := append(logsEvery(120, 6, 0), mintsEvery(60, 14, 0)...)
	c := tokenConfig(s, 3)
	c.Endpoint = serve(t, jsonrpc.NewServer(detailed(logs), options))
	c.BatchSize = 20
	return c
}

// facts are a stream's rows, without what differs from run to run and without fields that only some replies have.
func facts(s *site, stream string) map[string]map[string]string {
	found := map[string]map[string]string{}
	for _, row := range s.rows(stream) {
		for _, column := range []string{"_run_id", "_extracted_at", "_extra"} {
			delete(row, column)
		}
		key := row["block_number"] + "-" + row["log_index"]
		if other, twice := found[key]; twice && !maps.Equal(other, row) {
			s.t.Errorf("%s has two rows of %s: %v and %v", stream, key, other, row)
		}
		found[key] = row
	}
	return found
}
