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
	// left is how many positions are still to be read, marks how often the stream has marked.
	left, marks int64
	fields      map[string]bool
	reports     []PartReport
	err         error
}

type partPlan struct {
	part  load.Part
	files int
	tasks []Task
}

func newWork(runner *Runner, stream Stream) *work {
	return &work{runner: runner, stream: stream, seen: map[string]bool{}, fields: map[string]bool{}}
}

// identify proves that the stream's endpoint serves the home's network.
func (w *work) identify(ctx context.Context) error {
	if identified, ok := w.stream.(Identified); ok {
		return identified.Identify(ctx)
	}
	return nil
}

// plan finds out what is settled, and what the lake lacks of it in parts that have not been planned yet.
func (w *work) plan(ctx context.Context) error {
	if w.settled == 0 {
		settled, err := w.stream.SettledUntil(ctx)
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
		if err := w.planPart(ctx, part); err != nil {
			w.reports = append(w.reports, PartReport{Part: part.Name, Error: err.Error(), Err: err})
		}
	}
	return nil
}

func (w *work) planPart(ctx context.Context, part load.Part) error {
	if err := w.runner.Lake.AddPart(part); err != nil {
		return err
	}
	files, err := w.runner.Lake.Files(part, load.ListOptions{})
	if err != nil {
		return err
	}
	want := load.Interval{From: part.From, To: w.settled}
	tasks, err := Plan(files, want, w.stream.Grid(), func(f load.File) (Reason, error) { return w.again(ctx, f) })
	if err != nil {
		return err
	}
	for _, task := range tasks {
		w.left += task.Interval.To - task.Interval.From
	}
	w.planned = append(w.planned, partPlan{part, len(files), tasks})
	return nil
}

// again gives the reason to read a committed slice again.
func (w *work) again(ctx context.Context, file load.File) (Reason, error) {
	if file.RejectedPath != "" {
		return Rejected, nil
	}
	anchored, ok := w.stream.(Anchored)
	if !ok {
		return "", nil
	}
	meta, err := load.ReadMeta(file.Path)
	if err != nil {
		return "", err
	}
	if w.runner.Clock().Sub(meta.ExtractedAt) >= AnchorAge {
		return "", nil
	}
	now, err := anchored.Anchor(ctx, file.Slice.Interval.To)
	if err != nil {
		return "", fmt.Errorf("compare the end of slice %s with the source: %w", file.Slice.Name(), err)
	}
	if now["hash"] != meta.Extra[anchorPrefix+"hash"] {
		return Changed, nil
	}
	return "", nil
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
	report := PartReport{Part: plan.part.Name, Skipped: plan.files}
	if len(plan.tasks) == 0 {
		return report
	}
	var positions int64
	for _, task := range plan.tasks {
		positions += task.Interval.To - task.Interval.From
		if task.Reason != Missing {
			report.Skipped--
		}
	}
	requests, bytes := w.usage()
	bar := w.runner.Progress.Start(w.stream.ID(), plan.part.Name, positions)
	for _, task := range plan.tasks {
		if report.Err = w.readTask(ctx, plan.part, task, bar, &report); report.Err != nil {
			report.Error = report.Err.Error()
			break
		}
	}
	bar.Done(report.Err)
	nowRequests, nowBytes := w.usage()
	report.Requests, report.Bytes = nowRequests-requests, nowBytes-bytes
	if report.Err != nil {
		report.Gaps = w.gaps(plan.part)
	}
	return report
}

func (w *work) readTask(ctx context.Context, part load.Part, task Task, bar Bar, report *PartReport) error {
	out := newFiles(ctx, w, part, task, bar, report)
	err := w.stream.Read(ctx, part, task.Interval, out)
	if err == nil && out.marked < task.Interval.To {
		err = fmt.Errorf("the stream ended at %d without having marked all up to %d: it must be mended", out.marked, task.Interval.To)
	}
	return out.end(err)
}

// gaps gives what a failed part still lacks; if even that can't be listed, all of it.
func (w *work) gaps(part load.Part) []load.Interval {
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

// finish gives the report. Parts that were planned and then not come to are in it with all that they lack.
func (w *work) finish() StreamReport {
	for _, plan := range w.planned {
		w.reports = append(w.reports, PartReport{Part: plan.part.Name, Skipped: plan.files, Gaps: w.gaps(plan.part)})
	}
	report := StreamReport{
		Stream: w.stream.ID(), Endpoint: w.stream.Endpoint(), SettledUntil: w.settled,
		NewFields: slices.Sorted(maps.Keys(w.fields)), Parts: w.reports, Err: w.err,
	}
	report.Requests, report.Bytes = w.usage()
	if w.err != nil {
		report.Error = w.err.Error()
	}
	return report
}
