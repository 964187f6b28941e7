package sandbox

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/explorer"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// read reads a JSON answer with status 200.
func read(t *testing.T, url string, into any) {
	t.Helper()
	status, text := fetch(t, http.MethodGet, url, "")
	if err := json.Unmarshal([]byte(text), into); err != nil || status != http.StatusOK {
		t.Fatalf("%s answers %d: %v: %.300s", url, status, err, text)
	}
}

// TestTheExplorerTellsOfTheWorld compares what the Explorer says of accounts, rounds and prices with the truth.
func TestTheExplorerTellsOfTheWorld(t *testing.T) {
	w, s := serveSmall(t, ServeOptions{})
	truth, api := w.Truth(), s.URL("explorer")+"/api"
	for _, d := range append([]DelegatorTruth{truth.Orchestrators[0].Self}, truth.Delegators...) {
		var said struct{ PendingStake, PendingFees string }
		read(t, api+"/pending-stake/"+d.Account, &said)
		if said.PendingStake != d.PendingStakeLPTWei.String() || said.PendingFees != d.PendingFeesETHWei.String() {
			t.Errorf("%s has %+v, in truth %s and %s", d.Account, said, d.PendingStakeLPTWei, d.PendingFeesETHWei)
		}
	}
	var round struct {
		ID, StartBlock, RoundLength, CurrentL1Block int64
		Initialized                                 bool
	}
	read(t, api+"/current-round", &round)
	isBegun := w.Contracts().Rounds.LastInitialized() == uint64(truth.LastRound)
	if round.ID != truth.LastRound || round.Initialized != isBegun || round.StartBlock != round.ID*roundLength || round.CurrentL1Block < round.StartBlock {
		t.Errorf("the round is %+v, in truth %d", round, truth.LastRound)
	}
	var contracts map[string]struct{ Address string }
	read(t, api+"/contracts", &contracts)
	for _, c := range w.Deployment().Contracts {
		if said, listed := contracts[c.Name]; listed && !strings.EqualFold(said.Address, c.Address) {
			t.Errorf("%s is at %s, in truth at %s", c.Name, said.Address, c.Address)
		}
	}
	if !strings.EqualFold(contracts["Controller"].Address, w.Deployment().Controller) {
		t.Errorf("the Controller is at %s", contracts["Controller"].Address)
	}
	var prices []struct {
		Address    string
		Active     bool
		FeeShare   int64
		ServiceURI string
	}
	read(t, s.URL("pricelist")+"/orchestratorStats?excludeUnavailable=False", &prices)
	if len(prices) < 5 || len(prices) >= len(truth.Orchestrators) {
		t.Fatalf("%d orchestrators have a price", len(prices))
	}
	for _, p := range prices {
		transcoder := w.Contracts().Bonding.Transcoder(common.HexToAddress(p.Address))
		if p.FeeShare != transcoder.FeeShare.Int64() || p.Active != w.Contracts().Bonding.Active(common.HexToAddress(p.Address)) || p.ServiceURI == "" {
			t.Errorf("the price list says %+v", p)
		}
	}
	for _, board := range []string{"leaderboard", "aileaderboard"} {
		var regions struct{ Regions []struct{ ID string } }
		read(t, s.URL(board)+"/api/regions", &regions)
		if len(regions.Regions) == 0 {
			t.Errorf("%s has no regions", board)
		}
	}
}

