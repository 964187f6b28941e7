package bonding_test

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/mutate"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// mutants is how many mutants a test tries; MUTANTS in the environment asks for another number.
const mutants = 50

// TestNoMutantOfDevchainIsMissed spoils the real contracts' logs one at a time: the ledger must stop, unless what is left is a
// history in its own right.
func TestNoMutantOfDevchainIsMissed(t *testing.T) {
	recording, err := devchain.Load(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	try(t, recording.Contracts(), slices.Collect(recording.Logs(0, recording.Head())),
		retrace.Config{Protocol: recording.Config(), L1Block: recording.L1Block})
}

// TestNoMutantOfAWorldIsMissed does the same to a world of the sandbox.
func TestNoMutantOfAWorldIsMissed(t *testing.T) {
	w, err := sandbox.NewWorld(t.Context(), sandbox.Config{Seed: 5, Rounds: 16, Orchestrators: 6, Delegators: 25, Gateways: 2})
	if err != nil {
		t.Fatal(err)
	}
	try(t, w.Deployment().Contracts, slices.Collect(w.Logs(0, w.Head())), retrace.Config{Protocol: w.ProtocolConfig(), L1Block: w.L1Block})
}

// try tries mutants of a history that the ledger and the contracts' model both accept.
func try(t *testing.T, contracts []livepeer.Contract, logs []jsonrpc.Log, history retrace.Config) {
	t.Helper()
	stream, err := mutate.NewStream(contracts, logs)
	if err != nil {
		t.Fatal(err)
	}
	history.Stated = mutate.Stated(contracts)
	judge := mutate.Judge{Apply: func(logs []jsonrpc.Log) error { return replay(contracts, logs) }, History: history}
	original := judge.Try(mutate.Mutant{Logs: stream.Logs(), Note: "the stream as it is"})
	if original.Outcome != mutate.Valid {
		t.Fatal(original)
	}
	made := mutants
	if n, err := strconv.Atoi(os.Getenv("MUTANTS")); err == nil {
		made = n
	}
	var tally mutate.Tally
	for i := range made {
		tally.Add(judge.Try(stream.Mutant(1, i)))
	}
	for _, event := range tally.Events {
		t.Logf("%s: %s", event, tally.Line(event))
	}
	for _, v := range tally.Survivors {
		t.Log(v)
	}
	t.Logf("%d mutants: %d detected, %d valid", tally.Count(""), tally.Count(mutate.Detected), tally.Count(mutate.Valid))
	if err := tally.Err(); err != nil {
		t.Error(err)
	}
}

// replay applies logs to a new ledger, to the end.
func replay(contracts []livepeer.Contract, logs []jsonrpc.Log) error {
	ledger, err := bonding.New(bonding.Config{Contracts: contracts})
	if err != nil {
		return err
	}
	for i := range logs {
		if err := ledger.Apply(logOf(&logs[i])); err != nil {
			return err
		}
	}
	return ledger.Close()
}
