package load

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

var (
	testNetwork  = Network{Name: "testnet", ChainID: 7, Controller: "0x00000000000000000000000000000000000000c0"}
	otherNetwork = Network{Name: "othernet", ChainID: 8, Controller: "0x00000000000000000000000000000000000000c1"}
	testStream   = StreamID{Source: "chain", Instance: "main", Stream: "logs"}
	testInstant  = time.Date(2026, 11, 23, 10, 0, 0, 123456789, time.UTC)
)

// testSchema has a column of every type that the lake keeps.
var testSchema = arrow.NewSchema([]arrow.Field{
	{Name: "block", Type: arrow.PrimitiveTypes.Int64},
	{Name: "name", Type: arrow.BinaryTypes.String},
	{Name: "kind", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "small", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
	{Name: "ratio", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "flag", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	{Name: "wei", Type: &arrow.Decimal128Type{Precision: 38}, Nullable: true},
	{Name: "bytes", Type: arrow.BinaryTypes.Binary, Nullable: true},
	{Name: "at", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
}, nil)

// testRow is one row of testSchema; the columns besides the key are made of seed, NULL here and there.
type testRow struct {
	block int64
	name  string
	seed  int64
	extra string
}

func row(block int64, name string) testRow { return testRow{block: block, name: name, seed: block} }

// rowsOf gives one row for each block of [from, to).
func rowsOf(from, to int64) []testRow {
	var rows []testRow
	for b := from; b < to; b++ {
		rows = append(rows, row(b, fmt.Sprintf("0x%04x", b)))
	}
	return rows
}

// batchOf makes a batch; it has an _extra column if a row has one.
func batchOf(t testing.TB, mem memory.Allocator, rows []testRow) arrow.RecordBatch {
	t.Helper()
	schema := testSchema
	for _, r := range rows {
		if r.extra != "" {
			schema = arrow.NewSchema(append(append([]arrow.Field{}, testSchema.Fields()...), standardFields[constantColumns]), nil)
		}
	}
	b := array.NewRecordBuilder(mem, schema)
	defer b.Release()
	for _, r := range rows {
		b.Field(0).(*array.Int64Builder).Append(r.block)
		b.Field(1).(*array.StringBuilder).Append(r.name)
		if r.seed%5 == 3 {
			for i := 2; i < testSchema.NumFields(); i++ {
				b.Field(i).AppendNull()
			}
		} else {
			b.Field(2).(*array.StringBuilder).Append([]string{"", "a", "b"}[uint64(r.seed)%3])
			b.Field(3).(*array.Int32Builder).Append(int32(r.seed))
			b.Field(4).(*array.Float64Builder).Append(float64(r.seed) / 3)
			b.Field(5).(*array.BooleanBuilder).Append(r.seed%2 == 0)
			b.Field(6).(*array.Decimal128Builder).Append(decimal128.New(r.seed, uint64(r.seed)))
			b.Field(7).(*array.BinaryBuilder).Append([]byte{byte(r.seed), 0})
			b.Field(8).(*array.TimestampBuilder).Append(arrow.Timestamp(r.seed * 1_000_003))
		}
		if schema.NumFields() > testSchema.NumFields() {
			if extra := b.Field(9).(*array.StringBuilder); r.extra == "" {
				extra.AppendNull()
			} else {
				extra.Append(r.extra)
			}
		}
	}
	return b.NewRecordBatch()
}

func testPart(name string, axis Axis, from int64) Part {
	return Part{Stream: testStream, Name: name, Axis: axis, From: from, Asks: json.RawMessage(`{"of":"` + name + `"}`)}
}

func blocks(from, to int64) Slice {
	return Slice{Axis: AxisBlock, Interval: Interval{From: from, To: to}, Revision: 1}
}

// fixture is a lake with one part cut by blocks.
type fixture struct {
	testing.TB
	home string
	lake *Lake
	part Part
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := &fixture{TB: t, home: filepath.Join(t.TempDir(), "home"), part: testPart("deployment", AxisBlock, 0)}
	f.open(nil)
	f.must(f.lake.AddPart(f.part))
	return f
}

// open opens the lake as a new process would.
func (f *fixture) open(hook func(string)) {
	f.Helper()
	lake, err := Open(f.home, testNetwork, Options{Hook: hook})
	f.must(err)
	f.lake = lake
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// writer gives a writer of the part whose rows carry the given instant.
func (f *fixture) writer(p Part, at time.Time) *Writer {
	f.Helper()
	w, err := f.lake.NewWriter(WriterOptions{
		Part: p, Schema: testSchema, Key: []string{"block", "name"}, Dictionary: []string{"kind"},
		SchemaVersion: 3, RunID: "run-" + at.Format("150405"), ExtractedAt: at, Endpoint: "https://rpc.example/…",
	})
	f.must(err)
	return w
}

// commit commits rows and rejects as one slice.
func (f *fixture) commit(s Slice, rows []testRow, rejects ...RejectedRow) (File, bool) {
	f.Helper()
	return f.commitAt(testInstant, s, rows, rejects...)
}

func (f *fixture) commitAt(at time.Time, s Slice, rows []testRow, rejects ...RejectedRow) (File, bool) {
	f.Helper()
	w := f.writer(f.part, at)
	f.append(w, rows)
	for _, r := range rejects {
		w.Reject(r)
	}
	file, committed, err := w.Commit(f.Context(), s, nil)
	f.must(err)
	return file, committed
}

func (f *fixture) append(w *Writer, rows []testRow) {
	f.Helper()
	b := batchOf(f, memory.DefaultAllocator, rows)
	defer b.Release()
	f.must(w.Append(b))
}

// rows reads a file back as text, one line a row, without _extracted_at and _run_id.
func (f *fixture) rows(path string) []string {
	f.Helper()
	var lines []string
	f.must(readRows(f.Context(), path, func(b arrow.RecordBatch) error {
		for i := range int(b.NumRows()) {
			line := ""
			for c, column := range b.Columns() {
				if name := b.ColumnName(c); name != columnExtractedAt && name != columnRunID {
					line += name + "=" + column.ValueStr(i) + " "
				}
			}
			lines = append(lines, line)
		}
		return nil
	}))
	return lines
}

// files gives the names of the live files.
func (f *fixture) files(opt ListOptions) []string {
	f.Helper()
	files, err := f.lake.Files(f.part, opt)
	f.must(err)
	return namesOf(files)
}

func namesOf(files []File) []string {
	names := []string{}
	for _, file := range files {
		names = append(names, filepath.Base(file.Path))
	}
	return names
}

// verify expects a lake without findings.
func (f *fixture) verify() {
	f.Helper()
	_, findings, err := f.lake.Verify(f.Context(), nil)
	f.must(err)
	for _, finding := range findings {
		f.Errorf("verify: %s: %s", finding.Path, finding.Problem)
	}
}

// canceled gives a context that is done.
func canceled(t testing.TB) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
