package chain

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// column is one column of a looked-up row: a number or a text.
type column[R any] struct {
	name   string
	number func(*R) (n int64, known bool)
	text   func(*R) string // "" if it is not known
	// nullable columns are NULL where nothing is known.
	nullable bool
}

func (c column[R]) field() arrow.Field {
	field := arrow.Field{Name: c.name, Type: arrow.BinaryTypes.String, Nullable: c.nullable}
	if c.number != nil {
		field.Type = arrow.PrimitiveTypes.Int64
	}
	return field
}

func (c column[R]) build(b array.Builder, r *R) {
	if c.number == nil {
		optional(b.(*array.StringBuilder), c.text(r))
		return
	}
	if n, known := c.number(r); known {
		b.(*array.Int64Builder).Append(n)
	} else {
		b.AppendNull()
	}
}

func schemaOf[R any](columns []column[R]) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = c.field()
	}
	return arrow.NewSchema(fields, nil)
}

// batchOf builds a batch of rows. The column _extra is there only if a row has something for it.
func batchOf[R any](columns []column[R], extra func(*R) string, rows []R) arrow.RecordBatch {
	if slices.ContainsFunc(rows, func(r R) bool { return extra(&r) != "" }) {
		columns = append(slices.Clone(columns), column[R]{name: "_extra", text: extra, nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schemaOf(columns))
	defer b.Release()
	b.Reserve(len(rows))
	for i := range rows {
		for c := range columns {
			columns[c].build(b.Field(c), &rows[i])
		}
	}
	return b.NewRecordBatch()
}
