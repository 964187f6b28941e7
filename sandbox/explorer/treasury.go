package explorer

import (
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// proposal finds the proposal that a route is about; otherwise it gives the answer.
func (h *Hosts) proposal(r *http.Request, at time.Time) (Proposal, *answer) {
	text := r.PathValue("id")
	id, ok := new(big.Int).SetString(text, 10)
	refused := func(a answer) (Proposal, *answer) { return Proposal{}, &a }
	switch {
	case !ok || strings.Trim(text, "0123456789") != "":
		return refused(invalid(second, "Invalid proposalId format"))
	case h.down(Chain, at):
		return refused(internalError(second, "HTTP request failed."))
	}
	p, known := h.world.Proposal(id, at)
	if !known {
		return refused(internalError(second, `The contract function "state" reverted with the following reason: Governor: unknown proposal id`))
	}
	return p, nil
}

func (h *Hosts) proposalState(r *http.Request, at time.Time) answer {
	p, refusal := h.proposal(r, at)
	if refusal != nil {
		return *refusal
	}
	return found(second, map[string]any{
		"id": r.PathValue("id"), "state": p.State, "quota": strconv.FormatInt(p.Quota, 10), "quorum": p.Quorum.String(),
		"totalVoteSupply": p.Supply.String(),
		"votes":           map[string]string{"against": p.Against.String(), "for": p.For.String(), "abstain": p.Abstain.String()},
	})
}

// power is an account's voting power.
type power struct {
	Address string `json:"address"`
	// Votes are LPT wei.
	Votes    string `json:"votes"`
	HasVoted *bool  `json:"hasVoted,omitempty"`
}

// powers are those of an account and of its delegate, which is left out for who delegates to itself. Somebody without one has the
// zero address for a delegate.
type powers struct {
	Threshold string `json:"proposalThreshold,omitempty"`
	Self      power  `json:"self"`
	Delegate  *power `json:"delegate,omitempty"`
}

// powers gives the votes of an account and its delegate at a round; hasVoted may be nil.
func (h *Hosts) powers(p party, round int64, hasVoted func(common.Address) bool) powers {
	power := func(account common.Address, shown string) power {
		votes, _ := h.world.Votes(account, round)
		one := power{Address: shown, Votes: votes.String()}
		if hasVoted != nil {
			voted := hasVoted(account)
			one.HasVoted = &voted
		}
		return one
	}
	both := powers{Self: power(p.Address, p.asked)}
	if _, delegate := h.world.Votes(p.Address, round); delegate != p.Address {
		other := power(delegate, delegate.Hex())
		both.Delegate = &other
	}
	return both
}

// proposalVotes answers treasury/proposal/{id}/votes/{address}: the power at the proposal's snapshot, or now if that is to come.
func (h *Hosts) proposalVotes(r *http.Request, at time.Time) answer {
	p, refusal := h.proposal(r, at)
	if refusal != nil {
		return *refusal
	}
	return h.ofAccount(second, func(account party, at time.Time) answer {
		return found(second, h.powers(account, min(p.Snapshot, h.world.Round(at).Number), p.HasVoted))
	})(r, at)
}

// votingPower answers treasury/votes/{address}: the power as of the last round that is over.
func (h *Hosts) votingPower(p party, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(second, "HTTP request failed.")
	}
	both := h.powers(p, h.world.Round(at).Number-1, nil)
	both.Threshold = h.world.ProposalThreshold().String()
	return found(second, both)
}

// registered answers treasury/votes/{address}/registered: whether BondingVotes knows an account and its delegate. Who has no stake
// needn't be known.
func (h *Hosts) registered(p party, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(class{}, "HTTP request failed.")
	}
	a := h.world.Account(p.Address)
	self, delegate := true, true
	if a.Bonded.Sign() > 0 {
		self, delegate = a.HasCheckpoint, h.world.Account(a.Delegate).HasCheckpoint
	}
	keep := week
	if !self || !delegate {
		keep = revalidate
	}
	return found(keep, map[string]any{
		"registered": self, "delegate": map[string]any{"address": a.Delegate.Hex(), "registered": delegate},
	})
}
