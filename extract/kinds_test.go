package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/load"
)

var named = arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String}}, nil)

// text is what the streams of this file have in common: rows of one name each.
type text struct{ stream string }

func (s text) ID() load.StreamID {
	return load.StreamID{Source: "test", Instance: "main", Stream: s.stream}
}
func (s text) Schema() *arrow.Schema { return named }
func (s text) Key() []string         { return []string{"name"} }
func (s text) Dictionary() []string  { return nil }
func (s text) SchemaVersion() int    { return 1 }
func (s text) Endpoint() string      { return "memory" }
func (s text) append(sink Sink, names ...string) error {
	b := array.NewRecordBuilder(memory.DefaultAllocator, named)
	defer b.Release()
	for _, name := range names {
		b.Field(0).(*array.StringBuilder).Append(name)
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	return sink.Append(batch)
}

// market is a snapshot stream that gives its names, or fails.
type market struct {
	text
	names  []string
	reject string
	err    error
}

func (m *market) Axis() load.Axis { return load.AxisInstant }
func (m *market) Grid() int64     { return 3600 }
func (m *market) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	return []load.Part{{Stream: m.ID(), Name: "all", Axis: load.AxisInstant}}, nil
}

func (m *market) Snapshot(_ context.Context, _ load.Part, sink Sink) error {
	if m.reject != "" {
		sink.Reject(load.RejectedRow{Position: -1, Reason: m.reject, Original: []byte(m.reject)})
	}
	return errors.Join(m.append(sink, m.names...), m.err)
}

func (r *rig) run(t *testing.T, streams ...Stream) Report {
	t.Helper()
	report, err := r.runner(streams...).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// slices lists the names of all committed slices of a stream's first part.
func (r *rig) slices(t *testing.T, s Stream) []string {
	t.Helper()
	parts, err := s.Parts(t.Context(), r.lake)
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.lake.AllFiles(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Slice.Name(), ".parquet"))
	}
	return names
}

func TestASnapshotIsTakenOnceInEachCell(t *testing.T) {
	r, m := newRig(t), &market{text: text{"market"}, names: []string{"a", "b"}}
	r.now = r.now.Add(10 * time.Minute)
	for _, pause := range []time.Duration{0, 20 * time.Minute, 29 * time.Minute, 2 * time.Minute, 3 * time.Hour} {
		r.now = r.now.Add(pause)
		if report := r.run(t, m); !report.Complete() {
			t.Fatal(report.Missing())
		}
	}
	want := []string{"20261101T001000Z", "20261101T010100Z", "20261101T040100Z"}
	if diff := cmp.Diff(want, r.slices(t, m)); diff != "" {
		t.Errorf("slices (-want +got):\n%s", diff)
	}
}

func TestAFailedSnapshotCommitsNothing(t *testing.T) {
	r, m := newRig(t), &market{text: text{"market"}, names: []string{"a"}, err: errors.New("the market is closed")}
	report := r.run(t, m)
	if want := []string{"test/main/market/all: the market is closed"}; !cmp.Equal(report.Missing(), want) {
		t.Errorf("the report says %q, want %q", report.Missing(), want)
	}
	if got := r.slices(t, m); len(got) != 0 {
		t.Errorf("it committed %v", got)
	}
	m.err = nil
	if report := r.run(t, m); !report.Complete() || report.Files() != 1 {
		t.Errorf("the next run in the same cell doesn't mend it: %+v", report)
	}
}

func TestASnapshotWithRejectedRowsIsTakenAgainWhileItsCellLasts(t *testing.T) {
	r, m := newRig(t), &market{text: text{"market"}, names: []string{"a"}, reject: "odd"}
	for range 2 {
		if report := r.run(t, m); report.Complete() {
			t.Fatal("a snapshot with a rejected row is complete")
		}
	}
	m.names, m.reject = []string{"a", "b"}, ""
	if report := r.run(t, m); !report.Complete() || report.Streams[0].Parts[0].Revisions != 1 {
		t.Errorf("it isn't taken again: %+v", report)
	}
	r.now = r.now.Add(time.Second)
	if report := r.run(t, m); report.Files() != 0 {
		t.Error("a whole snapshot is taken again")
	}
}

// dictionary looks up the positions of a counter, as text.
type dictionary struct {
	text
	parents []load.StreamID
	// lacks is a key that has no answer.
	lacks string
	asked int
}

func (d *dictionary) Axis() load.Axis          { return load.AxisKeys }
func (d *dictionary) Parents() []load.StreamID { return d.parents }
func (d *dictionary) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	return []load.Part{{Stream: d.ID(), Name: "all", Axis: load.AxisKeys}}, nil
}

