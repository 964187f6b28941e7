package bonding_test

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// snapshot is what the model says at the end of a round, by the names that rows have for it.
type snapshot struct {
	round         uint64
	protocol      map[string]any
	positions     map[common.Address]map[string]any
	orchestrators map[common.Address]map[string]any
	// owed is the ETH that the Minter holds.
	owed *big.Int
}

// snapshot asks the model.
func (h *history) snapshot() *snapshot {
	h.At(h.l1, h.time)
	s := &snapshot{round: h.Rounds.Current(), positions: map[common.Address]map[string]any{}, orchestrators: map[common.Address]map[string]any{}}
	rate, _ := h.Bonding.TreasuryRate()
	delegated, bonded, pending, locked, fees := new(big.Int), new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for _, a := range append(h.cast, h.gateways...) {
		d := h.Bonding.Delegator(a)
		stake, eth := h.Bonding.Pending(a)
		delegated.Add(delegated, d.Delegated)
		bonded.Add(bonded, d.Bonded)
		pending.Add(pending, stake)
		fees.Add(fees, eth)
		for _, l := range d.Locks {
			locked.Add(locked, l.Amount)
		}
		s.positions[a] = h.position(a)
		s.orchestrators[a] = h.orchestrator(a, s.round)
	}
	s.protocol = map[string]any{
		"TotalStake": h.Bonding.TotalStake(), "Mintable": h.Minter.Mintable(), "Minted": h.Minter.Minted(), "Inflation": h.Minter.Inflation(),
		"PoolCount": len(h.Bonding.InPool()), "Supply": h.Token.Supply(), "TreasuryRate": rate,
		"Delegated": delegated, "Bonded": bonded, "PendingRewards": pending.Sub(pending, bonded), "Locked": locked, "Fees": fees,
	}
	return s
}

// balances adds what changes in rounds that aren't initialised, too.
func (s *snapshot) balances(h *history) {
	deposits, reserves := new(big.Int), new(big.Int)
	for _, g := range h.gateways {
		sender := h.Broker.Sender(g)
		deposits.Add(deposits, sender.Deposit)
		reserves.Add(reserves, sender.Reserve)
	}
	s.protocol["Deposits"], s.protocol["Reserves"] = deposits, reserves
	s.protocol["MinterLPT"], s.protocol["TreasuryLPT"] = h.Token.Balance(h.config.Addresses.Minter), h.Treasury.Balance()
	s.owed = h.Minter.ETH()
}

func (h *history) position(a common.Address) map[string]any {
	d := h.Bonding.Delegator(a)
	stake, fees := h.Bonding.Pending(a)
	return map[string]any{
		"Bonded": d.Bonded, "StoredFees": d.Fees, "Stake": stake, "Fees": fees, "Delegate": d.Delegate, "StartRound": d.StartRound,
		"LastClaimRound": d.LastClaimRound, "NextLockID": d.NextLock, "Votes": h.Votes.Votes(a),
	}
}

// orchestrator gives what is stored of an account as an orchestrator, and what its pool was given since the beginning.
func (h *history) orchestrator(a common.Address, round uint64) map[string]any {
	o, p, e := h.Bonding.Transcoder(a), h.Bonding.Pool(a, round), h.Bonding.Earnings(a)
	stake := p.Stake
	if o.LastUpdateRound < round {
		stake = h.Bonding.Pool(a, o.LastUpdateRound).Stake
	}
	delegators := 0
	for _, b := range h.cast {
		if d := h.Bonding.Delegator(b); d.Delegate == a && d.Bonded.Sign() > 0 {
			delegators++
		}
	}
	net := new(big.Int).Add(e.RewardCommission, new(big.Int).Add(e.RewardOwn, e.RewardDelegators))
	fees := new(big.Int).Add(e.FeeCommission, new(big.Int).Add(e.FeeOwn, e.FeeDelegators))
	return map[string]any{
		"Stake": stake, "PoolStake": p.Stake, "PoolRewardCut": p.RewardCut, "PoolFeeShare": p.FeeShare, "RewardFactor": p.RewardFactor, "FeeFactor": p.FeeFactor,
		"Delegated": h.Bonding.Delegator(a).Delegated, "DelegatorCount": delegators,
		"LastRewardRound": o.LastRewardRound, "LastFeeRound": o.LastFeeRound, "LastUpdateRound": o.LastUpdateRound,
		"ActivationRound": o.ActivationRound, "DeactivationRound": o.DeactivationRound,
		"DeclaredRewardCut": o.RewardCut, "DeclaredFeeShare": o.FeeShare, "ActiveCumulativeRewards": o.ActiveCumulativeRewards,
		"CumulativeRewards": o.CumulativeRewards, "CumulativeFees": o.CumulativeFees,
		"IsActive": h.Bonding.Active(a), "IsRegistered": h.Bonding.Registered(a), "InPool": h.inPool(a),
		"to date: Treasury": e.Treasury, "to date: Commission": e.RewardCommission, "to date: Net": net,
		"to date: FeeCommission": e.FeeCommission, "to date: Fees": fees, "to date: RewardCalls": e.RewardCalls,
	}
}

func (h *history) inPool(a common.Address) bool {
	for _, member := range h.Bonding.InPool() {
		if member == a {
			return true
		}
	}
	return false
}

// voters gives what the model says of everybody in a proposal.
func (h *history) voters(p *protocol.Proposal) map[common.Address]string {
	all := map[common.Address]string{}
	for _, a := range h.cast {
		votes, delegate := h.Votes.PastVotes(a, p.Snapshot)
		if votes.Sign() > 0 || p.HasVoted(a) {
			all[a] = fmt.Sprint(votes, lower(delegate), p.HasVoted(a))
		}
	}
	return all
}
