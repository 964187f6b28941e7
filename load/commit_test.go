package load

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

func TestCommittedSliceIsReadBack(t *testing.T) {
	f := newFixture(t)
	w := f.writer(f.part, testInstant)
	rows := rowsOf(0, 20)
	rows[7].extra = `{"new":1}`
	f.append(w, rows)
	file, committed, err := w.Commit(t.Context(), blocks(0, 100), map[string]string{"anchor.hash": "0xab"})
	f.must(err)
	if !committed {
		t.Fatal("not committed")
	}
	lines := f.rows(file.Path)
	if len(lines) != 20 {
		t.Fatalf("read %d rows, want 20", len(lines))
	}
	want := `block=7 name=0x0007 kind=a small=7 ratio=2.3333333333333335 flag=false wei=129127208515966861319 bytes=BwA= at=1970-01-01T00:00:07.000021Z _instance=main _extra={"new":1} `
	if diff := cmp.Diff(want, lines[7]); diff != "" {
		t.Errorf("row 7: %s", diff)
	}
	if want := "block=3 name=0x0003 kind=(null) small=(null) ratio=(null) flag=(null) wei=(null) bytes=(null) at=(null) _instance=main _extra=(null) "; lines[3] != want {
		t.Errorf("row 3 is %q", lines[3])
	}
	meta, err := ReadMeta(file.Path)
	f.must(err)
	if len(meta.Checksum) != 64 {
		t.Errorf("checksum %q", meta.Checksum)
	}
	meta.Checksum = ""
	wantMeta := Meta{
		Network: testNetwork, Stream: testStream, Part: "deployment", Slice: "000000000000-000000000100.parquet",
		SchemaVersion: 3,
		Columns: "block int64, name utf8, kind utf8 null, small int32 null, ratio float64 null, flag bool null, wei decimal(38, 0) null, " +
			"bytes binary null, at timestamp[us, tz=UTC] null, _instance utf8, _extracted_at timestamp[us, tz=UTC], _run_id utf8, _extra utf8 null",
		Endpoint: "https://rpc.example/…", RunID: "run-100000",
		ExtractedAt: testInstant.Truncate(time.Microsecond), Rows: 20, Extra: map[string]string{"anchor.hash": "0xab"},
	}
	if diff := cmp.Diff(wantMeta, meta); diff != "" {
		t.Error(diff)
	}
	f.verify()
}

func TestEmptySliceIsCommitted(t *testing.T) {
	f := newFixture(t)
	file, committed := f.commit(blocks(0, 100), nil)
	if !committed || len(f.rows(file.Path)) != 0 {
		t.Fatalf("committed %v with %d rows", committed, len(f.rows(file.Path)))
	}
	h, err := f.lake.PartHorizon(f.part, ListOptions{})
	f.must(err)
	if h.Position != 100 {
		t.Errorf("the horizon is %d, want 100", h.Position)
	}
	f.verify()
}

func TestSliceOfSeveralRowGroups(t *testing.T) {
	f := newFixture(t)
	const n = rowGroupRows + 1000
	forward, _ := f.commit(blocks(0, n), rowsOf(0, n))
	w := f.writer(f.part, testInstant)
	for from := int64(n - 1000); from >= 0; from -= 1000 { // out of order
		f.append(w, rowsOf(from, from+1000))
	}
	f.append(w, rowsOf(0, n%1000))
	backward, committed, err := w.Commit(t.Context(), blocks(n, 2*n), nil)
	f.must(err)
	if !committed {
		t.Fatal("not committed")
	}
	if diff := cmp.Diff(f.rows(forward.Path), f.rows(backward.Path)); diff != "" {
		t.Error(diff[:min(len(diff), 2000)])
	}
	f.verify()
}

func TestRevisions(t *testing.T) {
	f := newFixture(t)
	first, _ := f.commit(blocks(0, 100), rowsOf(0, 10))

	later := testInstant.Add(time.Hour)
	same, committed := f.commitAt(later, blocks(0, 100), rowsOf(0, 10))
	if committed || same.Path != first.Path {
		t.Errorf("equal content committed %v %v", committed, same)
	}
	second, committed := f.commitAt(later, blocks(0, 100), rowsOf(0, 11))
	if !committed || second.Slice.Revision != 2 || !strings.HasSuffix(second.Path, "000000000100.r2.parquet") {
		t.Errorf("other content: committed %v %s", committed, second.Path)
	}
	third, committed := f.commitAt(later, blocks(0, 100), rowsOf(0, 11), RejectedRow{Position: 5, Reason: "bad", Original: []byte("x")})
	if !committed || third.Slice.Revision != 3 || third.RejectedPath == "" {
		t.Errorf("other rejected rows: committed %v %+v", committed, third)
	}
	fourth, committed := f.commitAt(later, blocks(0, 100), rowsOf(0, 10))
	if !committed || fourth.Slice.Revision != 4 || fourth.RejectedPath != "" {
		t.Errorf("the content of the first again: committed %v %+v", committed, fourth)
	}
	if got := f.files(ListOptions{}); !cmp.Equal(got, []string{"000000000000-000000000100.r4.parquet"}) {
		t.Errorf("live files: %v", got)
	}
	all, err := f.lake.AllFiles(f.part)
	f.must(err)
	if len(all) != 4 {
		t.Errorf("all files: %v", namesOf(all))
	}
	f.verify()
}

