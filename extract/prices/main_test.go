package prices

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	network = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}
	// now is noon, so that the day before it is settled.
	now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
)

func at(instant time.Time) func() time.Time { return func() time.Time { return instant } }

// only makes the one stream that the configuration names.
func only[S extract.Stream](t testing.TB, config Config) S {
	t.Helper()
	config.Instance = "main"
	streams, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if len(streams) != 1 {
		t.Fatalf("%d streams were made instead of 1", len(streams))
	}
	return streams[0].(S)
}

// newClient waits for nothing.
func newClient(t testing.TB, secrets ...string) *httpclient.Client {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		Secrets: secrets, MaxAttempts: 2, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(client.Close)
	return client
}

func serve(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// answer sends a value as JSON.
func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

func queried(r *http.Request, name string) int64 {
	n, _ := strconv.ParseInt(r.URL.Query().Get(name), 10, 64) // a test's own request
	return n
}

// run extracts once into a lake.
func run(t testing.TB, lake *load.Lake, stream extract.Stream) extract.Report {
	t.Helper()
	runner := extract.Runner{Lake: lake, Streams: []extract.Stream{stream}, RunID: "run-1", Clock: at(now)}
	report, err := runner.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func newLake(t testing.TB) *load.Lake {
	t.Helper()
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return lake
}

// text gives a price of a day that no floating-point number holds exactly.
func text(day int64) string { return fmt.Sprintf("%d.0000000000000000%03d", 1+day%7, day%1000) }
