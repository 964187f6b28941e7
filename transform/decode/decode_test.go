package decode_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// table reads decoded files whole.
func table(t testing.TB, paths ...string) []map[string]any {
	t.Helper()
	var rows []map[string]any
	for _, path := range paths {
		source, err := file.OpenParquetFile(path, false)
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		reader, err := pqarrow.NewFileReader(source, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		content, err := reader.ReadTable(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer content.Release()
		for i, field := range decode.Schema().Fields() {
			if got := content.Schema().Field(i); got.Name != field.Name || !arrow.TypeEqual(got.Type, field.Type) {
				t.Fatalf("%s: column %d is %s, want %s", path, i, got, field)
			}
		}
		batches := array.NewTableReader(content, 0)
		defer batches.Release()
		for batches.Next() {
			for row := range int(batches.RecordBatch().NumRows()) {
				rows = append(rows, cells(batches.RecordBatch(), row))
			}
		}
	}
	return rows
}

// cells gives the columns of a row that aren't NULL.
func cells(b arrow.RecordBatch, row int) map[string]any {
	out := map[string]any{}
	for i, column := range b.Columns() {
		if column.IsNull(row) {
			continue
		}
		name := b.ColumnName(i)
		switch c := column.(type) {
		case *array.Decimal128:
			out[name] = c.Value(row).BigInt()
		case *array.Timestamp:
			out[name] = c.Value(row).ToTime(arrow.Microsecond)
		default:
			out[name] = c.GetOneForMarshal(row)
		}
	}
	return out
}

func ensure(t testing.TB, l *testLake, files ...load.File) decode.Result {
	t.Helper()
	result, err := decode.Cache{Dir: l.home + "/cache/decode"}.Ensure(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func count(rows []map[string]any) map[string]int {
	counts := map[string]int{}
	for _, row := range rows {
		name, _ := row["event"].(string)
		counts[name]++
	}
	return counts
}

func TestRealContractsLogsAreAllDecoded(t *testing.T) {
	logs, contracts := devchain(t)
	l := newLake(t, contracts)
	half := len(logs) / 2
	for logs[half].BlockNumber == logs[half-1].BlockNumber {
		half++
	}
	result := ensure(t, l, l.commit(0, 1_000, nil), l.commit(1_000, 1_000_000, logs[:half]), l.commit(1_000_000, 2_000_000, logs[half:]))
	if len(result.Paths) != 3 || result.Decoded != 3 {
		t.Errorf("result %+v", result)
	}
	if diff := cmp.Diff(decode.Stats{Rows: int64(len(logs))}, result.Stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	names := map[string]string{}
	for _, e := range livepeer.Events() {
		names[e.Topic0.Hex()] = e.Name
	}
	want := map[string]int{}
	for _, log := range logs {
		want[names[log.Topics[0]]]++
	}
	rows := table(t, result.Paths...)
	if diff := cmp.Diff(want, count(rows)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, row := range rows {
		if row["chain_id"] != int64(31337) || row["_instance"] != "main" || row["topics"] != nil || row["data"] != nil {
			t.Fatalf("row %v", row)
		}
	}
}

func TestFebruary2022(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	rows := table(t, ensure(t, l, l.commit(5_000_000, 8_000_000, february(t))).Paths...)
	want := map[string]int{
		"Bond": 277, "EarningsClaimed": 576, "ParameterUpdate": 2, "Rebond": 350, "Reward": 863, "TranscoderActivated": 88,
		"TranscoderDeactivated": 3, "TranscoderUpdate": 118, "TransferBond": 346, "Unbond": 373, "WithdrawFees": 370,
	}
	if diff := cmp.Diff(want, count(rows)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, sum := range []struct{ event, column, want string }{
		{"EarningsClaimed", "rewards", "51739229662883057145637"},
		{"EarningsClaimed", "fees", "4098789135635629755"},
		{"Bond", "additional_amount", "12324532637455531740685513"},
		{"TransferBond", "amount", "5067039681297828617573450"},
	} {
		total := new(big.Int)
		for _, row := range rows {
			if row["event"] == sum.event {
				total.Add(total, row[sum.column].(*big.Int))
			}
		}
		if total.String() != sum.want {
			t.Errorf("%s.%s sums to %s, want %s", sum.event, sum.column, total, sum.want)
		}
	}
}

const (
	bonding = "0x35bcf3c30594191d53231e4ff333e8a770453e40"
	broker  = "0xa8bb618b1520e284046f3dfc448851a1ff26e41b"
)

// at completes a log.
func at(block, index string, log rpcLog) rpcLog {
	log.BlockNumber, log.LogIndex, log.TransactionIndex = block, index, "0"
	log.BlockHash, log.TransactionHash = "0xb"+block, "0xc"+block
	return log
}

func reward(data string) rpcLog {
	return rpcLog{Address: bonding, Topics: []string{livepeer.EventNamed("Reward").Topic0.Hex(), "0x" + strings.Repeat("0", 24) + bonding[2:]}, Data: data}
}

func TestUnknownEventsStayVisible(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	strange := "0x" + strings.Repeat("ab", 32)
	result := ensure(
		t, l,
		l.commit(0, 10, []rpcLog{
			at("1", "0", rpcLog{Address: bonding, Topics: []string{strange, strange}, Data: "0x12"}),
			at("1", "1", rpcLog{Address: bonding, Data: "0x"}),
			at("2", "0", rpcLog{Address: strange[:42], Topics: []string{strange}, Data: "0x"}),
		}),
		l.commit(10, 20, []rpcLog{at("12", "0", rpcLog{Address: bonding, Topics: []string{strange}, Data: "0x", BlockTimestamp: "1700000000"})}),
	)
	want := decode.Stats{Rows: 4, Timeless: 3, Unknown: []decode.UnknownEvent{
		{Contract: "", Topic0: strange, Rows: 1}, {Contract: "BondingManager", Topic0: "", Rows: 1}, {Contract: "BondingManager", Topic0: strange, Rows: 2},
	}}
	if diff := cmp.Diff(want, result.Stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	rows := table(t, result.Paths...)
	wantRow := map[string]any{
		"_instance": "main", "chain_id": int64(31337), "block_number": int64(1), "log_index": int64(0), "transaction_index": int64(0),
		"transaction_hash": "0xc1", "block_hash": "0xb1", "contract_address": bonding, "contract": "BondingManager",
		"topic0": strange, "topics": `["` + strange + `","` + strange + `"]`, "data": "0x12",
	}
	if diff := cmp.Diff(wantRow, rows[0]); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	if rows[1]["topics"] != "[]" || rows[1]["topic0"] != nil {
		t.Errorf("a log without topics: %v", rows[1])
	}
	if rows[2]["contract"] != nil {
		t.Errorf("a contract that wasn't asked for: %v", rows[2])
	}
	if s := fmt.Sprint(rows[3]["event_at"]); s != "2023-11-14 22:13:20 +0000 UTC" {
		t.Errorf("event_at is %s", s)
	}
}

func TestNumbersThatDontFit(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	most := strings.Repeat("f", 64)
	e := livepeer.EventNamed("WinningTicketTransfer")
	account := "0x" + strings.Repeat("0", 24) + bonding[2:]
	rows := table(t, ensure(t, l, l.commit(0, 10, []rpcLog{
		at("1", "0", rpcLog{Address: broker, Topics: []string{e.Topic0.Hex(), account, account}, Data: "0x" + most}),
	})).Paths...)
	want := `{"amount":"115792089237316195423570985008687907853269984665640564039457584007913129639935"}`
	if rows[0]["wide_values"] != want || rows[0]["amount"] != nil || rows[0]["sender"] != bonding {
		t.Errorf("row %v", rows[0])
	}
}

func TestMalformedLogsAreReported(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	good := "0x" + strings.Repeat("0", 63) + "5"
	files := []load.File{
		l.commit(10, 20, []rpcLog{at("12", "3", reward("0x")), at("13", "0", reward(good))}),
		l.commit(0, 10, []rpcLog{at("7", "2", reward(good)), at("7", "3", reward(good[:60])), at("8", "0", reward("0x12"))}),
	}
	want := decode.Stats{Rows: 5, Timeless: 5, MalformedRows: 3, Malformed: &decode.MalformedLog{
		Stream: l.part.Stream, Block: 7, LogIndex: 3, Reason: "decode BondingManager.Reward: the data has 29 bytes, the event needs 32",
	}}
	result := ensure(t, l, files...)
	if diff := cmp.Diff(want, result.Stats); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	again := ensure(t, l, files...)
	if diff := cmp.Diff(want, again.Stats); diff != "" || again.Decoded != 0 {
		t.Errorf("from the cache, %d decoded (-want +got):\n%s", again.Decoded, diff)
	}
	row := table(t, result.Paths[0])[0]
	if row["event"] != nil || row["data"] != "0x" || row["contract"] != "BondingManager" {
		t.Errorf("row %v", row)
	}
}

func TestTheCacheFollowsTheContent(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	five, six := "0x"+strings.Repeat("0", 63)+"5", "0x"+strings.Repeat("0", 63)+"6"
	first := l.commit(0, 10, []rpcLog{at("1", "0", reward(five))})
	before := ensure(t, l, first)
	second := l.commit(0, 10, []rpcLog{at("1", "0", reward(six))})
	after := ensure(t, l, second)
	if after.Decoded != 1 || after.Paths[0] == before.Paths[0] {
		t.Errorf("another revision: %+v, before %+v", after, before)
	}
	if amount := table(t, after.Paths...)[0]["amount"].(*big.Int); amount.Int64() != 6 {
		t.Errorf("amount %s", amount)
	}
	if err := os.Truncate(after.Paths[0], 100); err != nil {
		t.Fatal(err)
	}
	if repaired := ensure(t, l, second); repaired.Decoded != 1 || len(table(t, repaired.Paths...)) != 1 {
		t.Errorf("a damaged cached file: %+v", repaired)
	}
	content, err := os.ReadFile(after.Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(l.home + "/cache"); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(ensure(t, l, second).Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256(content) != sha256.Sum256(again) {
		t.Error("decoding again gives other bytes")
	}
}

func TestEnsureFailsOnWhatItCantDecode(t *testing.T) {
	l := newLake(t, livepeer.ArbitrumOne().Contracts)
	good := l.commit(0, 10, nil)
	strange := good
	strange.Part.Asks = []byte(`{"contracts": [{"name": "BondingManger", "address": "` + bonding + `"}]}`)
	for _, test := range []struct {
		name string
		file load.File
		want string
	}{
		{"absent", load.File{Part: good.Part, Slice: good.Slice, Path: l.home + "/absent.parquet"}, "absent.parquet"},
		{"another contract", strange, "did you mean BondingManager?"},
		{"no definition", load.File{Part: load.Part{Name: "p", Asks: []byte("{")}, Slice: good.Slice, Path: good.Path}, "definition of part p"},
	} {
		_, err := decode.Cache{Dir: t.TempDir()}.Ensure(t.Context(), []load.File{test.file})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (decode.Cache{Dir: t.TempDir()}).Ensure(cancelled, []load.File{good}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := decode.ReadStats(good.Path); err == nil || !strings.Contains(err.Error(), "lakepeer.decode") {
		t.Errorf("stats of a lake file: %v", err)
	}
}
