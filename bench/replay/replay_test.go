package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// TestHistoryIsReadAsItWasWritten compares a history's file with its world, log by log.
func TestHistoryIsReadAsItWasWritten(t *testing.T) {
	config := sandbox.Config{Seed: 1, Rounds: 12, Orchestrators: 5, Delegators: 10}
	world, err := sandbox.NewWorld(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "history")
	if err := makeHistory(t.Context(), config, path); err != nil {
		t.Fatal(err)
	}
	var read []bonding.Log
	err = eachChunk(path, func(logs []bonding.Log) error {
		for _, log := range logs {
			log.Data = slices.Clone(log.Data)
			read = append(read, log)
		}
		return nil
	})
	if err != nil || len(read) != world.LogCount() {
		t.Fatalf("got %d logs, %v, want %d", len(read), err, world.LogCount())
	}
	i := 0
	for want := range world.Logs(0, world.Head()) {
		got := read[i]
		isSame := got.Block == uint64(want.BlockNumber) && got.Transaction == uint64(want.TransactionIndex) && got.Index == uint64(want.Index) &&
			got.Hash == want.TransactionHash && got.Time == want.BlockTime && got.Address == want.Address &&
			slices.Equal(got.Topics[:got.TopicCount], want.Topics) && bytes.Equal(got.Data, want.Data)
		if !isSame {
			t.Fatalf("log %d: got %+v, want %+v", i, got, want)
		}
		i++
	}

	var out bytes.Buffer
	if err := replay(path, world.Deployment().Contracts, true, &out); err != nil {
		t.Fatal(err)
	}
	var m measured
	if err := json.Unmarshal(out.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	if m.Logs != uint64(len(read)) || m.Accounts < 15 || m.Orchestrators == 0 || m.Rounds == 0 || m.Rounds > 12 || m.Pools < m.Orchestrators || m.Rows == 0 || m.Took <= 0 {
		t.Errorf("measured %+v of %d logs", m, len(read))
	}
}

// sized is a history of so many logs, replayed within a second into a ledger of so many bytes.
func sized(logs, live uint64) size {
	m := measured{Logs: logs, Accounts: 100, Orchestrators: 10, Pools: 1000, Took: time.Second, Live: live}
	return size{core: m, rows: m}
}

func TestPromises(t *testing.T) {
	const most = 100*mostPerAccount + 1000*mostPerRound
	for _, c := range []struct {
		name  string
		sizes []size
		// broken are the beginnings of those that must not hold.
		broken []string
	}{
		{"both hold", []size{sized(leastPerSecond, most), sized(9*leastPerSecond, most)}, nil},
		{"one is slow", []size{sized(leastPerSecond, most), sized(leastPerSecond-1, most)}, []string{"at least 500,000"}},
		{"one is large", []size{sized(leastPerSecond, most+1), sized(leastPerSecond, most)}, []string{"at most 2048 bytes"}},
	} {
		var got []string
		for _, p := range promises(c.sizes) {
			if !p.holds {
				got = append(got, p.text)
			}
		}
		if !slices.EqualFunc(got, c.broken, strings.HasPrefix) {
			t.Errorf("%s: broken are %q, want %q", c.name, got, c.broken)
		}
	}
}
