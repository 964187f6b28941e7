package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Vote casts an account's vote with an optional reason and optional parameters, which mean nothing but change the
// event. The weight logged is gross: of an orchestrator it includes what its delegators have taken or will take out
// by votes of their own.
func (g *LivepeerGovernor) Vote(p *Proposal, account common.Address, support Support, reason string, params []byte) error {
	v := p.voter(account)
	switch {
	case g.State(p) != ProposalActive:
		return revert("Governor: vote not currently active")
	case support > Abstain:
		return revert("InvalidVoteType")
	case v.voted:
		return revert("VoteAlreadyCast")
	}
	weight, _ := g.c.Votes.PastVotes(account, p.Snapshot)
	v.voted, v.support = true, support
	p.add(support, g.override(p, account, weight))
	if len(params) == 0 {
		g.c.emit(g.address(), eventVoteCast, ix(address(account)),
			hash(p.ID), count(uint64(support)), amount(weight), text(reason))
		return nil
	}
	g.c.emit(g.address(), eventVoteCastWithParams, ix(address(account)),
		hash(p.ID), count(uint64(support)), amount(weight), text(reason), blob(params))
	return nil
}

// override settles a vote with those of the account's delegate or delegators and gives the weight to count.
func (g *LivepeerGovernor) override(p *Proposal, account common.Address, weight *big.Int) *big.Int {
	_, delegate := g.c.Votes.PastVotes(account, p.Snapshot)
	if delegate == account {
		return minus(weight, p.voter(account).deductions)
	}
	if _, his := g.c.Votes.PastVotes(delegate, p.Snapshot); his != delegate {
		return weight
	}
	v := p.voter(delegate)
	v.deductions = plus(v.deductions, weight)
	if v.voted {
		p.add(v.support, new(big.Int).Neg(weight))
	}
	return weight
}

func (p *Proposal) voter(account common.Address) *voter {
	v := p.voters[account]
	if v == nil {
		v = &voter{deductions: zero}
		p.voters[account] = v
	}
	return v
}

// HasVoted tells whether an account has voted.
func (p *Proposal) HasVoted(account common.Address) bool {
	v := p.voters[account]
	return v != nil && v.voted
}

// add counts a weight, which is negative where it is taken out.
func (p *Proposal) add(support Support, weight *big.Int) {
	switch support {
	case Against:
		p.Against = plus(p.Against, weight)
	case For:
		p.For = plus(p.For, weight)
	default:
		p.Abstain = plus(p.Abstain, weight)
	}
}
