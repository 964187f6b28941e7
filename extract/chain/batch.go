package chain

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
)

// batchRows is how many logs go into one batch.
const batchRows = 10_000

func logFields() []arrow.Field {
	number, text := arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String
	return []arrow.Field{
		{Name: "block_number", Type: number},
		{Name: "log_index", Type: number},
		{Name: "block_hash", Type: text},
		{Name: "transaction_hash", Type: text},
		{Name: "transaction_index", Type: number},
		{Name: "address", Type: text},
		{Name: "topic0", Type: text, Nullable: true},
		{Name: "topic1", Type: text, Nullable: true},
		{Name: "topic2", Type: text, Nullable: true},
		{Name: "topic3", Type: text, Nullable: true},
		{Name: "data", Type: text},
		{Name: "block_timestamp", Type: number, Nullable: true},
	}
}

// Schema gives the columns of the stream logs.
func Schema() *arrow.Schema { return arrow.NewSchema(logFields(), nil) }

func extendedSchema() *arrow.Schema {
	return arrow.NewSchema(append(logFields(), arrow.Field{Name: "_extra", Type: arrow.BinaryTypes.String, Nullable: true}), nil)
}

// batches hands rows to the sink. The column _extra is there only if a row has something for it.
func batches(rows []row, sink extract.Sink) error {
	for chunk := range slices.Chunk(rows, batchRows) {
		batch := build(chunk)
		err := sink.Append(batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

func build(rows []row) arrow.RecordBatch {
	schema := Schema()
	extended := slices.ContainsFunc(rows, func(log row) bool { return log.extra != "" })
	if extended {
		schema = extendedSchema()
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Reserve(len(rows))
	number := func(i int) *array.Int64Builder { return b.Field(i).(*array.Int64Builder) }
	text := func(i int) *array.StringBuilder { return b.Field(i).(*array.StringBuilder) }
	blocks, indexes, transactions, times := number(0), number(1), number(4), number(11)
	blockHashes, txHashes, addresses, datas := text(2), text(3), text(5), text(10)
	topics := [4]*array.StringBuilder{text(6), text(7), text(8), text(9)}
	for _, log := range rows {
		blocks.Append(log.block)
		indexes.Append(log.index)
		blockHashes.Append(log.blockHash)
		txHashes.Append(log.txHash)
		transactions.Append(log.transaction)
		addresses.Append(log.address)
		datas.Append(log.data)
		for i, topic := range topics {
			optional(topic, log.topics[i])
		}
		if log.time == 0 {
			times.AppendNull()
		} else {
			times.Append(log.time)
		}
		if extended {
			optional(text(12), log.extra)
		}
	}
	return b.NewRecordBatch()
}

func optional(column *array.StringBuilder, text string) {
	if text == "" {
		column.AppendNull()
	} else {
		column.Append(text)
	}
}