// TestTheExplorersDaysAreTheSubgraphs compares protocol-day-data with the logs: days on which rounds began, in order.
func TestTheExplorersDaysAreTheSubgraphs(t *testing.T) {
	w, s := serveSmall(t, ServeOptions{})
	began := map[int64]bool{}
	for l := range w.Logs(firstBlock, w.Finalized()) {
		if l.Address == w.addresses.RoundsManager && len(l.Topics) == 2 {
			began[l.BlockTime/86400*86400] = true
		}
	}
	x, last := witness{w, view{w, s.Clock}.graph()}, int64(0)
	days, err := x.Days(t.Context(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, d := range days {
		if d.Date <= last || d.Date%86400 != 0 || (d.ActiveTranscoders > 0) != began[d.Date] || d.TotalSupply < supplyLPT {
			t.Errorf("a day is %+v; a round began: %t", d, began[d.Date])
		}
		if last = d.Date; d.ActiveTranscoders > 0 {
			shown++
		}
	}
	if shown != len(began) || shown < 5 {
		t.Errorf("%d days are shown, rounds began on %d", shown, len(began))
	}
	var said struct{ DayData []struct{ DateS int64 } }
	read(t, s.URL("explorer")+"/api/protocol-day-data", &said)
	if n := len(said.DayData); n == 0 || n > shown {
		t.Errorf("the Explorer shows %d days of %d", n, shown)
	}
	early := w.Now().Add(-48 * time.Hour)
	before, err := x.Days(t.Context(), early)
	if err != nil || len(before) >= len(days) || len(before) < len(days)-3 {
		t.Errorf("two days before there were %d days, then %d: %v", len(before), len(days), err)
	}
}

// TestWitnessKnowsWhereProposalsStand follows a proposal through its rounds.
func TestWitnessKnowsWhereProposalsStand(t *testing.T) {
	w := newWorld(t, Config{Seed: 2, Rounds: 20, Orchestrators: 8, Delegators: 60, Gateways: 2})
	var id *big.Int
	for l := range w.Logs(firstBlock, w.Finalized()) {
		if l.Address == w.addresses.LivepeerGovernor && len(l.Topics) == 1 && len(l.Data) > 9*32 {
			id = new(big.Int).SetBytes(l.Data[:32])
			break
		}
	}
	if id == nil {
		t.Fatal("nobody made a proposal")
	}
	p := w.Contracts().LivepeerGovernor.Proposal(common.BigToHash(id))
	x, during := witness{World: w}, func(round uint64) time.Time {
		return time.Unix(blockTime(roundStart(int64(round))+1000), 0)
	}
	states := ""
	for round := p.Snapshot - 2; round <= p.Deadline+1; round++ {
		said, known := x.Proposal(id, during(round))
		if !known {
			states += "? "
			continue
		}
		states += said.State[:1] + " "
		if said.Quorum.Cmp(said.Supply) > 0 || said.For != p.For {
			t.Errorf("in round %d it is %+v", round, said)
		}
	}
	final := map[protocol.State]string{
		protocol.ProposalDefeated: "D", protocol.ProposalSucceeded: "S", protocol.ProposalQueued: "Q", protocol.ProposalExecuted: "E",
	}[w.Contracts().LivepeerGovernor.State(p)]
	if want := "? P P " + strings.Repeat("A ", int(p.Deadline-p.Snapshot)) + final + " "; states != want {
		t.Errorf("it stands at %s, not %s", states, want)
	}
	if _, known := x.Proposal(big.NewInt(1), w.Now()); known {
		t.Error("a number is a proposal")
	}
}

// TestWitnessRounds looks at a round before and after it is initialised, at one that never is, and at the lock.
func TestWitnessRounds(t *testing.T) {
	w := newWorld(t, Config{Seed: 3, Rounds: 13, Orchestrators: 4, Delegators: 10, Gateways: 1})
	x, at := witness{World: w}, func(round, block int64) explorer.Round {
		return witness{World: w}.Round(time.Unix(blockTime(roundStart(round)+block), 0))
	}
	half := int64(roundLength * blocksPerL1 / 2)
	for what, c := range map[string]struct {
		round               explorer.Round
		initialized, locked bool
	}{
		"just begun": {at(firstRound+1, 0), false, false}, "half way": {at(firstRound+1, half), true, false},
		"at the end": {at(firstRound+1, 2*half-100), true, true}, "skipped": {at(firstRound+11, half), false, false},
	} {
		if c.round.Initialized != c.initialized || c.round.Locked != c.locked {
			t.Errorf("a round that is %s: %+v", what, c.round)
		}
	}
	if got, want := x.Round(w.Now()).Number, w.Truth().LastRound; got != want {
		t.Errorf("the last round is %d, not %d", got, want)
	}
	if got := fmt.Sprint(at(firstRound-1, half).Number); got != fmt.Sprint(firstRound-1) {
		t.Errorf("before the first round it is %s", got)
	}
}
