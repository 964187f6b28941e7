package explorer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/load"
)

// scanRows is how many rows of a lake file are held at a time.
const scanRows = 8192

// scanTexts calls visit with some columns of every row of a committed file as text; a NULL is "".
func scanTexts(ctx context.Context, path string, names []string, visit func(values []string)) (err error) {
	defer func() {
		if p := recover(); p != nil { // what some damaged files make of the Parquet reader
			err = fmt.Errorf("read %s: the file is damaged: %v", path, p)
		}
	}()
	parquet, err := file.OpenParquetFile(path, false)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = parquet.Close() }() // it was only read
	columns := make([]int, len(names))
	for i, name := range names {
		if columns[i] = parquet.MetaData().Schema.ColumnIndexByName(name); columns[i] < 0 {
			return fmt.Errorf("read %s: it has no column %s", path, name)
		}
	}
	reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{BatchSize: scanRows}, memory.DefaultAllocator)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	batches, err := reader.GetRecordReader(ctx, columns, nil)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer batches.Release()
	values := make([]string, len(names))
	for batches.Next() {
		batch := batches.RecordBatch()
		for row := range int(batch.NumRows()) {
			for i, name := range names {
				values[i] = textOf(batch.Column(batch.Schema().FieldIndices(name)[0]), row)
			}
			visit(values)
		}
	}
	if err := batches.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

func textOf(column interface {
	IsNull(int) bool
	ValueStr(int) string
}, row int,
) string {
	if column.IsNull(row) {
		return ""
	}
	if texts, ok := column.(*array.String); ok {
		return texts.Value(row)
	}
	return column.ValueStr(row)
}

// filesOf gives the live files of all parts of a stream.
func filesOf(lake *load.Lake, id load.StreamID) (all []load.File, err error) {
	parts, err := lake.Parts(id)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		files, err := lake.Files(part, load.ListOptions{})
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}