// TestExtraMakesRevision has a slice without rows whose last block was replaced: only its anchor tells.
func TestExtraMakesRevision(t *testing.T) {
	f := newFixture(t)
	for i, hash := range []string{"0xaa", "0xaa", "0xbb"} {
		file, committed, err := f.writer(f.part, testInstant).Commit(t.Context(), blocks(0, 100), map[string]string{"anchor.hash": hash})
		f.must(err)
		if want := []int{1, 1, 2}[i]; file.Slice.Revision != want || committed != (i != 1) {
			t.Errorf("%s: committed %v, revision %d, want %d", hash, committed, file.Slice.Revision, want)
		}
	}
	f.verify()
}

func TestDuplicatesAreKeptOnce(t *testing.T) {
	f := newFixture(t)
	once, _ := f.commit(blocks(0, 100), rowsOf(0, 10))
	w := f.writer(f.part, testInstant)
	f.append(w, rowsOf(0, 10))
	f.append(w, rowsOf(5, 10)) // the same page again
	if w.Rows() != 15 || w.Bytes() == 0 {
		t.Errorf("%d rows, %d bytes", w.Rows(), w.Bytes())
	}
	twice, committed, err := w.Commit(t.Context(), blocks(100, 200), nil)
	f.must(err)
	if w.Rows() != 0 || w.Bytes() != 0 {
		t.Errorf("after the commit: %d rows, %d bytes", w.Rows(), w.Bytes())
	}
	a, err := ReadMeta(once.Path)
	f.must(err)
	b, err := ReadMeta(twice.Path)
	f.must(err)
	if !committed || b.Rows != 10 || b.Duplicates != 5 || a.Checksum != b.Checksum {
		t.Errorf("committed %v, %d rows, %d duplicates, equal %v", committed, b.Rows, b.Duplicates, a.Checksum == b.Checksum)
	}
}

func TestConflictCommitsNothing(t *testing.T) {
	f := newFixture(t)
	w := f.writer(f.part, testInstant)
	f.append(w, rowsOf(0, 10))
	other := row(5, "0x0005")
	other.seed = 6
	f.append(w, []testRow{other})
	_, committed, err := w.Commit(t.Context(), blocks(0, 100), nil)
	var conflict *ConflictError
	if committed || !errors.As(err, &conflict) {
		t.Fatalf("committed %v, error %v", committed, err)
	}
	if conflict.Key != "block 5, name 0x0005" || conflict.Slice != "000000000000-000000000100.parquet" {
		t.Errorf("the conflict is %+v", conflict)
	}
	if got := f.files(ListOptions{}); len(got) != 0 || w.Rows() != 0 {
		t.Errorf("files %v, %d rows left", got, w.Rows())
	}
}

func TestCommitRefusesWhatCantLiveInThePart(t *testing.T) {
	f := newFixture(t)
	f.commit(blocks(100, 200), nil)
	tests := map[string]Slice{
		"another axis":   {Axis: AxisTime, Interval: Interval{From: 0, To: 86400}},
		"nothing":        blocks(5, 5),
		"backwards":      blocks(7, 5),
		"negative":       blocks(-5, 5),
		"too far":        blocks(0, 1_000_000_000_000),
		"within another": blocks(120, 150),
		"left overlap":   blocks(50, 150),
		"right overlap":  blocks(150, 250),
	}
	for name, s := range tests {
		t.Run(name, func(t *testing.T) {
			w := f.writer(f.part, testInstant)
			if _, committed, err := w.Commit(t.Context(), s, nil); err == nil || committed {
				t.Errorf("committed %v, error %v", committed, err)
			}
		})
	}
	if got := f.files(ListOptions{}); len(got) != 1 {
		t.Errorf("files: %v", got)
	}
}

