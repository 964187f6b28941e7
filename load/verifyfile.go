package load

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// verifyFile reads one slice with its rejected rows from end to end. The error says what is wrong with it and the
// way out.
func (l *Lake) verifyFile(ctx context.Context, f File) error {
	err := l.compare(ctx, f)
	switch {
	case err == nil:
		return nil
	case f.Slice.Axis == AxisInstant:
		return fmt.Errorf("%w: restore it from a backup, or move it out of the lake; a snapshot can't be had again", err)
	default:
		return fmt.Errorf("%w: move it out of the lake, and the next run reads it again", err)
	}
}

// compare compares a slice with its metadata, and these with its place.
func (l *Lake) compare(ctx context.Context, f File) error {
	meta, err := ReadMeta(f.Path)
	if err != nil {
		return err
	}
	if err := l.placed(f, meta); err != nil {
		return err
	}
	sum, rows := newChecksum(), int64(0)
	err = readRows(ctx, f.Path, func(b arrow.RecordBatch) error {
		columns, err := ownColumns(b, meta)
		if err != nil {
			return err
		}
		for row := range int(b.NumRows()) {
			sum.row(columns, row)
		}
		rows += b.NumRows()
		return nil
	})
	if err != nil {
		return err
	}
	if rows != meta.Rows {
		return fmt.Errorf("it has %d rows, and its metadata say %d", rows, meta.Rows)
	}
	return l.compareRejected(f, meta, sum)
}

// placed tells whether the metadata are those of the file's place.
func (l *Lake) placed(f File, meta Meta) error {
	here := fmt.Sprintf("%s/%s", f.Part, f.Slice.Name())
	says := fmt.Sprintf("%s/%s/%s", meta.Stream, meta.Part, meta.Slice)
	switch {
	case meta.Network != l.network:
		return fmt.Errorf("it belongs to another network: %s, not %s", meta.Network, l.network)
	case says != here:
		return fmt.Errorf("it lies in the wrong place: its metadata say %s", says)
	default:
		return nil
	}
}

// compareRejected adds the slice's rejected rows to the checksum of its rows, and compares it with the metadata.
func (l *Lake) compareRejected(f File, meta Meta, sum *checksum) error {
	if meta.Rejected > 0 && f.RejectedPath == "" {
		return fmt.Errorf("it had %d rejected rows, which are lost", meta.Rejected)
	}
	rejected, err := l.Rejected(f)
	if err != nil {
		return err
	}
	if n := int64(len(rejected)); n != meta.Rejected {
		return fmt.Errorf("%s has %d rejected rows, and the slice's metadata say %d", f.RejectedPath, n, meta.Rejected)
	}
	for _, r := range rejected {
		sum.rejected(r)
	}
	if sum.text() != meta.Checksum {
		return errors.New("its content isn't what was committed: the checksum differs")
	}
	return nil
}

// ownColumns gives the batch's columns that the checksum is about, _extra as the last, and compares the constant
// ones with the metadata.
func ownColumns(b arrow.RecordBatch, meta Meta) ([]arrow.Array, error) {
	n := int(b.NumCols()) - len(standardFields)
	if n < 1 {
		return nil, errors.New("it has no columns of its own")
	}
	for i, column := range b.Columns() {
		if !supported(column.DataType()) {
			return nil, fmt.Errorf("column %s has type %s, which the lake doesn't write", b.ColumnName(i), column.DataType())
		}
	}
	last, err := pick(b, arrow.NewSchema(standardFields, nil))
	if err != nil {
		return nil, err
	}
	instance, extractedAt, runID := last[0].(*array.String), last[1].(*array.Timestamp), last[2].(*array.String)
	at := arrow.Timestamp(meta.ExtractedAt.UnixMicro())
	for row := range int(b.NumRows()) {
		if instance.Value(row) != meta.Stream.Instance || extractedAt.Value(row) != at || runID.Value(row) != meta.RunID {
			return nil, errors.New("a row's _instance, _extracted_at or _run_id isn't that of the metadata")
		}
	}
	return slices.Concat(b.Columns()[:n], last[constantColumns:]), nil
}
