package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/load"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counter is a stream with one row at every position; it marks every ten positions.
type counter struct {
	name    string
	parts   []load.Part
	settled int64
	// at is called before each mark with its position.
	at func(part load.Part, upTo int64) error
	// later are parts that are wanted once something is committed.
	later    []load.Part
	identity error
	perMark  int64 // requests per ten positions
	grid     int64
	reading  sync.Mutex
}

var position = arrow.NewSchema([]arrow.Field{{Name: "position", Type: arrow.PrimitiveTypes.Int64}}, nil)

func newCounter(name string, settled int64) *counter {
	c := &counter{name: name, settled: settled, perMark: 1, grid: 100, at: func(load.Part, int64) error { return nil }}
	c.parts = []load.Part{c.part("all", 0)}
	return c
}

func (c *counter) part(name string, from int64) load.Part {
	return load.Part{Stream: c.ID(), Name: name, Axis: load.AxisBlock, From: from, Asks: json.RawMessage(`{}`)}
}

func (c *counter) ID() load.StreamID {
	return load.StreamID{Source: "test", Instance: "main", Stream: c.name}
}
func (c *counter) Schema() *arrow.Schema                       { return position }
func (c *counter) Key() []string                               { return []string{"position"} }
func (c *counter) Dictionary() []string                        { return nil }
func (c *counter) SchemaVersion() int                          { return 1 }
func (c *counter) Axis() load.Axis                             { return load.AxisBlock }
func (c *counter) Grid() int64                                 { return c.grid }
func (c *counter) Endpoint() string                            { return "memory" }
func (c *counter) SettledUntil(context.Context) (int64, error) { return c.settled, nil }
func (c *counter) Identify(context.Context) error              { return c.identity }
func (c *counter) Estimate(length int64) int64                 { return length / 10 * c.perMark }

func (c *counter) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	files, err := lake.Files(c.parts[0], load.ListOptions{})
	if err != nil || len(files) == 0 {
		return c.parts, err
	}
	return append(c.parts, c.later...), nil
}

func (c *counter) Read(ctx context.Context, part load.Part, gap load.Interval, sink Sink) error {
	if !c.reading.TryLock() {
		return errors.New("two goroutines read one stream")
	}
	defer c.reading.Unlock()
	for at := gap.From; at < gap.To; {
		to := min(at+10, gap.To)
		b := array.NewRecordBuilder(memory.DefaultAllocator, position)
		for p := at; p < to; p++ {
			b.Field(0).(*array.Int64Builder).Append(p)
		}
		batch := b.NewRecordBatch()
		err := sink.Append(batch)
		batch.Release()
		b.Release()
		if err = errors.Join(err, c.at(part, to), ctx.Err()); err != nil {
			return err
		}
		if err := sink.Mark(to); err != nil {
			return err
		}
		at = to
	}
	return nil
}

// rig is a lake, and a clock that stands still unless a test moves it.
type rig struct {
	t    *testing.T
	lake *load.Lake
	now  time.Time
}

