package ledger_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform/bonding"
	"github.com/lakepeer/lakepeer/transform/decode"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// contents are the tables' hashes.
func contents(r ledger.Result) map[string]string {
	hashes := map[string]string{}
	for _, f := range r.Files {
		hashes[f.Table] = f.SHA256
	}
	return hashes
}

// rowsOf gives rows by table.
func rowsOf(r ledger.Result) map[string]int64 {
	rows := map[string]int64{}
	for _, f := range r.Files {
		rows[strings.TrimPrefix(f.Table, ledger.Prefix)] = f.Rows
	}
	return rows
}

func TestEveryRowIsKept(t *testing.T) {
	logs, contracts := devLogs(t)
	want := map[string]int64{}
	core, err := bonding.New(bonding.Config{Contracts: contracts, Emit: func(row bonding.Row) error {
		switch row.(type) {
		case *bonding.Round:
			want["round"]++
		case *bonding.DelegatorRound:
			want["delegator_round"]++
		case *bonding.DelegatorDay:
			want["delegator_day"]++
		case *bonding.StakeChange:
			want["stake_change"]++
		case *bonding.VotingPower:
			want["voting_power"]++
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range logs {
		if err := core.Apply(logOf(&logs[i])); err != nil {
			t.Fatal(err)
		}
	}
	if err := core.Close(); err != nil {
		t.Fatal(err)
	}
	l := newLake(t, contracts)
	result := l.ensure(l.input(all, []load.File{l.commit("all", 0, all, logs)}))
	got := rowsOf(result)
	for table, n := range want {
		if n == 0 || got[table] != n {
			t.Errorf("%s has %d rows, the ledger gave out %d", table, got[table], n)
		}
	}
	if len(result.Paths) != len(ledger.Tables()) || result.Round != core.Round() || result.Block != uint64(logs[len(logs)-1].BlockNumber) {
		t.Errorf("%d tables to round %d, block %d", len(result.Paths), result.Round, result.Block)
	}
}

// logOf gives a chain's log as the ledger takes it.
func logOf(l *jsonrpc.Log) *bonding.Log {
	log := &bonding.Log{
		Block: uint64(l.BlockNumber), Transaction: uint64(l.TransactionIndex), Index: uint64(l.Index), Hash: l.TransactionHash,
		Time: l.BlockTime, Address: l.Address, TopicCount: len(l.Topics), Data: l.Data,
	}
	copy(log.Topics[:], l.Topics)
	return log
}

// TestPartsAreMerged cuts the same logs into parts and slices in several ways: the tables are the same bytes.
func TestPartsAreMerged(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	want := contents(l.ensure(l.input(all, []load.File{l.commit("all", 0, all, logs)})))
	token := l.addressOf(livepeer.LivepeerToken)
	middle := logs[len(logs)/2].BlockNumber
	transfers, others := split(logs, func(log *jsonrpc.Log) bool { return log.Address == token })
	early, late := split(others, func(log *jsonrpc.Log) bool { return log.BlockNumber < middle })
	even, odd := split(logs, func(log *jsonrpc.Log) bool { return log.Index%2 == 0 })
	for name, parts := range map[string][][]load.File{
		"by contract":    {{l.commit("transfers", 0, all, transfers)}, {l.commit("others", 0, all, others)}},
		"and by slice":   {{l.commit("others2", 0, middle, early), l.commit("others2", middle, all, late)}, {l.commit("transfers2", 0, all, transfers)}},
		"by parity":      {{l.commit("even", 0, all, even)}, {l.commit("odd", 0, all, odd)}, {l.commit("none", 0, all, nil)}},
		"with overlaps":  {{l.commit("whole", 0, all, logs)}, {l.commit("again", 0, all, transfers)}, {l.commit("odd2", 0, all, odd)}},
		"without a part": {{l.commit("one", 0, all, logs)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			in := l.input(all, parts...)
			in.Identity = strings.ReplaceAll(name, " ", "-")
			if diff := cmp.Diff(want, contents(l.ensure(in))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDifferingDuplicatesAreAnError(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	other := logs[7]
	other.TransactionHash[5]++
	_, err := l.cache().Ensure(t.Context(), l.input(all, []load.File{l.commit("all", 0, all, logs)}, []load.File{l.commit("other", 0, all, []jsonrpc.Log{other})}))
	if err == nil || !strings.Contains(err.Error(), "two parts of the lake have seen different blocks") {
		t.Errorf("error %v", err)
	}
}

func TestNothingIsReadFromTheHorizonOn(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	horizon := logs[len(logs)/3].BlockNumber
	before, _ := split(logs, func(log *jsonrpc.Log) bool { return log.BlockNumber < horizon })
	want := l.ensure(l.input(all, []load.File{l.commit("short", 0, horizon, before)}))
	in := l.input(horizon, []load.File{l.commit("long", 0, all, logs)})
	in.Identity = "two"
	got := l.ensure(in)
	if diff := cmp.Diff(contents(want), contents(got)); diff != "" || got.Block >= uint64(horizon) {
		t.Errorf("up to block %d: %s", got.Block, diff)
	}
}

func TestLogsWithoutATimeTakeTheirBlocks(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	want := contents(l.ensure(l.input(all, []load.File{l.commit("timed", 0, all, logs)})))
	text, number := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64
	blocks := arrow.NewSchema([]arrow.Field{{Name: "block_number", Type: number}, {Name: "block_hash", Type: text}, {Name: "block_timestamp", Type: number}}, nil)
	part := load.Part{Stream: load.StreamID{Source: "chain", Instance: "main", Stream: "blocks"}, Name: "blocks", Axis: load.AxisKeys}
	if err := l.lake.AddPart(part); err != nil {
		t.Fatal(err)
	}
	file := l.put(part, blocks, load.Slice{Axis: load.AxisKeys, Keys: "aa"}, func(b *array.RecordBuilder) {
		last := int64(-1)
		for _, log := range logs {
			if log.BlockNumber == last {
				continue
			}
			last = log.BlockNumber
			b.Field(0).(*array.Int64Builder).Append(log.BlockNumber)
			b.Field(1).(*array.StringBuilder).Append(log.BlockHash.Hex())
			b.Field(2).(*array.Int64Builder).Append(log.BlockTime)
		}
	})
	times, err := decode.ReadTimes(t.Context(), []string{file.Path})
	if err != nil {
		t.Fatal(err)
	}
	for i := range logs {
		logs[i].BlockTime = 0
	}
	in := l.input(all, []load.File{l.commit("timeless", 0, all, logs)})
	in.Identity = "untimed"
	if days := rowsOf(l.ensure(in))["delegator_day"]; days != 0 {
		t.Errorf("%d rows of days of which nobody knows the times", days)
	}
	in.Times, in.Identity = times, "timed"
	if diff := cmp.Diff(want, contents(l.ensure(in))); diff != "" {
		t.Error(diff)
	}
}

func TestALogThatDoesNotFollowIsNamed(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	reward := livepeer.EventNamed("Reward").Topic0
	for i, log := range logs {
		if log.Address == l.addressOf(livepeer.BondingManager) && log.Topics[0] == reward {
			logs[i].Data = append([]byte{}, log.Data...)
			logs[i].Data[len(log.Data)-1]++
			result := l.ensure(l.input(all, []load.File{l.commit("all", 0, all, logs)}))
			for _, word := range []string{"BondingManager.Reward", "the logs before it lead to", "it states", log.TransactionHash.Hex()} {
				if !strings.Contains(result.Refused, word) {
					t.Errorf("%q doesn't say %q", result.Refused, word)
				}
			}
			if len(result.Paths)+len(result.Files) > 0 {
				t.Error("a refused replay has tables")
			}
			return
		}
	}
	t.Fatal("there is no Reward")
}

func TestAHistoryWithoutRoundsIsNoLedger(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	rounds := l.addressOf(livepeer.RoundsManager)
	_, others := split(logs, func(log *jsonrpc.Log) bool { return log.Address == rounds })
	if result := l.ensure(l.input(all, []load.File{l.commit("all", 0, all, others)})); result.Round != 0 || result.Refused != "" || len(result.Paths) > 0 {
		t.Errorf("round %d, refused %q", result.Round, result.Refused)
	}
	newRound := livepeer.EventNamed("NewRound").Topic0
	isFirst := true
	first, rest := split(logs, func(log *jsonrpc.Log) bool {
		is := isFirst && log.Address == rounds && log.Topics[0] == newRound
		isFirst = isFirst && !is
		return is
	})
	in := l.input(all, []load.File{l.commit("later", 0, all, rest)})
	in.Identity = "later"
	if result := l.ensure(in); len(first) != 1 || result.Refused == "" {
		t.Error("a history that lacks its first round isn't refused")
	}
}

func TestAReplayIsKept(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	in := l.input(all, []load.File{l.commit("all", 0, all, logs)})
	first := l.ensure(in)
	if err := os.Remove(in.Parts[0][0].Path); err != nil { // a replay would fail
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, l.ensure(in)); diff != "" {
		t.Errorf("the kept replay differs: %s", diff)
	}
	if err := os.Truncate(first.Paths["ledger__round"], 100); err != nil {
		t.Fatal(err)
	}
	if _, err := l.cache().Ensure(t.Context(), in); err == nil {
		t.Error("a damaged replay is used")
	}
	in.Parts[0][0] = l.commit("later", 0, all, logs)
	if diff := cmp.Diff(first, l.ensure(in)); diff != "" {
		t.Errorf("the replay made again differs: %s", diff)
	}
	in.Identity = "two"
	l.ensure(in)
	kept, err := filepath.Glob(filepath.Join(l.cache().Dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join(l.cache().Dir, ledger.Version, "two")}; !cmp.Equal(kept, want) {
		t.Errorf("the cache has %v, want %v", kept, want)
	}
}

func TestAFailedReplayLeavesNothing(t *testing.T) {
	logs, contracts := devLogs(t)
	l := newLake(t, contracts)
	in := l.input(all, []load.File{l.commit("all", 0, all, logs)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.cache().Ensure(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	path := in.Parts[0][0].Path
	if err := os.Truncate(path, in.Parts[0][0].Size/2); err != nil {
		t.Fatal(err)
	}
	if _, err := l.cache().Ensure(t.Context(), in); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v doesn't name the damaged file", err)
	}
	left, err := filepath.Glob(filepath.Join(l.cache().Dir, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}

func BenchmarkReplay(b *testing.B) {
	logs, contracts := devLogs(b)
	l := newLake(b, contracts)
	in := l.input(all, []load.File{l.commit("all", 0, all, logs)})
	b.ReportAllocs()
	for b.Loop() {
		if err := os.RemoveAll(l.cache().Dir); err != nil {
			b.Fatal(err)
		}
		l.t = b
		l.ensure(in)
	}
	b.ReportMetric(float64(len(logs)*b.N)/b.Elapsed().Seconds(), "logs/s")
}
