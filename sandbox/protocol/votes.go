package protocol

import (
	"math/big"
	"sort"

	"github.com/ethereum/go-ethereum/common"
)

// BondingVotes remembers stakes by round, as votes. A checkpoint made in round n is the state at the start of round
// n+1; votes "at" a round are those at the start of the round after it.
type BondingVotes struct {
	c           *Contracts
	checkpoints map[common.Address][]checkpoint
	totals      []roundTotal
}

// checkpoint is an account's state at the start of a round.
type checkpoint struct {
	round                 uint64
	bonded, delegated     *big.Int
	delegate              common.Address
	lastClaim, lastReward uint64
}

type roundTotal struct {
	round uint64
	total *big.Int
}

// registered tells whether the checkpoint is one of an orchestrator.
func (p checkpoint) registered(account common.Address) bool {
	return p.delegate == account && !isZero(p.bonded)
}

// at gives an account's checkpoint of a round: the last one up to it, or an empty one.
func (v *BondingVotes) at(account common.Address, round uint64) checkpoint {
	all := v.checkpoints[account]
	n := sort.Search(len(all), func(i int) bool { return all[i].round > round })
	if n == 0 {
		return checkpoint{bonded: zero, delegated: zero}
	}
	return all[n-1]
}

// checkpoint writes an account's state for the next round and logs what changed: the delegate, the votes of an
// orchestrator, the account's own stake or its last claim.
func (v *BondingVotes) checkpoint(account common.Address, current checkpoint) {
	previous := v.at(account, current.round)
	all := v.checkpoints[account]
	if n := len(all); n > 0 && all[n-1].round == current.round {
		all[n-1] = current
	} else {
		v.checkpoints[account] = append(all, current)
	}
	if previous.delegate != current.delegate {
		v.c.emit(v.address(), eventDelegateChanged,
			ix(address(account), address(previous.delegate), address(current.delegate)))
	}
	before, after := zero, zero
	if previous.registered(account) {
		before = previous.delegated
	}
	if current.registered(account) {
		after = current.delegated
	}
	if before.Cmp(after) != 0 {
		v.c.emit(v.address(), eventDelegateVotesChanged, ix(address(account)), amount(before), amount(after))
	}
	if previous.bonded.Cmp(current.bonded) != 0 || previous.lastClaim != current.lastClaim {
		v.c.emit(v.address(), eventDelegatorBondedAmountChanged, ix(address(account)),
			amount(previous.bonded), count(previous.lastClaim), amount(current.bonded), count(current.lastClaim))
	}
}

// checkpointTotal writes the total active stake of a round that is being initialised.
func (v *BondingVotes) checkpointTotal(round uint64, total *big.Int) {
	v.totals = append(v.totals, roundTotal{round, total})
}

// PastVotes gives an account's votes (LPT wei) at a round, which must be over, and the account it delegated to.
func (v *BondingVotes) PastVotes(account common.Address, round uint64) (votes *big.Int, delegate common.Address) {
	p := v.at(account, round+1)
	switch {
	case isZero(p.bonded):
		return zero, p.delegate
	case p.registered(account):
		return p.delegated, p.delegate
	default:
		return v.delegatorVotes(p, round+1), p.delegate
	}
}

// Votes gives an account's votes as things stand.
func (v *BondingVotes) Votes(account common.Address) *big.Int {
	votes, _ := v.PastVotes(account, v.c.Rounds.Current())
	return votes
}

// delegatorVotes gives a delegator's stake at the start of a round, grown by its orchestrator's rewards until then;
// nothing if its delegate was no orchestrator.
func (v *BondingVotes) delegatorVotes(p checkpoint, round uint64) *big.Int {
	orchestrator := v.at(p.delegate, round)
	if !orchestrator.registered(p.delegate) {
		return zero
	}
	if orchestrator.lastReward < p.lastClaim {
		return p.bonded
	}
	t := v.c.Bonding.transcoder(p.delegate)
	end := factors{zero, zero}
	if orchestrator.lastReward > 0 {
		end = t.factors(orchestrator.lastReward)
	}
	return grown(p.bonded, t.factors(p.lastClaim), end)
}

// PastTotal gives the total active stake at a round: that at the start of the next initialised round, or what it
// will be; zero before the first one.
func (v *BondingVotes) PastTotal(round uint64) *big.Int {
	n := sort.Search(len(v.totals), func(i int) bool { return v.totals[i].round > round })
	switch {
	case n == len(v.totals):
		return v.c.Bonding.NextTotalStake()
	case n == 0 && v.totals[0].round > round+1:
		return zero
	default:
		return v.totals[n].total
	}
}

func (v *BondingVotes) address() common.Address { return v.c.config.Addresses.BondingVotes }
