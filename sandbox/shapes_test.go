package sandbox

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// shape is what all logs of an event without texts and lists have in common.
type shape struct{ topics, words int }

// TestShapesAreThoseOfTheRealContracts compares the form of every event with what the real contracts emitted: the
// number of topics, and the length of the data where no argument varies in length.
func TestShapesAreThoseOfTheRealContracts(t *testing.T) {
	contracts, err := jsonrpc.LoadDevchain(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	varies := map[common.Hash]bool{}
	for _, e := range livepeer.Events() {
		for _, a := range e.Args {
			if a.Kind == livepeer.Text || a.Kind == livepeer.List || a.Kind == livepeer.Bytes {
				varies[e.Topic0] = true
			}
		}
	}
	shapeOf := func(l jsonrpc.Log) shape {
		if varies[l.Topics[0]] {
			return shape{topics: len(l.Topics)}
		}
		return shape{len(l.Topics), len(l.Data) / 32}
	}
	known := map[common.Hash]shape{}
	for l := range contracts.Logs(0, contracts.Head()) {
		known[l.Topics[0]] = shapeOf(l)
	}
	// The recording has no gateway that withdraws.
	known[livepeer.EventNamed("Withdrawal").Topic0] = shape{2, 2}
	w := newWorld(t, Config{})
	for l := range w.Logs(0, w.Head()) {
		if want, ok := known[l.Topics[0]]; !ok || shapeOf(l) != want {
			t.Fatalf("block %d: %s has the shape %v, the real one %v", l.BlockNumber, l.Topics[0], shapeOf(l), want)
		}
	}
}

// recorded gives the folder of a recorded data set or skips the test.
func recorded(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data %q is not beside the repository: %v", name, err)
	}
	return path
}
