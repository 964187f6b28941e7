package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// shown are the facts by which each defect of the subgraph shows in the world of TestEveryDefectIsFoundAndExplained.
var shown = map[subgraph.Defect]string{
	subgraph.RollingVolumeFrozen:       "orchestrator_fees_30d orchestrator_fees_60d orchestrator_fees_90d",
	subgraph.DelegatorsCountDrifts:     "day_delegator_count delegator_count",
	subgraph.CutTimestampsMoveTogether: "fee_share_changed reward_cut_changed",
	subgraph.NewStakeUndercounted:      "round_new_stake",
	subgraph.ReserveCountedTwice:       "gateway_reserve",
	subgraph.GrossVotes:                "tally_for",
	subgraph.L2AddrRepeatsL1:           "", // nobody comes from Ethereum
	subgraph.GasUsedIsLimit:            "gas_used",
	subgraph.AccountDelegateZero:       "account_delegate",
	subgraph.ZeroAddressRows:           "zero_address",
	subgraph.DanglingRelation:          "dangling_relation",
	subgraph.PlaceholderVotes:          "poll_vote_rows",
	subgraph.FaceValueNotPaid:          "fees fees_day fees_day_gateway fees_day_orchestrator gateway_fees gateway_fees_30d gateway_fees_60d gateway_fees_90d orchestrator_fees orchestrator_fees_30d orchestrator_fees_60d orchestrator_fees_90d round_fees",
	subgraph.FeesOutsidePoolDropped:    "fees",
	subgraph.EndOfBlockReads:           "stake",
}

// TestEveryDefectIsFoundAndExplained plants each defect of the subgraph alone in a world, and looks at what fct_reconciliation
// finds: that defect, and nothing else. It builds sixteen warehouses, which .ci/run lets it do.
func TestEveryDefectIsFoundAndExplained(t *testing.T) {
	if os.Getenv("LAKEPEER_EVERY_DEFECT") == "" {
		t.Skip("it builds a warehouse for each defect: set LAKEPEER_EVERY_DEFECT")
	}
	clean := filepath.Join(t.TempDir(), "home")
	if found := differencesIn(t, clean, "none"); len(found) > 0 {
		t.Fatalf("without a defect the witnesses differ: %q", found)
	}
	for _, defect := range subgraph.Defects() {
		t.Run(string(defect), func(t *testing.T) {
			home := filepath.Join(t.TempDir(), "home")
			if err := os.CopyFS(home, os.DirFS(clean)); err != nil {
				t.Fatal(err)
			}
			for _, source := range []string{"subgraph", "explorer"} { // the chain's history is the same
				if err := os.RemoveAll(filepath.Join(home, "lake", source)); err != nil {
					t.Fatal(err)
				}
			}
			want := []string{}
			for _, fact := range strings.Fields(shown[defect]) {
				want = append(want, fact+" explained "+string(defect))
			}
			if diff := cmp.Diff(want, differencesIn(t, home, string(defect))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// differencesIn lets the network of the test be extracted with a defect of the subgraph, and gives what its witnesses don't agree
// on: "fees explained face_value_not_paid". The prices have a defect of their own, on one day.
func differencesIn(t *testing.T, home, defect string) []string {
	t.Helper()
	said := func(arguments ...string) string {
		var stdout, stderr bytes.Buffer
		code := execute(t.Context(), append(arguments, "--home", home, "--log-level", "error"), world{
			stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now,
			lookup: func(string) (string, bool) { return "", false },
		})
		if code != 0 {
			t.Fatalf("%q: exit code %d: %s", arguments, code, &stderr)
		}
		return stdout.String()
	}
	said("run", "--sandbox", "--seed", "33", "--rounds", "14", "--orchestrators", "8", "--delegators", "100", "--gateways", "3",
		"--snapshots", "1", "--witness-defects", defect)
	text := said("query", "--format", "csv", `select fact || ' ' || concat_ws(' ', verdict, explanation) from fct_reconciliation
		where verdict in ('differs', 'explained') and explanation is distinct from 'price_of_one_day' group by all order by 1`)
	return slices.DeleteFunc(strings.Split(text, "\n")[1:], func(line string) bool { return line == "" })
}
