package transform_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/load"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

// The columns of chain.logs.
var logsSchema = arrow.NewSchema([]arrow.Field{
	{Name: "block_number", Type: arrow.PrimitiveTypes.Int64},
	{Name: "log_index", Type: arrow.PrimitiveTypes.Int64},
	{Name: "block_hash", Type: arrow.BinaryTypes.String},
	{Name: "transaction_hash", Type: arrow.BinaryTypes.String},
	{Name: "transaction_index", Type: arrow.PrimitiveTypes.Int64},
	{Name: "address", Type: arrow.BinaryTypes.String},
	{Name: "topic0", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "topic1", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "topic2", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "topic3", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "data", Type: arrow.BinaryTypes.String},
	{Name: "block_timestamp", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
}, nil)

const (
	bondingManager = "0x35bcf3c30594191d53231e4ff333e8a770453e40"
	rewardTopic    = "0x619caafabdd75649b302ba8419e48cccf64f37f1983ac4727cfb38b57703ffc9"
	unknownTopic   = "0x1111111111111111111111111111111111111111111111111111111111111111"
	transcoder     = "0x000000000000000000000000da43d85b8d419a9c51bbf0089c9bd5169c23f2f9"
)

// chainLog is a log of BondingManager with one indexed account.
type chainLog struct {
	block       int64
	topic, data string
}

// commitLogs makes a lake of BondingManager's logs in blocks 0 to 100.
func commitLogs(t *testing.T, home string, logs []chainLog) *load.Lake {
	t.Helper()
	lake, err := load.Open(home, testNetwork, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	part := load.Part{
		Stream: testStream, Name: "deployment", Axis: load.AxisBlock,
		Asks: json.RawMessage(`{"contracts":[{"name":"BondingManager","address":"` + bondingManager + `","from_block":0}]}`),
	}
	if err := lake.AddPart(part); err != nil {
		t.Fatal(err)
	}
	writer, err := lake.NewWriter(load.WriterOptions{
		Part: part, Schema: logsSchema, Key: []string{"block_number", "log_index"}, SchemaVersion: 1, RunID: "run",
		ExtractedAt: time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC), Endpoint: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, logsSchema)
	defer rows.Release()
	text := func(column int, value string) { rows.Field(column).(*array.StringBuilder).Append(value) }
	number := func(column int, value int64) { rows.Field(column).(*array.Int64Builder).Append(value) }
	for _, l := range logs {
		number(0, l.block)
		number(1, 0)
		text(2, fmt.Sprintf("0x%064x", l.block))
		text(3, fmt.Sprintf("0x%064x", l.block+1000))
		number(4, 0)
		text(5, bondingManager)
		text(6, l.topic)
		text(7, transcoder)
		rows.Field(8).AppendNull()
		rows.Field(9).AppendNull()
		text(10, l.data)
		number(11, 1_645_000_000+l.block)
	}
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		t.Fatal(err)
	}
	if _, _, err := writer.Commit(t.Context(), load.Slice{Axis: load.AxisBlock, Interval: load.Interval{To: 100}, Revision: 1}, nil); err != nil {
		t.Fatal(err)
	}
	return lake
}

func TestTheProjectsModelsStopBeforeALogThatCannotBeDecoded(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	lake := commitLogs(t, home, []chainLog{
		{10, rewardTopic, fmt.Sprintf("0x%064x", 1_500_000_000_000_000_000)},
		{20, unknownTopic, "0x"},
		{30, rewardTopic, "0x1234"},
		{40, rewardTopic, fmt.Sprintf("0x%064x", 7)},
	})
	c, err := transform.Build(t.Context(), transform.Options{
		Home: home, Lake: lake, SQL: sqlfiles.Files, Schemas: map[string]*arrow.Schema{"chain__logs": logsSchema}, MemoryLimit: 256 << 20, Threads: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		sql  string
		want []string
	}{
		{"select event_id, contract, transcoder, amount_lpt, event_at from staging.chain__reward", []string{
			"1337-10-0 BondingManager 0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9 1.500000000000000000 2022-02-16 08:26:50",
		}},
		{"from meta.unknown_event", []string{"BondingManager " + bondingManager + " " + unknownTopic + " 1"}},
		{"select horizon_block, is_complete from meta.publication", []string{"30 false"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, query(t, c.Path, tt.sql)); diff != "" {
			t.Errorf("%s: %s", tt.sql, diff)
		}
	}
	note := query(t, c.Path, "select note from meta.publication")
	if !strings.Contains(note[0], "the log at block 30, index 0 can't be decoded") {
		t.Errorf("the note says %q", note[0])
	}
}
