package bonding

import (
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// treasuryReward notes TreasuryReward, which stands before its Reward.
func (l *Ledger) treasuryReward() error {
	a := l.account(l.topicAddress(1))
	amount, err := l.amount(1)
	if err != nil {
		return err
	}
	if err := l.areRegistered(livepeer.Treasury); err != nil {
		return err
	}
	if err := l.sameAddress(a, "the treasury", l.treasury, l.address(0)); err != nil {
		return err
	}
	if l.tx.treasuryPart != nil || len(l.tx.poolEvents) > 0 {
		return l.refuse(a, "the Reward of the log before it is missing")
	}
	if l.tx.treasuryMove == nil || !l.tx.treasuryMove.Eq(&amount) {
		return l.refuse(a, "no transfer of %s LPT wei from the Minter to the treasury comes before it in its transaction", amount.Dec())
	}
	l.tx.treasuryMove, l.tx.treasuryPart, l.tx.treasuryFrom = nil, &amount, a
	return nil
}

// mintedShare is a reward before it is given to anybody, in LPT wei.
type mintedShare struct{ gross, treasury, net uint256.Int }

// rewardSplit is how a net reward divides, in LPT wei.
type rewardSplit struct {
	// toFactor is what the pool's factor grows by, delegators what it is computed from.
	commission, delegators, activeOwn uint256.Int
	factor                            uint256.Int
}

// reward applies Reward. (rewardWithHint, updateTranscoderWithRewards)
func (l *Ledger) reward() error {
	a := l.account(l.topicAddress(1))
	stated, err := l.amount(0)
	if err != nil {
		return err
	}
	if err := l.begins(); err != nil {
		return err
	}
	if err := l.checkReward(a); err != nil {
		return err
	}
	o, round := a.orchestrator, l.round.Round
	pool := o.pool(round)
	pool.rewardCut, pool.feeShare = o.rewardCut, o.feeShare
	l.carryStake(o)
	treasury, err := l.treasuryPart(a)
	if err != nil {
		return err
	}
	share, err := l.mintedFor(a, &pool.stake, &treasury)
	if err != nil {
		return err
	}
	if err := l.sameAmount(a, "the rewarded LPT wei", &share.net, &stated); err != nil {
		return err
	}
	before, _ := l.pending(a, round)
	split := l.split(o, &share.net, &pool.stake, o.rewardCut)
	forfeits := o.early
	o.early = nil
	previous := l.or1(o.stored(o.lastReward).reward)
	o.activeRewards = o.cumulativeRewards
	gained := l.add(&split.activeOwn, &split.commission)
	o.cumulativeRewards = l.add(&o.cumulativeRewards, &gained)
	pool.rewardFactor = split.factor
	if err := l.increase(a, &share.net); err != nil {
		return err
	}
	o.lastReward = round
	after, _ := l.pending(a, round)
	l.noteReward(a, &share, &split, &before, &after)
	if err := l.poolIsSettled(a); err != nil {
		return err
	}
	if err := l.acts(a); err != nil {
		return err
	}
	return l.forfeit(a, forfeits, previous)
}

func (l *Ledger) checkReward(a *account) error {
	switch {
	case !a.isActive(l.round.Round):
		return l.refuse(a, "it isn't active")
	case a.orchestrator.lastReward == l.round.Round:
		return l.refuse(a, "it has called for the round's reward already")
	case l.tx.minted == nil:
		return l.refuse(a, "no LPT was minted before it in its transaction")
	}
	return nil
}

// treasuryPart gives what went to the treasury, and follows its rate where the treasury's ceiling is reached.
func (l *Ledger) treasuryPart(a *account) (part uint256.Int, err error) {
	if l.tx.treasuryPart != nil {
		part = *l.tx.treasuryPart
		if err := l.sameAddress(a, "the orchestrator of the TreasuryReward before it", a.address, l.tx.treasuryFrom.address); err != nil {
			return part, err
		}
	}
	l.tx.treasuryPart = nil
	balance := l.sub(&l.balances.treasuryLPT, &part)
	p := &l.parameters
	isOver := p.ceiling.isKnown && !p.ceiling.value.IsZero() && !balance.Lt(&p.ceiling.value)
	isSet := p.nextRate.isKnown && !p.nextRate.value.IsZero()
	stopped := l.stoppedRate()
	if isSet || !p.nextRate.isKnown {
		if err := l.seeCeiling(a, &balance, stopped != nil); err != nil {
			return part, err
		}
	}
	switch {
	case stopped == nil && isOver && isSet:
		return part, l.refuse(a, "the treasury holds its ceiling of %s LPT wei: the ParameterUpdate of its rate is missing", p.ceiling.value.Dec())
	case stopped == nil:
		return part, nil
	case p.ceiling.isKnown && !isOver || p.nextRate.isKnown && !isSet:
		return part, l.refuse(a, "its transaction sets the treasury's rate to 0, but the treasury doesn't hold its ceiling")
	}
	stopped.origin, stopped.hasValue = fromReward, true
	p.nextRate = rate{parameter: parameter{isKnown: true}}
	return part, l.give(&Parameter{At: stopped.at, Contract: stopped.contract, Name: stopped.name, HasValue: true, Origin: fromReward})
}

// seeCeiling bounds a ceiling that no log states by whether the treasury's balance has reached it. Where it isn't reached for want
// of a ceiling, none bounds it.
func (l *Ledger) seeCeiling(a *account, balance *uint256.Int, isReached bool) error {
	c := &l.parameters.ceilingBounds
	switch {
	case l.parameters.ceiling.isKnown:
		return nil
	case isReached && (!c.hasMost || balance.Lt(&c.most)):
		c.most, c.hasMost = *balance, true
	case !isReached && balance.Gt(&c.above):
		c.above = *balance
	}
	if c.hasMost && !c.most.Gt(&c.above) {
		return l.refuse(a, "the treasury's ceiling is at most %s LPT wei by one reward call and more than %s by another", c.most.Dec(), c.above.Dec())
	}
	return nil
}

// ceilingBounds are those of the treasury's ceiling while no log states it: more than above, and at most most.
type ceilingBounds struct {
	above, most uint256.Int
	hasMost     bool
}

// stoppedRate finds the transaction's ParameterUpdate by which a reward call ends the treasury's part, nil if there is none.
func (l *Ledger) stoppedRate() *update {
	for i := range l.tx.updates {
		if u := &l.tx.updates[i]; u.name == nextRate && !u.isDone && u.origin == fromNowhere {
			return u
		}
	}
	return nil
}

// mintedFor checks what was minted for an orchestrator's stake, and the treasury's part of it. (Minter.createReward)
func (l *Ledger) mintedFor(a *account, stake, treasury *uint256.Int) (s mintedShare, err error) {
	s.gross = l.share9(&l.round.Mintable, stake, &l.round.TotalStake)
	if err := l.sameAmount(a, "the minted LPT wei", &s.gross, l.tx.minted); err != nil {
		return s, err
	}
	l.tx.minted = nil
	l.round.Minted = l.add(&l.round.Minted, &s.gross)
	if l.round.Minted.Gt(&l.round.Mintable) {
		return s, l.refuse(a, "it exceeds what the round can mint, %s LPT wei", l.round.Mintable.Dec())
	}
	if err := l.seeRate(a, &s.gross, treasury); err != nil {
		return s, err
	}
	s.treasury = *treasury
	s.net = l.sub(&s.gross, treasury)
	return s, nil
}

// split gives what a reward does to an orchestrator's pool, without doing it. (updateTranscoderWithRewards)
func (l *Ledger) split(o *orchestrator, net, stake *uint256.Int, cut uint64) (s rewardSplit) {
	s.commission = l.ppm(net, cut)
	s.delegators = l.sub(net, &s.commission)
	s.activeOwn = l.share27(&s.delegators, &o.cumulativeRewards, stake)
	previous := l.or1(o.stored(o.lastReward).reward)
	more := l.share27(&previous, &s.delegators, stake)
	s.factor = l.add(&previous, &more)
	return s
}

// noteReward adds a reward to the round's row. Its own part is what the orchestrator's pending stake grew by beyond the commission.
func (l *Ledger) noteReward(a *account, share *mintedShare, split *rewardSplit, before, after *uint256.Int) {
	row := &a.orchestrator.now
	row.IsRewarded, row.RewardAt = true, l.at()
	row.Gross, row.Treasury, row.Net, row.Commission = share.gross, share.treasury, share.net, split.commission
	gained := less0(after, before)
	rest := l.sub(&share.net, &split.commission)
	row.OwnRewards = atMost(less0(&gained, &split.commission), rest)
	row.DelegatorRewards = l.sub(&rest, &row.OwnRewards)
	l.balances.rewardsEarned = l.add(&l.balances.rewardsEarned, &share.net)
}

// forfeit hands out what the round's early claimers don't get of the reward.
func (l *Ledger) forfeit(a *account, claims []earlyClaim, previous uint256.Int) error {
	now := a.orchestrator.peek(l.round.Round).rewardFactor
	for i := range claims {
		c := &claims[i]
		with := l.share27(&c.stake, &now, &previous)
		lost := less0(&with, &c.stake)
		if lost.IsZero() {
			continue
		}
		c.account.life.forfeited = l.add(&c.account.life.forfeited, &lost)
		l.balances.forfeited = l.add(&l.balances.forfeited, &lost)
		err := l.give(&Forfeit{At: l.at(), Claim: c.at, Delegate: a.address, Delegator: c.account.address, Amount: lost})
		if err != nil {
			return err
		}
	}
	return nil
}
