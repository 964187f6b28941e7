package mutate_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/mutate"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
)

// world gives a small world, its logs and their stream.
func world(t *testing.T) (*sandbox.World, []jsonrpc.Log, *mutate.Stream) {
	t.Helper()
	w, err := sandbox.NewWorld(t.Context(), sandbox.Config{Seed: 3, Rounds: 10, Orchestrators: 5, Delegators: 15, Gateways: 2})
	if err != nil {
		t.Fatal(err)
	}
	logs := slices.Collect(w.Logs(0, w.Head()))
	stream, err := mutate.NewStream(w.Deployment().Contracts, logs)
	if err != nil {
		t.Fatal(err)
	}
	return w, logs, stream
}

func same(a, b jsonrpc.Log) bool {
	return a.BlockNumber == b.BlockNumber && a.Index == b.Index && a.Address == b.Address && slices.Equal(a.Topics, b.Topics) && bytes.Equal(a.Data, b.Data)
}

// differences counts the places at which two streams of equal length differ.
func differences(a, b []jsonrpc.Log) (n int) {
	for i := range a {
		if !same(a[i], b[i]) {
			n++
		}
	}
	return n
}

func TestMutantsDifferInOnePlace(t *testing.T) {
	_, _, stream := world(t)
	original := slices.Clone(stream.Logs())
	kinds := map[mutate.Kind]int{}
	for i := range 4 * len(stream.Events()) {
		m := stream.Mutant(1, i)
		kinds[m.Kind]++
		if want := stream.Events()[i%len(stream.Events())]; m.Event != want {
			t.Errorf("mutant %d is of %s, want %s", i, m.Event, want)
		}
		switch more := len(m.Logs) - len(original); {
		case m.Kind == mutate.Drop && more != -1, m.Kind == mutate.Double && more != 1:
			t.Errorf("%s: there are %d logs more", m.Note, more)
		case m.Kind == mutate.Swap && differences(original, m.Logs) != 2, m.Kind == mutate.Change && differences(original, m.Logs) != 1:
			t.Errorf("%s: %d logs differ", m.Note, differences(original, m.Logs))
		}
		for k := 1; k < len(m.Logs); k++ {
			if a, b := m.Logs[k-1], m.Logs[k]; a.BlockNumber == b.BlockNumber && a.Index >= b.Index {
				t.Fatalf("%s: log %d of block %d comes after log %d", m.Note, b.Index, b.BlockNumber, a.Index)
			}
		}
	}
	if differences(original, stream.Logs()) > 0 {
		t.Error("the stream itself has changed")
	}
	for _, kind := range mutate.Kinds() {
		if kinds[kind] == 0 {
			t.Errorf("none is a %s", kind)
		}
	}
}

func TestMutantsAreAFunctionOfSeedAndNumber(t *testing.T) {
	_, _, stream := world(t)
	for i := range 100 {
		a, b := stream.Mutant(1, i), stream.Mutant(1, i)
		if a.Note != b.Note || len(a.Logs) != len(b.Logs) || differences(a.Logs, b.Logs) > 0 {
			t.Fatalf("mutant %d is %s, and then %s", i, a.Note, b.Note)
		}
	}
	other := 0
	for i := range 100 {
		if stream.Mutant(1, i).Note != stream.Mutant(2, i).Note {
			other++
		}
	}
	if other < 50 {
		t.Errorf("another seed gives only %d of 100 other mutants", other)
	}
}

func TestJudge(t *testing.T) {
	w, _, stream := world(t)
	contracts := w.Deployment().Contracts
	noticed := errors.New("noticed")
	history := retrace.Config{Protocol: w.ProtocolConfig(), L1Block: w.L1Block, Stated: mutate.Stated(contracts)}
	var tally mutate.Tally
	for _, c := range []struct {
		name    string
		mutant  mutate.Mutant
		applied error
		want    mutate.Outcome
	}{
		{"noticed", stream.Spoil(1, "BondingManager.Bond", mutate.Drop, 0), noticed, mutate.Detected},
		{"not noticed", stream.Spoil(1, "BondingManager.Bond", mutate.Drop, 0), nil, mutate.Missed},
		{"nothing wrong with it", stream.Spoil(1, "BondingManager.TranscoderUpdate", mutate.Double, 0), nil, mutate.Valid},
	} {
		judge := mutate.Judge{History: history, Apply: func([]jsonrpc.Log) error { return c.applied }}
		v := judge.Try(c.mutant)
		if v.Outcome != c.want {
			t.Errorf("%s: %s", c.name, v)
		}
		tally.Add(v)
	}
	if got := tally.Line("BondingManager.Bond"); got != "drop 1 of 2 detected and 1 missed" {
		t.Errorf("the line is %q", got)
	}
	if tally.Count("") != 3 || tally.Count(mutate.Valid) != 1 || len(tally.Survivors) != 2 {
		t.Errorf("the tally is %+v", tally.Counts)
	}
	if err := tally.Err(); !errors.Is(err, mutate.ErrMissed) || !strings.Contains(err.Error(), "drop of BondingManager.Bond, block ") {
		t.Errorf("got %v", err)
	}
}

func TestMergePutsTheRestBack(t *testing.T) {
	w, logs, stream := world(t)
	stated := mutate.Stated(w.Deployment().Contracts)
	if len(stream.Logs()) == len(logs) {
		t.Fatal("nothing is left out of the stream")
	}
	if merged := mutate.Merge(logs, mutate.Mutant{Logs: stream.Logs()}, stated); len(merged) != len(logs) || differences(merged, logs) > 0 {
		t.Error("a stream that isn't spoilt doesn't give the chain again")
	}
	doubled := mutate.Merge(logs, stream.Spoil(1, "BondingManager.Bond", mutate.Double, 0), stated)
	if len(doubled) != len(logs)+1 {
		t.Errorf("there are %d logs, want one more than %d", len(doubled), len(logs))
	}
	for i := 1; i < len(doubled); i++ {
		if a, b := doubled[i-1], doubled[i]; a.BlockNumber == b.BlockNumber && a.Index >= b.Index {
			t.Fatalf("log %d of block %d comes after log %d", b.Index, b.BlockNumber, a.Index)
		}
	}
}

func TestStreamNeedsLogs(t *testing.T) {
	w, _, _ := world(t)
	if _, err := mutate.NewStream(w.Deployment().Contracts, nil); err == nil {
		t.Error("there is a stream of nothing")
	}
}
