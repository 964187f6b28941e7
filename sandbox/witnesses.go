package sandbox

import (
	"math/big"
	"net/http"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/explorer"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// witness is a world as the Explorer sees it: the contracts through a provider that stands at the last final block, the days
// through the subgraph.
type witness struct {
	*World
	subgraph http.Handler
}

var _ explorer.World = witness{}

// explorerHosts gives the Explorer of a world, the leaderboards and the price list.
func (w *World) explorerHosts(subgraph http.Handler, down func(explorer.Upstream, time.Time) bool) *explorer.Hosts {
	return explorer.New(witness{w, subgraph}, explorer.Config{Seed: w.config.Seed, Begin: genesis, Down: down})
}

// Orchestrators lists the cast's orchestrators that have come, as the contracts have them.
func (w witness) Orchestrators() (list []explorer.Orchestrator) {
	w.asking.Lock()
	defer w.asking.Unlock()
	bonding := w.contracts.Bonding
	for _, account := range w.people.Orchestrators {
		t, registered := bonding.Transcoder(account), bonding.Registered(account)
		if !registered && t.ActivationRound == 0 {
			continue
		}
		deactivation := count(t.DeactivationRound)
		if t.IsInPool() {
			deactivation = protocol.Unlimited()
		}
		list = append(list, explorer.Orchestrator{
			Address: account, ServiceURI: w.contracts.Services.URI(account), RewardCut: t.RewardCut.Int64(), FeeShare: t.FeeShare.Int64(),
			LastRewardRound: int64(t.LastRewardRound), ActivationRound: int64(t.ActivationRound), DeactivationRound: deactivation,
			Delegated: bonding.Delegator(account).Delegated, Active: bonding.Active(account), Registered: registered,
		})
	}
	return list
}

// Accounts lists the orchestrators that have come, the delegators and the gateways.
func (w witness) Accounts() (list []common.Address) {
	for _, o := range w.Orchestrators() {
		list = append(list, o.Address)
	}
	return append(append(list, w.people.Delegators...), w.people.Gateways...)
}

// Account asks the contracts for an account.
func (w witness) Account(account common.Address) explorer.Account {
	w.asking.Lock()
	defer w.asking.Unlock()
	d := w.contracts.Bonding.Delegator(account)
	stake, fees := w.contracts.Bonding.Pending(account)
	return explorer.Account{
		Bonded: d.Bonded, PendingStake: stake, PendingFees: fees, Delegate: d.Delegate,
		Balance: w.contracts.Token.Balance(account), Allowance: w.contracts.Token.Allowance(account, w.addresses.BondingManager),
		HasCheckpoint: w.contracts.Votes.HasCheckpoint(account),
	}
}

// finalAt gives the newest block at an instant, of those of the history.
func (w witness) finalAt(at time.Time) int64 { return min(blockAt(at), w.end) }

// roundAt gives the round that an instant is in, of those of the history.
func (w witness) roundAt(at time.Time) int64 { return l1Block(w.finalAt(at)) / roundLength }

// Round derives the round of an instant from the clock that rounds follow, and from the logs whether it was initialised.
func (w witness) Round(at time.Time) explorer.Round {
	block, number := w.finalAt(at), w.roundAt(at)
	r := explorer.Round{
		Number: number, StartL1Block: number * roundLength, Length: roundLength, L1Block: l1Block(block), L2Block: block,
	}
	lock := roundLength * int64(w.parameters().RoundLockAmount) / 1_000_000
	r.Locked = r.L1Block-r.StartL1Block >= roundLength-lock
	for l := range w.Logs(roundStart(number), block) {
		if l.Address == w.addresses.RoundsManager && len(l.Topics) == 2 && l.Topics[1].Big().Int64() == number {
			r.Initialized = true
			break
		}
	}
	return r
}

// Votes asks BondingVotes.
func (w witness) Votes(account common.Address, round int64) (*big.Int, common.Address) {
	w.asking.Lock()
	defer w.asking.Unlock()
	return w.contracts.Votes.PastVotes(account, uint64(min(round, int64(w.contracts.Rounds.Current()))))
}

// ProposalThreshold gives the votes that it takes to make a proposal.
func (w witness) ProposalThreshold() *big.Int { return w.parameters().ProposalThreshold }

// Contract gives the address of a contract of the deployment by its name.
func (w witness) Contract(name string) common.Address {
	for _, c := range w.Deployment().Contracts {
		if c.Name == name {
			return common.HexToAddress(c.Address)
		}
	}
	if name == "Controller" {
		return w.addresses.Controller
	}
	return common.Address{}
}

// Indexed tells that the subgraph isn't behind.
func (w witness) Indexed(at time.Time) int64 { return w.finalAt(at) }

// Proposal finds a proposal from the round on in which it was made. Its tallies are those of the end; where it stands follows the
// instant's round, until its votes have been taken.
func (w witness) Proposal(id *big.Int, at time.Time) (explorer.Proposal, bool) {
	w.asking.Lock()
	defer w.asking.Unlock()
	governor, parameters, round := w.contracts.LivepeerGovernor, w.parameters(), uint64(w.roundAt(at))
	p := governor.Proposal(common.BigToHash(id))
	if p == nil || round+parameters.VotingDelay < p.Snapshot {
		return explorer.Proposal{}, false
	}
	asked := *p // the quorum is asked for at a round that is over
	asked.Snapshot = min(p.Snapshot, round-1)
	return explorer.Proposal{
		Snapshot: int64(p.Snapshot), State: stateName(governor.State(p), p, round), Against: p.Against, For: p.For, Abstain: p.Abstain,
		Supply: w.contracts.Votes.PastTotal(asked.Snapshot), Quorum: governor.Quorum(&asked), Quota: int64(parameters.Quota),
		HasVoted: p.HasVoted,
	}, true
}

// stateName names where a proposal stood in a round, given where it stands at the end.
func stateName(final protocol.State, p *protocol.Proposal, round uint64) string {
	switch {
	case p.Snapshot >= round:
		return "Pending"
	case p.Deadline >= round:
		return "Active"
	}
	return map[protocol.State]string{
		protocol.ProposalDefeated: "Defeated", protocol.ProposalSucceeded: "Succeeded", protocol.ProposalQueued: "Queued",
		protocol.ProposalExecuted: "Executed",
	}[final]
}
