package sandbox

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// TestTruthIsWhatTheLogsSay compares the sums that the contracts kept with those of the logs.
func TestTruthIsWhatTheLogsSay(t *testing.T) {
	w := newWorld(t, Config{})
	reward, treasury := livepeer.EventNamed("Reward").Topic0, livepeer.EventNamed("TreasuryReward").Topic0
	ticket := livepeer.EventNamed("WinningTicketTransfer").Topic0
	rewards, treasuries, fees, calls := map[string]*big.Int{}, map[string]*big.Int{}, map[string]*big.Int{}, map[string]int{}
	add := func(sums map[string]*big.Int, who common.Hash, wei []byte) string {
		account := lower(common.BytesToAddress(who[:]))
		if sums[account] == nil {
			sums[account] = new(big.Int)
		}
		sums[account].Add(sums[account], new(big.Int).SetBytes(wei))
		return account
	}
	for l := range w.Logs(0, w.Head()) {
		switch {
		case l.Topics[0] == reward && l.Address == w.addresses.BondingManager:
			calls[add(rewards, l.Topics[1], l.Data)]++
		case l.Topics[0] == treasury:
			add(treasuries, l.Topics[1], l.Data[32:])
		case l.Topics[0] == ticket:
			add(fees, l.Topics[2], l.Data)
		}
	}
	truth := w.Truth()
	sum := func(parts ...Wei) *big.Int {
		total := new(big.Int)
		for _, p := range parts {
			total.Add(total, p.Int)
		}
		return total
	}
	same := func(what, account string, got, want *big.Int) {
		if want == nil {
			want = new(big.Int)
		}
		if got.Cmp(want) != 0 {
			t.Errorf("%s of %s: %s, by the logs %s", what, account, got, want)
		}
	}
	missed := 0
	for _, o := range truth.Orchestrators {
		same("rewards", o.Address, sum(o.RewardCommissionLPTWei, o.RewardOwnLPTWei, o.RewardDelegatorsLPTWei), rewards[o.Address])
		same("treasury", o.Address, o.TreasuryLPTWei.Int, treasuries[o.Address])
		same("fees", o.Address, sum(o.FeeCommissionETHWei, o.FeeOwnETHWei, o.FeeDelegatorsETHWei), fees[o.Address])
		if o.RewardCallsMade != calls[o.Address] || o.RewardCallsMissed < 0 {
			t.Errorf("%s called %d times and missed %d, by the logs it called %d times", o.Address, o.RewardCallsMade, o.RewardCallsMissed, calls[o.Address])
		}
		missed += o.RewardCallsMissed
	}
	if len(truth.Orchestrators) != 40 || len(truth.Delegators) < 400 || missed == 0 || missed != truth.Totals.RewardCallsMissed {
		t.Errorf("%d orchestrators, %d delegators, %d calls missed", len(truth.Orchestrators), len(truth.Delegators), missed)
	}
}

func TestTruthAsJSON(t *testing.T) {
	a, err := json.Marshal(newWorld(t, small).Truth())
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(newWorld(t, small).Truth())
	if err != nil || string(a) != string(b) {
		t.Errorf("the truth of one seed is told in two ways: %v", err)
	}
	if text := string(a); !strings.Contains(text, `"reward_lpt_wei":"`) || !strings.Contains(text, `"self":{"account":"0x`) {
		t.Errorf("%.300s", text)
	}
}
