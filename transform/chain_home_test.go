package transform_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
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
	// seconds is the time that the log carries, 0 for none.
	seconds int64
}

// reward is a Reward log of an amount of wei.
func reward(block, amount, seconds int64) chainLog {
	return chainLog{block, rewardTopic, fmt.Sprintf("0x%064x", amount), seconds}
}

// chainHome is a home with a lake of chain instances, and the project's models over decoded logs.
type chainHome struct {
	t    *testing.T
	home string
	lake *load.Lake
	sql  fstest.MapFS
	full bool
}

func newChainHome(t *testing.T) *chainHome {
	t.Helper()
	h := &chainHome{t: t, home: filepath.Join(t.TempDir(), "home"), sql: fstest.MapFS{}}
	for _, file := range []string{"macros/chain.sql", "macros/text.sql", "macros/token.sql", "staging/chain__reward.sql", "staging/chain__unknown_event.sql", "staging/chain__elsewhere_log.sql"} {
		text, err := sqlfiles.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		h.sql[file] = &fstest.MapFile{Data: text}
	}
	var err error
	if h.lake, err = load.Open(h.home, testNetwork, load.Options{}); err != nil {
		t.Fatal(err)
	}
	return h
}

// part gives the one part of a stream, "main/logs" for short.
func (h *chainHome) part(stream string, axis load.Axis, asks string) load.Part {
	h.t.Helper()
	instance, name, _ := strings.Cut(stream, "/")
	part := load.Part{Stream: load.StreamID{Source: "chain", Instance: instance, Stream: name}, Name: "part", Axis: axis, Asks: json.RawMessage(asks)}
	if err := h.lake.AddPart(part); err != nil {
		h.t.Fatal(err)
	}
	return part
}

// commit commits one slice of rows, which fill appends.
func (h *chainHome) commit(part load.Part, schema *arrow.Schema, slice load.Slice, fill func(*array.RecordBuilder)) {
	h.t.Helper()
	slice.Axis, slice.Revision = part.Axis, 1
	writer, err := h.lake.NewWriter(load.WriterOptions{
		Part: part, Schema: schema, Key: []string{schema.Field(0).Name, schema.Field(1).Name}, SchemaVersion: 1, RunID: "run",
		ExtractedAt: time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC), Endpoint: "test",
	})
	if err != nil {
		h.t.Fatal(err)
	}
	rows := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer rows.Release()
	fill(rows)
	batch := rows.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		h.t.Fatal(err)
	}
	if _, _, err := writer.Commit(h.t.Context(), slice, nil); err != nil {
		h.t.Fatal(err)
	}
}

const bondingAsks = `{"contracts":[{"name":"BondingManager","address":"` + bondingManager + `","from_block":0}]}`

// logs commits BondingManager's logs in a range of blocks.
func (h *chainHome) logs(stream string, from, to int64, logs ...chainLog) {
	h.t.Helper()
	h.logsOf(h.part(stream, load.AxisBlock, bondingAsks), from, to, logs...)
}

func (h *chainHome) logsOf(part load.Part, from, to int64, logs ...chainLog) {
	h.t.Helper()
	h.commit(part, logsSchema, load.Slice{Interval: load.Interval{From: from, To: to}}, func(rows *array.RecordBuilder) {
		text := func(column int, value string) { rows.Field(column).(*array.StringBuilder).Append(value) }
		number := func(column int, value int64) { rows.Field(column).(*array.Int64Builder).Append(value) }
		for _, l := range logs {
			number(0, l.block)
			number(1, 0)
			text(2, blockHash(l.block))
			text(3, fmt.Sprintf("0x%064x", l.block+1000))
			number(4, 0)
			text(5, bondingManager)
			text(6, l.topic)
			text(7, transcoder)
			rows.Field(8).AppendNull()
			rows.Field(9).AppendNull()
			text(10, l.data)
			number(11, l.seconds)
		}
	})
}

func blockHash(block int64) string { return fmt.Sprintf("0x%016x%048x", block, 0) }

var blocksSchema = arrow.NewSchema([]arrow.Field{
	{Name: "block_number", Type: arrow.PrimitiveTypes.Int64},
	{Name: "block_hash", Type: arrow.BinaryTypes.String},
	{Name: "block_timestamp", Type: arrow.PrimitiveTypes.Int64},
}, nil)

// blocks commits blocks of an instance, each at 1,600,000,000 s and its number.
func (h *chainHome) blocks(instance, keys string, blocks ...int64) {
	h.t.Helper()
	h.commit(h.part(instance+"/blocks", load.AxisKeys, "null"), blocksSchema, load.Slice{Keys: keys}, func(rows *array.RecordBuilder) {
		for _, block := range blocks {
			rows.Field(0).(*array.Int64Builder).Append(block)
			rows.Field(1).(*array.StringBuilder).Append(blockHash(block))
			rows.Field(2).(*array.Int64Builder).Append(1_600_000_000 + block)
		}
	})
}

func (h *chainHome) run() *transform.Publication {
	h.t.Helper()
	c, err := transform.Build(h.t.Context(), transform.Options{
		Home: h.home, Lake: h.lake, SQL: h.sql, Schemas: map[string]*arrow.Schema{"chain__logs": logsSchema}, Full: h.full, MemoryLimit: 256 << 20, Threads: 2,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	p, err := transform.Publish(h.t.Context(), h.home, c, transform.PublishOptions{})
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// expect runs, and compares the answers.
func (h *chainHome) expect(answers map[string][]string) *transform.Publication {
	h.t.Helper()
	p := h.run()
	for sql, want := range answers {
		if diff := cmp.Diff(want, query(h.t, p.Path, sql)); diff != "" {
			h.t.Errorf("%s: %s", sql, diff)
		}
	}
	return p
}
