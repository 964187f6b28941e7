package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// checkFees tells whether an orchestrator can receive fees: it is registered, and it has a stake to divide them by.
func (b *BondingManager) checkFees(orchestrator common.Address) error {
	if !b.Registered(orchestrator) {
		return revert("transcoder must be registered")
	}
	t, round := b.transcoder(orchestrator), b.c.Rounds.Current()
	stake := t.pool(round).Stake
	if round > t.LastRewardRound && t.LastUpdateRound < round {
		stake = t.pool(t.LastUpdateRound).Stake
	}
	if isZero(stake) {
		return revert("SafeMath: division by zero")
	}
	return nil
}

// addFees shares the fees (ETH wei) of a ticket between an orchestrator and its delegators. It logs nothing.
// (updateTranscoderWithFees)
func (b *BondingManager) addFees(orchestrator common.Address, wei *big.Int) {
	round := b.c.Rounds.Current()
	t := b.transcoder(orchestrator)
	pool := t.pool(round)
	previous := t.latestFactors(round - 1)
	active := t.ActiveCumulativeRewards
	if round > t.LastRewardRound {
		pool.RewardCut, pool.FeeShare = t.RewardCut, t.FeeShare
		t.carryStake(round)
		active = t.CumulativeRewards
	}
	if isZero(previous.reward) && t.LastRewardRound == round {
		previous.reward = b.reconstructFactor(pool)
	}
	delegators := pct6(wei, pool.FeeShare)
	commission := minus(wei, delegators)
	own := of27(delegators, active, pool.Stake)
	t.CumulativeFees = plus(t.CumulativeFees, plus(own, commission))
	b.paid(orchestrator, commission, delegators, own)

	base := pool.FeeFactor
	if isZero(base) {
		base = previous.fee
	}
	pool.FeeFactor = plus(base, of27(or1(previous.reward), delegators, pool.Stake))
	t.LastFeeRound = round
}

// reconstructFactor estimates the reward factor before this round's reward, for an orchestrator that missed the
// round before: it undoes a reward as large as the round's mintable and minted amounts together would give.
func (b *BondingManager) reconstructFactor(pool *Pool) *big.Int {
	gross := of27(plus(b.c.Minter.mintable, b.c.Minter.minted), pool.Stake, b.total)
	net := minus(gross, cut27(gross, b.rate))
	delegators := minus(net, pct6(net, pool.RewardCut))
	return of27(pool.RewardFactor, pool.Stake, plus(delegators, pool.Stake))
}
