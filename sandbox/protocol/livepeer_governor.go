package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// LivepeerGovernor decides on the treasury's money. Votes are stake; a delegator's own vote takes its weight out of
// its orchestrator's. Rounds are its clock.
type LivepeerGovernor struct {
	c             *Contracts
	delay, period uint64
	threshold     *big.Int
	quorum, quota *big.Int
	proposals     map[common.Hash]*Proposal
}

// Proposal is what the governor stores of a proposal.
type Proposal struct {
	// ID is the 256-bit number of the proposal.
	ID          common.Hash
	Proposer    common.Address
	Calls       []Call
	Description string
	// Snapshot is the round whose votes count; votes are taken in the rounds after it, up to Deadline.
	Snapshot, Deadline uint64
	// Against, For and Abstain are the tallies in LPT wei, net of overrides.
	Against, For, Abstain *big.Int
	// Queued is the Unix second from which on the proposal can be executed; 0 before it is queued.
	Queued   int64
	Executed bool
	voters   map[common.Address]*voter
}

type voter struct {
	voted      bool
	support    Support
	deductions *big.Int
}

// Support is what a vote says.
type Support uint8

// The votes, numbered as the contract does.
const (
	Against Support = iota
	For
	Abstain
)

// State is where a proposal stands, numbered as the contract does.
type State uint8

// The stations of a proposal. None is cancelled or expires here.
const (
	ProposalPending   State = 0
	ProposalActive    State = 1
	ProposalDefeated  State = 3
	ProposalSucceeded State = 4
	ProposalQueued    State = 5
	ProposalExecuted  State = 7
)

func (g *LivepeerGovernor) initialize(p Parameters) {
	g.delay, g.period = p.VotingDelay, p.VotingPeriod
	g.threshold, g.quorum, g.quota = p.ProposalThreshold, number(p.Quorum), number(p.Quota)
	g.c.emit(g.address(), eventVotingDelaySet, nil, count(0), count(g.delay))
	g.c.emit(g.address(), eventVotingPeriodSet, nil, count(0), count(g.period))
	g.c.emit(g.address(), eventProposalThresholdSet, nil, amount(zero), amount(g.threshold))
	g.c.emit(g.address(), eventTimelockChange, nil, address(common.Address{}), address(g.c.config.Addresses.Treasury))
	g.c.emit(g.address(), eventQuorumNumeratorUpdated, nil, count(0), amount(g.quorum))
	g.c.emit(g.address(), eventInitialized, nil, count(1))
}

// Propose puts calls of the treasury to the vote.
func (g *LivepeerGovernor) Propose(proposer common.Address, calls []Call, description string) (*Proposal, error) {
	round := g.c.Rounds.Current()
	if votes, _ := g.c.Votes.PastVotes(proposer, round-1); less(votes, g.threshold) {
		return nil, revert("Governor: proposer votes below proposal threshold")
	}
	targets, values, data := columns(calls)
	id := crypto.Keccak256Hash(encode(targets, values, data, hash(salt(description))))
	if g.proposals[id] != nil {
		return nil, revert("Governor: proposal already exists")
	}
	p := &Proposal{
		ID: id, Proposer: proposer, Calls: calls, Description: description,
		Snapshot: round + g.delay, Deadline: round + g.delay + g.period,
		Against: zero, For: zero, Abstain: zero, voters: map[common.Address]*voter{},
	}
	g.proposals[id] = p
	signatures := make([]value, len(calls))
	for i := range signatures {
		signatures[i] = text("")
	}
	g.c.emit(g.address(), eventProposalCreated, nil, hash(id), address(proposer), targets, values, list(signatures...), data,
		count(p.Snapshot), count(p.Deadline), text(description))
	return p, nil
}

// salt is the hash of a description, by which the treasury tells equal batches apart.
func salt(description string) common.Hash { return crypto.Keccak256Hash([]byte(description)) }

// State gives where a proposal stands.
func (g *LivepeerGovernor) State(p *Proposal) State {
	switch round := g.c.Rounds.Current(); {
	case p.Executed:
		return ProposalExecuted
	case p.Queued > 0:
		return ProposalQueued
	case p.Snapshot >= round:
		return ProposalPending
	case p.Deadline >= round:
		return ProposalActive
	case g.reached(p) && p.For.Cmp(pct6(plus(p.For, p.Against), g.quota)) >= 0:
		return ProposalSucceeded
	default:
		return ProposalDefeated
	}
}

// Quorum gives the LPT wei of votes that a proposal needs at its snapshot.
func (g *LivepeerGovernor) Quorum(p *Proposal) *big.Int {
	return pct6(g.c.Votes.PastTotal(p.Snapshot), g.quorum)
}

func (g *LivepeerGovernor) reached(p *Proposal) bool {
	return !less(plus(plus(p.For, p.Against), p.Abstain), g.Quorum(p))
}

// Queue schedules a proposal that has succeeded.
func (g *LivepeerGovernor) Queue(p *Proposal) error {
	if g.State(p) != ProposalSucceeded {
		return revert("Governor: proposal not successful")
	}
	p.Queued = g.c.Treasury.schedule(p.Calls, salt(p.Description))
	g.c.emit(g.address(), eventProposalQueued, nil, hash(p.ID), count(uint64(p.Queued)))
	return nil
}

// Execute makes the calls of a queued proposal.
func (g *LivepeerGovernor) Execute(p *Proposal) error {
	if g.State(p) != ProposalQueued || g.c.time < p.Queued {
		return revert("TimelockController: operation is not ready")
	}
	if err := g.c.checkCalls(g.c.config.Addresses.Treasury, p.Calls); err != nil {
		return err
	}
	p.Executed = true
	g.c.emit(g.address(), eventProposalExecuted, nil, hash(p.ID))
	g.c.Treasury.execute(p.Calls, salt(p.Description))
	return nil
}

func (g *LivepeerGovernor) address() common.Address { return g.c.config.Addresses.LivepeerGovernor }
