package bonding

import "github.com/holiman/uint256"

// feeSplit is how a ticket's ETH wei divide.
type feeSplit struct{ commission, own, delegators uint256.Int }

// payFees gives a ticket's ETH wei to an orchestrator's pool. (updateTranscoderWithFees)
func (l *Ledger) payFees(a *account, fees *uint256.Int) (s feeSplit, err error) {
	if !a.isRegistered() {
		return s, l.refuse(a, "it isn't an orchestrator: nothing of it is delegated to itself")
	}
	o, round := a.transcoder(), l.round.Round
	previous := l.feeBase(o)
	pool := o.pool(round)
	active := o.activeRewards
	if round > o.lastReward {
		pool.rewardCut, pool.feeShare = o.rewardCut, o.feeShare
		l.carryStake(o)
		active = o.cumulativeRewards
	}
	if pool.stake.IsZero() {
		return s, l.refuse(a, "it has never been active: its fees can't be shared out")
	}
	if previous.reward.IsZero() && o.lastReward == round {
		previous.reward = l.formerFactor(pool)
	}
	_, before := l.pending(a, round)
	delegators := l.ppm(fees, pool.feeShare)
	s.commission = l.sub(fees, &delegators)
	activeOwn := l.share27(&delegators, &active, &pool.stake)
	gained := l.add(&activeOwn, &s.commission)
	o.cumulativeFees = l.add(&o.cumulativeFees, &gained)
	base := l.or1(previous.reward)
	more := l.share27(&base, &delegators, &pool.stake)
	if pool.feeFactor.IsZero() {
		pool.feeFactor = previous.fee
	}
	pool.feeFactor = l.add(&pool.feeFactor, &more)
	o.lastFee = round
	_, after := l.pending(a, round)
	own := less0(&after, &before)
	s.own = atMost(less0(&own, &s.commission), delegators)
	s.delegators = l.sub(&delegators, &s.own)
	return s, nil
}

// atMost gives the lesser of two. An orchestrator outside the pool that has more stake by now than its fees are shared out by
// may claim more than it was paid; the rest isn't of this ticket.
func atMost(x, y uint256.Int) uint256.Int {
	if x.Gt(&y) {
		return y
	}
	return x
}

// feeBase gives the factors that a round's fees are computed from: those of the round before.
func (l *Ledger) feeBase(o *orchestrator) factors {
	before := l.round.Round - 1
	f := o.stored(before)
	if f.reward.IsZero() && o.lastReward < before {
		f.reward = o.stored(o.lastReward).reward
	}
	if f.fee.IsZero() && o.lastFee < before {
		f.fee = o.stored(o.lastFee).fee
	}
	return f
}

// formerFactor reconstructs the reward factor before the round's reward, where the round before has none. The contract
// takes mintable and minted together for it, so the figure depends on how much has been minted in the round so far.
func (l *Ledger) formerFactor(pool *earningsPool) uint256.Int {
	all := l.add(&l.round.Mintable, &l.round.Minted)
	gross := l.share27(&all, &pool.stake, &l.round.TotalStake)
	treasury := l.p27(&gross, &l.parameters.rate.value)
	net := l.sub(&gross, &treasury)
	commission := l.ppm(&net, pool.rewardCut)
	delegators := l.sub(&net, &commission)
	with := l.add(&delegators, &pool.stake)
	return l.share27(&pool.rewardFactor, &pool.stake, &with)
}
