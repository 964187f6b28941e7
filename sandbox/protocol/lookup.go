package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// LastInitialized gives the last round that was initialised.
func (r *RoundsManager) LastInitialized() uint64 { return r.lastInitialized }

// LockAmount gives the part of a round, in parts per million, at whose end cuts can't change.
func (r *RoundsManager) LockAmount() uint64 { return r.lock }

// TargetBondingRate gives the part of the supply that inflation works towards having bonded, in parts per billion.
func (m *Minter) TargetBondingRate() *big.Int { return m.target }

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

// Allowance gives the LPT wei that a spender may take of an owner's.
func (t *Token) Allowance(owner, spender common.Address) *big.Int {
	return or0(t.allowances[allowance{owner, spender}])
}

// HasCheckpoint tells whether an account's stake was ever written down.
func (v *BondingVotes) HasCheckpoint(account common.Address) bool {
	return len(v.checkpoints[account]) > 0
}
