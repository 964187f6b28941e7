package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// increase adds to what is delegated to an account. A pool member's stake of the next round follows; an orchestrator
// outside the pool tries to join it.
func (b *BondingManager) increase(delegate common.Address, wei *big.Int) {
	d := b.delegator(delegate)
	stake := plus(d.Delegated, wei)
	if b.Registered(delegate) {
		if b.pool.contains(delegate) {
			b.pool.update(delegate, stake)
			b.nextTotal = plus(b.nextTotal, wei)
			b.writeStake(delegate, d.Delegated, stake)
		} else {
			b.tryToJoin(delegate, stake)
		}
	}
	d.Delegated = stake
}

// decrease takes from what is delegated to an account. A pool member's stake of the next round follows.
func (b *BondingManager) decrease(delegate common.Address, wei *big.Int) {
	d := b.delegator(delegate)
	stake := minus(d.Delegated, wei)
	if b.pool.contains(delegate) {
		b.pool.update(delegate, stake)
		b.nextTotal = minus(b.nextTotal, wei)
		b.writeStake(delegate, d.Delegated, stake)
	}
	d.Delegated = stake
}

// writeStake freezes the current round's stake, if nothing has yet, and writes the next round's.
func (b *BondingManager) writeStake(delegate common.Address, before, after *big.Int) {
	t, round := b.transcoder(delegate), b.c.Rounds.Current()
	if t.LastUpdateRound < round {
		t.pool(round).Stake = before
	}
	t.pool(round + 1).Stake = after
	t.LastUpdateRound = round + 1
}

// carryStake writes the round's stake where the last change was in an earlier round.
func (t *Transcoder) carryStake(round uint64) {
	if t.LastUpdateRound < round {
		t.pool(round).Stake = t.pool(t.LastUpdateRound).Stake
	}
}

// tryToJoin puts an orchestrator into the pool for the next round. A full pool is joined by evicting the last
// member, and only with strictly more stake than it has.
func (b *BondingManager) tryToJoin(account common.Address, stake *big.Int) {
	next := b.c.Rounds.Current() + 1
	if b.pool.full() {
		last := b.pool.last()
		least := b.delegator(last).Delegated
		if stake.Cmp(least) <= 0 {
			return
		}
		b.pool.remove(last)
		b.transcoder(last).DeactivationRound = next
		b.nextTotal = minus(b.nextTotal, least)
		b.c.emit(b.address(), eventTranscoderDeactivated, ix(address(last)), count(next))
	}
	b.pool.insert(account, stake)
	b.nextTotal = plus(b.nextTotal, stake)
	t := b.transcoder(account)
	t.LastUpdateRound, t.ActivationRound, t.DeactivationRound = next, next, neverDeactivated
	t.pool(next).Stake = stake
	b.c.emit(b.address(), eventTranscoderActivated, ix(address(account)), count(next))
}

// resign takes an orchestrator out of the pool from the next round on.
func (b *BondingManager) resign(account common.Address) {
	next := b.c.Rounds.Current() + 1
	b.pool.remove(account)
	b.nextTotal = minus(b.nextTotal, b.delegator(account).Delegated)
	b.transcoder(account).DeactivationRound = next
	b.c.emit(b.address(), eventTranscoderDeactivated, ix(address(account)), count(next))
}

// SetCuts changes an orchestrator's commission: the part of rewards kept and the part of fees given, in parts per
// million. An active orchestrator must have called reward in the round. (transcoder)
func (b *BondingManager) SetCuts(caller common.Address, rewardCut, feeShare *big.Int) error {
	switch round := b.c.Rounds.Current(); {
	case !b.c.Rounds.Initialized():
		return errNotInitialized
	case b.c.Rounds.Locked():
		return revert("can't update transcoder params, current round is locked")
	case rewardCut.Cmp(perMillion) > 0:
		return revert("invalid rewardCut percentage")
	case feeShare.Cmp(perMillion) > 0:
		return revert("invalid feeShare percentage")
	case !b.Registered(caller):
		return revert("transcoder must be registered")
	case b.Active(caller) && b.transcoder(caller).LastRewardRound != round:
		return revert("caller can't be active or must have already called reward for the current round")
	}
	t := b.transcoder(caller)
	t.RewardCut, t.FeeShare = rewardCut, feeShare
	if !b.pool.contains(caller) {
		b.tryToJoin(caller, b.delegator(caller).Delegated)
	}
	b.c.emit(b.address(), eventTranscoderUpdate, ix(address(caller)), amount(rewardCut), amount(feeShare))
	return nil
}
