package decode

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Batches reads a Parquet file of the lake or of the cache, batch by batch.
type Batches struct {
	source *file.Reader
	reader pqarrow.RecordReader
}

// OpenBatches opens a file to read the named columns, or all of them if none is named. A column that the file hasn't is left
// out: see ColumnOf.
func OpenBatches(ctx context.Context, path string, names []string) (_ *Batches, err error) {
	defer rescue(&err)
	source, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	var columns []int
	for _, name := range names {
		if i := source.MetaData().Schema.ColumnIndexByName(name); i >= 0 {
			columns = append(columns, i)
		}
	}
	reader, err := pqarrow.NewFileReader(source, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	if err != nil {
		return nil, errors.Join(err, source.Close())
	}
	b := &Batches{source: source}
	if b.reader, err = reader.GetRecordReader(ctx, columns, nil); err != nil {
		return nil, errors.Join(err, source.Close())
	}
	return b, nil
}

// Next gives the next batch, which is valid until the call after it; io.EOF after the last one.
func (b *Batches) Next() (_ arrow.RecordBatch, err error) {
	defer rescue(&err)
	if b.reader.Next() {
		return b.reader.RecordBatch(), nil
	}
	if err := b.reader.Err(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return nil, io.EOF
}

// Close closes the file.
func (b *Batches) Close() error {
	b.reader.Release()
	return b.source.Close()
}

// eachBatch gives the named columns of a file, or all of them if none is named, to use, batch by batch.
func eachBatch(ctx context.Context, path string, names []string, use func(arrow.RecordBatch) error) (err error) {
	batches, err := OpenBatches(ctx, path, names)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, batches.Close()) }()
	for {
		batch, err := batches.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = use(batch)
		}
		if err != nil {
			return err
		}
	}
}

// ColumnOf takes a column out of a batch. It fails if it is missing or has another type.
func ColumnOf[T arrow.Array](b arrow.RecordBatch, name string) (column T, err error) {
	found := b.Schema().FieldIndices(name)
	if len(found) != 1 {
		return column, fmt.Errorf("it has no column %s", name)
	}
	column, ok := b.Column(found[0]).(T)
	if !ok {
		return column, fmt.Errorf("its column %s has type %s", name, b.Column(found[0]).DataType())
	}
	return column, nil
}
