package decode_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// block is a row of chain.blocks.
type block struct {
	number, seconds int64
	hash            string
}

var blockSchema = arrow.NewSchema([]arrow.Field{
	{Name: "block_number", Type: arrow.PrimitiveTypes.Int64},
	{Name: "block_hash", Type: arrow.BinaryTypes.String},
	{Name: "block_timestamp", Type: arrow.PrimitiveTypes.Int64},
}, nil)

// commitBlocks commits blocks as one set of keys and gives the file.
func (l *testLake) commitBlocks(keys string, blocks ...block) string {
	l.t.Helper()
	part := load.Part{Stream: load.StreamID{Source: "chain", Instance: "main", Stream: "blocks"}, Name: "all", Axis: load.AxisKeys}
	if err := l.lake.AddPart(part); err != nil {
		l.t.Fatal(err)
	}
	writer, err := l.lake.NewWriter(load.WriterOptions{
		Part: part, Schema: blockSchema, Key: []string{"block_number", "block_hash"}, SchemaVersion: 1, RunID: "run",
		ExtractedAt: time.Unix(1700000000, 0), Endpoint: "test",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, blockSchema)
	defer builder.Release()
	for _, b := range blocks {
		builder.Field(0).(*array.Int64Builder).Append(b.number)
		builder.Field(1).(*array.StringBuilder).Append(b.hash)
		builder.Field(2).(*array.Int64Builder).Append(b.seconds)
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	if err := writer.Append(batch); err != nil {
		l.t.Fatal(err)
	}
	file, _, err := writer.Commit(l.t.Context(), load.Slice{Axis: load.AxisKeys, Keys: keys, Revision: 1}, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return file.Path
}

// hash gives a block hash that begins with a number.
func hash(head int) string { return fmt.Sprintf("0x%016x", head) + strings.Repeat("0", 48) }

func timesOf(t *testing.T, paths ...string) *decode.Times {
	t.Helper()
	times, err := decode.ReadTimes(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	return times
}

// merged gives the times of a merged file's rows, "" for none.
func merged(t *testing.T, sources ...decode.Source) (times []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "merged.parquet")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := decode.Merge(t.Context(), sources, out); err != nil {
		t.Fatal(err)
	}
	for _, row := range table(t, path) {
		at, _ := row["event_at"].(time.Time)
		if at.IsZero() {
			times = append(times, "")
			continue
		}
		times = append(times, at.Format(time.DateTime))
	}
	return times
}

func TestALogWithoutATimeTakesItsBlocks(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	five := "0x" + strings.Repeat("0", 63) + "5"
	log := func(block, seconds, hash string) rpcLog {
		out := at(block, "0", reward(five))
		out.BlockTimestamp, out.BlockHash = seconds, hash
		return out
	}
	paths := ensure(t, l, l.commit(0, 10, []rpcLog{
		log("1", "1700000000", hash(1)), log("2", "", hash(2)), log("3", "0", hash(3)), log("4", "", hash(40)), log("5", "", hash(5)),
	})).Paths
	times := timesOf(
		t, l.commitBlocks("bb", block{4, 1600000004, hash(4)}, block{4, 1600000040, hash(40)}, block{3, 1600000003, hash(3)}),
		l.commitBlocks("aa", block{1, 1600000001, hash(1)}, block{2, 1600000002, hash(2)}, block{5, 0, hash(5)}),
	)
	want := []string{"2023-11-14 22:13:20", "2020-09-13 12:26:42", "2020-09-13 12:26:43", "2020-09-13 12:27:20", ""}
	if diff := cmp.Diff(want, merged(t, decode.Source{Paths: paths, Times: times})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{want[0], "", "", "", ""}, merged(t, decode.Source{Paths: paths})); diff != "" {
		t.Errorf("without block times: %s", diff)
	}
	for _, tt := range []struct {
		before int64
		want   string
	}{{100, "5 true"}, {5, "0 false"}} {
		block, found, err := times.FirstUntimed(t.Context(), paths[0], tt.before)
		if got := fmt.Sprint(block, found); err != nil || got != tt.want {
			t.Errorf("before %d: %s, %v", tt.before, got, err)
		}
	}
	if block, found, err := timesOf(t).FirstUntimed(t.Context(), paths[0], 100); err != nil || !found || block != 2 {
		t.Errorf("no block is landed: %d %v %v", block, found, err)
	}
}

func TestInstancesKeepTheirOwnBlockTimes(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	log := at("1", "0", reward("0x"+strings.Repeat("0", 63)+"5"))
	log.BlockHash = hash(1)
	paths := ensure(t, l, l.commit(0, 10, []rpcLog{log})).Paths
	times := timesOf(t, l.commitBlocks("aa", block{1, 1600000001, hash(1)}))
	if diff := cmp.Diff([]string{"", "2020-09-13 12:26:41"}, merged(t, decode.Source{Paths: paths}, decode.Source{Paths: paths, Times: times})); diff != "" {
		t.Error(diff)
	}
}

func TestDamagedBlocksAreNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys-aa.parquet")
	if err := os.WriteFile(path, []byte("PAR1 torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := decode.ReadTimes(t.Context(), []string{path}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}

// An instance of another chain says so in its parts, because a home's files all carry the home's network.
func TestTheChainIsThatOfThePart(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	if id, err := decode.ChainID(l.part, l.lake.Network()); err != nil || id != 31337 {
		t.Errorf("the home's chain: %d, %v", id, err)
	}
	l.part.Name, l.part.Stream.Instance = "deployment-2", "legacy"
	l.part.Asks = []byte(`{"contracts":[{"name":"BondingManager","address":"` + bonding + `","from_block":0}],"chain_id":1}`)
	if err := l.lake.AddPart(l.part); err != nil {
		t.Fatal(err)
	}
	if id, err := decode.ChainID(l.part, l.lake.Network()); err != nil || id != 1 {
		t.Errorf("another chain: %d, %v", id, err)
	}
	rows := table(t, ensure(t, l, l.commit(0, 10, []rpcLog{at("1", "0", reward("0x"+strings.Repeat("0", 63)+"5"))})).Paths...)
	if rows[0]["chain_id"] != int64(1) || rows[0]["_instance"] != "legacy" {
		t.Errorf("row %v", rows[0])
	}
}
