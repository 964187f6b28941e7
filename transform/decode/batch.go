package decode

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// batch builds a record batch row by row. A row sets only the columns that it has; the gaps are filled with NULLs
// later, many at once, because most of the columns are empty in most rows.
type batch struct {
	builder *array.RecordBuilder
	rows    int
}

func newBatch() *batch {
	return &batch{builder: array.NewRecordBuilder(memory.DefaultAllocator, Schema())}
}

// release gives the batch's memory back.
func (b *batch) release() { b.builder.Release() }

// next begins another row.
func (b *batch) next() { b.rows++ }

// at gives the builder of a column, filled up to the present row.
func (b *batch) at(column int) array.Builder {
	field := b.builder.Field(column)
	if missing := b.rows - 1 - field.Len(); missing > 0 {
		field.AppendNulls(missing)
	}
	return field
}

func (b *batch) text(column int, value string) {
	if field, ok := b.at(column).(*array.StringBuilder); ok {
		field.Append(value)
	}
}

func (b *batch) integer(column int, value int64) {
	if field, ok := b.at(column).(*array.Int64Builder); ok {
		field.Append(value)
	}
}

func (b *batch) time(column int, microseconds int64) {
	if field, ok := b.at(column).(*array.TimestampBuilder); ok {
		field.Append(arrow.Timestamp(microseconds))
	}
}

// value sets an argument's column; one that doesn't fit stays NULL.
func (b *batch) value(column int, v livepeer.Value) {
	if !v.Fits {
		return
	}
	switch field := b.at(column).(type) {
	case *array.StringBuilder:
		field.Append(v.Text)
	case *array.Int64Builder:
		field.Append(v.Int)
	case *array.BooleanBuilder:
		field.Append(v.Bool)
	case *array.Decimal128Builder:
		field.Append(decimal128.New(int64(v.Hi), v.Lo))
	}
}

// finish gives the rows since the last finish. The caller releases them.
func (b *batch) finish() arrow.RecordBatch {
	for i := range b.builder.Fields() {
		field := b.builder.Field(i)
		if missing := b.rows - field.Len(); missing > 0 {
			field.AppendNulls(missing)
		}
	}
	b.rows = 0
	return b.builder.NewRecordBatch()
}
