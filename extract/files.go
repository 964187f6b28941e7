package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/lakepeer/lakepeer/load"
)

const (
	anchorPrefix = "anchor."
	extraColumn  = "_extra"
	// settleMarks is after how many marks a stream's request size is taken for what the endpoint really allows.
	settleMarks = 32
	// commitGrace is how long the last commit of a cancelled run may take.
	commitGrace = 10 * time.Second
)

// files is the Sink of one task: it cuts what is read into slices. Rows wait until they are marked, so that a
// slice never holds a part of what lies behind its end.
type files struct {
	ctx    context.Context // of the run: a Sink's methods take none
	work   *work
	part   load.Part
	task   Task
	bar    Bar
	report *PartReport

	writer   *load.Writer
	opened   time.Time
	from     int64
	marked   int64
	batches  []arrow.RecordBatch
	rejected []load.RejectedRow
}

func newFiles(ctx context.Context, w *work, part load.Part, task Task, bar Bar, report *PartReport) *files {
	return &files{ctx: ctx, work: w, part: part, task: task, bar: bar, report: report, from: task.Interval.From, marked: task.Interval.From}
}

// Append implements Sink.
func (f *files) Append(batch arrow.RecordBatch) error {
	if err := f.checkPositions(batch); err != nil {
		return err
	}
	if err := f.noteFields(batch); err != nil {
		return err
	}
	batch.Retain()
	f.batches = append(f.batches, batch)
	return nil
}

// Reject implements Sink.
func (f *files) Reject(row load.RejectedRow) { f.rejected = append(f.rejected, row) }

// Mark implements Sink.
func (f *files) Mark(upTo int64) error {
	if upTo < f.marked || upTo > f.task.Interval.To {
		return fmt.Errorf("mark %d of interval %v after mark %d: marks must rise and stay within", upTo, f.task.Interval, f.marked)
	}
	if err := f.open(); err != nil {
		return err
	}
	rows := int64(0)
	for _, batch := range f.batches {
		rows += batch.NumRows()
		if err := f.writer.Append(batch); err != nil {
			return err
		}
	}
	f.release()
	for _, row := range f.rejected {
		f.writer.Reject(row)
		f.noteRejected(row)
	}
	f.rejected = nil
	f.bar.Advance(rows, upTo-f.marked)
	f.work.left -= upTo - f.marked
	f.work.marks++
	f.marked = upTo
	if f.full() {
		if err := f.commit(f.ctx); err != nil {
			return err
		}
	}
	return f.stillAffordable()
}

// full tells whether the open slice is closed at this mark. A revision ends where its slice does.
func (f *files) full() bool {
	r := f.work.runner
	switch {
	case f.marked == f.task.Interval.To:
		return true
	case f.task.Reason != Missing:
		return false
	default:
		return f.writer.Rows() >= r.FileRows || f.writer.Bytes() >= r.FileBytes || r.Clock().Sub(f.opened) >= r.FileAge
	}
}

// stillAffordable repeats the estimate once the endpoint's limits are known.
func (f *files) stillAffordable() error {
	w := f.work
	if w.runner.Yes || w.marks < settleMarks {
		return nil
	}
	if n := w.estimate(); n > RequestLimit {
		return w.tooMany(n)
	}
	return nil
}

func (f *files) open() error {
	if f.writer != nil {
		return nil
	}
	s, r := f.work.stream, f.work.runner
	f.opened = r.Clock().UTC()
	writer, err := r.Lake.NewWriter(load.WriterOptions{
		Part: f.part, Schema: s.Schema(), Key: s.Key(), Dictionary: s.Dictionary(), SchemaVersion: s.SchemaVersion(),
		RunID: r.RunID, ExtractedAt: f.opened.Truncate(time.Microsecond), Endpoint: s.Endpoint(),
	})
	f.writer = writer
	return err
}

// commit writes what is marked as one slice, with what the source says of its end.
func (f *files) commit(ctx context.Context) error {
	extra := map[string]string{}
	if anchored, ok := f.work.stream.(Anchored); ok {
		anchor, err := anchored.Anchor(ctx, f.marked)
		if err != nil {
			return fmt.Errorf("ask for the end of slice %d to %d: %w", f.from, f.marked, err)
		}
		for name, value := range anchor {
			extra[anchorPrefix+name] = value
		}
	}
	slice := load.Slice{Axis: f.part.Axis, Interval: load.Interval{From: f.from, To: f.marked}}
	file, committed, err := f.writer.Commit(ctx, slice, extra)
	if err != nil {
		return err
	}
	f.writer, f.from = nil, f.marked
	if !committed {
		return nil
	}
	meta, err := load.ReadMeta(file.Path)
	if err != nil {
		return err
	}
	f.report.Files++
	f.report.Rows += meta.Rows
	if file.Slice.Revision > 1 {
		f.report.Revisions++
	}
	return nil
}

// end commits what was marked before a failure or a cancel, and lets go of the rest.
func (f *files) end(err error) error {
	f.release()
	if f.writer == nil {
		return err
	}
	if err != nil && f.task.Reason == Missing && f.marked > f.from {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(f.ctx), commitGrace)
		defer cancel()
		if lost := f.commit(ctx); lost != nil {
			err = errors.Join(err, fmt.Errorf("what was read from %d to %d is lost and will be read again: %w", f.from, f.marked, lost))
		}
	}
	if f.writer != nil {
		f.writer.Discard()
	}
	return err
}

func (f *files) release() {
	for _, batch := range f.batches {
		batch.Release()
	}
	f.batches = nil
}

func (f *files) noteRejected(row load.RejectedRow) {
	position := row.Position
	if position < 0 {
		position = f.from
	}
	if first := f.report.FirstRejected; first == nil || position < first.Position {
		f.report.FirstRejected = &Rejection{position, row.Reason}
	}
	f.report.Rejected++
}

// checkPositions holds a stream to its contract, where the key begins with the position.
func (f *files) checkPositions(batch arrow.RecordBatch) error {
	name := f.work.stream.Key()[0]
	index := batch.Schema().FieldIndices(name)
	if len(index) != 1 {
		return fmt.Errorf("append: the batch has %d columns %q: the stream must be mended", len(index), name)
	}
	column, ok := batch.Column(index[0]).(*array.Int64)
	if !ok {
		return nil
	}
	for _, position := range column.Int64Values() {
		if position < f.marked || position >= f.task.Interval.To {
			return fmt.Errorf("append: position %d is outside of what is being read, %d to %d: the stream must be mended", position, f.marked, f.task.Interval.To)
		}
	}
	return nil
}

// noteFields remembers the names of fields that the schema doesn't know.
func (f *files) noteFields(batch arrow.RecordBatch) error {
	index := batch.Schema().FieldIndices(extraColumn)
	if len(index) == 0 {
		return nil
	}
	extra, ok := batch.Column(index[0]).(*array.String)
	if !ok {
		return fmt.Errorf("append: column %s is %s, not text: the stream must be mended", extraColumn, batch.Column(index[0]).DataType())
	}
	for i := range extra.Len() {
		if extra.IsNull(i) {
			continue
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal([]byte(extra.Value(i)), &fields); err != nil {
			return fmt.Errorf("append: %s is not a JSON object: %w", extraColumn, err)
		}
		for name := range fields {
			f.work.fields[name] = true
		}
	}
	return nil
}
