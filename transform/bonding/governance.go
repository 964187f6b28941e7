package bonding

import (
	"github.com/holiman/uint256"
)

// proposal is a treasury proposal with everybody's power in it.
type proposal struct {
	row    Proposal
	powers map[*account]*VotingPower
	order  []*account
}

// proposalCreated notes ProposalCreated.
func (l *Ledger) proposalCreated() error {
	snapshot, err := l.number(6)
	if err != nil {
		return err
	}
	deadline, err := l.number(7)
	if err != nil {
		return err
	}
	id := [32]byte(l.word(0))
	switch {
	case l.proposals[id] != nil:
		return l.refuse(nil, "the proposal exists already")
	case snapshot < l.round.Round || deadline < snapshot:
		return l.refuse(nil, "it is voted on from round %d to round %d", snapshot, deadline)
	}
	p := &proposal{
		row:    Proposal{At: l.at(), Proposer: l.address(1), SnapshotRound: snapshot, DeadlineRound: deadline},
		powers: map[*account]*VotingPower{},
	}
	p.row.ProposalID.SetBytes32(id[:])
	l.proposals[id] = p
	l.proposalOrder = append(l.proposalOrder, p)
	return nil
}

// countSnapshots fixes the powers in the proposals whose snapshot is over when a round begins: votes at a round are those
// at the start of the one after it.
func (l *Ledger) countSnapshots(next uint64) {
	for _, p := range l.proposalOrder {
		if p.row.IsCounted || p.row.SnapshotRound >= next {
			continue
		}
		p.row.IsCounted = true
		p.row.Supply = l.nextTotal
		for _, a := range l.order {
			if a.delegate == nil {
				continue
			}
			gross := l.votes(a)
			p.power(a).Gross = gross
			p.power(a).Delegate = a.delegate.address
		}
	}
}

// power gives an account's row in a proposal.
func (p *proposal) power(a *account) *VotingPower {
	v := p.powers[a]
	if v == nil {
		v = &VotingPower{ProposalID: p.row.ProposalID, Account: a.address}
		p.powers[a] = v
		p.order = append(p.order, a)
	}
	return v
}

// voteCast applies VoteCast and VoteCastWithParams. (LivepeerGovernor)
func (l *Ledger) voteCast() error {
	a := l.account(l.topicAddress(1))
	support, err := l.number(1)
	if err != nil {
		return err
	}
	weight, err := l.amount(2)
	if err != nil {
		return err
	}
	p := l.proposals[[32]byte(l.word(0))]
	switch {
	case p == nil:
		return l.refuse(a, "there is no such proposal")
	case support > 2:
		return l.refuse(a, "it supports neither against, for nor abstain, but %d", support)
	case l.round.Round > p.row.DeadlineRound:
		return l.refuse(a, "the vote has ended with round %d", p.row.DeadlineRound)
	}
	if !p.row.IsCounted { // a round after the snapshot has begun, and nobody has initialised it
		l.countSnapshots(p.row.SnapshotRound + 1)
	}
	v := p.power(a)
	if v.HasVoted {
		return l.refuse(a, "it has voted already")
	}
	if err := l.sameAmount(a, "the weight of its vote", &v.Gross, &weight); err != nil {
		return err
	}
	v.HasVoted, v.Support, v.Vote = true, support, l.at()
	return nil
}

// tally gives the effective weights: those who delegate and vote on their own take theirs out of their orchestrator's, if it
// votes. (GovernorCountingOverridable)
func (l *Ledger) tally(p *proposal) {
	for _, a := range p.order {
		v := p.powers[a]
		v.Effective = v.Gross
	}
	for _, a := range p.order {
		v := p.powers[a]
		to := l.find(v.Delegate)
		if !v.HasVoted || to == nil || to == a {
			continue
		}
		if orchestrator := p.powers[to]; orchestrator != nil && orchestrator.HasVoted && orchestrator.Delegate == to.address {
			v.IsOverride = true
			orchestrator.Effective = less0(&orchestrator.Effective, &v.Gross)
		}
	}
	for _, a := range p.order {
		v := p.powers[a]
		if !v.HasVoted {
			continue
		}
		side := []*uint256.Int{&p.row.Against, &p.row.For, &p.row.Abstain}[v.Support]
		*side = l.add(side, &v.Effective)
	}
}
