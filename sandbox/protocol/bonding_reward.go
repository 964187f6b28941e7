package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Reward mints an active orchestrator's part of the round's inflation, once a round. Logs, in order: ParameterUpdate
// if the treasury is full, Transfer and Mint of the token, Transfer and TreasuryReward if the treasury has a part,
// pool events, Reward, BondingVotes' events.
func (b *BondingManager) Reward(caller common.Address) error {
	round := b.c.Rounds.Current()
	t := b.transcoder(caller)
	switch {
	case !b.c.Rounds.Initialized():
		return errNotInitialized
	case !b.Active(caller):
		return revert("caller must be an active transcoder")
	case t.LastRewardRound == round:
		return revert("caller has already called reward for the current round")
	}
	stake := t.pool(round).Stake
	if t.LastUpdateRound < round {
		stake = t.pool(t.LastUpdateRound).Stake
	}
	if m := b.c.Minter; m.mintable.Cmp(plus(m.minted, m.reward(stake, b.total))) < 0 {
		return revert("minted tokens cannot exceed mintable tokens")
	}

	pool := t.pool(round)
	pool.RewardCut, pool.FeeShare = t.RewardCut, t.FeeShare
	t.carryStake(round)
	b.haltFullTreasury()

	gross := b.c.Minter.createReward(pool.Stake, b.total)
	cut := cut27(gross, b.rate)
	if !isZero(cut) {
		treasury := b.c.config.Addresses.Treasury
		b.c.Minter.transfer(treasury, cut)
		b.c.emit(b.address(), eventTreasuryReward, ix(address(caller)), address(treasury), amount(cut))
		e := b.earningsOf(caller)
		e.Treasury = plus(e.Treasury, cut)
	}
	net := minus(gross, cut)
	b.shareReward(caller, net)
	t.LastRewardRound = round
	b.c.emit(b.address(), eventReward, ix(address(caller)), amount(net))
	b.checkpoint(caller)
	return nil
}

// haltFullTreasury ends the treasury's part, from the next round on, once the treasury holds its ceiling.
func (b *BondingManager) haltFullTreasury() {
	if isZero(b.ceiling) || isZero(b.nextRate) {
		return
	}
	if balance := b.c.Token.Balance(b.c.config.Addresses.Treasury); balance.Cmp(b.ceiling) >= 0 {
		b.setTreasuryRate(zero)
	}
}

// shareReward shares a reward (LPT wei, net of the treasury's part) between the orchestrator and its delegators, of
// which it is one. What its own unclaimed rewards earn goes to it besides, out of the delegators' part.
func (b *BondingManager) shareReward(orchestrator common.Address, net *big.Int) {
	t := b.transcoder(orchestrator)
	pool := t.pool(b.c.Rounds.Current())
	previous := t.factors(t.LastRewardRound).reward

	t.ActiveCumulativeRewards = t.CumulativeRewards
	commission := pct6(net, pool.RewardCut)
	delegators := minus(net, commission)
	own := of27(delegators, t.ActiveCumulativeRewards, pool.Stake)
	t.CumulativeRewards = plus(t.CumulativeRewards, plus(own, commission))
	b.rewarded(orchestrator, commission, delegators, own)
	pool.RewardFactor = plus(or1(previous), of27(or1(previous), delegators, pool.Stake))
	b.increase(orchestrator, net)
}
