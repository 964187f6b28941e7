package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

const (
	// rowGroupRows is the length of a row group: what an engine reads as a unit.
	rowGroupRows = 128 << 10
	// readRowsAtOnce bounds the memory that reading a file takes.
	readRowsAtOnce = 8 << 10
)

// parquetFile is what a file is made of.
type parquetFile struct {
	schema     *arrow.Schema
	meta       Meta
	rows       int64
	dictionary []string // the columns that are dictionary-encoded, besides the constant ones
	sorted     []int    // the columns that the rows are sorted by
	// column gives count rows of a column from the given row on. It is asked for each column once per row group,
	// so that not more than one column need be in memory besides the rows themselves. The writer releases it.
	column func(number int, from, count int64) *arrow.Chunked
}

// writeParquet writes the file to out. It doesn't close out.
func writeParquet(ctx context.Context, out io.Writer, f parquetFile) (err error) {
	w, err := pqarrow.NewFileWriter(f.schema, out, f.properties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := w.Close(); err == nil {
			err = closeErr
		}
	}()
	f.meta.Columns = describe(f.schema)
	pairs, err := f.meta.pairs()
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		if err := w.AppendKeyValueMetadata(metaPrefix+key, pairs[key]); err != nil {
			return err
		}
	}
	for from := int64(0); from < f.rows; from += rowGroupRows {
		if err := f.writeRowGroup(ctx, w, from, min(rowGroupRows, f.rows-from)); err != nil {
			return err
		}
	}
	return nil
}

func (f parquetFile) properties() *parquet.WriterProperties {
	options := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd),
		parquet.WithCompressionLevel(1),
		parquet.WithMaxRowGroupLength(rowGroupRows),
		parquet.WithDictionaryDefault(false),
	}
	for _, name := range append([]string{columnInstance, columnExtractedAt, columnRunID}, f.dictionary...) {
		options = append(options, parquet.WithDictionaryFor(name, true))
	}
	sorting := make([]parquet.SortingColumn, len(f.sorted))
	for i, number := range f.sorted {
		sorting[i] = parquet.SortingColumn{ColumnIdx: int32(number)}
	}
	return parquet.NewWriterProperties(append(options, parquet.WithSortingColumns(sorting))...)
}

func (f parquetFile) writeRowGroup(ctx context.Context, w *pqarrow.FileWriter, from, count int64) error {
	if err := w.NewRowGroupChecked(); err != nil {
		return err
	}
	for number, field := range f.schema.Fields() {
		if err := ctx.Err(); err != nil {
			return err
		}
		values := f.column(number, from, count)
		err := w.WriteColumnChunked(values, 0, count)
		values.Release()
		if err != nil {
			return fmt.Errorf("column %s: %w", field.Name, err)
		}
	}
	return nil
}

// standard gives the three constant columns that every file has.
func standard(meta Meta, rows int64) []*arrow.Chunked {
	instance := array.NewStringBuilder(memory.DefaultAllocator)
	extractedAt := array.NewTimestampBuilder(memory.DefaultAllocator, instant)
	runID := array.NewStringBuilder(memory.DefaultAllocator)
	length := int(min(rows, readRowsAtOnce))
	for range length {
		instance.Append(meta.Stream.Instance)
		extractedAt.Append(arrow.Timestamp(meta.ExtractedAt.UnixMicro()))
		runID.Append(meta.RunID)
	}
	return []*arrow.Chunked{repeat(instance, rows), repeat(extractedAt, rows), repeat(runID, rows)}
}

// repeat finishes a column of the given number of rows out of the builder's values, over and over.
func repeat(b array.Builder, rows int64) *arrow.Chunked {
	defer b.Release()
	values := b.NewArray()
	defer values.Release()
	var chunks []arrow.Array
	for left := rows; left > 0; left -= int64(values.Len()) {
		chunks = append(chunks, values)
	}
	whole := arrow.NewChunked(values.DataType(), chunks)
	defer whole.Release()
	return array.NewChunkedSlice(whole, 0, rows)
}

func release(columns []*arrow.Chunked) {
	for _, c := range columns {
		c.Release()
	}
}

// readRows reads a committed file from end to end and gives each batch of rows to use, which may keep nothing of
// it. A damaged file is an error that names it.
func readRows(ctx context.Context, path string, use func(arrow.RecordBatch) error) (err error) {
	defer rescue(path, &err)
	r, err := file.OpenParquetFile(path, false)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer r.Close()
	arrowReader, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{BatchSize: readRowsAtOnce}, memory.DefaultAllocator)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	batches, err := arrowReader.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer batches.Release()
	meta, err := parseMeta(r.MetaData().KeyValueMetadata())
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if has := describe(batches.Schema()); has != meta.Columns {
		return fmt.Errorf("read %s: it has the columns %s; it was written with %s", path, has, meta.Columns)
	}
	for batches.Next() {
		if err := use(batches.RecordBatch()); err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
	if err := batches.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// pick gives the batch's columns of the schema, in its order. A column that is missing or of another type is an
// error: the file is then none that this package has written.
func pick(b arrow.RecordBatch, schema *arrow.Schema) ([]arrow.Array, error) {
	columns := make([]arrow.Array, schema.NumFields())
	for i, field := range schema.Fields() {
		at := b.Schema().FieldIndices(field.Name)
		if len(at) != 1 || !arrow.TypeEqual(b.Column(at[0]).DataType(), field.Type) {
			return nil, fmt.Errorf("the file has no column %s of type %s", field.Name, field.Type)
		}
		columns[i] = b.Column(at[0])
	}
	return columns, nil
}
