package render

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// batchRows is how many rows are written at a time, and so how many are in memory.
const batchRows = 16_384

// Parquet writes the result as a Parquet file with the columns' own types: DECIMAL stays DECIMAL, HUGEINT becomes
// DECIMAL(38,0), and what Parquet's common readers don't know (nested values, intervals, enumerations) becomes text. A
// name that occurs twice is an error, as is a number that doesn't fit. It gives the number of rows.
func Parquet(w io.Writer, result *duck.Result) (rows int64, err error) {
	schema, err := schemaOf(result.Columns)
	if err != nil {
		return 0, err
	}
	// The Parquet writer closes whatever has a Close method; the caller's file is the caller's.
	out, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{w},
		parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1)),
		pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return 0, fmt.Errorf("write Parquet: %w", err)
	}
	batch := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer batch.Release()
	flush := func() error {
		record := batch.NewRecordBatch()
		defer record.Release()
		return out.WriteBuffered(record)
	}
	for ; result.Next(); rows++ {
		for i, cell := range result.Row() {
			if err := appendCell(batch.Field(i), result.Columns[i], cell); err != nil {
				return rows, errors.Join(err, out.Close())
			}
		}
		if (rows+1)%batchRows == 0 {
			if err := flush(); err != nil {
				return rows, errors.Join(err, out.Close())
			}
		}
	}
	if err := errors.Join(result.Err(), flush(), out.Close()); err != nil {
		return rows, fmt.Errorf("write Parquet: %w", err)
	}
	return rows, nil
}

// appendCell appends one value to the builder of its column.
func appendCell(builder array.Builder, column duck.Column, cell duck.Cell) error {
	if cell.Null {
		builder.AppendNull()
		return nil
	}
	text := cell.Text
	if column.Type == "TIMESTAMP WITH TIME ZONE" {
		text = instant(column, text)
	}
	if err := builder.AppendValueFromString(text); err != nil {
		return fmt.Errorf("write Parquet: column %s holds %q, which is no %s that Parquet can hold: cast it to VARCHAR: %w", column.Name, cell.Text, builder.Type(), err)
	}
	return nil
}
