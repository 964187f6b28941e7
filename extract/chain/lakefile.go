package chain

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// scanRows is how many rows of a lake file are held at a time.
const scanRows = 8192

// lakeFile is some columns of a committed file.
type lakeFile struct {
	parquet *file.Reader
	reader  *pqarrow.FileReader
	columns []int
}

// openLakeFile opens a file for reading the named columns; those in dictionaries are read as such.
func openLakeFile(path string, names []string, dictionaries ...string) (*lakeFile, error) {
	parquet, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	f := &lakeFile{parquet: parquet}
	props := pqarrow.ArrowReadProperties{BatchSize: scanRows}
	for _, name := range names {
		index := parquet.MetaData().Schema.ColumnIndexByName(name)
		if index < 0 {
			return nil, errors.Join(fmt.Errorf("it has no column %s", name), parquet.Close())
		}
		f.columns = append(f.columns, index)
	}
	for _, name := range dictionaries {
		props.SetReadDict(parquet.MetaData().Schema.ColumnIndexByName(name), true)
	}
	if f.reader, err = pqarrow.NewFileReader(parquet, props, memory.DefaultAllocator); err != nil {
		return nil, errors.Join(err, parquet.Close())
	}
	return f, nil
}

func (f *lakeFile) close() { _ = f.parquet.Close() } // it was only read

// batches calls visit with some columns of some row groups (nil: all), scanRows rows at a time.
func (f *lakeFile) batches(ctx context.Context, columns, groups []int, visit func(arrow.RecordBatch) error) error {
	reader, err := f.reader.GetRecordReader(ctx, columns, groups)
	if err != nil {
		return err
	}
	defer reader.Release()
	for reader.Next() {
		if err := visit(reader.RecordBatch()); err != nil {
			return err
		}
	}
	if err := reader.Err(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

var errTypes = errors.New("its columns are not of the types that they are written with")

// scanLogs calls visit with the block number and some text columns of every log of a lake file; a NULL is "". The
// texts are valid during the call only.
func scanLogs(ctx context.Context, path string, names []string, visit func(block int64, texts []string)) (err error) {
	defer rescue(&err)
	f, err := openLakeFile(path, append([]string{"block_number"}, names...))
	if err != nil {
		return err
	}
	defer f.close()
	texts := make([]string, len(names))
	columns := make([]*array.String, len(names))
	return f.batches(ctx, f.columns, nil, func(batch arrow.RecordBatch) error {
		blocks, ok := find(batch, "block_number").(*array.Int64)
		for i, name := range names {
			var isText bool
			columns[i], isText = find(batch, name).(*array.String)
			ok = ok && isText
		}
		if !ok {
			return errTypes
		}
		for row := range blocks.Len() {
			for i, column := range columns {
				texts[i] = ""
				if column.IsValid(row) {
					texts[i] = column.Value(row)
				}
			}
			visit(blocks.Value(row), texts)
		}
		return nil
	})
}

// find gives a batch's column by name, nil if there is none.
func find(batch arrow.RecordBatch, name string) arrow.Array {
	if found := batch.Schema().FieldIndices(name); len(found) == 1 {
		return batch.Column(found[0])
	}
	return nil
}

// rescue turns a panic of the Parquet reader, which some damaged files cause, into an error.
func rescue(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}