func newRig(t *testing.T) *rig {
	t.Helper()
	lake, err := load.Open(t.TempDir(), load.Network{Name: "test", ChainID: 1, Controller: "0x01"}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, lake: lake, now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
}

func (r *rig) runner(streams ...Stream) *Runner {
	return &Runner{Lake: r.lake, Streams: streams, RunID: "r1", Clock: func() time.Time { return r.now }}
}

// intervals lists the live slices of a part.
func (r *rig) intervals(part load.Part) []load.Interval {
	r.t.Helper()
	files, err := r.lake.Files(part, load.ListOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	var all []load.Interval
	for _, f := range files {
		all = append(all, f.Slice.Interval)
	}
	return all
}

func TestFilesAreClosed(t *testing.T) {
	iv := func(edges ...int64) []load.Interval {
		var all []load.Interval
		for i := 1; i < len(edges); i++ {
			all = append(all, load.Interval{From: edges[i-1], To: edges[i]})
		}
		return all
	}
	tests := []struct {
		name   string
		adjust func(*rig, *Runner, *counter)
		want   []load.Interval
	}{
		{"at grid lines and at the end", func(*rig, *Runner, *counter) {}, iv(0, 100, 200, 250)},
		{"by rows", func(_ *rig, r *Runner, _ *counter) { r.FileRows = 35 }, iv(0, 40, 80, 100, 140, 180, 200, 240, 250)},
		{"by bytes", func(_ *rig, r *Runner, _ *counter) { r.FileBytes = 1 }, iv(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250)},
		{"by age", func(rig *rig, _ *Runner, c *counter) {
			c.at = func(load.Part, int64) error { rig.now = rig.now.Add(2 * time.Minute); return nil }
		}, iv(0, 40, 80, 100, 140, 180, 200, 240, 250)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rig, c := newRig(t), newCounter("rows", 250)
			runner := rig.runner(c)
			test.adjust(rig, runner, c)
			report, err := runner.Run(t.Context())
			if err != nil || !report.Complete() {
				t.Fatalf("%v, %v", err, report.Missing())
			}
			if diff := cmp.Diff(test.want, rig.intervals(c.parts[0])); diff != "" {
				t.Errorf("slices differ (-want +got):\n%s", diff)
			}
			if part := report.Streams[0].Parts[0]; part.Rows != 250 || part.Files != len(test.want) {
				t.Errorf("report: %+v", part)
			}
		})
	}
}

func TestFailureKeepsWhatWasMarkedAndOtherPartsGoOn(t *testing.T) {
	rig, c, other := newRig(t), newCounter("rows", 250), newCounter("others", 100)
	c.parts = append(c.parts, c.part("second", 200))
	broken := errors.New("the source broke")
	c.at = func(part load.Part, upTo int64) error {
		if part.Name == "all" && upTo == 150 {
			return broken
		}
		return nil
	}
	report, err := rig.runner(c, other).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, second := report.Streams[0].Parts[0], report.Streams[0].Parts[1]
	if !errors.Is(first.Err, broken) || !cmp.Equal(first.Gaps, []load.Interval{{From: 140, To: 250}}) || first.Rows != 140 {
		t.Errorf("failed part: %+v", first)
	}
	if second.Error != "" || second.Rows != 50 || report.Streams[1].Parts[0].Rows != 100 {
		t.Errorf("other parts: %+v, %+v", second, report.Streams[1])
	}
	if missing := report.Missing(); report.Complete() || len(missing) != 1 || !strings.Contains(missing[0], "lacks positions from 140: the source broke") {
		t.Errorf("missing: %q", missing)
	}
	c.at = func(load.Part, int64) error { return nil }
	if report, err = rig.runner(c).Run(t.Context()); err != nil || report.Streams[0].Parts[0].Rows != 110 {
		t.Errorf("next run: %v, %+v", err, report.Streams[0].Parts)
	}
}

func TestCancelCommitsWhatWasMarked(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 250)
	ctx, cancel := context.WithCancel(t.Context())
	c.at = func(_ load.Part, upTo int64) error {
		if upTo == 60 {
			cancel()
		}
		return nil
	}
	report, err := rig.runner(c).Run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if got := rig.intervals(c.parts[0]); !cmp.Equal(got, []load.Interval{{From: 0, To: 50}}) || report.Files() != 1 {
		t.Errorf("slices %v, report %+v", got, report.Streams)
	}
}

func TestWrongNetworkStopsEverything(t *testing.T) {
	rig, good, bad := newRig(t), newCounter("good", 100), newCounter("bad", 100)
	bad.identity = &WrongNetworkError{Endpoint: "memory", Has: "chain id 2", Wants: "chain id 1"}
	report, err := rig.runner(good, bad).Run(t.Context())
	var wrong *WrongNetworkError
	if !errors.As(err, &wrong) || report.Files() != 0 || rig.intervals(good.parts[0]) != nil {
		t.Errorf("got %v, %+v", err, report)
	}
	bad.identity = errors.New("no answer")
	report, err = rig.runner(good, bad).Run(t.Context())
	if err != nil || report.Streams[0].Parts[0].Rows != 100 || report.Streams[1].Error != "no answer" || report.Complete() {
		t.Errorf("got %v, %+v", err, report)
	}
}

func TestEstimate(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 1000)
	c.perMark = 2000
	report, err := rig.runner(c).Run(t.Context())
	var estimate *EstimateError
	if !errors.As(err, &estimate) || estimate.Requests != 200_000 || !strings.Contains(err.Error(), "--yes") {
		t.Fatalf("got %v", err)
	}
	if want := []string{"test/main/rows/all lacks positions from 0"}; !cmp.Equal(report.Missing(), want) {
		t.Errorf("missing is %q, want %q", report.Missing(), want)
	}
	willing := rig.runner(c)
	willing.Yes = true
	if report, err := willing.Run(t.Context()); err != nil || !report.Complete() {
		t.Errorf("with yes: %v, %v", err, report.Missing())
	}
}

