package bonding_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// logOf gives a chain's log as the ledger takes it.
func logOf(l *jsonrpc.Log) *bonding.Log {
	log := &bonding.Log{
		Block: uint64(l.BlockNumber), Transaction: uint64(l.TransactionIndex), Index: uint64(l.Index), Hash: l.TransactionHash,
		Time: l.BlockTime, Address: l.Address, TopicCount: len(l.Topics), Data: l.Data,
	}
	copy(log.Topics[:], l.Topics)
	return log
}

// in names an account in a round.
type in struct {
	round   uint64
	account common.Address
}

// book keeps the rows that a ledger gives out.
type book struct {
	rounds        map[uint64]bonding.Round
	orchestrators map[in]bonding.OrchestratorRound
	delegators    map[in]bonding.DelegatorRound
	// reserves are the ETH wei that a gateway's reserve paid in a round, fees what all tickets paid.
	reserves  map[in]*uint256.Int
	fees      uint256.Int
	proposals map[string]bonding.Proposal
	powers    map[string]map[common.Address]bonding.VotingPower
	// parameters are the values stated last, by name.
	parameters map[string]bonding.Parameter
	accounts   map[common.Address]bonding.Account
	locks      map[common.Address][]bonding.Lock
	gateways   map[common.Address]bonding.GatewayBalance
	// seen counts what a history should have now and then.
	seen map[string]int
}

func newBook() *book {
	return &book{
		rounds: map[uint64]bonding.Round{}, orchestrators: map[in]bonding.OrchestratorRound{}, delegators: map[in]bonding.DelegatorRound{},
		reserves: map[in]*uint256.Int{}, proposals: map[string]bonding.Proposal{}, powers: map[string]map[common.Address]bonding.VotingPower{},
		parameters: map[string]bonding.Parameter{}, accounts: map[common.Address]bonding.Account{},
		locks: map[common.Address][]bonding.Lock{}, gateways: map[common.Address]bonding.GatewayBalance{}, seen: map[string]int{},
	}
}

// keep takes a row.
func (b *book) keep(row bonding.Row) error {
	switch r := row.(type) {
	case *bonding.Round:
		b.rounds[r.Round] = *r
	case *bonding.OrchestratorRound:
		b.orchestrators[in{r.Round, r.Orchestrator}] = *r
	case *bonding.DelegatorRound:
		b.delegators[in{r.Round, r.Delegator}] = *r
	case *bonding.Fee:
		b.fees.Add(&b.fees, &r.Paid)
		key := in{r.At.Round, r.Gateway}
		if b.reserves[key] == nil {
			b.reserves[key] = new(uint256.Int)
		}
		b.reserves[key].Add(b.reserves[key], &r.FromReserve)
	case *bonding.Proposal:
		b.proposals[r.ProposalID.Dec()] = *r
	case *bonding.VotingPower:
		id := r.ProposalID.Dec()
		if b.powers[id] == nil {
			b.powers[id] = map[common.Address]bonding.VotingPower{}
		}
		b.powers[id][r.Account] = *r
	case *bonding.Parameter:
		b.parameters[r.Name] = *r
	case *bonding.Account:
		b.accounts[r.Account] = *r
	case *bonding.Lock:
		b.locks[r.Delegator] = append(b.locks[r.Delegator], *r)
	case *bonding.GatewayBalance:
		b.gateways[r.Gateway] = *r
	case *bonding.Forfeit:
		b.seen["a forfeited reward"]++
	}
	b.note(row)
	return nil
}

// note counts the special cases.
func (b *book) note(row bonding.Row) {
	switch r := row.(type) {
	case *bonding.Round:
		b.see("more fees claimable than were paid", r.FeeDustIsOwed)
	case *bonding.OrchestratorRound:
		b.see("a missed reward", r.IsMissed)
		b.see("an orchestrator outside the pool", r.IsRegistered && !r.InPool)
	case *bonding.Fee:
		b.see("a ticket paid in part", r.Paid.Lt(&r.Face))
		b.see("a ticket paid by a reserve", !r.FromReserve.IsZero())
		b.see("a ticket of an inactive orchestrator", !r.IsActive)
	case *bonding.VotingPower:
		b.see("an overriding vote", r.IsOverride)
	case *bonding.Parameter:
		b.see("a full treasury", r.Origin == "reward")
	}
}

func (b *book) see(what string, is bool) {
	if is {
		b.seen[what]++
	}
}

// recorded gives the folder of a recorded data set or skips the test.
func recorded(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data %q is not beside the repository: %v", name, err)
	}
	return path
}

func lower(a common.Address) string { return fmt.Sprintf("%#x", a[:]) }

// text writes a value as the recorded answers do.
func text(v any) string {
	switch v := v.(type) {
	case uint256.Int:
		return v.Dec()
	case *uint256.Int:
		return v.Dec()
	case common.Address:
		return lower(v)
	}
	return fmt.Sprint(v)
}
