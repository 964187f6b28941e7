package explorer

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	network = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}
	noon    = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
)

// address gives the i-th address of the tests.
func address(i int) string { return fmt.Sprintf("0x%040x", i+1) }

// landing is a sink that keeps rows as text by column; a NULL isn't there.
type landing struct {
	rows    []map[string]string
	rejects []load.RejectedRow
	marks   []int64
}

// Append implements extract.Sink.
func (l *landing) Append(batch arrow.RecordBatch) error {
	for i := range int(batch.NumRows()) {
		row := map[string]string{}
		for c, field := range batch.Schema().Fields() {
			if batch.Column(c).IsValid(i) {
				row[field.Name] = batch.Column(c).ValueStr(i)
			}
		}
		l.rows = append(l.rows, row)
	}
	return nil
}

// Reject implements extract.Sink.
func (l *landing) Reject(row load.RejectedRow) { l.rejects = append(l.rejects, row) }

// Mark implements extract.Sink.
func (l *landing) Mark(upTo int64) error {
	l.marks = append(l.marks, upTo)
	return nil
}

func newClient(t testing.TB) *httpclient.Client {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		MaxAttempts: 2, Clock: func() time.Time { return noon }, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(client.Close)
	return client
}

// serve gives the address of a server.
func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// reply is an answer.
type reply struct {
	status int
	header http.Header
	body   string
}

// serving gives the same answer to everything.
func serving(t testing.TB, r reply) string {
	t.Helper()
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range r.header {
			w.Header()[name] = values
		}
		if r.status > 0 {
			w.WriteHeader(r.status)
		}
		_, _ = w.Write([]byte(r.body))
	}))
}

// everything is a configuration in which one address is all hosts.
func everything(url string) Config {
	return Config{Endpoint: url, Leaderboard: url, AILeaderboard: url, PriceList: url, Chain: "main"}
}

// streamOf makes the streams of a configuration and gives the one of that name.
func streamOf(t testing.TB, c Config, name string) extract.Stream {
	t.Helper()
	c.Instance = "main"
	if c.Clock == nil {
		c.Clock = func() time.Time { return noon }
	}
	if c.Client == nil {
		c.Client = newClient(t)
	}
	streams, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(streams, func(s extract.Stream) bool { return s.ID().Stream == name })
	if i < 0 {
		t.Fatalf("there is no stream %s", name)
	}
	return streams[i]
}

// take takes a snapshot of the stream of that name, of a server with one answer.
func take(t testing.TB, name string, r reply) (*landing, error) {
	t.Helper()
	stream, ok := streamOf(t, everything(serving(t, r)), name).(extract.SnapshotStream)
	if !ok {
		t.Fatalf("%s is no snapshot stream", name)
	}
	sink := &landing{}
	return sink, stream.Snapshot(t.Context(), load.Part{}, sink)
}

// look looks keys up in the stream of that name.
func look(t testing.TB, c Config, name string, keys ...string) (*landing, error) {
	t.Helper()
	stream, ok := streamOf(t, c, name).(extract.LookupStream)
	if !ok {
		t.Fatalf("%s is no lookup stream", name)
	}
	sink := &landing{}
	return sink, stream.Lookup(t.Context(), load.Part{}, keys, sink)
}

func newLake(t testing.TB) *load.Lake {
	t.Helper()
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return lake
}

// run extracts once into a lake.
func run(t testing.TB, lake *load.Lake, streams ...extract.Stream) extract.Report {
	t.Helper()
	runner := extract.Runner{Lake: lake, Streams: streams, RunID: "run-1", Clock: func() time.Time { return noon }}
	report, err := runner.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// commit writes rows as a slice of a stream. A column whose first value is an int64 is one of integers, any other of texts.
func commit(t testing.TB, lake *load.Lake, id load.StreamID, slice load.Slice, names []string, rows ...[]any) {
	t.Helper()
	var fields []arrow.Field
	var key []string
	for i, name := range names {
		if !slices.ContainsFunc(rows, func(row []any) bool { return row[i] == nil }) {
			key = append(key, name)
		}
		field := arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
		if _, ok := rows[0][i].(int64); ok {
			field.Type = arrow.PrimitiveTypes.Int64
		}
		fields = append(fields, field)
	}
	schema := arrow.NewSchema(fields, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for _, row := range rows {
		for i, value := range row {
			appendValue(builder.Field(i), value)
		}
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	part := load.Part{Stream: id, Name: "all", Axis: slice.Axis, Asks: []byte(`{}`)}
	if err := lake.AddPart(part); err != nil {
		t.Fatal(err)
	}
	writer, err := lake.NewWriter(load.WriterOptions{
		Part: part, Schema: schema, Key: key, SchemaVersion: 1, RunID: "run-0", ExtractedAt: noon, Endpoint: "test",
	})
	if err == nil {
		if err = writer.Append(batch); err == nil {
			_, _, err = writer.Commit(t.Context(), slice, map[string]string{})
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// instant is the slice of a snapshot.
func instant(at time.Time) load.Slice {
	return load.Slice{Axis: load.AxisInstant, Interval: load.Interval{From: at.Unix(), To: at.Unix() + 1}}
}

// landed gives every committed row of a stream.
func landed(t testing.TB, lake *load.Lake, stream extract.Stream) (rows []map[string]string) {
	t.Helper()
	files, err := filesOf(lake, stream.ID())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, field := range stream.Schema().Fields() {
		names = append(names, field.Name)
	}
	for _, f := range files {
		err := scanTexts(t.Context(), f.Path, names, func(values []string) {
			row := map[string]string{}
			for i, name := range names {
				row[name] = values[i]
			}
			rows = append(rows, row)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// recorded reads a file of recorded data, or skips the test.
func recorded(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the recorded data are not beside the checkout: %v", err)
	}
	return body
}
