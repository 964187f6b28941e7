package bonding

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// poolEvent is a TranscoderActivated or TranscoderDeactivated, which stand before the log of their cause.
type poolEvent struct {
	orchestrator common.Address
	isActivated  bool
	// stated is of how many accounts BondingVotes had spoken by then.
	stated int
}

// activated notes TranscoderActivated.
func (l *Ledger) activated() error { return l.notePoolEvent(true) }

// deactivated notes TranscoderDeactivated.
func (l *Ledger) deactivated() error { return l.notePoolEvent(false) }

func (l *Ledger) notePoolEvent(isActivated bool) error {
	round, err := l.number(0)
	if err != nil {
		return err
	}
	address := l.topicAddress(1)
	if err := l.sameNumber(l.find(address), "the round from which it counts", l.round.Round+1, round); err != nil {
		return err
	}
	if len(l.tx.bonded) > 0 {
		return l.refuse(l.find(address), "it comes after the transfer of its Bond")
	}
	l.tx.poolEvents = append(l.tx.poolEvents, poolEvent{orchestrator: address, isActivated: isActivated, stated: len(l.tx.order.stated)})
	return nil
}

// nextPoolEvent takes the first noted event if it is of this kind and, unless address is nil, of this orchestrator.
func (l *Ledger) nextPoolEvent(isActivated bool, address *common.Address) (common.Address, bool) {
	events := l.tx.poolEvents
	if len(events) == 0 || events[0].stated != l.tx.poolAfter || events[0].isActivated != isActivated || address != nil && events[0].orchestrator != *address {
		return common.Address{}, false
	}
	first := events[0].orchestrator
	l.tx.poolEvents = slices.Delete(events, 0, 1)
	return first, true
}

// poolIsSettled checks that every noted change of the active set has found its cause.
func (l *Ledger) poolIsSettled(a *account) error {
	l.tx.poolAfter = 0
	if len(l.tx.poolEvents) == 0 {
		return nil
	}
	e := l.tx.poolEvents[0]
	return l.refuse(a, "it doesn't lead to the change of the active set that its transaction states of %s", e.orchestrator)
}

// increase adds LPT wei to what is delegated to an account. An orchestrator may join the pool by it. (increaseTotalStake)
func (l *Ledger) increase(to *account, amount *uint256.Int) error {
	l.touch(to)
	stake := l.add(&to.delegated, amount)
	if to.isRegistered() {
		if to.inPool() {
			l.setPoolStake(to, &stake)
			l.nextTotal = l.add(&l.nextTotal, amount)
		} else if err := l.join(to, &stake); err != nil {
			return err
		}
	}
	to.delegated = stake
	l.balances.delegated = l.add(&l.balances.delegated, amount)
	return nil
}

// decrease takes LPT wei off what is delegated to an account. (decreaseTotalStake)
func (l *Ledger) decrease(from *account, amount *uint256.Int) {
	l.touch(from)
	stake := l.sub(&from.delegated, amount)
	if from.inPool() {
		l.setPoolStake(from, &stake)
		l.nextTotal = l.sub(&l.nextTotal, amount)
	}
	from.delegated = stake
	l.balances.delegated = l.sub(&l.balances.delegated, amount)
}

// setPoolStake writes a pool member's new stake for the next round; that of the present one stays as it was before.
func (l *Ledger) setPoolStake(a *account, stake *uint256.Int) {
	o, round := a.orchestrator, l.round.Round
	if o.lastUpdate < round {
		o.pool(round).stake = a.delegated
	}
	o.pool(round + 1).stake = *stake
	o.lastUpdate = round + 1
}

// carryStake writes the last stake for the present round if none was. (reward, updateTranscoderWithFees)
func (l *Ledger) carryStake(o *orchestrator) {
	if o.lastUpdate < l.round.Round {
		stake := o.peek(o.lastUpdate).stake
		o.pool(l.round.Round).stake = stake
	}
}

