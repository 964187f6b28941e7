package load

import (
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// WriterOptions say what a Writer writes.
type WriterOptions struct {
	// Part is the part that the slices belong to. It must have been added to the lake.
	Part Part
	// Schema has the stream's own columns, without the standard ones, whose names begin with _. The types int32,
	// int64, float64, bool, utf8, binary, decimal128 and timestamp in microseconds are kept exactly; others are
	// an error. Columns are only ever added to a stream's schema, at the end, nullable.
	Schema *arrow.Schema
	// Key names the columns that identify a row, of type int64, timestamp or utf8; files are sorted by it.
	Key []string
	// Dictionary names the low-cardinality columns, the only ones that are dictionary-encoded.
	Dictionary []string
	// SchemaVersion is raised with every change of Schema.
	SchemaVersion int
	// RunID is the run that writes.
	RunID string
	// ExtractedAt is the instant that all rows carry, kept to the microsecond.
	ExtractedAt time.Time
	// Endpoint is where the rows come from, without secrets.
	Endpoint string
}

// Writer gathers the rows of one slice after another of a part and commits them. It is used by one goroutine at a
// time. It keeps the appended rows in memory until Commit or Discard, so its user bounds Rows and Bytes.
type Writer struct {
	lake     *Lake
	opt      WriterOptions
	schema   *arrow.Schema // of the file
	rows     *rowSet
	rejected []RejectedRow
	weight   int64 // bytes of rejected rows
}

// ConflictError says that a slice has two rows of the same key that differ. Nothing of the slice is committed: which
// of the two is true can't be told.
type ConflictError struct {
	// Part and Slice are what was to be committed; Slice is the file name of its first revision.
	Part  Part
	Slice string
	// Key is the rows' key: "block_number 5, log_index 2".
	Key string
}

// Error names the key and the way out.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("slice %s of part %s: the source gave two different rows for %s: nothing of it is committed; run again, and if it stays so, use another endpoint", e.Slice, e.Part, e.Key)
}

// NewWriter gives a writer for a part that the lake has.
func (l *Lake) NewWriter(opt WriterOptions) (*Writer, error) {
	has, err := l.readPart(opt.Part.Stream, opt.Part.Name)
	if err != nil {
		return nil, err
	}
	if !has.same(opt.Part) {
		return nil, fmt.Errorf("write part %s: the lake has another definition of it", opt.Part)
	}
	opt.ExtractedAt = opt.ExtractedAt.UTC().Truncate(time.Microsecond)
	own, err := ownSchema(opt.Schema)
	if err != nil {
		return nil, fmt.Errorf("write part %s: %w", opt.Part, err)
	}
	key, err := keyColumns(own, opt.Key)
	if err != nil {
		return nil, fmt.Errorf("write part %s: key: %w", opt.Part, err)
	}
	if _, err := positions(own, opt.Dictionary); err != nil {
		return nil, fmt.Errorf("write part %s: dictionary: %w", opt.Part, err)
	}
	return &Writer{lake: l, opt: opt, schema: fileSchema(own), rows: newRowSet(own, key)}, nil
}

func keyColumns(own *arrow.Schema, names []string) ([]int, error) {
	if len(names) == 0 {
		return nil, errors.New("a stream needs one")
	}
	key, err := positions(own, names)
	if err != nil {
		return nil, err
	}
	for _, number := range key {
		switch t := own.Field(number).Type; t.ID() {
		case arrow.INT64, arrow.TIMESTAMP, arrow.STRING:
		default:
			return nil, fmt.Errorf("column %s has type %s, which rows can't be sorted by: use int64, timestamp or utf8", own.Field(number).Name, t)
		}
	}
	return key, nil
}

// Append adds a batch of the stream's columns, in order, and optionally a last column _extra (utf8) with the JSON
// of fields that the schema doesn't know. Rows may come in any order; in key order they cost least. The writer
// copies the batch, into no more memory than its rows need.
func (w *Writer) Append(b arrow.RecordBatch) error {
	if err := w.rows.add(b); err != nil {
		return fmt.Errorf("append to part %s: %w", w.opt.Part, err)
	}
	return nil
}

// Reject adds a malformed row to the slice's quarantine. Equal ones are kept once.
func (w *Writer) Reject(r RejectedRow) {
	r.Position = max(r.Position, -1)
	w.rejected = append(w.rejected, r)
	w.weight += int64(len(r.Original) + len(r.Reason))
}

// Rows gives the number of rows appended since the last Commit, counting what was appended twice twice.
func (w *Writer) Rows() int64 { return w.rows.rows }

// Bytes gives the memory that the rows and rejected rows since the last Commit hold.
func (w *Writer) Bytes() int64 { return w.rows.bytes + w.weight }

// Discard drops everything since the last Commit and lets its memory go.
func (w *Writer) Discard() {
	w.rows.release()
	w.rejected, w.weight = nil, 0
}
