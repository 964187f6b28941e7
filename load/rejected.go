package load

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// RejectedRow is a malformed row, kept as it came. It lies in quarantine beside the lake's rows: in
// _rejected/<source>/<instance>/<stream>/<part>/<slice's file name>.
type RejectedRow struct {
	// Position is where on the stream's axis the row belongs; -1 if unknown.
	Position int64
	// Reason is what is wrong with it, in words for a person.
	Reason string
	// Original is the row's bytes as received.
	Original []byte
}

// rejectedSchema has the position as NULL where it is unknown.
var rejectedSchema = arrow.NewSchema(slices.Concat([]arrow.Field{
	{Name: "position", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "reason", Type: arrow.BinaryTypes.String},
	{Name: "original", Type: arrow.BinaryTypes.Binary},
}, standardFields[:constantColumns]), nil)

// Rejected gives the rejected rows of a slice, sorted by position, reason and content; those of unknown position
// come first. A slice without any has none.
func (l *Lake) Rejected(f File) ([]RejectedRow, error) {
	if f.RejectedPath == "" {
		return nil, nil
	}
	var rows []RejectedRow
	err := readRows(context.Background(), f.RejectedPath, func(b arrow.RecordBatch) error {
		columns, err := pick(b, rejectedSchema)
		if err != nil {
			return err
		}
		position, reason, original := columns[0].(*array.Int64), columns[1].(*array.String), columns[2].(*array.Binary)
		for i := range int(b.NumRows()) {
			row := RejectedRow{Position: -1, Reason: reason.Value(i), Original: bytes.Clone(original.Value(i))}
			if position.IsValid(i) {
				row.Position = position.Value(i)
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the rejected rows of %s: %w", f.Path, err)
	}
	return rows, nil
}

// tidy sorts rejected rows and keeps equal ones once.
func tidy(rows []RejectedRow) []RejectedRow {
	slices.SortFunc(rows, func(a, b RejectedRow) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Reason, b.Reason), bytes.Compare(a.Original, b.Original))
	})
	return slices.CompactFunc(rows, func(a, b RejectedRow) bool {
		return a.Position == b.Position && a.Reason == b.Reason && bytes.Equal(a.Original, b.Original)
	})
}

// writeRejected writes rejected rows as Parquet.
func writeRejected(ctx context.Context, out io.Writer, meta Meta, rows []RejectedRow) error {
	position := array.NewInt64Builder(memory.DefaultAllocator)
	reason := array.NewStringBuilder(memory.DefaultAllocator)
	original := array.NewBinaryBuilder(memory.DefaultAllocator, arrow.BinaryTypes.Binary)
	for _, row := range rows {
		if row.Position < 0 {
			position.AppendNull()
		} else {
			position.Append(row.Position)
		}
		reason.Append(row.Reason)
		original.Append(row.Original)
	}
	columns := []*arrow.Chunked{chunk(position), chunk(reason), chunk(original)}
	columns = append(columns, standard(meta, int64(len(rows)))...)
	defer release(columns)
	return writeParquet(ctx, out, parquetFile{
		schema: rejectedSchema, meta: meta, rows: int64(len(rows)), dictionary: []string{"reason"},
		column: func(number int, from, count int64) *arrow.Chunked {
			return array.NewChunkedSlice(columns[number], from, from+count)
		},
	})
}

// chunk finishes a column.
func chunk(b array.Builder) *arrow.Chunked {
	defer b.Release()
	values := b.NewArray()
	defer values.Release()
	return arrow.NewChunked(values.DataType(), []arrow.Array{values})
}

// orphans gives the paths of rejected rows whose slice was never committed.
func (l *Lake) orphans() ([]string, error) {
	root := filepath.Join(l.Dir(), rejectedFolder)
	var paths []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(l.Dir(), below)); errors.Is(err, fs.ErrNotExist) {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look for rejected rows without a slice: %w", err)
	}
	return paths, nil
}
