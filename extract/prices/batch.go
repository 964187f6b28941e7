package prices

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
)

// batch collects rows of a stream's columns.
type batch struct {
	fields []arrow.Field
	rows   [][]any
	extras []string
}

func newBatch(fields []arrow.Field) batch { return batch{fields: fields} }

// add takes a row: one value per column, each a string, an int64, or a pointer to one of them or to a float64, nil for
// NULL; extra is the JSON object of unknown fields, "" for none.
func (b *batch) add(extra string, values ...any) {
	b.rows = append(b.rows, values)
	b.extras = append(b.extras, extra)
}

// appendTo hands the rows to the sink. The column _extra is there only if a row has something for it.
func (b batch) appendTo(sink extract.Sink) error {
	extended := false
	for _, extra := range b.extras {
		extended = extended || extra != ""
	}
	fields := b.fields
	if extended {
		fields = append(fields[:len(fields):len(fields)], arrow.Field{Name: "_extra", Type: arrow.BinaryTypes.String, Nullable: true})
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for i, row := range b.rows {
		for j, value := range row {
			appendValue(builder.Field(j), value)
		}
		if extended {
			appendValue(builder.Field(len(b.fields)), texts(b.extras[i]))
		}
	}
	record := builder.NewRecordBatch()
	defer record.Release()
	return sink.Append(record)
}

func appendValue(column array.Builder, value any) {
	switch v := value.(type) {
	case string:
		column.(*array.StringBuilder).Append(v)
	case int64:
		column.(*array.Int64Builder).Append(v)
	case *string:
		if v != nil {
			column.(*array.StringBuilder).Append(*v)
			return
		}
		column.AppendNull()
	case *int64:
		if v != nil {
			column.(*array.Int64Builder).Append(*v)
			return
		}
		column.AppendNull()
	case *float64:
		if v != nil {
			column.(*array.Float64Builder).Append(*v)
			return
		}
		column.AppendNull()
	}
}

// texts gives a text that may be missing: nil for "".
func texts(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
