package decode

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Merge writes the rows of decoded files, one file after another, to out as one Parquet file of the same columns. A
// reader then opens one footer in place of thousands. Memory is bounded, whatever the number of files.
func Merge(ctx context.Context, paths []string, out io.Writer) (err error) {
	defer rescue(&err)
	writer, err := pqarrow.NewFileWriter(Schema(), out, properties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return fmt.Errorf("merge decoded files: %w", err)
	}
	schema := Schema()
	for _, path := range paths {
		err := eachBatch(ctx, path, nil, func(b arrow.RecordBatch) error {
			plain := array.NewRecordBatch(schema, b.Columns(), b.NumRows()) // without the field ids of the file
			defer plain.Release()
			return writer.WriteBuffered(plain)
		})
		if err != nil {
			return errors.Join(fmt.Errorf("merge decoded file %s: %w", path, err), writer.Close())
		}
	}
	return writer.Close()
}