// join lets an orchestrator into the pool if there is room, or in place of the last one if it has more stake. How many the
// pool holds isn't in any log until the Governor sets it, so until then the events say whether it is full.
// (tryToJoinActiveSet)
func (l *Ledger) join(a *account, stake *uint256.Int) error {
	if l.poolIsFull(a) {
		if len(l.pool) == 0 {
			return l.refuse(a, "the size of the active set was never set")
		}
		last := l.lastOfPool()
		if !stake.Gt(&last.delegated) {
			return nil
		}
		if err := l.evict(a, &last.delegated); err != nil {
			return err
		}
	}
	if _, ok := l.nextPoolEvent(true, &a.address); !ok {
		return l.refuse(a, "its TranscoderActivated is missing: its stake of %s LPT wei brings it into the active set", stake.Dec())
	}
	o, next := a.transcoder(), l.round.Round+1
	o.inPool = true
	l.pool = append(l.pool, a)
	l.nextTotal = l.add(&l.nextTotal, stake)
	o.lastUpdate, o.activation, o.deactivation = next, next, never
	o.pool(next).stake = *stake
	return nil
}

// poolIsFull tells whether an orchestrator that wants to join must displace another.
func (l *Ledger) poolIsFull(a *account) bool {
	size := &l.parameters.poolSize
	count := uint64(len(l.pool))
	if size.isKnown {
		return count >= size.value.Uint64()
	}
	if len(l.tx.poolEvents) > 0 && l.tx.poolEvents[0].isActivated && l.tx.poolEvents[0].orchestrator == a.address {
		return false
	}
	if count == 0 {
		return false
	}
	size.learn(uint256.NewInt(count)) // it is displaced from, or stays out of, a pool of this size
	return true
}

// lastOfPool gives a pool member with the least stake.
func (l *Ledger) lastOfPool() *account {
	return slices.MinFunc(l.pool, func(a, b *account) int { return a.delegated.Cmp(&b.delegated) })
}

// evict takes out of the pool whom the transaction says, who must have the least stake.
func (l *Ledger) evict(by *account, least *uint256.Int) error {
	address, ok := l.nextPoolEvent(false, nil)
	if !ok {
		return l.refuse(by, "the TranscoderDeactivated of the orchestrator that it displaces is missing")
	}
	out := l.find(address)
	if out == nil || !out.inPool() || !out.delegated.Eq(least) {
		return l.refuse(out, "it is not the orchestrator with the least stake, %s LPT wei", least.Dec())
	}
	l.leavePool(out)
	return nil
}

// resign takes an orchestrator without stake of its own out of the pool. (resignTranscoder)
func (l *Ledger) resign(a *account) error {
	if _, ok := l.nextPoolEvent(false, &a.address); !ok {
		return l.refuse(a, "its TranscoderDeactivated is missing: it has no stake of its own any more")
	}
	l.leavePool(a)
	return nil
}

func (l *Ledger) leavePool(a *account) {
	l.pool = slices.DeleteFunc(l.pool, func(b *account) bool { return a == b })
	l.nextTotal = l.sub(&l.nextTotal, &a.delegated)
	a.orchestrator.inPool = false
	a.orchestrator.deactivation = l.round.Round + 1
}

// cutChange applies TranscoderUpdate; an orchestrator outside the pool may join it. (transcoderWithHint)
func (l *Ledger) cutChange() error {
	a := l.account(l.topicAddress(1))
	cut, err := l.number(0)
	if err != nil {
		return err
	}
	share, err := l.number(1)
	if err != nil {
		return err
	}
	o, round := a.transcoder(), l.round.Round
	switch {
	case cut > 1_000_000 || share > 1_000_000:
		return l.refuse(a, "a reward cut of %d or a fee share of %d is more than the whole", cut, share)
	case !a.isRegistered():
		return l.refuse(a, "it isn't an orchestrator: nothing of it is delegated to itself")
	case a.isActive(round) && o.lastReward != round:
		return l.refuse(a, "an active orchestrator can't change its cuts before its reward call")
	}
	o.rewardCut, o.feeShare = cut, share
	if !o.inPool {
		if err := l.join(a, &a.delegated); err != nil {
			return err
		}
	}
	return l.poolIsSettled(a)
}
