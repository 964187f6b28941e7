package decode

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// logs are the columns of a batch of the lake's chain.logs or chain.lpt_transfers.
type logs struct {
	blockNumber, logIndex, transactionIndex, blockTimestamp *array.Int64
	blockHash, transactionHash, address, data               *array.String
	topics                                                  [4]*array.String
}

// logColumns are the lake's columns that are read.
func logColumns() []string {
	return []string{
		"block_number", "log_index", "transaction_index", "block_timestamp", "block_hash", "transaction_hash", "address",
		"data", "topic0", "topic1", "topic2", "topic3",
	}
}

// newLogs takes the columns out of a batch. It fails if one is missing or has another type.
func newLogs(b arrow.RecordBatch) (logs, error) {
	var l logs
	integers := map[string]**array.Int64{
		"block_number": &l.blockNumber, "log_index": &l.logIndex, "transaction_index": &l.transactionIndex,
		"block_timestamp": &l.blockTimestamp,
	}
	texts := map[string]**array.String{
		"block_hash": &l.blockHash, "transaction_hash": &l.transactionHash, "address": &l.address, "data": &l.data,
		"topic0": &l.topics[0], "topic1": &l.topics[1], "topic2": &l.topics[2], "topic3": &l.topics[3],
	}
	for _, name := range logColumns() {
		found := b.Schema().FieldIndices(name)
		if len(found) != 1 {
			return logs{}, fmt.Errorf("it has no column %s", name)
		}
		column := b.Column(found[0])
		var ok bool
		if place := integers[name]; place != nil {
			*place, ok = column.(*array.Int64)
		} else {
			*texts[name], ok = column.(*array.String)
		}
		if !ok {
			return logs{}, fmt.Errorf("its column %s has type %s", name, column.DataType())
		}
	}
	return l, nil
}

// topicsOf appends a row's topics.
func (l *logs) topicsOf(row int, topics []string) []string {
	for _, column := range l.topics {
		if column.IsNull(row) {
			break
		}
		topics = append(topics, column.Value(row))
	}
	return topics
}

// time gives a row's block time in Unix seconds, 0 if it carries none.
func (l *logs) time(row int) int64 {
	if !l.blockTimestamp.IsValid(row) {
		return 0
	}
	return timeOrNone(l.blockTimestamp.Value(row))
}

// lastSecond is the end of the year 9999: block times beyond it are none.
const lastSecond = 253_402_300_799

// timeOrNone gives a block's time in Unix seconds, 0 for what is none.
func timeOrNone(seconds int64) int64 {
	if seconds < 0 || seconds > lastSecond {
		return 0
	}
	return seconds
}
