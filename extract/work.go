package extract

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lakepeer/lakepeer/load"
)

// work is one stream's share of a run.
type work struct {
	runner  *Runner
	stream  Stream
	settled int64
	// seen are the parts planned so far, planned those of the pass to come.
	seen    map[string]bool
	planned []partPlan
	// left is how many positions or keys are still to be read, marks how often the stream has marked.
	left, marks int64
	fields      map[string]bool
	reports     []PartReport
	err         error
}

// partPlan is what is to be read of a part.
type partPlan struct {
	part load.Part
	// skipped is how many committed slices are left as they are, length how many positions or keys are read.
	skipped int
	length  int64
	// read reads it all into slices; nil if there is nothing to read.
	read func(context.Context, Bar, *PartReport) error
}

func newWork(runner *Runner, stream Stream) *work {
	return &work{runner: runner, stream: stream, seen: map[string]bool{}, fields: map[string]bool{}}
}

// looksUp tells whether the work has to wait until other streams are read.
func (w *work) looksUp() bool {
	_, ok := w.stream.(LookupStream)
	return ok
}

// identify proves that the stream's endpoint serves the home's network.
func (w *work) identify(ctx context.Context) error {
	if identified, ok := w.stream.(Identified); ok {
		return identified.Identify(ctx)
	}
	return nil
}

// declare adds the parts of a lookup stream before its parents are read: a run that dies in between then leaves it known
// that rows are wanted.
func (w *work) declare(ctx context.Context) error {
	parts, err := w.stream.Parts(ctx, w.runner.Lake)
	if err != nil {
		return fmt.Errorf("list the parts: %w", err)
	}
	for _, part := range parts {
		if err := w.runner.Lake.AddPart(part); err != nil {
			return err
		}
	}
	return nil
}

// plan finds out what the lake lacks of parts that have not been planned yet.
func (w *work) plan(ctx context.Context) error {
	if stream, ok := w.stream.(IntervalStream); ok && w.settled == 0 {
		settled, err := stream.SettledUntil(ctx)
		if err != nil {
			return fmt.Errorf("ask what is settled: %w", err)
		}
		w.settled = settled
	}
	parts, err := w.stream.Parts(ctx, w.runner.Lake)
	if err != nil {
		return fmt.Errorf("list the parts: %w", err)
	}
	w.planned = nil
	for _, part := range parts {
		if w.seen[part.Name] {
			continue
		}
		w.seen[part.Name] = true
		plan, err := w.planPart(ctx, part)
		if err != nil {
			w.reports = append(w.reports, PartReport{Part: part.Name, Error: err.Error(), Err: err})
			continue
		}
		w.left += plan.length
		w.planned = append(w.planned, plan)
	}
	return nil
}

func (w *work) planPart(ctx context.Context, part load.Part) (partPlan, error) {
	if err := w.runner.Lake.AddPart(part); err != nil {
		return partPlan{}, err
	}
	files, err := w.runner.Lake.Files(part, load.ListOptions{})
	if err != nil {
		return partPlan{}, err
	}
	switch stream := w.stream.(type) {
	case IntervalStream:
		return w.planIntervals(ctx, stream, part, files)
	case SnapshotStream:
		return w.planSnapshot(stream, part, files)
	case LookupStream:
		return w.planLookups(ctx, stream, part, files)
	default:
		return partPlan{}, fmt.Errorf("stream %s is neither read by interval nor by snapshot nor by key: it must be mended", w.stream.ID())
	}
}

// read reads what is planned, then the parts that were discovered in it, until nothing new is found.
func (w *work) read(ctx context.Context) error {
	for {
		committed := 0
		for len(w.planned) > 0 {
			report := w.readPart(ctx, w.planned[0])
			w.planned = w.planned[1:]
			w.reports = append(w.reports, report)
			committed += report.Files
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if stopsRun(report.Err) {
				return report.Err
			}
		}
		if committed == 0 {
			return nil
		}
		if err := w.plan(ctx); err != nil {
			return err
		}
	}
}

func (w *work) readPart(ctx context.Context, plan partPlan) PartReport {
	report := PartReport{Part: plan.part.Name, Skipped: plan.skipped}
	if plan.read == nil {
		return report
	}
	requests, bytes := w.usage()
	bar := w.runner.Progress.Start(w.stream.ID(), plan.part.Name, plan.length)
	if report.Err = plan.read(ctx, bar, &report); report.Err != nil {
		report.Error = report.Err.Error()
	}
	bar.Done(report.Err)
	nowRequests, nowBytes := w.usage()
	report.Requests, report.Bytes = nowRequests-requests, nowBytes-bytes
	if report.Err != nil {
		report.Gaps = w.gaps(plan.part)
	}
	return report
}

// gaps gives what a failed part still lacks of an axis; if even that can't be listed, all of it.
func (w *work) gaps(part load.Part) []load.Interval {
	if _, ok := w.stream.(IntervalStream); !ok {
		return nil
	}
	want := load.Interval{From: part.From, To: w.settled}
	files, err := w.runner.Lake.Files(part, load.ListOptions{})
	if err != nil {
		return []load.Interval{want}
	}
	return load.Gaps(files, want)
}

// estimate gives the requests that what is left will take, 0 if the stream can't say.
func (w *work) estimate() int64 {
	if estimator, ok := w.stream.(Estimator); ok && w.left > 0 {
		return estimator.Estimate(w.left)
	}
	return 0
}

func (w *work) tooMany(requests int64) error {
	return &EstimateError{Stream: w.stream.ID(), Endpoint: w.stream.Endpoint(), Requests: requests, Limit: RequestLimit}
}

func (w *work) usage() (requests, bytes int64) {
	if metered, ok := w.stream.(Metered); ok {
		return metered.Usage()
	}
	return 0, 0
}

func (w *work) removedFields() []string {
	if introspected, ok := w.stream.(Introspected); ok {
		return introspected.RemovedFields()
	}
	return nil
}

// finish gives the report. Parts that were planned and then not come to are in it with all that they lack.
func (w *work) finish() StreamReport {
	for _, plan := range w.planned {
		w.reports = append(w.reports, PartReport{Part: plan.part.Name, Skipped: plan.skipped, Gaps: w.gaps(plan.part)})
	}
	report := StreamReport{
		Stream: w.stream.ID(), Endpoint: w.stream.Endpoint(), SettledUntil: w.settled,
		NewFields: slices.Sorted(maps.Keys(w.fields)), RemovedFields: w.removedFields(), Parts: w.reports, Err: w.err,
	}
	report.Requests, report.Bytes = w.usage()
	if w.err != nil {
		report.Error = w.err.Error()
	}
	return report
}
