package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/lakepeer/lakepeer/load"
)

const (
	extraColumn = "_extra"
	// newFieldsKey and removedFieldsKey are the keys of a slice's metadata that name the fields in _extra and the fields that
	// the source has no more, with commas between them.
	newFieldsKey     = "new_fields"
	removedFieldsKey = "removed_fields"
)

// sliceWriter writes one slice after another of a part, and keeps the part's report.
type sliceWriter struct {
	ctx    context.Context // of the run: a Sink's methods take none
	work   *work
	part   load.Part
	bar    Bar
	report *PartReport

	writer *load.Writer
	opened time.Time
	fields map[string]bool // of the open slice
}

// open begins a slice unless one is open.
func (s *sliceWriter) open() error {
	if s.writer != nil {
		return nil
	}
	stream, r := s.work.stream, s.work.runner
	s.opened, s.fields = r.Clock().UTC(), map[string]bool{}
	writer, err := r.Lake.NewWriter(load.WriterOptions{
		Part: s.part, Schema: stream.Schema(), Key: stream.Key(), Dictionary: stream.Dictionary(), SchemaVersion: stream.SchemaVersion(),
		RunID: r.RunID, ExtractedAt: s.opened.Truncate(time.Microsecond), Endpoint: stream.Endpoint(),
	})
	s.writer = writer
	return err
}

// take puts a batch into the open slice.
func (s *sliceWriter) take(batch arrow.RecordBatch) error {
	if err := s.noteFields(batch); err != nil {
		return err
	}
	return s.writer.Append(batch)
}

// quarantine puts a malformed row beside the open slice, which begins at from.
func (s *sliceWriter) quarantine(row load.RejectedRow, from int64) {
	s.writer.Reject(row)
	position := row.Position
	if position < 0 {
		position = from
	}
	if first := s.report.FirstRejected; first == nil || position < first.Position {
		s.report.FirstRejected = &Rejection{position, row.Reason}
	}
	s.report.Rejected++
}

// commit writes the open slice.
func (s *sliceWriter) commit(ctx context.Context, slice load.Slice, extra map[string]string) error {
	if len(s.fields) > 0 {
		extra[newFieldsKey] = strings.Join(slices.Sorted(maps.Keys(s.fields)), ",")
	}
	if removed := s.work.removedFields(); len(removed) > 0 {
		extra[removedFieldsKey] = strings.Join(removed, ",")
	}
	writer := s.writer
	s.writer = nil // Commit empties it, also when it fails: nothing else may be committed of it
	file, committed, err := writer.Commit(ctx, slice, extra)
	if err != nil {
		return err
	}
	if !committed {
		return nil
	}
	meta, err := load.ReadMeta(file.Path)
	if err != nil {
		return err
	}
	s.report.Files++
	s.report.Rows += meta.Rows
	if file.Slice.Revision > 1 {
		s.report.Revisions++
	}
	return nil
}

// discard lets go of an open slice.
func (s *sliceWriter) discard() {
	if s.writer != nil {
		s.writer.Discard()
		s.writer = nil
	}
}

// noteFields remembers the names of fields that the schema doesn't know.
func (s *sliceWriter) noteFields(batch arrow.RecordBatch) error {
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
			s.fields[name], s.work.fields[name] = true, true
		}
	}
	return nil
}

// wholeSink is the Sink of a slice that is committed at once: a snapshot, or the rows of some keys.
type wholeSink struct {
	sliceWriter
	rows int64
}

// newWholeSink opens the slice, whose instant is now.
func newWholeSink(ctx context.Context, w *work, part load.Part, bar Bar, report *PartReport) (*wholeSink, error) {
	s := &wholeSink{sliceWriter: sliceWriter{ctx: ctx, work: w, part: part, bar: bar, report: report}}
	return s, s.open()
}

// Append implements Sink.
func (s *wholeSink) Append(batch arrow.RecordBatch) error {
	s.rows += batch.NumRows()
	return s.take(batch)
}

// Reject implements Sink.
func (s *wholeSink) Reject(row load.RejectedRow) { s.quarantine(row, -1) }

// Mark implements Sink.
func (s *wholeSink) Mark(int64) error {
	return errors.New("mark: the stream has no positions: it must be mended")
}