func TestDoneContextCommitsNothing(t *testing.T) {
	f := newFixture(t)
	w := f.writer(f.part, testInstant)
	f.append(w, rowsOf(0, 10))
	if _, committed, err := w.Commit(canceled(t), blocks(0, 100), nil); err == nil || committed {
		t.Errorf("committed %v, error %v", committed, err)
	}
	if got := f.files(ListOptions{}); len(got) != 0 {
		t.Errorf("files: %v", got)
	}
}

func TestWriterReleasesBatches(t *testing.T) {
	f := newFixture(t)
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	w := f.writer(f.part, testInstant)
	for _, s := range []Slice{blocks(0, 100), blocks(100, 200)} {
		for _, rows := range [][]testRow{rowsOf(5, 9), rowsOf(0, 5)} {
			b := batchOf(t, mem, rows)
			f.must(w.Append(b))
			b.Release()
		}
		_, _, err := w.Commit(t.Context(), s, nil)
		f.must(err)
	}
	b := batchOf(t, mem, rowsOf(0, 3))
	f.must(w.Append(b))
	b.Release()
	w.Discard()
}

func TestAppendRefusesOtherColumns(t *testing.T) {
	f := newFixture(t)
	text := arrow.BinaryTypes.String
	build := func(fields []arrow.Field, null int) arrow.RecordBatch {
		b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
		defer b.Release()
		for i := range fields {
			if i == null {
				b.Field(i).AppendNull()
			} else {
				b.Field(i).AppendEmptyValue()
			}
		}
		return b.NewRecordBatch()
	}
	own := testSchema.Fields()
	with := func(at int, field arrow.Field) []arrow.Field {
		fields := append([]arrow.Field{}, own...)
		fields[at] = field
		return fields
	}
	tests := map[string]struct {
		batch arrow.RecordBatch
		want  string
	}{
		"too few columns":     {build(own[:3], -1), "has 3 columns"},
		"another name":        {build(with(1, arrow.Field{Name: "nam", Type: text}), -1), "column 1 is nam; wanted is name"},
		"another type":        {build(with(0, arrow.Field{Name: "block", Type: text}), -1), "column block has type utf8; wanted is int64"},
		"NULL in the key":     {build(own, 1), "column name has a NULL"},
		"another last one":    {build(append(with(0, own[0]), arrow.Field{Name: "more", Type: text}), -1), "column 9 is more; wanted is _extra"},
		"too many columns":    {build(append(with(0, own[0]), standardFields...), -1), "has 13 columns"},
		"_extra is welcome":   {build(append(with(0, own[0]), standardFields[constantColumns]), -1), ""},
		"nullable is welcome": {build(own, 4), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := f.writer(f.part, testInstant).Append(test.batch)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestNewWriterRefusesOtherSchemas(t *testing.T) {
	f := newFixture(t)
	field := func(name string, kind arrow.DataType) *arrow.Schema {
		return arrow.NewSchema([]arrow.Field{{Name: "block", Type: arrow.PrimitiveTypes.Int64}, {Name: name, Type: kind}}, nil)
	}
	text := arrow.BinaryTypes.String
	good := WriterOptions{Part: f.part, Schema: field("a", text), Key: []string{"block"}}
	tests := map[string]struct {
		change func(*WriterOptions)
		want   string
	}{
		"unknown part":       {func(o *WriterOptions) { o.Part.Name = "other" }, "part chain/main/logs/other"},
		"another definition": {func(o *WriterOptions) { o.Part.From = 5 }, "another definition"},
		"unsupported type":   {func(o *WriterOptions) { o.Schema = field("a", arrow.PrimitiveTypes.Uint64) }, "column a has type uint64"},
		"timestamp unit":     {func(o *WriterOptions) { o.Schema = field("a", arrow.FixedWidthTypes.Timestamp_s) }, "timestamps in microseconds"},
		"reserved name":      {func(o *WriterOptions) { o.Schema = field("_a", text) }, `"_a"`},
		"name twice":         {func(o *WriterOptions) { o.Schema = field("block", text) }, "column block occurs twice"},
		"no key":             {func(o *WriterOptions) { o.Key = nil }, "key"},
		"unknown key":        {func(o *WriterOptions) { o.Key = []string{"b"} }, "no column b"},
		"unsortable key": {func(o *WriterOptions) {
			o.Schema, o.Key = field("a", arrow.FixedWidthTypes.Boolean), []string{"a"}
		}, "can't be sorted by"},
		"unknown dictionary": {func(o *WriterOptions) { o.Dictionary = []string{"b"} }, "no column b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			opt := good
			test.change(&opt)
			if _, err := f.lake.NewWriter(opt); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	_, err := f.lake.NewWriter(good)
	f.must(err)
}
