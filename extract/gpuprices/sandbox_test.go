package gpuprices

import (
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

// TestSandboxsCatalogue reads every cloud that the sandbox serves, each with its own order of columns, and one that it
// doesn't: that one fails alone.
func TestSandboxsCatalogue(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC) }
	url := serve(t, market.New(market.Config{Seed: 7}).SkyPilot(clock).ServeHTTP)
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stream := only[*SkyPilot](t, Config{SkyPilot: url, Clouds: []string{"aws", "gcp", "lambda", "nowhere", "runpod", "vast"}, Client: newClient(t)})
	runner := extract.Runner{Lake: lake, Streams: []extract.Stream{stream}, RunID: "run-1", Clock: clock}
	report, err := runner.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range report.Streams[0].Parts {
		if failed := part.Error != ""; failed != (part.Part == "nowhere") || part.Rejected > 0 || part.Rows == 0 != failed {
			t.Errorf("part %s has %d rows, %d rejected, and says %q", part.Part, part.Rows, part.Rejected, part.Error)
		}
	}
	if fields := report.Streams[0].NewFields; len(fields) > 0 {
		t.Errorf("columns %q are unknown", fields)
	}
}
