package transform_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/load"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

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

func TestZZGen(t *testing.T) {
	home := os.Getenv("ZZ_GEN")
	if home == "" {
		t.Skip()
	}
	n, _ := strconv.Atoi(os.Getenv("ZZ_N"))
	f, err := os.Open("../../shared/data/reencoded-logs/bondingmanager-logs-to-2022-02-28.ndjson.gz")
	if err != nil {
		t.Skip(err)
	}
	g, _ := gzip.NewReader(f)
	type rpc struct {
		Address, BlockHash, BlockNumber, Data, LogIndex, TransactionHash, TransactionIndex string
		Topics                                                                            []string
	}
	var logs []rpc
	sc := bufio.NewScanner(g)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var l rpc
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		logs = append(logs, l)
	}
	lake, err := load.Open(home, testNetwork, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	part := load.Part{Stream: testStream, Name: "deployment", Axis: load.AxisBlock, From: 0, Asks: json.RawMessage(`{"contracts":[{"name":"BondingManager","address":"0x35bcf3c30594191d53231e4ff333e8a770453e40","from_block":0}]}`)}
	if err := lake.AddPart(part); err != nil {
		t.Fatal(err)
	}
	w, err := lake.NewWriter(load.WriterOptions{Part: part, Schema: logsSchema, Key: []string{"block_number", "log_index"}, Dictionary: []string{"address", "topic0"}, SchemaVersion: 1, RunID: "r", ExtractedAt: time.Unix(1700000000, 0), Endpoint: "x"})
	if err != nil {
		t.Fatal(err)
	}
	num := func(s string) int64 { v, _ := strconv.ParseInt(strings.TrimPrefix(s, "0x"), 16, 64); return v }
	b := array.NewRecordBuilder(memory.DefaultAllocator, logsSchema)
	base, from, total := int64(0), int64(0), 0
	for total < n {
		last := int64(0)
		for _, l := range logs {
			block := num(l.BlockNumber) - 5000000 + base
			last = block
			b.Field(0).(*array.Int64Builder).Append(block)
			b.Field(1).(*array.Int64Builder).Append(num(l.LogIndex))
			b.Field(2).(*array.StringBuilder).Append(fmt.Sprintf("0x%064x", block*7919))
			b.Field(3).(*array.StringBuilder).Append(fmt.Sprintf("0x%032x%s", base, l.TransactionHash[34:]))
			b.Field(4).(*array.Int64Builder).Append(num(l.TransactionIndex))
			b.Field(5).(*array.StringBuilder).Append(l.Address)
			for i := 0; i < 4; i++ {
				if i < len(l.Topics) {
					topic := l.Topics[i]
					if i > 0 {
						topic = topic[:26] + fmt.Sprintf("%08x", total/len(logs)) + topic[34:]
					}
					b.Field(6 + i).(*array.StringBuilder).Append(topic)
				} else {
					b.Field(6 + i).AppendNull()
				}
			}
			b.Field(10).(*array.StringBuilder).Append(l.Data)
			b.Field(11).(*array.Int64Builder).Append(1645000000 + block)
			total++
		}
		base = last + 1
		batch := b.NewRecordBatch()
		if err := w.Append(batch); err != nil {
			t.Fatal(err)
		}
		batch.Release()
		if w.Rows() >= 128000 || total >= n {
			if _, _, err := w.Commit(t.Context(), load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: from, To: base}, Revision: 1}, nil); err != nil {
				t.Fatal(err)
			}
			from = base
		}
	}
}

func TestZZBuild(t *testing.T) {
	home := os.Getenv("ZZ_BUILD")
	if home == "" {
		t.Skip()
	}
	mem, _ := strconv.ParseInt(os.Getenv("ZZ_MEM"), 10, 64)
	lake, err := load.Open(home, testNetwork, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	level := slog.LevelInfo
	if os.Getenv("ZZ_V") != "" {
		level = slog.LevelDebug
	}
	start := time.Now()
	c, err := transform.Build(t.Context(), transform.Options{Home: home, Lake: lake, SQL: sqlfiles.Files, Schemas: map[string]*arrow.Schema{"chain__logs": logsSchema}, Full: os.Getenv("ZZ_FULL") != "", MemoryLimit: mem << 20, Threads: zzThreads(), RunID: "x", Progress: zzProgress,
		Log: slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: level}))})
	fmt.Println("build took", time.Since(start), "unchanged", c != nil && c.Unchanged)
	if err != nil {
		s := err.Error()
		fmt.Println("ERR", s[:min(len(s), 1500)])
	}
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM") || strings.HasPrefix(line, "VmRSS") {
			fmt.Println(line)
		}
	}
	if c != nil && !c.Unchanged && os.Getenv("ZZ_PUB") != "" {
		start = time.Now()
		for i := range c.Manifest.Checks {
			c.Manifest.Checks[i].Failing = 0
		}
		_, err := transform.Publish(t.Context(), home, c, transform.PublishOptions{})
		fmt.Println("publish", time.Since(start), err)
	}
}

func zzThreads() int { n, _ := strconv.Atoi(os.Getenv("ZZ_T")); return n }

func zzProgress(p transform.Progress) {
	status, _ := os.ReadFile("/proc/self/status")
	out := ""
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM") || strings.HasPrefix(line, "VmRSS") {
			out += " " + line
		}
	}
	fmt.Println("PROG", time.Now().Format("15:04:05"), p.Step, out)
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
