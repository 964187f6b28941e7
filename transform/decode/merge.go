package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Source is what Merge takes of one instance of a chain.
type Source struct {
	// Paths are decoded files.
	Paths []string
	// Times are the times of the blocks that the instance's logs are in, for logs that carry none themselves; nil if
	// none is known.
	Times *Times
}

// Merge writes the rows of decoded files, one file after another, to out as one Parquet file of the same columns. A
// reader then opens one footer in place of thousands. A log without a time gets its block's. Memory is bounded, whatever
// the number of files.
func Merge(ctx context.Context, sources []Source, out io.Writer) (err error) {
	defer rescue(&err)
	writer, err := pqarrow.NewFileWriter(Schema(), out, WriterProperties(dictionaryColumns()), pqarrow.DefaultWriterProps())
	if err != nil {
		return fmt.Errorf("merge decoded files: %w", err)
	}
	for _, source := range sources {
		for _, path := range source.Paths {
			if err := source.copyRows(ctx, path, writer); err != nil {
				return errors.Join(fmt.Errorf("merge decoded file %s: %w", path, err), writer.Close())
			}
		}
	}
	return writer.Close()
}

// copyRows writes the rows of one decoded file.
func (s Source) copyRows(ctx context.Context, path string, writer *pqarrow.FileWriter) error {
	schema := Schema()
	return eachBatch(ctx, path, nil, func(b arrow.RecordBatch) error {
		eventAt, err := s.Times.fill(b)
		if err != nil {
			return err
		}
		defer eventAt.Release()
		columns := slices.Clone(b.Columns())
		columns[columnEventAt] = eventAt
		plain := array.NewRecordBatch(schema, columns, b.NumRows()) // without the field ids of the file
		defer plain.Release()
		return writer.WriteBuffered(plain)
	})
}
