package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Earnings are what an orchestrator's pool has been given in all. The real contracts don't keep these sums; each
// addend is a number that they compute on the way. LPT amounts are in wei, and so are those in ETH.
type Earnings struct {
	// RewardCalls counts reward calls, PaidTickets tickets that paid anything.
	RewardCalls, PaidTickets uint64
	// Treasury is the LPT of the rewards that went to the treasury instead.
	Treasury *big.Int
	// RewardCommission is the LPT that the orchestrator kept by its cut. RewardOwn is what its unclaimed rewards earned
	// out of the delegators' part. RewardDelegators is the rest, which is shared by stake, the orchestrator's included.
	RewardCommission, RewardOwn, RewardDelegators *big.Int
	// FeeCommission, FeeOwn and FeeDelegators are the same of the tickets' ETH.
	FeeCommission, FeeOwn, FeeDelegators *big.Int
}

// Earnings gives what an orchestrator's pool has been given so far.
func (b *BondingManager) Earnings(orchestrator common.Address) Earnings {
	return *b.earningsOf(orchestrator)
}

func (b *BondingManager) earningsOf(orchestrator common.Address) *Earnings {
	e := b.earnings[orchestrator]
	if e == nil {
		e = &Earnings{
			Treasury: zero, RewardCommission: zero, RewardOwn: zero, RewardDelegators: zero, FeeCommission: zero, FeeOwn: zero, FeeDelegators: zero,
		}
		b.earnings[orchestrator] = e
	}
	return e
}

// rewarded notes a reward: what was kept by the cut, what the delegators' part was, and how much of it was the
// orchestrator's own.
func (b *BondingManager) rewarded(orchestrator common.Address, commission, delegators, own *big.Int) {
	e := b.earningsOf(orchestrator)
	e.RewardCalls++
	e.RewardCommission, e.RewardOwn = plus(e.RewardCommission, commission), plus(e.RewardOwn, own)
	e.RewardDelegators = plus(e.RewardDelegators, minus(delegators, own))
}

// paid notes a ticket's fees likewise.
func (b *BondingManager) paid(orchestrator common.Address, commission, delegators, own *big.Int) {
	e := b.earningsOf(orchestrator)
	e.PaidTickets++
	e.FeeCommission, e.FeeOwn = plus(e.FeeCommission, commission), plus(e.FeeOwn, own)
	e.FeeDelegators = plus(e.FeeDelegators, minus(delegators, own))
}
