package extracttest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// row is a row of the lake as text, by column.
type row map[string]string

const null = "NULL"

// home is a lake of its own, and what happened to it.
type home struct {
	t       *testing.T
	subject Subject
	lake    *load.Lake
	now     time.Time
	runs    int
	data    int // requests for rows in the latest run
	id      load.StreamID
	axis    load.Axis
}

func newHome(t *testing.T, s Subject) *home {
	t.Helper()
	lake, err := load.Open(t.TempDir(), s.Network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Prepare != nil {
		s.Prepare(t, lake)
	}
	return &home{t: t, subject: s, lake: lake, now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
}

// run extracts once from a server of its own. The fault, if any, meets one request for rows. The clock goes on, unless
// that made a snapshot another one.
func (h *home) run(ctx context.Context, world World, fault middleware) (extract.Report, error) {
	h.t.Helper()
	server := httptest.NewServer(h.faulty(h.subject.Serve(h.t, world), fault))
	defer server.Close()
	client := httpclient.New(httpclient.Options{
		Clock: func() time.Time { return h.now },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	defer client.Close()
	h.runs++
	h.data = 0
	stream := h.subject.Stream(h.t, server.URL, client)
	h.id, h.axis = stream.ID(), stream.Axis()
	if h.axis != load.AxisInstant {
		h.now = h.now.Add(time.Hour)
	}
	runner := extract.Runner{
		Lake: h.lake, Streams: []extract.Stream{stream},
		RunID: fmt.Sprintf("run-%d", h.runs), Clock: func() time.Time { return h.now }, FileRows: int64(h.subject.Rows/4 + 1),
	}
	return runner.Run(ctx)
}

// mustRun extracts once, and everything must be there afterwards.
func (h *home) mustRun(world World, fault middleware) extract.Report {
	h.t.Helper()
	report, err := h.run(h.t.Context(), world, fault)
	if err != nil {
		h.t.Fatalf("run %d: %v", h.runs, err)
	}
	if !report.Complete() {
		h.t.Fatalf("run %d is not complete: %s", h.runs, strings.Join(report.Missing(), "; "))
	}
	return report
}

// nothingMore runs again: what is committed is not asked for again.
func (h *home) nothingMore(world World) {
	h.t.Helper()
	if report := h.mustRun(world, nil); report.Files() != 0 || h.data != 0 {
		h.t.Errorf("another run committed %d files and asked for rows %d times, with nothing new to be had", report.Files(), h.data)
	}
}

func (h *home) same(want []row) {
	h.t.Helper()
	h.compare(want, h.rows())
}

func (h *home) compare(want, got []row) {
	h.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		h.t.Errorf("the rows of the lake differ (-want +got):\n%s", diff)
	}
}

// files gives the live files of all parts of the subject's stream.
func (h *home) files() []load.File {
	h.t.Helper()
	streams, err := h.lake.Streams()
	if err != nil {
		h.t.Fatal(err)
	}
	var files []load.File
	for _, stream := range streams {
		if stream != h.id {
			continue
		}
		parts, err := h.lake.Parts(stream)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, part := range parts {
			more, err := h.lake.Files(part, load.ListOptions{})
			if err != nil {
				h.t.Fatal(err)
			}
			files = append(files, more...)
		}
	}
	return files
}

// rows reads the lake, in its order, without what differs from run to run.
func (h *home) rows() []row {
	h.t.Helper()
	var rows []row
	for _, f := range h.files() {
		more, err := readRows(f.Path)
		if err != nil {
			h.t.Fatalf("read %s: %v", f.Path, err)
		}
		rows = append(rows, more...)
	}
	return rows
}

func readRows(path string) ([]row, error) {
	parquet, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer func() { _ = parquet.Close() }()
	reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	table, err := reader.ReadTable(context.Background())
	if err != nil {
		return nil, err
	}
	defer table.Release()
	batches := array.NewTableReader(table, 0)
	defer batches.Release()
	var rows []row
	for batches.Next() {
		batch := batches.RecordBatch()
		for i := range int(batch.NumRows()) {
			r := row{}
			for c, field := range batch.Schema().Fields() {
				switch {
				case field.Name == "_run_id" || field.Name == "_extracted_at":
				case batch.Column(c).IsNull(i):
					r[field.Name] = null
				default:
					r[field.Name] = batch.Column(c).ValueStr(i)
				}
			}
			rows = append(rows, r)
		}
	}
	return rows, batches.Err()
}

func cloneWith(r row, column, value string) row {
	c := maps.Clone(r)
	c[column] = value
	return c
}

// faulty puts the fault before one request for rows, and counts such requests.
func (h *home) faulty(next http.Handler, fault middleware) http.Handler {
	if fault == nil {
		fault = func(next http.Handler) http.Handler { return next }
	}
	broken := fault(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := drain(r)
		if !h.subject.IsData(r, body) {
			next.ServeHTTP(w, r)
			return
		}
		if h.data++; h.data == h.subject.strike {
			broken.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
