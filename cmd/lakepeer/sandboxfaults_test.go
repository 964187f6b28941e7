package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// runsUntilComplete is how often a run may be started until nothing is missing.
const runsUntilComplete = 12

// TestHeavyFaultsChangeNothing lets every server of a sandbox misbehave, runs until nothing is missing, and compares what
// is published with what servers without a fault lead to.
func TestHeavyFaultsChangeNothing(t *testing.T) {
	t.Parallel()
	seeds := []uint64{1}
	if os.Getenv("LAKEPEER_EVERY_DEFECT") != "" { // .ci/run has the time
		seeds = append(seeds, 2)
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			clean, disturbed := smallSandbox(t, seed), smallSandbox(t, seed)
			if code, said := clean.run("none", 0); code != 0 {
				t.Fatalf("without faults: exit code %d: %s", code, said)
			}
			for n := uint64(1); ; n++ {
				code, said := disturbed.run("heavy", seed*100+n)
				if code == 0 {
					t.Logf("complete after %d runs", n)
					break
				}
				if code != pipeline.ExitPartly && code != pipeline.ExitFailed || n == runsUntilComplete {
					t.Fatalf("run %d: exit code %d: %s", n, code, said)
				}
			}
			sameTables(t, disturbed.hashes(t), clean.hashes(t))
		})
	}
}

// sandboxHome is the home of a small sandbox.
type sandboxHome struct {
	site
	t    *testing.T
	seed uint64
}

func smallSandbox(t *testing.T, seed uint64) sandboxHome {
	t.Helper()
	dir := t.TempDir()
	return sandboxHome{site{dir, filepath.Join(dir, "home")}, t, seed}
}

// run runs everything once, and gives the exit code and what is said on standard error.
func (h sandboxHome) run(faults string, faultSeed uint64) (int, string) {
	h.t.Helper()
	var stdout, stderr bytes.Buffer
	code := execute(h.t.Context(), []string{
		"run", "--sandbox", "--home", h.home, "--log-level", "error", "--seed", strconv.FormatUint(h.seed, 10),
		"--rounds", "6", "--orchestrators", "5", "--delegators", "20", "--gateways", "2", "--snapshots", "5",
		"--faults", faults, "--fault-seed", strconv.FormatUint(faultSeed, 10),
	}, world{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now,
		lookup: func(string) (string, bool) { return "", false },
	})
	return code, stderr.String()
}
