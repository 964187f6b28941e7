package bonding_test

import (
	"encoding/binary"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// history lets the contracts' model act at random and keeps what it emits as a chain does.
type history struct {
	*protocol.Contracts
	t      *rapid.T
	config protocol.Config
	// cast are all who act; the first ones like to be orchestrators. gateways fund and pay.
	cast, gateways []common.Address
	// block is the L2 block, l1 the L1 block that contracts see.
	block, l1    uint64
	time, pace   int64 // seconds, and how many of them pass from block to block
	index        uint64
	transactions uint64
	logs         []bonding.Log
	nonce        uint64
	proposals    []*protocol.Proposal
	// ends are what the model says at the ends of initialised rounds, end at that of the last one.
	ends []*snapshot
	end  *snapshot
	// done counts the deeds that succeeded, by name.
	done map[string]int
}

const (
	roundLength = 50
	deployer    = 0xd0
)

func account(n int64) common.Address { return common.BigToAddress(big.NewInt(n)) }

func lpt(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), power(18)) }

func power(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// newHistory deploys the contracts with a small pool, short periods, and a treasury that fills up soon.
func newHistory(t *rapid.T) *history {
	h := &history{t: t, block: 1000, l1: 100 * roundLength, time: 1_700_000_000, done: map[string]int{}}
	h.pace = rapid.Int64Range(0, 3000).Draw(t, "seconds")
	for n := range int64(8) {
		h.cast = append(h.cast, account(0xa0+n))
	}
	h.gateways = []common.Address{account(0xf0), account(0xf1)}
	h.config = protocol.Config{
		Deployer: account(deployer), Addresses: protocol.AddressesOf(account(deployer)),
		Parameters: protocol.Parameters{
			RoundLength: roundLength, RoundLockAmount: 100_000, UnbondingPeriod: 2, UnlockPeriod: 2, TicketValidityPeriod: 2,
			PoolSize:  rapid.Uint64Range(1, 3).Draw(t, "pool size"),
			Inflation: 1_000_000, InflationChange: rapid.Uint64Range(1, 1000).Draw(t, "inflation change"), TargetBondingRate: 500_000_000,
			TreasuryRate: h.rate("treasury rate"), TreasuryCeiling: lpt(rapid.Int64Range(0, 20).Draw(t, "ceiling")),
			VotingDelay: 1, VotingPeriod: 3, ProposalThreshold: lpt(1), Quorum: 333_300, Quota: 500_000,
		},
		BlockHash: func(block uint64) common.Hash { return common.BigToHash(new(big.Int).SetUint64(block)) },
	}
	for _, a := range h.cast {
		h.config.Grants = append(h.config.Grants, protocol.Grant{To: a, Amount: lpt(1000)})
	}
	var steps []protocol.Step
	h.Contracts, steps = protocol.New(h.config)
	for _, s := range steps {
		h.do("deploy", func() error { s.Run(); return nil })
	}
	for _, a := range h.cast {
		h.do("approve", func() error {
			h.Token.Approve(a, h.config.Addresses.BondingManager, protocol.Unlimited())
			return nil
		})
	}
	return h
}

func (h *history) rate(what string) *big.Int {
	return new(big.Int).Mul(big.NewInt(rapid.Int64Range(0, 3).Draw(h.t, what)), power(26))
}

// contracts gives the deployment as the ledger takes it.
func (h *history) contracts() (all []livepeer.Contract) {
	a := h.config.Addresses
	for name, address := range map[string]common.Address{
		livepeer.Controller: a.Controller, livepeer.LivepeerToken: a.LivepeerToken, livepeer.Minter: a.Minter,
		livepeer.TicketBroker: a.TicketBroker, livepeer.BondingManager: a.BondingManager, livepeer.BondingVotes: a.BondingVotes,
		livepeer.RoundsManager: a.RoundsManager, livepeer.Governor: a.Governor, livepeer.Treasury: a.Treasury,
		livepeer.LivepeerGovernor: a.LivepeerGovernor,
	} {
		all = append(all, livepeer.Contract{Name: name, Address: address.Hex()})
	}
	return all
}

// do sends a transaction: what the contracts refuse leaves nothing. Now and then it shares a block with the one before.
func (h *history) do(name string, act func() error) {
	if len(h.ends) == 0 && h.end == nil || rapid.IntRange(0, 5).Draw(h.t, "next block") > 0 {
		h.block++
		h.index = 0
		h.time += h.pace
	}
	h.At(h.l1, h.time)
	if err := act(); err != nil {
		h.Take()
		return
	}
	h.transactions++
	for _, l := range h.Take() {
		log := bonding.Log{
			Block: h.block, Transaction: h.transactions, Index: h.index, Time: h.time, Address: l.Address, TopicCount: len(l.Topics), Data: l.Data,
			Hash: crypto.Keccak256Hash(binary.BigEndian.AppendUint64(nil, h.transactions)),
		}
		copy(log.Topics[:], l.Topics)
		h.logs = append(h.logs, log)
		h.index++
	}
	h.done[name]++
}

// write writes rounds, some of which nobody initialises.
func (h *history) write() {
	for range rapid.IntRange(5, 14).Draw(h.t, "rounds") {
		h.l1 += roundLength - h.l1%roundLength
		h.At(h.l1, h.time)
		for range rapid.IntRange(0, 2).Draw(h.t, "before the round") {
			h.fund()
		}
		if rapid.IntRange(0, 9).Draw(h.t, "skipped") == 0 {
			continue
		}
		h.settle()
		h.do("initializeRound", h.Rounds.InitializeRound)
		for range rapid.IntRange(3, 30).Draw(h.t, "actions") {
			h.act()
		}
		h.end = h.snapshot()
	}
	h.settle()
}

// settle completes the last round's end with what happened in rounds that nobody initialised.
func (h *history) settle() {
	if h.end != nil {
		h.end.balances(h)
		h.ends = append(h.ends, h.end)
	}
	h.end = nil
}
