package decode_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// rpcLog is a log as the JSON-RPC interface writes it.
type rpcLog struct {
	Address          string   `json:"address"`
	Topics           []string `json:"topics"`
	Data             string   `json:"data"`
	BlockHash        string   `json:"blockHash"`
	BlockNumber      string   `json:"blockNumber"`
	BlockTimestamp   string   `json:"blockTimestamp"`
	TransactionHash  string   `json:"transactionHash"`
	TransactionIndex string   `json:"transactionIndex"`
	LogIndex         string   `json:"logIndex"`
}

// testLake is a lake with one part of chain.logs.
type testLake struct {
	t    testing.TB
	home string
	lake *load.Lake
	part load.Part
}

func newLake(t testing.TB, contracts []livepeer.Contract) *testLake {
	t.Helper()
	home := t.TempDir()
	lake, err := load.Open(home, load.Network{Name: "test", ChainID: 31337, Controller: "0x" + strings.Repeat("0", 40)}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	asks, err := json.Marshal(map[string]any{"contracts": contracts})
	if err != nil {
		t.Fatal(err)
	}
	part := load.Part{
		Stream: load.StreamID{Source: "chain", Instance: "main", Stream: "logs"}, Name: "deployment-1", Axis: load.AxisBlock, Asks: asks,
	}
	if err := lake.AddPart(part); err != nil {
		t.Fatal(err)
	}
	return &testLake{t: t, home: home, lake: lake, part: part}
}

// logSchema is the schema of the lake's chain.logs.
func logSchema() *arrow.Schema {
	number, text := arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String
	return arrow.NewSchema([]arrow.Field{
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
	}, nil)
}

// commit commits the logs as one slice.
func (l *testLake) commit(from, to int64, logs []rpcLog) load.File {
	l.t.Helper()
	writer, err := l.lake.NewWriter(load.WriterOptions{
		Part: l.part, Schema: logSchema(), Key: []string{"block_number", "log_index"}, Dictionary: []string{"address", "topic0"},
		SchemaVersion: 1, RunID: "run", ExtractedAt: time.Unix(1700000000, 0), Endpoint: "test",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, logSchema())
	defer builder.Release()
	for _, log := range logs {
		l.append(builder, log)
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		l.t.Fatal(err)
	}
	file, _, err := writer.Commit(l.t.Context(), load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: from, To: to}}, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return file
}

func (l *testLake) append(b *array.RecordBuilder, log rpcLog) {
	integer := func(column int, text string) {
		field := b.Field(column).(*array.Int64Builder)
		if text == "" {
			field.AppendNull()
			return
		}
		n, err := strconv.ParseInt(text, 0, 64)
		if err != nil {
			l.t.Fatal(err)
		}
		field.Append(n)
	}
	text := func(column int, text string) { b.Field(column).(*array.StringBuilder).Append(text) }
	integer(0, log.BlockNumber)
	integer(1, log.LogIndex)
	text(2, log.BlockHash)
	text(3, log.TransactionHash)
	integer(4, log.TransactionIndex)
	text(5, log.Address)
	for i := range 4 {
		if i < len(log.Topics) {
			text(6+i, log.Topics[i])
		} else {
			b.Field(6 + i).AppendNull()
		}
	}
	text(10, log.Data)
	integer(11, log.BlockTimestamp)
}

// devchain gives the logs of the real contracts on a local chain, and the contracts that emitted them.
func devchain(t testing.TB) ([]rpcLog, []livepeer.Contract) {
	t.Helper()
	var logs []rpcLog
	readJSON(t, shared(t, "devchain", "logs.json"), &logs)
	var answers struct {
		Contracts map[string]struct {
			Address    string `json:"address"`
			StartBlock int64  `json:"startBlock"`
		} `json:"contracts"`
	}
	readJSON(t, shared(t, "devchain", "answers.json"), &answers)
	var contracts []livepeer.Contract
	for name, c := range answers.Contracts {
		contracts = append(contracts, livepeer.Contract{Name: name, Address: c.Address, FirstBlock: c.StartBlock})
	}
	created := livepeer.EventNamed("PollCreated").Topic0.Hex()
	for _, log := range logs {
		if log.Topics[0] == created {
			contracts = append(contracts, livepeer.Contract{Name: livepeer.Poll, Address: "0x" + log.Topics[1][26:]})
		}
	}
	return logs, contracts
}

// february gives the BondingManager's first logs on Arbitrum One.
func february(t testing.TB) []rpcLog {
	t.Helper()
	file, err := os.Open(shared(t, "reencoded-logs", "bondingmanager-logs-to-2022-02-28.ndjson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var logs []rpcLog
	decoder := json.NewDecoder(content)
	for {
		var log rpcLog
		if err := decoder.Decode(&log); err == io.EOF {
			return logs
		} else if err != nil {
			t.Fatal(err)
		}
		logs = append(logs, log)
	}
}

func readJSON(t testing.TB, path string, v any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, v); err != nil {
		t.Fatal(err)
	}
}

// shared gives the path of recorded data beside the module, or skips the test where there is none.
func shared(t testing.TB, elements ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data is absent: %s", path)
	}
	return path
}
