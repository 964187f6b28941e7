package subgraph

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// state is what the mappings remember: the rows that can still change.
type state struct {
	network      *network
	current      *round
	day          *day
	transcoders  map[string]*transcoder
	pools        map[string]*pool
	delegators   map[string]*delegator
	accounts     map[string]*account
	locks        map[string]*lock
	broadcasters map[string]*broadcaster
	polls        []*poll
	proposals    map[string]*proposal
	// transferred is what the transaction's last WinningTicketTransfer moved, in ETH wei.
	transferred *big.Int
}

func newState() state {
	return state{
		network: newNetwork(), transcoders: map[string]*transcoder{}, pools: map[string]*pool{}, delegators: map[string]*delegator{},
		accounts: map[string]*account{}, locks: map[string]*lock{}, broadcasters: map[string]*broadcaster{},
		proposals: map[string]*proposal{}, transferred: new(big.Int),
	}
}

// stored gives what the BondingManager stores of an account.
func (x *Index) stored(address string) protocol.Delegator {
	return x.options.Views.Bonding.Delegator(common.HexToAddress(address))
}

func sum(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }

func difference(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

func lesser(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// orZero reads an amount that may be missing.
func orZero(n *big.Int) *big.Int {
	if n == nil {
		return new(big.Int)
	}
	return n
}

// total adds amounts up.
func total(amounts ...*big.Int) *big.Int {
	all := new(big.Int)
	for _, a := range amounts {
		all.Add(all, a)
	}
	return all
}
