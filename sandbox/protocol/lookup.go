package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// LastInitialized gives the last round that was initialised.
func (r *RoundsManager) LastInitialized() uint64 { return r.lastInitialized }

// Proposal finds a proposal by its id; nil if there is none.
func (g *LivepeerGovernor) Proposal(id common.Hash) *Proposal { return g.proposals[id] }

// ClaimedFromReserve gives the ETH wei that were taken from a gateway's reserve in the current round.
func (t *TicketBroker) ClaimedFromReserve(gateway common.Address) *big.Int {
	if claimed := t.sender(gateway).claims[t.c.Rounds.Current()]; claimed != nil {
		return claimed.all
	}
	return zero
}

// IsInPool tells whether it is in the pool: then DeactivationRound is the greatest number, as in the contract.
func (t Transcoder) IsInPool() bool { return t.DeactivationRound == neverDeactivated }
