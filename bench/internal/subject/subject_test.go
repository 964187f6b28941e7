package subject

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

func TestParseHighWater(t *testing.T) {
	for _, c := range []struct {
		name, status string
		want         int64
	}{
		{"present", "VmPeak:\t  200 kB\nVmHWM:\t   1234 kB\nVmRSS:\t 10 kB\n", 1234 << 10},
		{"absent, as of an ended process", "Name:\tlakepeer\nState:\tZ (zombie)\n", 0},
		{"no number", "VmHWM:\t kB\n", 0},
	} {
		if got := parseHighWater(c.status); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestObserve(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         Outcome
	}{
		{"success", "echo out; echo err >&2", Outcome{Stdout: "out\n", Stderr: "err\n"}},
		{"failure", "exit 3", Outcome{Code: 3}},
		{"killed", "kill -9 $$", Outcome{Code: -1, Killed: true}},
	} {
		got, err := Observe(exec.CommandContext(t.Context(), "sh", "-c", c.script))
		if err != nil {
			t.Fatal(err)
		}
		if got.Took <= 0 || got.PeakBytes <= 0 {
			t.Errorf("%s: took %v, peak %d bytes", c.name, got.Took, got.PeakBytes)
		}
		got.Took, got.PeakBytes = 0, 0
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestNetworkText reads back what is written for lakepeer, with lakepeer's own reader.
func TestNetworkText(t *testing.T) {
	want := livepeer.ArbitrumOne()
	for i := range want.Contracts {
		want.Contracts[i].Former = false
	}
	want.Contracts = want.Contracts[:2]
	home, err := NewHome("lakepeer", t.TempDir(), Settings{Endpoint: "http://127.0.0.1:1", Deployment: want})
	if err != nil {
		t.Fatal(err)
	}
	got, err := livepeer.LoadDeployment(filepath.Join(home.Dir, "network.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != want.Name || got.ChainID != want.ChainID || len(got.Contracts) != len(want.Contracts) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
