package bonding_test

import (
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// TestLedgerAgreesWithTheContracts lets a crowd act on the contracts' model at random and gives their logs to the ledger: at the
// end of every round both have the same figures, and nothing is made or lost.
func TestLedgerAgreesWithTheContracts(t *testing.T) {
	done := map[string]int{}
	for range 4 { // of a hundred each, enough that everything happens
		rapid.Check(t, func(t *rapid.T) {
			h := newHistory(t)
			h.write()
			b := agree(t, h)
			for _, counts := range []map[string]int{h.done, b.seen} {
				for name, n := range counts {
					done[name] += n
				}
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(done)) {
		t.Logf("%d × %s", done[name], name)
	}
	for _, name := range occasions() {
		if done[name] == 0 {
			t.Errorf("no history had %s", name)
		}
	}
}

// occasions are what random histories must have had, all in all.
func occasions() []string {
	return []string{
		"a forfeited reward", "a missed reward", "an orchestrator outside the pool", "a ticket paid in part", "a ticket paid by a reserve",
		"a ticket of an inactive orchestrator", "an overriding vote", "a full treasury",
		"bond to oneself", "bond", "switch", "bondFor", "bondFor a newcomer", "unbond all", "unbond", "transfer", "transfer to a newcomer",
		"rebond", "rebond from unbonded", "withdraw stake", "reward", "cuts", "claim", "withdraw fees", "ticket", "batch", "fund deposit",
		"fund reserve", "fund both", "fund for another", "unlock", "cancel unlock", "withdraw", "propose", "vote", "queue", "execute",
		"setUnbondingPeriod(uint64)", "setNumActiveTranscoders(uint256)", "setTreasuryRewardCutRate(uint256)",
		"setTreasuryBalanceCeiling(uint256)", "setInflationChange(uint256)",
	}
}

// agree gives a history's logs to a ledger and compares them.
func agree(t *rapid.T, h *history) *book {
	t.Helper()
	b := newBook()
	ledger, err := bonding.New(bonding.Config{Contracts: h.contracts(), Emit: b.keep})
	if err != nil {
		t.Fatal(err)
	}
	for i := range h.logs {
		if err := ledger.Apply(&h.logs[i]); err != nil {
			t.Fatal(err)
		}
	}
	compareState(t, h, ledger)
	if err := ledger.Close(); err != nil {
		t.Fatal(err)
	}
	compareRounds(t, h, b)
	compareVotes(t, h, b)
	conserve(t, h, b)
	return b
}

// differ compares a row's fields with what the model says of the same names.
func differ(t *rapid.T, what string, row any, want map[string]any) {
	t.Helper()
	fields := reflect.ValueOf(row)
	for name, value := range want {
		field := fields.FieldByName(name)
		if !field.IsValid() {
			continue // compared elsewhere
		}
		if got := text(field.Interface()); got != text(value) {
			t.Fatalf("%s: %s is %s, the model says %s", what, name, got, text(value))
		}
	}
}

// compareRounds compares the rows of every round.
func compareRounds(t *rapid.T, h *history, b *book) {
	t.Helper()
	if len(b.rounds) != len(h.ends) {
		t.Fatalf("there are rows of %d rounds, the model has %d", len(b.rounds), len(h.ends))
	}
	before := map[common.Address]bonding.OrchestratorRound{}
	for _, s := range h.ends {
		round, ok := b.rounds[s.round]
		if !ok {
			t.Fatalf("there is no row of round %d", s.round)
		}
		if !round.HasTreasuryRate {
			delete(s.protocol, "TreasuryRate")
		}
		differ(t, fmt.Sprintf("round %d", s.round), round, s.protocol)
		for a, want := range s.positions {
			row, ok := b.delegators[in{s.round, a}]
			if !ok && text(want["Stake"])+text(want["Fees"]) != "00" {
				t.Fatalf("round %d: there is no row of %s, which has %v", s.round, a, want)
			}
			if ok {
				differ(t, fmt.Sprintf("round %d, delegator %s", s.round, a), row.Position, want)
			}
		}
		for a, want := range s.orchestrators {
			row, ok := b.orchestrators[in{s.round, a}]
			if !ok && (text(want["Delegated"]) != "0" || want["IsActive"] == true) {
				t.Fatalf("round %d: there is no row of %s, which has %v", s.round, a, want)
			}
			if ok {
				differ(t, fmt.Sprintf("round %d, orchestrator %s", s.round, a), row, want)
				before[a] = sum(before[a], row)
			}
			compareToDate(t, s.round, a, before[a], want)
		}
	}
}

// sum adds a round's earnings up.
func sum(to, row bonding.OrchestratorRound) bonding.OrchestratorRound {
	for _, pair := range [][2]*uint256.Int{
		{&to.Gross, &row.Gross},
		{&to.Treasury, &row.Treasury},
		{&to.Net, &row.Net},
		{&to.Commission, &row.Commission},
		{&to.Fees, &row.Fees},
		{&to.FeeCommission, &row.FeeCommission},
	} {
		pair[0].Add(pair[0], pair[1])
	}
	if row.IsRewarded {
		to.TicketCount++ // counts reward calls here
	}
	return to
}

// compareToDate compares the sums of an orchestrator's rows with the model's.
func compareToDate(t *rapid.T, round uint64, a common.Address, row bonding.OrchestratorRound, want map[string]any) {
	t.Helper()
	for name, got := range map[string]any{
		"Treasury": row.Treasury, "Commission": row.Commission, "Net": row.Net, "FeeCommission": row.FeeCommission, "Fees": row.Fees, "RewardCalls": row.TicketCount,
	} {
		if text(got) != text(want["to date: "+name]) {
			t.Fatalf("round %d, orchestrator %s: the sum of %s is %s, the model says %s", round, a, name, text(got), text(want["to date: "+name]))
		}
	}
}

// compareState compares what can be asked of the ledger at the end with the model.
func compareState(t *rapid.T, h *history, ledger *bonding.Ledger) {
	t.Helper()
	if len(h.ends) == 0 {
		return
	}
	last := h.ends[len(h.ends)-1]
	for a, state := range ledger.Accounts() {
		locks := h.Bonding.Delegator(a).Locks
		if len(state.Locks) != len(locks) {
			t.Fatalf("%s has %d locks, the model says %d", a, len(state.Locks), len(locks))
		}
		for _, l := range state.Locks {
			if want := locks[l.LockID]; text(l.Amount) != text(want.Amount) || l.WithdrawRound != want.WithdrawRound {
				t.Fatalf("lock %d of %s is %s from round %d on, the model says %v", l.LockID, a, l.Amount.Dec(), l.WithdrawRound, want)
			}
		}
		if want := last.positions[a]; want != nil {
			p, err := ledger.PositionAt(last.round, a)
			if err != nil {
				t.Fatal(err)
			}
			differ(t, a.Hex(), p, want)
		}
	}
	for a, g := range ledger.Gateways() {
		s := h.Broker.Sender(a)
		differ(t, a.Hex(), g, map[string]any{"Deposit": s.Deposit, "Reserve": s.Reserve, "WithdrawRound": s.WithdrawRound})
	}
	for a, o := range ledger.Orchestrators() {
		if want := last.orchestrators[a]; want != nil {
			differ(t, a.Hex(), o, want)
		}
		for round, p := range ledger.Pools(a) {
			want := h.Bonding.Pool(a, round)
			differ(t, fmt.Sprintf("pool of %s in round %d", a, round), p, map[string]any{
				"Stake": want.Stake, "RewardCut": want.RewardCut, "FeeShare": want.FeeShare, "RewardFactor": want.RewardFactor, "FeeFactor": want.FeeFactor,
			})
		}
	}
	if got := ledger.NextTotalStake(); text(got) != text(h.Bonding.NextTotalStake()) {
		t.Fatalf("the next round's stake is %s, the model says %s", got.Dec(), h.Bonding.NextTotalStake())
	}
}

// compareVotes compares proposals and everybody's votes at their snapshots.
func compareVotes(t *rapid.T, h *history, b *book) {
	t.Helper()
	for _, p := range h.proposals {
		id := p.ID.Big().String()
		row, ok := b.proposals[id]
		if !ok {
			t.Fatalf("there is no row of proposal %s", id)
		}
		differ(t, "proposal "+p.Description, row, map[string]any{
			"SnapshotRound": p.Snapshot, "DeadlineRound": p.Deadline, "For": p.For, "Against": p.Against, "Abstain": p.Abstain, "Proposer": p.Proposer,
		})
		if !row.IsCounted {
			continue
		}
		got := map[common.Address]string{}
		for a, v := range b.powers[id] {
			got[a] = fmt.Sprint(v.Gross.Dec(), lower(v.Delegate), v.HasVoted)
		}
		if want := h.voters(p); !maps.Equal(got, want) {
			t.Fatalf("%s: the voters are\n%v\nthe model says\n%v", p.Description, got, want)
		}
		if want := h.Votes.PastTotal(p.Snapshot); text(row.Supply) != text(want) {
			t.Fatalf("%s: %s LPT wei can vote, the model says %s", p.Description, row.Supply.Dec(), want)
		}
	}
}

// conserve checks that parts are wholes and that nothing comes from nowhere.
func conserve(t *rapid.T, h *history, b *book) {
	t.Helper()
	equal := func(what string, whole uint256.Int, parts ...uint256.Int) {
		t.Helper()
		total := new(uint256.Int)
		for i := range parts {
			total.Add(total, &parts[i])
		}
		if !total.Eq(&whole) {
			t.Fatalf("%s: %s is not the sum of its parts, %s", what, whole.Dec(), total.Dec())
		}
	}
	for _, s := range h.ends {
		r := b.rounds[s.round]
		equal("the Minter's LPT", r.MinterLPT, r.Delegated, r.Locked)
		if r.DustIsOwed {
			t.Fatalf("round %d: %s LPT wei more can be claimed than are delegated", s.round, r.Dust.Dec())
		}
		equal("what is delegated", r.Delegated, r.Bonded, r.PendingRewards, r.Dust)
		held, _ := uint256.FromBig(s.owed)
		if r.FeeDustIsOwed {
			held.Add(held, &r.FeeDust)
			r.FeeDust.Clear()
		}
		equal("the Minter's ETH", *held, r.Deposits, r.Reserves, r.Fees, r.FeeDust)
		if r.Forfeited.Gt(&r.Dust) {
			t.Fatalf("round %d: %s was forfeited of %s that nobody can claim", s.round, r.Forfeited.Dec(), r.Dust.Dec())
		}
	}
	for _, r := range b.orchestrators {
		equal("a gross reward", r.Gross, r.Treasury, r.Net)
		equal("a net reward", r.Net, r.Commission, r.OwnRewards, r.DelegatorRewards)
		equal("fees", r.Fees, r.FeeCommission, r.OwnFees, r.DelegatorFees)
		equal("a missed reward", r.MissedGross, r.MissedTreasury, r.MissedCommission, r.MissedOwn, r.MissedDelegators)
	}
	for _, a := range b.accounts {
		var open uint256.Int
		for _, l := range b.locks[a.Account] {
			if l.State == "open" {
				open.Add(&open, &l.Amount)
			}
		}
		in := new(uint256.Int).Add(&a.BondedIn, &a.TransferredIn)
		in.Add(in, &a.Rebonded).Add(in, &a.Rewards)
		equal("what came into a stake", *in, a.Position.Bonded, a.Unbonded, a.TransferredOut)
		equal("what was unbonded", a.Unbonded, a.Rebonded, a.Withdrawn, open)
		equal("claimed fees", a.Fees, a.Position.StoredFees, a.FeesOut)
	}
	if supply := new(big.Int); len(h.ends) > 0 {
		a := h.config.Addresses
		for _, holder := range append(slices.Clone(h.cast), a.Minter, a.Treasury) {
			supply.Add(supply, h.Token.Balance(holder))
		}
		if got := b.rounds[h.ends[len(h.ends)-1].round].Supply; text(got) != supply.String() {
			t.Fatalf("the supply is %s, all hold %s", got.Dec(), supply)
		}
	}
}
