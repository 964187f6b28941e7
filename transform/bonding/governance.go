package bonding

import (
	"errors"
	"slices"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
)

// proposal is a treasury proposal with everybody's power in it.
type proposal struct {
	row    Proposal
	powers map[*account]*VotingPower
	order  []*account
	isOver bool
}

// voting is how the LivepeerGovernor holds votes, as it has stated.
type voting struct {
	delay, period parameter // rounds
	threshold     parameter // LPT wei
}

// votingDelaySet follows from how many rounds on a proposal is voted on.
func (l *Ledger) votingDelaySet() error { return l.setVoting(&l.voting.delay) }

// votingPeriodSet follows for how many rounds a proposal is voted on.
func (l *Ledger) votingPeriodSet() error { return l.setVoting(&l.voting.period) }

// proposalThresholdSet follows how many votes a proposer needs.
func (l *Ledger) proposalThresholdSet() error { return l.setVoting(&l.voting.threshold) }

func (l *Ledger) setVoting(p *parameter) error {
	before := new(uint256.Int).SetBytes32(l.word(0))
	if err := l.sameAmount(nil, "the value before", &p.value, before); err != nil {
		return err
	}
	p.learn(new(uint256.Int).SetBytes32(l.word(1)))
	return nil
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
	proposer := l.account(l.address(1))
	if err := l.checkProposal(proposer, snapshot, deadline); err != nil {
		return err
	}
	id := [32]byte(l.word(0))
	p := &proposal{
		row:    Proposal{At: l.at(), Proposer: proposer.address, SnapshotRound: snapshot, DeadlineRound: deadline},
		powers: map[*account]*VotingPower{},
	}
	p.row.ProposalID.SetBytes32(id[:])
	l.proposals[id] = p
	l.proposalOrder = append(l.proposalOrder, p)
	return nil
}

// checkProposal checks a proposal's id, which is a hash of what is proposed, its rounds, and the proposer's votes.
func (l *Ledger) checkProposal(proposer *account, snapshot, deadline uint64) error {
	v := &l.voting
	if l.proposals[[32]byte(l.word(0))] != nil {
		return l.refuse(proposer, "the proposal exists already")
	}
	id, err := proposalID(l.log.Data)
	if err != nil {
		return l.refuse(proposer, "what it proposes can't be read: %v", err)
	}
	if id != common.Hash(l.word(0)) {
		return l.mismatch(proposer, "the proposal's id", id.Hex(), common.Hash(l.word(0)).Hex())
	}
	if snapshot < v.delay.number() || snapshot-v.delay.number() < max(l.round.Round, l.begun) {
		return l.refuse(proposer, "it is voted on after round %d, %d rounds after it was made", snapshot, v.delay.number())
	}
	if err := l.sameNumber(proposer, "the last round of its vote", snapshot+v.period.number(), deadline); err != nil {
		return err
	}
	l.begun = max(l.begun, snapshot-v.delay.number())
	votes := proposer.votesAtRound
	if l.begun > l.round.Round {
		votes = l.votes(proposer)
	}
	if votes.Lt(&v.threshold.value) {
		return l.refuse(proposer, "it takes %s LPT wei of votes, and it has %s", v.threshold.value.Dec(), votes.Dec())
	}
	return nil
}

// proposalID gives the hash of what the data of a ProposalCreated proposes. (Governor.hashProposal)
func proposalID(data []byte) (common.Hash, error) {
	word, list := abiType("uint256"), func(typ string) abi.Type { return abiType(typ + "[]") }
	created := abi.Arguments{
		{Type: word},
		{Type: abiType("address")},
		{Type: list("address")},
		{Type: list("uint256")},
		{Type: list("string")},
		{Type: list("bytes")},
		{Type: word},
		{Type: word},
		{Type: abiType("string")},
	}
	values, err := created.Unpack(data)
	if err != nil {
		return common.Hash{}, err
	}
	description, ok := values[8].(string)
	if !ok {
		return common.Hash{}, errors.New("the description is no text")
	}
	hashed := abi.Arguments{{Type: list("address")}, {Type: list("uint256")}, {Type: list("bytes")}, {Type: abiType("bytes32")}}
	packed, err := hashed.Pack(values[2], values[3], values[5], crypto.Keccak256Hash([]byte(description)))
	if err != nil {
		return common.Hash{}, err
	}
	return crypto.Keccak256Hash(packed), nil
}

// abiType gives a type of the ABI by its name. The names here are right, so that there is no error to pass on.
func abiType(name string) abi.Type {
	t, _ := abi.NewType(name, "", nil)
	return t
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
	case p.isOver || l.round.Round > p.row.DeadlineRound:
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

// endVotings hands out the proposals whose vote is over when a round begins. Only that they were there is kept of them.
func (l *Ledger) endVotings(next uint64) error {
	for _, p := range l.proposalOrder {
		if p.row.DeadlineRound >= next {
			continue
		}
		if err := l.giveProposal(p); err != nil {
			return err
		}
		p.powers, p.order, p.isOver = nil, nil, true
	}
	l.proposalOrder = slices.DeleteFunc(l.proposalOrder, func(p *proposal) bool { return p.isOver })
	return nil
}

// giveProposal hands out a proposal with its tally, and everybody's power in it.
func (l *Ledger) giveProposal(p *proposal) error {
	l.tally(p)
	if err := l.give(&p.row); err != nil {
		return err
	}
	for _, a := range p.order {
		v := p.powers[a]
		if !v.HasVoted && v.Gross.IsZero() {
			continue
		}
		if err := l.give(v); err != nil {
			return err
		}
	}
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
