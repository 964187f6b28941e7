package gpuprices

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
)

// batchRows is how many rows go into one batch.
const batchRows = 10_000

// batch collects rows of a number and texts, in the order of the columns.
type batch struct {
	fields []arrow.Field
	rows   []batchRow
}

type batchRow struct {
	number int64
	texts  []*string // nil for NULL
	extra  string
}

// add takes a row; extra is the JSON object of unknown columns, "" for none.
func (b *batch) add(extra string, number int64, texts ...*string) {
	b.rows = append(b.rows, batchRow{number, texts, extra})
}

// appendTo hands the rows to the sink. The column _extra is there only if a row has something for it.
func (b batch) appendTo(sink extract.Sink) error {
	for rows := range slices.Chunk(b.rows, batchRows) {
		record := b.build(rows)
		err := sink.Append(record)
		record.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

func (b batch) build(rows []batchRow) arrow.RecordBatch {
	fields := b.fields
	extended := slices.ContainsFunc(rows, func(row batchRow) bool { return row.extra != "" })
	if extended {
		fields = append(slices.Clip(fields), arrow.Field{Name: "_extra", Type: arrow.BinaryTypes.String, Nullable: true})
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, row := range rows {
		builder.Field(0).(*array.Int64Builder).Append(row.number)
		for i, text := range row.texts {
			appendText(builder.Field(i+1), text)
		}
		if extended && row.extra == "" {
			builder.Field(len(b.fields)).AppendNull()
		} else if extended {
			appendText(builder.Field(len(b.fields)), &row.extra)
		}
	}
	return builder.NewRecordBatch()
}

func appendText(column array.Builder, text *string) {
	if text == nil {
		column.AppendNull()
		return
	}
	column.(*array.StringBuilder).Append(*text)
}
