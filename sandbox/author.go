package sandbox

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// author writes a world's history: it lets the cast act on the contracts and keeps what they emit.
type author struct {
	world *World
	*protocol.Contracts
	dice
	cast cast
	// block is the block in which the next transaction is.
	block  int64
	agenda []appointment
	// round counts the rounds of the history from 0.
	round int
	// approved are the accounts whose allowance never ends.
	approved map[common.Address]bool
	proposal *protocol.Proposal
	// active are the orchestrators that are active in the round, if it is initialised.
	active []common.Address
}

// appointment is something that happens in a block. It may turn out differently when it is due.
type appointment struct {
	block int64
	do    func()
}

// newAuthor deploys the world's contracts; nothing has happened yet.
func newAuthor(w *World) *author {
	a := &author{world: w, dice: newDice(w.config.Seed), approved: map[common.Address]bool{}}
	a.cast, w.people = newCast(w.config, a.dice)
	w.addresses = protocol.AddressesOf(w.people.Deployer)
	return a
}

// write writes the whole history.
func (a *author) write(ctx context.Context) error {
	if err := a.deploy(); err != nil {
		return err
	}
	for a.round = range a.world.config.Rounds {
		if err := ctx.Err(); err != nil {
			return err
		}
		a.planRound()
		a.live()
		a.world.index.Reach(a.roundEnd())
		a.countCalls()
	}
	return a.world.index.Finish()
}

// deploy deploys the contracts and mints the first LPT, a transaction every few seconds.
func (a *author) deploy() (err error) {
	w := a.world
	var steps []protocol.Step
	config := w.ProtocolConfig()
	config.Grants = a.cast.grants(w.people, a.dice)
	a.Contracts, steps = protocol.New(config)
	w.contracts = a.Contracts
	if w.index, err = w.newIndex(a.Contracts); err != nil {
		return err
	}
	room := (roundStart(firstRound) - firstBlock) * 9 / 10
	for i, step := range steps {
		a.block = firstBlock + room*int64(i)/int64(len(steps))
		a.send(step.From, step.To, errandDeploy, func() error {
			step.Run()
			return nil
		})
	}
	return nil
}

// at puts something on the round's agenda. Now and then it falls into the same block as what was put there before.
func (a *author) at(block int64, do func()) {
	if n := len(a.agenda); n > 0 && a.chance(0.12) {
		block = max(block, a.agenda[n-1].block)
	}
	a.agenda = append(a.agenda, appointment{block, do})
}

// later puts something on the agenda for a random time between now and the round's end.
func (a *author) later(from int64, do func()) {
	a.at(a.between(from, a.roundEnd()-1), do)
}

// roundEnd gives the block after the current round's last one.
func (a *author) roundEnd() int64 { return roundStart(firstRound + int64(a.round) + 1) }

// live lets the agenda happen. What happens may add to it, but only for later blocks.
func (a *author) live() {
	byBlock := func(x, y appointment) int { return cmp.Compare(x.block, y.block) }
	slices.SortStableFunc(a.agenda, byBlock)
	for len(a.agenda) > 0 {
		next := a.agenda[0]
		known := len(a.agenda)
		a.block = min(max(next.block, a.block), a.roundEnd()-1)
		next.do()
		added := len(a.agenda) > known
		a.agenda = a.agenda[1:]
		if added {
			slices.SortStableFunc(a.agenda, byBlock)
		}
	}
}

// send sends a transaction. One that the contracts revert is part of the history too: it costs gas and logs nothing.
func (a *author) send(from, to common.Address, errand errand, run func() error) bool {
	a.world.index.Reach(a.block)
	a.At(uint64(l1Block(a.block)), blockTime(a.block))
	failed := run() != nil
	limits := gasOf[errand]
	gas := a.between(limits[0], limits[1])
	if failed {
		gas = gas/4 + 21_000
	}
	l1 := a.between(gas/20, gas/5)
	a.world.archive.add(record{
		block: a.block, from: from, to: to, gas: uint32(gas + l1), l1Gas: uint32(l1), ok: !failed,
	}, a.Take())
	a.world.indexLast()
	return !failed
}

// planRound fills the agenda of a round.
func (a *author) planRound() {
	start := roundStart(firstRound + int64(a.round))
	if a.skipped() {
		a.planFunding(start)
		return
	}
	ready := start + a.between(20, 400)
	if a.chance(0.1) {
		ready += a.between(1_000, 20_000)
	}
	a.agenda = append(a.agenda, appointment{ready, a.initializeRound})
	a.planFunding(start)
	a.planOrchestrators(ready + 1)
	a.planDelegators(ready + 1)
	a.planTickets(ready + 1)
	a.planGovernance(ready + 1)
}

// skipped tells whether nobody initialises the round.
func (a *author) skipped() bool { return a.round%53 == 11 }

func (a *author) initializeRound() {
	if a.send(a.world.people.Keeper, a.world.addresses.RoundsManager, errandInitialize, a.Rounds.InitializeRound) {
		a.noteActive()
	}
}

// tokens gives whole tokens in wei.
func tokens(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }

func tenTo(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }
