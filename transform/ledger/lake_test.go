package ledger_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// testLake is a lake of one chain's logs.
type testLake struct {
	t    testing.TB
	home string
	lake *load.Lake
	// contracts are those of the deployment.
	contracts []livepeer.Contract
}

func newLake(t testing.TB, contracts []livepeer.Contract) *testLake {
	t.Helper()
	l := &testLake{t: t, home: t.TempDir(), contracts: contracts}
	var err error
	if l.lake, err = load.Open(l.home, load.Network{Name: "test", ChainID: 31337, Controller: "0x" + strings.Repeat("0", 40)}, load.Options{}); err != nil {
		t.Fatal(err)
	}
	return l
}

// schema is that of the lake's logs.
func schema() *arrow.Schema {
	number, text := arrow.PrimitiveTypes.Int64, arrow.BinaryTypes.String
	fields := []arrow.Field{{Name: "block_number", Type: number}, {Name: "log_index", Type: number}}
	for _, name := range []string{"block_hash", "transaction_hash", "address", "data"} {
		fields = append(fields, arrow.Field{Name: name, Type: text})
	}
	for i := range 4 {
		fields = append(fields, arrow.Field{Name: fmt.Sprint("topic", i), Type: text, Nullable: true})
	}
	return arrow.NewSchema(append(fields,
		arrow.Field{Name: "transaction_index", Type: number, Nullable: true}, arrow.Field{Name: "block_timestamp", Type: number, Nullable: true}), nil)
}

// part gives a part of the logs, made if it isn't there.
func (l *testLake) part(name string) load.Part {
	l.t.Helper()
	part := load.Part{Stream: load.StreamID{Source: "chain", Instance: "main", Stream: "logs"}, Name: name, Axis: load.AxisBlock, Asks: json.RawMessage(`{}`)}
	if err := l.lake.AddPart(part); err != nil {
		l.t.Fatal(err)
	}
	return part
}

// commit commits logs as one slice.
func (l *testLake) commit(part string, from, to int64, logs []jsonrpc.Log) load.File {
	l.t.Helper()
	return l.put(l.part(part), schema(), load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: from, To: to}}, func(b *array.RecordBuilder) {
		for i := range logs {
			appendLog(b, &logs[i])
		}
	})
}

// put commits the rows that fill appends.
func (l *testLake) put(part load.Part, schema *arrow.Schema, slice load.Slice, fill func(*array.RecordBuilder)) load.File {
	l.t.Helper()
	writer, err := l.lake.NewWriter(load.WriterOptions{
		Part: part, Schema: schema, Key: []string{schema.Field(0).Name, schema.Field(1).Name}, SchemaVersion: 1, RunID: "run",
		ExtractedAt: time.Unix(1_700_000_000, 0), Endpoint: "test",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer rows.Release()
	fill(rows)
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		l.t.Fatal(err)
	}
	file, _, err := writer.Commit(l.t.Context(), slice, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return file
}

func appendLog(b *array.RecordBuilder, log *jsonrpc.Log) {
	number := func(column int, n int64) { b.Field(column).(*array.Int64Builder).Append(n) }
	text := func(column int, s string) { b.Field(column).(*array.StringBuilder).Append(s) }
	number(0, log.BlockNumber)
	number(1, int64(log.Index))
	text(2, log.BlockHash.Hex())
	text(3, log.TransactionHash.Hex())
	text(4, strings.ToLower(log.Address.Hex()))
	text(5, hexutil.Encode(log.Data))
	for i := range 4 {
		if i < len(log.Topics) {
			text(6+i, log.Topics[i].Hex())
		} else {
			b.Field(6 + i).AppendNull()
		}
	}
	number(10, int64(log.TransactionIndex))
	if log.BlockTime > 0 {
		number(11, log.BlockTime)
	} else {
		b.Field(11).AppendNull()
	}
}

// devLogs gives what the real contracts logged on a local chain, without what the token says of others.
func devLogs(t testing.TB) ([]jsonrpc.Log, []livepeer.Contract) {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "devchain")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("recorded data is absent: %s", dir)
	}
	recording, err := devchain.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(recording.Logs(0, recording.Head())), recording.Contracts()
}

// all is a horizon after every log.
const all = 1 << 39

// input is a replay of parts up to a horizon.
func (l *testLake) input(horizon int64, parts ...[]load.File) ledger.Input {
	return ledger.Input{Parts: parts, Contracts: l.contracts, Horizon: horizon, Identity: "one"}
}

func (l *testLake) cache() ledger.Cache {
	return ledger.Cache{Dir: filepath.Join(l.home, "cache", "ledger")}
}

func (l *testLake) ensure(in ledger.Input) ledger.Result {
	l.t.Helper()
	result, err := l.cache().Ensure(l.t.Context(), in)
	if err != nil {
		l.t.Fatal(err)
	}
	return result
}

// split parts logs by what is true of them.
func split(logs []jsonrpc.Log, is func(*jsonrpc.Log) bool) (those, others []jsonrpc.Log) {
	for _, log := range logs {
		if is(&log) {
			those = append(those, log)
		} else {
			others = append(others, log)
		}
	}
	return those, others
}

// addressOf gives a contract's address.
func (l *testLake) addressOf(name string) common.Address {
	l.t.Helper()
	for _, c := range l.contracts {
		if c.Name == name {
			return common.HexToAddress(c.Address)
		}
	}
	l.t.Fatalf("there is no %s", name)
	return common.Address{}
}
