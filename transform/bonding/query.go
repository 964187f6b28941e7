package bonding

import (
	"fmt"
	"iter"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// AccountState is an account as it is, with the locks that are still open.
type AccountState struct {
	Account
	// Locks are the open ones, by id.
	Locks []Lock
}

// Pool is what is stored of an orchestrator's round.
type Pool struct {
	// Stake is what the round's earnings are divided by, in LPT wei.
	Stake uint256.Int
	// RewardCut and FeeShare are parts per million.
	RewardCut, FeeShare uint64
	// RewardFactor and FeeFactor are in parts per 1e27; 0 where they were never written.
	RewardFactor, FeeFactor uint256.Int
}

// Orchestrator is what is stored of an orchestrator, without its pools.
type Orchestrator struct {
	LastRewardRound, LastFeeRound, LastUpdateRound, ActivationRound, DeactivationRound uint64 // DeactivationRound is 2^64-1 while in the pool
	RewardCut, FeeShare                                                                uint64 // declared, parts per million
	ActiveCumulativeRewards, CumulativeRewards, CumulativeFees                         uint256.Int
	// IsActive is of the present round.
	IsActive, IsRegistered, InPool bool
	// Delegated is the LPT wei delegated to it.
	Delegated uint256.Int
}

// Gateway is what is stored of a sender of tickets.
type Gateway struct {
	// Deposit and Reserve are ETH wei.
	Deposit, Reserve uint256.Int
	// WithdrawRound is the first round in which it can withdraw; 0 if it hasn't asked to.
	WithdrawRound uint64
}

// PositionAt gives what an account has at the end of a round: the present one, or an earlier one in which it had claimed
// last already. A round after the present one isn't known yet; for one before the last claim the rows DelegatorRound say it.
func (l *Ledger) PositionAt(round uint64, address common.Address) (Position, error) {
	a := l.find(address)
	switch {
	case round > l.round.Round:
		return Position{}, fmt.Errorf("position of %s: round %d hasn't begun: the ledger is in round %d", address, round, l.round.Round)
	case a == nil:
		return Position{}, nil
	case round == l.round.Round:
		return l.position(a, round), nil
	case round < a.lastClaim || a.delegate == a:
		return Position{}, fmt.Errorf("position of %s in round %d: the ledger is in round %d and keeps what an account has since its last claim, in round %d: take it from the rows of that round", address, round, l.round.Round, a.lastClaim)
	}
	p := l.position(a, round)
	p.Votes.Clear()
	return p, nil
}

// Accounts gives all accounts as they are, in the order in which they came about.
func (l *Ledger) Accounts() iter.Seq2[common.Address, AccountState] {
	return func(yield func(common.Address, AccountState) bool) {
		for _, a := range l.order {
			state := AccountState{Account: l.accountRow(a)}
			for _, id := range a.openLocks() {
				k := a.locks[id]
				state.Locks = append(state.Locks, Lock{
					Opened: k.opened, Delegator: a.address, Delegate: k.delegate, LockID: id, Amount: k.amount,
					WithdrawRound: k.withdrawRound, State: lockOpen,
				})
			}
			if !yield(a.address, state) {
				return
			}
		}
	}
}

// Orchestrators gives all accounts of which anything of an orchestrator is stored.
func (l *Ledger) Orchestrators() iter.Seq2[common.Address, Orchestrator] {
	return func(yield func(common.Address, Orchestrator) bool) {
		for _, a := range l.order {
			o := a.orchestrator
			if o == nil {
				continue
			}
			state := Orchestrator{
				LastRewardRound: o.lastReward, LastFeeRound: o.lastFee, LastUpdateRound: o.lastUpdate, ActivationRound: o.activation,
				DeactivationRound: o.deactivation, RewardCut: o.rewardCut, FeeShare: o.feeShare,
				ActiveCumulativeRewards: o.activeRewards, CumulativeRewards: o.cumulativeRewards, CumulativeFees: o.cumulativeFees,
				IsActive: a.isActive(l.round.Round), IsRegistered: a.isRegistered(), InPool: o.inPool, Delegated: a.delegated,
			}
			if !yield(a.address, state) {
				return
			}
		}
	}
}

// Pools gives what is stored of an orchestrator's rounds, from the earliest.
func (l *Ledger) Pools(orchestrator common.Address) iter.Seq2[uint64, Pool] {
	return func(yield func(uint64, Pool) bool) {
		a := l.find(orchestrator)
		if a == nil || a.orchestrator == nil {
			return
		}
		for i, p := range a.orchestrator.pools {
			if p == nil {
				continue
			}
			state := Pool{Stake: p.stake, RewardCut: p.rewardCut, FeeShare: p.feeShare, RewardFactor: p.rewardFactor, FeeFactor: p.feeFactor}
			if !yield(a.orchestrator.first+uint64(i), state) {
				return
			}
		}
	}
}

// Gateways gives all senders of tickets.
func (l *Ledger) Gateways() iter.Seq2[common.Address, Gateway] {
	return func(yield func(common.Address, Gateway) bool) {
		for _, a := range l.gateways {
			if !yield(a.address, Gateway{Deposit: a.gateway.deposit, Reserve: a.gateway.reserve, WithdrawRound: a.gateway.withdrawRound}) {
				return
			}
		}
	}
}

// State gives the present round as it is so far, with its balances: those of Round that need no sum over all accounts.
func (l *Ledger) State() Round {
	r, b, p := l.round, &l.balances, &l.parameters
	r.PoolCount = uint64(len(l.pool))
	r.TreasuryRate, r.HasTreasuryRate = p.rate.value, p.rate.isKnown
	r.MinterLPT, r.TreasuryLPT, r.Supply = b.minterLPT, b.treasuryLPT, l.supply.here
	r.Delegated, r.Bonded, r.Forfeited, r.Locked = b.delegated, b.bonded, b.forfeited, b.locked
	r.Deposits, r.Reserves = b.deposits, b.reserves
	return r
}

// NextTotalStake gives the LPT wei that will be active in the next round as things stand.
func (l *Ledger) NextTotalStake() uint256.Int { return l.nextTotal }