func TestEstimateIsRepeatedOnceLimitsAreKnown(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 10_000)
	c.at = func(_ load.Part, upTo int64) error {
		if upTo == 100 {
			c.perMark = 1000
		}
		return nil
	}
	report, err := rig.runner(c).Run(t.Context())
	var estimate *EstimateError
	if !errors.As(err, &estimate) {
		t.Fatalf("got %v", err)
	}
	if want := []load.Interval{{From: 10 * settleMarks, To: 10_000}}; !cmp.Equal(report.Streams[0].Parts[0].Gaps, want) {
		t.Errorf("it stopped with the gaps %v, want %v", report.Streams[0].Parts[0].Gaps, want)
	}
}

func TestDiscoveredPartsAreReadInTheSameRun(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 100)
	c.later = []load.Part{c.part("found", 40)}
	report, err := rig.runner(c).Run(t.Context())
	if err != nil || len(report.Streams[0].Parts) != 2 || report.Streams[0].Parts[1].Rows != 60 {
		t.Errorf("got %v, %+v", err, report.Streams)
	}
}

func TestSinkHoldsStreamsToTheirContract(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 100)
	lazy := &unmarking{c}
	report, err := rig.runner(lazy).Run(t.Context())
	if err != nil || !strings.Contains(report.Streams[0].Parts[0].Error, "without having marked all up to 100") {
		t.Errorf("got %v, %+v", err, report.Streams[0])
	}
	eager := &backwards{c}
	report, err = rig.runner(eager).Run(t.Context())
	if err != nil || !strings.Contains(report.Streams[0].Parts[0].Error, "position 0 is outside") {
		t.Errorf("got %v, %+v", err, report.Streams[0])
	}
}

type unmarking struct{ *counter }

func (*unmarking) Read(context.Context, load.Part, load.Interval, Sink) error { return nil }

// backwards gives rows of positions that it has marked already.
type backwards struct{ *counter }

func (b *backwards) Read(ctx context.Context, part load.Part, gap load.Interval, sink Sink) error {
	if err := sink.Mark(10); err != nil {
		return err
	}
	return b.counter.Read(ctx, part, gap, sink)
}

// bars keeps what a Progress is told.
type bars struct {
	lines []string
}

func (b *bars) Start(stream load.StreamID, part string, positions int64) Bar {
	b.lines = append(b.lines, fmt.Sprintf("start %s/%s %d", stream, part, positions))
	return b
}

func (b *bars) Advance(rows, positions int64) {
	b.lines = append(b.lines, fmt.Sprintf("%d rows, %d", rows, positions))
}
func (b *bars) Done(err error) { b.lines = append(b.lines, fmt.Sprintf("done %v", err)) }

func TestProgressAndReportAsJSON(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 25)
	told := &bars{}
	runner := rig.runner(c)
	runner.Progress = told
	report, err := runner.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"start test/main/rows/all 25", "10 rows, 10", "10 rows, 10", "5 rows, 5", "done <nil>"}
	if diff := cmp.Diff(want, told.lines); diff != "" {
		t.Errorf("progress differs (-want +got):\n%s", diff)
	}
	text, err := json.Marshal(report)
	const golden = `{"run_id":"r1","started_at":"2026-11-01T00:00:00Z","ended_at":"2026-11-01T00:00:00Z","streams":[{"stream":{"source":"test","instance":"main","stream":"rows"},` +
		`"endpoint":"memory","settled_until":25,"requests":0,"bytes":0,"parts":[{"part":"all","skipped":0,"files":1,"revisions":0,"rows":25,"requests":0,"bytes":0,"rejected":0}]}]}`
	if err != nil || string(text) != golden {
		t.Errorf("JSON is %s, %v", text, err)
	}
}

// anchored is a counter that calls a function when it is asked for an anchor.
type anchored struct {
	*counter
	ask func()
}

func (a *anchored) Anchor(context.Context, int64) (map[string]string, error) {
	a.ask()
	return map[string]string{"hash": "0x"}, nil
}

// A commit that is cancelled has dropped its rows: they must not be taken for read.
func TestACancelledCommitLosesNothing(t *testing.T) {
	rig, c := newRig(t), newCounter("rows", 250)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := 0
	stream := &anchored{c, func() {
		if asked++; asked == 2 {
			cancel()
		}
	}}
	if _, err := rig.runner(stream).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("the cancelled run says %v", err)
	}
	if diff := cmp.Diff([]load.Interval{{From: 0, To: 100}}, rig.intervals(c.parts[0])); diff != "" {
		t.Errorf("slices of the cancelled run (-want +got):\n%s", diff)
	}
	if report, err := rig.runner(stream).Run(t.Context()); err != nil || report.Streams[0].Parts[0].Rows != 150 {
		t.Errorf("next run: %v, %+v", err, report.Streams[0].Parts)
	}
}
