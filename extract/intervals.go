package extract

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/lakepeer/lakepeer/load"
)

const (
	anchorPrefix = "anchor."
	// settleMarks is after how many marks a stream's request size is taken for what the endpoint really allows.
	settleMarks = 32
	// commitGrace is how long the last commit of a cancelled run may take.
	commitGrace = 10 * time.Second
)

// planIntervals finds what is settled and not in the lake, and what has to be read again.
func (w *work) planIntervals(ctx context.Context, stream IntervalStream, part load.Part, files []load.File) (partPlan, error) {
	since, err := w.since(ctx)
	if err != nil {
		return partPlan{}, err
	}
	want := load.Interval{From: max(part.From, since), To: w.settled}
	tasks, err := Plan(files, want, stream.Grid(), func(f load.File) (Reason, error) { return w.again(ctx, f) })
	plan := partPlan{part: part, skipped: len(files)}
	if err != nil || len(tasks) == 0 {
		return plan, err
	}
	for _, task := range tasks {
		plan.length += task.Interval.To - task.Interval.From
		if task.Reason != Missing {
			plan.skipped--
		}
	}
	plan.read = func(ctx context.Context, bar Bar, report *PartReport) error {
		for _, task := range tasks {
			if err := w.readInterval(ctx, stream, part, task, bar, report); err != nil {
				return err
			}
		}
		return nil
	}
	return plan, nil
}

// since gives the first position that the run is narrowed to, 0 if it isn't.
func (w *work) since(ctx context.Context) (int64, error) {
	at := w.runner.Since
	switch located, ok := w.stream.(Located); {
	case at.IsZero():
		return 0, nil
	case ok:
		position, err := located.Locate(ctx, at)
		if err != nil {
			return 0, fmt.Errorf("find the position at %s: %w", at.UTC().Format(time.RFC3339), err)
		}
		return position, nil
	case w.stream.Axis() == load.AxisTime:
		return at.Unix(), nil
	default:
		return 0, fmt.Errorf("stream %s can't be narrowed by time: leave it out by naming the others", w.stream.ID())
	}
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

func (w *work) readInterval(ctx context.Context, stream IntervalStream, part load.Part, task Task, bar Bar, report *PartReport) error {
	out := &intervalSink{
		sliceWriter: sliceWriter{ctx: ctx, work: w, part: part, bar: bar, report: report},
		task:        task, from: task.Interval.From, marked: task.Interval.From,
	}
	err := stream.Read(ctx, part, task.Interval, out)
	if err == nil && out.marked < task.Interval.To {
		err = fmt.Errorf("the stream ended at %d without having marked all up to %d: it must be mended", out.marked, task.Interval.To)
	}
	return out.end(err)
}

// intervalSink is the Sink of one task: it cuts what is read into slices. Rows wait until they are marked, so that a
// slice never holds a part of what lies behind its end.
type intervalSink struct {
	sliceWriter
	task     Task
	from     int64
	marked   int64
	batches  []arrow.RecordBatch
	rejected []load.RejectedRow
}

// Append implements Sink.
func (s *intervalSink) Append(batch arrow.RecordBatch) error {
	if err := s.checkPositions(batch); err != nil {
		return err
	}
	batch.Retain()
	s.batches = append(s.batches, batch)
	return nil
}

// Reject implements Sink.
func (s *intervalSink) Reject(row load.RejectedRow) { s.rejected = append(s.rejected, row) }

// Mark implements Sink.
func (s *intervalSink) Mark(upTo int64) error {
	if upTo < s.marked || upTo > s.task.Interval.To {
		return fmt.Errorf("mark %d of interval %v after mark %d: marks must rise and stay within", upTo, s.task.Interval, s.marked)
	}
	if err := s.open(); err != nil {
		return err
	}
	rows := int64(0)
	for _, batch := range s.batches {
		rows += batch.NumRows()
		if err := s.take(batch); err != nil {
			return err
		}
	}
	s.release()
	for _, row := range s.rejected {
		s.quarantine(row, s.from)
	}
	s.rejected = nil
	s.bar.Advance(rows, upTo-s.marked)
	s.work.left -= upTo - s.marked
	s.work.marks++
	s.marked = upTo
	if s.full() {
		if err := s.commit(s.ctx); err != nil {
			return err
		}
	}
	return s.stillAffordable()
}

// full tells whether the open slice is closed at this mark. A revision ends where its slice does.
func (s *intervalSink) full() bool {
	r := s.work.runner
	switch {
	case s.marked == s.task.Interval.To:
		return true
	case s.task.Reason != Missing:
		return false
	default:
		return s.writer.Rows() >= r.FileRows || s.writer.Bytes() >= r.FileBytes || r.Clock().Sub(s.opened) >= r.FileAge
	}
}

// stillAffordable repeats the estimate once the endpoint's limits are known.
func (s *intervalSink) stillAffordable() error {
	w := s.work
	if w.runner.Yes || w.marks < settleMarks {
		return nil
	}
	if n := w.estimate(); n > RequestLimit {
		return w.tooMany(n)
	}
	return nil
}

// commit writes what is marked as one slice, with what the source says of its end.
func (s *intervalSink) commit(ctx context.Context) error {
	extra := map[string]string{}
	if anchored, ok := s.work.stream.(Anchored); ok {
		anchor, err := anchored.Anchor(ctx, s.marked)
		if err != nil {
			return fmt.Errorf("ask for the end of slice %d to %d: %w", s.from, s.marked, err)
		}
		for name, value := range anchor {
			extra[anchorPrefix+name] = value
		}
	}
	slice := load.Slice{Axis: s.part.Axis, Interval: load.Interval{From: s.from, To: s.marked}}
	if err := s.sliceWriter.commit(ctx, slice, extra); err != nil {
		return err
	}
	s.from = s.marked
	return nil
}

// end commits what was marked before a failure or a cancel, and lets go of the rest.
func (s *intervalSink) end(err error) error {
	s.release()
	if s.writer != nil && err != nil && s.task.Reason == Missing && s.marked > s.from {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), commitGrace)
		defer cancel()
		if lost := s.commit(ctx); lost != nil {
			err = errors.Join(err, fmt.Errorf("what was read from %d to %d is lost and will be read again: %w", s.from, s.marked, lost))
		}
	}
	s.discard()
	return err
}

func (s *intervalSink) release() {
	for _, batch := range s.batches {
		batch.Release()
	}
	s.batches = nil
}

// checkPositions holds a stream to its contract: the key begins with the position.
func (s *intervalSink) checkPositions(batch arrow.RecordBatch) error {
	name := s.work.stream.Key()[0]
	index := batch.Schema().FieldIndices(name)
	if len(index) != 1 {
		return fmt.Errorf("append: the batch has %d columns %q: the stream must be mended", len(index), name)
	}
	column, ok := batch.Column(index[0]).(*array.Int64)
	if !ok {
		return fmt.Errorf("append: column %q, the position, is %s in place of a 64-bit integer: the stream must be mended", name, batch.Column(index[0]).DataType())
	}
	for _, position := range column.Int64Values() {
		if position < s.marked || position >= s.task.Interval.To {
			return fmt.Errorf("append: position %d is outside of what is being read, %d to %d: the stream must be mended", position, s.marked, s.task.Interval.To)
		}
	}
	return nil
}