func (d *dictionary) Wanted(_ context.Context, file load.File) ([]string, error) {
	from, to := file.Slice.Interval.From, file.Slice.Interval.To
	if file.Path == "" {
		from, to = 0, 5
	}
	var keys []string
	for p := from; p < to; p++ {
		keys = append(keys, fmt.Sprintf("%06d", p))
	}
	return keys, nil
}

func (d *dictionary) Lookup(_ context.Context, _ load.Part, keys []string, sink Sink) error {
	for _, key := range keys {
		d.asked++
		if key == d.lacks {
			return fmt.Errorf("the key %s has no answer", key)
		}
	}
	return d.append(sink, keys...)
}

func TestLookupsFollowTheirParentsInTheSameRun(t *testing.T) {
	r, c := newRig(t), newCounter("numbers", 250)
	d := &dictionary{text: text{"words"}, parents: []load.StreamID{c.ID()}, lacks: "000120"}
	report := r.run(t, d, c)
	if len(report.Missing()) != 1 || !strings.Contains(report.Missing()[0], "the key 000120 has no answer") {
		t.Fatalf("the report says %q", report.Missing())
	}
	if got := len(r.slices(t, d)); got != 1 {
		t.Errorf("%d slices are committed, want the one before the failure", got)
	}
	d.lacks, d.asked = "", 0
	if report = r.run(t, d, c); !report.Complete() || d.asked != 150 {
		t.Errorf("the next run asked for %d keys, want the 150 that were missing; it says %q", d.asked, report.Missing())
	}
	d.asked = 0
	if report = r.run(t, d, c); report.Files() != 0 || d.asked != 0 {
		t.Errorf("a run without anything new asked for %d keys", d.asked)
	}
	c.settled = 260
	if report = r.run(t, d, c); d.asked != 10 || !report.Complete() {
		t.Errorf("10 more positions made it ask for %d keys", d.asked)
	}
}

func TestLookupsAreCutIntoChunks(t *testing.T) {
	r, c := newRig(t), newCounter("numbers", LookupKeys*2+50)
	c.grid = LookupKeys * 3
	d := &dictionary{text: text{"words"}, parents: []load.StreamID{c.ID()}}
	if report := r.run(t, c, d); !report.Complete() {
		t.Fatal(report.Missing())
	}
	if got := len(r.slices(t, d)); got != 3 {
		t.Errorf("%d slices for %d keys, want 3", got, LookupKeys*2+50)
	}
}

func TestLookupsWithoutParentsAreAskedOnce(t *testing.T) {
	r, d := newRig(t), &dictionary{text: text{"files"}}
	for range 2 {
		if report := r.run(t, d); !report.Complete() {
			t.Fatal(report.Missing())
		}
	}
	if got := len(r.slices(t, d)); got != 1 || d.asked != 5 {
		t.Errorf("%d slices after %d keys, want 1 after 5", got, d.asked)
	}
}

func TestSinceNarrowsARun(t *testing.T) {
	r, c := newRig(t), &dated{newCounter("numbers", 250)}
	run := r.runner(c)
	run.Since = time.Unix(120, 0)
	if _, err := run.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]load.Interval{{From: 120, To: 200}, {From: 200, To: 250}}, r.intervals(c.parts[0])); diff != "" {
		t.Errorf("slices (-want +got):\n%s", diff)
	}
	r.run(t, c)
	if diff := cmp.Diff([]load.Interval{{From: 0, To: 100}, {From: 100, To: 120}, {From: 120, To: 200}, {From: 200, To: 250}}, r.intervals(c.parts[0])); diff != "" {
		t.Errorf("slices after a run that isn't narrowed (-want +got):\n%s", diff)
	}
}

// dated is a counter with a position for each second.
type dated struct{ *counter }

func (d *dated) Locate(_ context.Context, at time.Time) (int64, error) { return at.Unix(), nil }

// narrower is a market whose source has lost a field.
type narrower struct{ market }

func (n *narrower) RemovedFields() []string { return []string{"colour", "size"} }

func TestRemovedFieldsAreReportedAndKeptWithTheSlice(t *testing.T) {
	r := newRig(t)
	stream := &narrower{market{text: text{"goods"}, names: []string{"a"}}}
	report := r.run(t, stream)
	if diff := cmp.Diff([]string{"colour", "size"}, report.Streams[0].RemovedFields); diff != "" {
		t.Error(diff)
	}
	parts, err := stream.Parts(t.Context(), r.lake)
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.lake.AllFiles(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	meta, err := load.ReadMeta(files[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if got := meta.Extra["removed_fields"]; got != "colour,size" {
		t.Errorf("the slice says that %q is removed", got)
	}
}
