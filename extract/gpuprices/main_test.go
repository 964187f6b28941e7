package gpuprices

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var network = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}

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
func newClient(t testing.TB) *httpclient.Client {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		MaxAttempts: 2, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
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

// recorder is a Sink that keeps rows as text by column; NULL is "(null)".
type recorder struct {
	rows    []map[string]string
	rejects []load.RejectedRow
}

func (r *recorder) Append(batch arrow.RecordBatch) error {
	for i := range int(batch.NumRows()) {
		row := map[string]string{}
		for c, column := range batch.Columns() {
			row[batch.ColumnName(c)] = column.ValueStr(i)
		}
		r.rows = append(r.rows, row)
	}
	return nil
}

func (r *recorder) Reject(row load.RejectedRow) { r.rejects = append(r.rejects, row) }

func (r *recorder) Mark(int64) error { return nil }

// checkRows holds what every decoder promises: each line is a row or rejected, and a batch of the rows can be built.
func checkRows(t *testing.T, body []byte, comment rune, b batch, rejected []load.RejectedRow) {
	t.Helper()
	_, table, err := readTable(body, comment)
	if err != nil || len(b.rows)+len(rejected) != len(table) {
		t.Errorf("%d rows and %d rejected of %d, %v", len(b.rows), len(rejected), len(table), err)
	}
	var out recorder
	if err := b.appendTo(&out); err != nil || len(out.rows) != len(b.rows) {
		t.Errorf("%d rows of %d in the batches, %v", len(out.rows), len(b.rows), err)
	}
	for _, row := range out.rows {
		if extra, ok := row["_extra"]; ok && extra != "(null)" && !json.Valid([]byte(extra)) {
			t.Errorf("extra %q isn't JSON", extra)
		}
	}
}
