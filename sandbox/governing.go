package sandbox

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// cycle is the number of rounds after which governance starts over.
const cycle = 30

// planGovernance plans a round's place in the cycle: changes of parameters, a proposal that passes and one that
// fails, a poll.
func (a *author) planGovernance(from int64) {
	addresses := a.world.addresses
	set := func(contract common.Address, setter string, value func() *big.Int) {
		a.later(from, func() { a.update(contract, setter, value()) })
	}
	switch a.round % cycle {
	case 3, 17:
		a.later(from, a.propose)
	case 5:
		a.later(from, a.openPoll)
	case 6:
		set(addresses.Minter, "setInflationChange(uint256)", func() *big.Int { return big.NewInt(a.between(4, 7) * 100) })
	case 9:
		set(addresses.BondingManager, "setTreasuryBalanceCeiling(uint256)", a.Treasury.Balance)
	case 15:
		set(addresses.BondingManager, "setTreasuryBalanceCeiling(uint256)", func() *big.Int { return tokens(750_000) })
	case 16:
		set(addresses.BondingManager, "setTreasuryRewardCutRate(uint256)", func() *big.Int { return tenTo(26) })
	}
	if a.proposal != nil {
		a.planDecision(from)
	}
	if len(a.Polls.Polls()) > 0 && a.round%cycle > 5 && a.round%cycle < 13 {
		for range 5 {
			a.later(from, a.votePoll)
		}
	}
}

// update changes a parameter by the protocol's Governor: staged, and executed some minutes later.
func (a *author) update(contract common.Address, setter string, value *big.Int) {
	governor, deployer := a.world.addresses.Governor, a.world.people.Deployer
	var staged protocol.Update
	a.send(deployer, governor, errandGovern, func() (err error) {
		staged, err = a.Governor.Stage(deployer, []protocol.Call{a.Governor.Set(contract, setter, value)}, 0)
		return err
	})
	a.at(a.block+a.between(100, 5_000), func() {
		a.send(a.world.people.Keeper, governor, errandGovern, func() error { return a.Governor.Execute(staged) })
	})
}

// propose lets an orchestrator ask for money of the treasury.
func (a *author) propose() {
	o := a.choose(fame)
	if o == nil {
		return
	}
	calls := []protocol.Call{a.Treasury.Transfer(a.world.people.Builder, a.part(a.Treasury.Balance(), 0.05, 0.3))}
	a.send(o.account, a.world.addresses.LivepeerGovernor, errandGovern, func() (err error) {
		a.proposal, err = a.LivepeerGovernor.Propose(o.account, calls, fmt.Sprintf("# Pay the builder (round %d)", a.Rounds.Current()))
		return err
	})
}

// planDecision plans the votes on the last proposal while they are taken, and its execution after.
func (a *author) planDecision(from int64) {
	p := a.proposal
	age := firstRound + a.round - int(p.Snapshot)
	switch {
	case age >= 1 && age <= 6:
		for _, o := range a.cast.orchestrators {
			if a.chance(0.14) {
				a.later(from, func() { a.vote(p, o.account) })
			}
		}
		for range 1 + a.world.config.Delegators/80 {
			d := pick(a.dice, a.cast.delegators)
			a.later(from, func() { a.vote(p, d.account) })
		}
	case age == 11 || age == 12:
		a.later(from, func() { a.carryOut(p) })
	}
}

// vote casts a vote, sometimes with a reason or parameters. The proposals of the cycle's second half are unpopular.
func (a *author) vote(p *protocol.Proposal, account common.Address) {
	if weight, _ := a.Votes.PastVotes(account, p.Snapshot); weight.Sign() == 0 || p.HasVoted(account) {
		return
	}
	support, other := protocol.For, protocol.Against
	if a.round%cycle > 17 {
		support, other = protocol.Against, protocol.For
	}
	switch n := a.IntN(10); {
	case n == 0:
		support = protocol.Abstain
	case n < 3:
		support = other
	}
	reason := ""
	if a.chance(0.4) {
		reason = pick(a.dice, []string{"Good for the network.", "Too much for what it gives, \"as is\".", "Läuft! 👍", "See forum\nthread 12."})
	}
	var params []byte
	if a.chance(0.1) {
		params = []byte{1}
	}
	a.send(account, a.world.addresses.LivepeerGovernor, errandVote, func() error {
		return a.LivepeerGovernor.Vote(p, account, support, reason, params)
	})
}

// carryOut queues a proposal that has passed and executes it half an hour later.
func (a *author) carryOut(p *protocol.Proposal) {
	governor, keeper := a.world.addresses.LivepeerGovernor, a.world.people.Keeper
	if a.LivepeerGovernor.State(p) != protocol.ProposalSucceeded {
		return
	}
	a.send(keeper, governor, errandGovern, func() error { return a.LivepeerGovernor.Queue(p) })
	a.at(a.block+1800*blocksPerSecond, func() {
		a.send(keeper, governor, errandGovern, func() error { return a.LivepeerGovernor.Execute(p) })
	})
}

// openPoll lets an orchestrator ask for everyone's opinion on an improvement proposal.
func (a *author) openPoll() {
	o := a.choose(fame)
	if o == nil {
		return
	}
	text := "Qm" + digest("poll", a.world.config.Seed, uint64(a.round)).Hex()[2:46]
	a.send(o.account, a.world.addresses.PollCreator, errandGovern, func() error {
		_, err := a.Polls.Create(o.account, text)
		return err
	})
}

// votePoll lets someone vote in the last poll; a few vote again, and a few choose what isn't on offer.
func (a *author) votePoll() {
	polls := a.Polls.Polls()
	poll := polls[len(polls)-1]
	if uint64(l1Block(a.block)) > poll.EndBlock {
		return
	}
	account := pick(a.dice, a.cast.orchestrators[:(len(a.cast.orchestrators)+1)/2]).account
	if a.chance(0.5) {
		account = pick(a.dice, a.cast.delegators).account
	}
	choice := uint64(a.IntN(2))
	if a.chance(0.05) {
		choice = 2
	}
	a.send(account, poll.Address, errandPoll, func() error { return poll.Vote(account, choice) })
}
