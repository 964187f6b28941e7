package decode

import (
	"encoding/json"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// translator turns batches of logs into batches of decoded rows, and keeps count.
type translator struct {
	decoder *livepeer.Decoder
	stream  load.StreamID
	chainID int64
	out     *batch
	stats   Stats
	unknown unknownCounts

	topics []string         // of the present row
	values []livepeer.Value // of the present row
}

// row decodes one log.
func (t *translator) row(l *logs, row int) error {
	t.topics = l.topicsOf(row, t.topics[:0])
	log := livepeer.Log{Address: l.address.Value(row), Topics: t.topics, Data: l.data.Value(row)}
	decoded, malformed := t.decoder.Decode(log, t.values)
	if decoded.Values != nil {
		t.values = decoded.Values
	}
	t.head(l, row, log)
	if decoded.Contract != "" {
		t.out.text(columnContract, decoded.Contract)
	}
	t.stats.Rows++
	if malformed != nil {
		t.stats.MalformedRows++
		if t.stats.Malformed == nil {
			t.stats.Malformed = &MalformedLog{
				Stream: t.stream, Block: l.blockNumber.Value(row), LogIndex: l.logIndex.Value(row), Reason: malformed.Error(),
			}
		}
		return t.verbatim(log)
	}
	if decoded.Event == nil {
		t.unknown[unknownKey{decoded.Contract, strings.Join(t.topics[:min(1, len(t.topics))], "")}]++
		return t.verbatim(log)
	}
	t.out.text(columnEvent, decoded.Event.Name)
	if decoded.WideValues != "" {
		t.out.text(columnWideValues, decoded.WideValues)
	}
	for i, column := range layout().arguments[decoded.Event] {
		t.out.value(column, decoded.Values[i])
	}
	return nil
}

// head sets what every log has.
func (t *translator) head(l *logs, row int, log livepeer.Log) {
	t.out.next()
	t.out.text(columnInstance, t.stream.Instance)
	t.out.integer(columnChainID, t.chainID)
	t.out.integer(columnBlockNumber, l.blockNumber.Value(row))
	t.out.integer(columnLogIndex, l.logIndex.Value(row))
	if l.transactionIndex.IsValid(row) {
		t.out.integer(columnTransactionIndex, l.transactionIndex.Value(row))
	}
	if l.transactionHash.IsValid(row) {
		t.out.text(columnTransactionHash, l.transactionHash.Value(row))
	}
	if l.blockHash.IsValid(row) {
		t.out.text(columnBlockHash, l.blockHash.Value(row))
	}
	if seconds := l.time(row); seconds > 0 {
		t.out.time(columnEventAt, seconds*1_000_000)
	} else {
		t.stats.Timeless++
	}
	t.out.text(columnContractAddress, log.Address)
	if len(log.Topics) > 0 {
		t.out.text(columnTopic0, log.Topics[0])
	}
}

// verbatim keeps topics and data of a log that isn't decoded.
func (t *translator) verbatim(log livepeer.Log) error {
	topics, err := json.Marshal(append([]string{}, log.Topics...))
	if err != nil {
		return err
	}
	t.out.text(columnTopics, string(topics))
	t.out.text(columnData, log.Data)
	return nil
}
