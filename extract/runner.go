package extract

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/lakepeer/lakepeer/load"
)

// The bounds within which a Runner works unless told otherwise.
const (
	// DefaultFileRows closes a file at the next mark.
	DefaultFileRows = 128 << 10
	// DefaultFileBytes closes a file at the next mark once its rows take so much memory, whatever their number.
	// The rows of a file are held until it is sorted and written, so a stream takes about four times as much.
	DefaultFileBytes = 48 << 20
	// DefaultFileAge closes a file at the next mark, so that a kill loses little.
	DefaultFileAge = 5 * time.Minute
	// DefaultConcurrency is how many streams are read at the same time.
	DefaultConcurrency = 4
	// RequestLimit is how many requests a run makes without Yes.
	RequestLimit = 100_000
	// AnchorAge is how long a slice's anchor is compared with what the source says.
	AnchorAge = 7 * 24 * time.Hour
)

// Runner reads what the lake lacks of its streams.
type Runner struct {
	// Lake is where slices are committed. The caller holds its home's lock.
	Lake *load.Lake
	// Streams are read at the same time, each by one goroutine.
	Streams []Stream
	// RunID is written into every row.
	RunID string
	// Clock gives the time (time.Now).
	Clock func() time.Time
	// Progress is told how it goes on (nobody).
	Progress Progress
	// Yes allows more than RequestLimit requests.
	Yes bool
	// Since, if not zero, narrows interval streams to what lies at or after it. What is left out before it is a gap.
	Since time.Time
	// Concurrency, FileRows, FileBytes and FileAge replace the defaults of those names where they aren't 0.
	Concurrency         int
	FileRows, FileBytes int64
	FileAge             time.Duration
}

// Run identifies every stream, then reads what is missing: intervals oldest first and snapshots, then what their rows
// want looked up. What fails fails its part and is in the report; the
// other parts go on. The error is not nil when nothing was read because a stream belongs to another network
// (*WrongNetworkError), when reading would take too many requests (*EstimateError), or when the context ended;
// the report is true in each case.
func (r *Runner) Run(ctx context.Context) (Report, error) {
	run := r.withDefaults()
	report := Report{RunID: run.RunID, StartedAt: run.Clock().UTC()}
	works := make([]*work, len(run.Streams))
	for i, stream := range run.Streams {
		works[i] = newWork(&run, stream)
	}
	err := run.stages(ctx, works)
	for _, w := range works {
		report.Streams = append(report.Streams, w.finish())
	}
	report.EndedAt = run.Clock().UTC()
	return report, err
}

func (r *Runner) stages(ctx context.Context, works []*work) error {
	if err := r.each(ctx, works, (*work).identify); err != nil {
		return err
	}
	var first, then []*work
	for _, w := range works {
		if w.looksUp() {
			then = append(then, w)
		} else {
			first = append(first, w)
		}
	}
	if err := r.each(ctx, then, (*work).declare); err != nil {
		return err
	}
	if err := r.read(ctx, first); err != nil {
		return err
	}
	return r.read(ctx, then)
}

// read plans what is missing and reads it, unless that takes too many requests.
func (r *Runner) read(ctx context.Context, works []*work) error {
	if err := r.each(ctx, works, (*work).plan); err != nil {
		return err
	}
	if err := r.checkEstimate(works); err != nil {
		return err
	}
	return r.each(ctx, works, (*work).read)
}

// each does one stage for all streams that have not failed. Only what must stop everything is returned.
func (r *Runner) each(ctx context.Context, works []*work, stage func(*work, context.Context) error) error {
	var group errgroup.Group
	group.SetLimit(r.Concurrency)
	stops := make([]error, len(works))
	for i, w := range works {
		if w.err != nil {
			continue
		}
		group.Go(func() error {
			w.err = stage(w, ctx)
			if stopsRun(w.err) {
				stops[i] = w.err
			}
			return nil
		})
	}
	_ = group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(distinct(stops)...)
}

// distinct leaves out errors that say what another one says: the streams of an instance fail alike.
func distinct(errs []error) (kept []error) {
	for _, err := range errs {
		if err != nil && !slices.ContainsFunc(kept, func(has error) bool { return has.Error() == err.Error() }) {
			kept = append(kept, err)
		}
	}
	return kept
}

func stopsRun(err error) bool {
	var network *WrongNetworkError
	var estimate *EstimateError
	return errors.As(err, &network) || errors.As(err, &estimate)
}

// checkEstimate refuses a backfill of very many requests that nobody said yes to.
func (r *Runner) checkEstimate(works []*work) error {
	if r.Yes {
		return nil
	}
	var total, most int64
	var largest *work
	for _, w := range works {
		n := w.estimate()
		total += n
		if n > most {
			most, largest = n, w
		}
	}
	if total <= RequestLimit {
		return nil
	}
	return largest.tooMany(total)
}

func (r *Runner) withDefaults() Runner {
	run := *r
	run.Concurrency = cmp.Or(run.Concurrency, DefaultConcurrency)
	run.FileRows = cmp.Or(run.FileRows, DefaultFileRows)
	run.FileBytes = cmp.Or(run.FileBytes, DefaultFileBytes)
	run.FileAge = cmp.Or(run.FileAge, DefaultFileAge)
	if run.Clock == nil {
		run.Clock = time.Now
	}
	if run.Progress == nil {
		run.Progress = silent{}
	}
	return run
}
