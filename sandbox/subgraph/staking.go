package subgraph

// bond follows a stake to its delegate.
func (x *Index) bond(e *event) {
	owner, to, from := e.text("delegator"), e.text("newDelegate"), e.text("oldDelegate")
	added, bonded := e.wei("additionalAmount"), e.wei("bondedAmount")
	r, t, delegate, d := x.round(e), x.transcoder(e, to), x.delegator(e, to), x.delegator(e, owner)
	stored := x.stored(owner)
	if owner == to {
		t.registered = true
	}
	switching := bonded.Cmp(added) > 0 && from != to
	if switching {
		x.leaveDelegate(e, owner, from)
		before := difference(bonded, added)
		if x.wrong[NewStakeUndercounted] {
			before = difference(stored.Bonded, added)
		}
		r.moved = sum(r.moved, before)
	}
	if switching || !x.wrong[NewStakeUndercounted] {
		r.fresh = sum(r.fresh, added)
	}
	if from == zeroAddress && !x.wrong[DelegatorsCountDrifts] {
		x.countDelegator(e, 1)
	}
	delegate.delegated = x.stored(to).Delegated
	t.stake = delegate.delegated
	x.delegateTo(e, owner, to)
	d.bonded, d.fees, d.start, d.lastClaim = bonded, stored.Fees, decimalText(int64(stored.StartRound)), r.id
	d.principal = sum(d.principal, added)
	if from == zeroAddress && !x.wrong[ZeroAddressRows] {
		e.row["oldDelegate"] = nil
	}
	x.followPolls(e)
}

// leaveDelegate notes what is left with a delegate that an account leaves.
func (x *Index) leaveDelegate(e *event, owner, from string) {
	t, d := x.transcoder(e, from), x.delegator(e, from)
	if from == owner {
		t.registered = false
	}
	d.delegated = x.stored(from).Delegated
	t.stake = d.delegated
}

// countDelegator changes the number of accounts with stake.
func (x *Index) countDelegator(e *event, by int64) {
	x.round(e).delegators += by
	x.network().delegators += by
}

// unbond takes stake out, into a lock.
func (x *Index) unbond(e *event) {
	owner, from, amount := e.text("delegator"), e.text("delegate"), e.wei("amount")
	r, t, delegate, d := x.round(e), x.transcoder(e, from), x.delegator(e, from), x.delegator(e, owner)
	stored := x.stored(owner)
	delegate.delegated = x.stored(from).Delegated
	t.stake = delegate.delegated
	d.bonded, d.fees, d.start, d.lastClaim = stored.Bonded, stored.Fees, decimalText(int64(stored.StartRound)), r.id
	d.unbonded = sum(d.unbonded, amount)
	if stored.Bonded.Sign() == 0 {
		if owner == from {
			t.registered = false
		}
		x.delegateTo(e, owner, "")
		x.countDelegator(e, -1)
	}
	x.addLock(&lock{
		number: e.integer("unbondingLockId"), owner: owner, delegate: from, sender: owner, amount: amount, withdrawRound: e.text("withdrawRound"),
	})
	x.followPolls(e)
}

// rebond puts a lock back into a stake.
func (x *Index) rebond(e *event) {
	owner, to, amount := e.text("delegator"), e.text("delegate"), e.wei("amount")
	r, t, delegate, d := x.round(e), x.transcoder(e, to), x.delegator(e, to), x.delegator(e, owner)
	if d.delegate == "" {
		if owner == to {
			t.registered = true
		}
		x.countDelegator(e, 1)
	}
	stored := x.stored(owner)
	x.delegateTo(e, owner, to)
	d.bonded, d.fees, d.start, d.lastClaim = stored.Bonded, stored.Fees, decimalText(int64(stored.StartRound)), r.id
	if l := x.takeLock(owner, e.integer("unbondingLockId")); l != nil && l.sender == owner {
		d.unbonded = difference(d.unbonded, amount)
	}
	delegate.delegated = x.stored(to).Delegated
	t.stake = delegate.delegated
	x.followPolls(e)
}

// transferBond gives a lock to another account, which puts it into its stake at once.
func (x *Index) transferBond(e *event) {
	from, to := e.text("oldDelegator"), e.text("newDelegator")
	d, amount := x.delegator(e, to), e.wei("amount")
	d.principal = sum(d.principal, amount)
	given := &lock{number: e.integer("newUnbondingLockId"), owner: to, sender: from, amount: amount}
	if l := x.takeLock(from, e.integer("oldUnbondingLockId")); l != nil {
		given.delegate, given.withdrawRound = l.delegate, l.withdrawRound
	}
	x.addLock(given)
}

func (x *Index) withdrawStake(e *event) {
	x.takeLock(e.text("delegator"), e.integer("unbondingLockId"))
}

// withdrawFees notes that fees were taken out.
func (x *Index) withdrawFees(e *event) {
	owner := e.text("delegator")
	d, stored := x.delegator(e, owner), x.stored(owner)
	d.bonded, d.fees, d.lastClaim = stored.Bonded, stored.Fees, x.round(e).id
	d.withdrawn = sum(d.withdrawn, e.wei("amount"))
}

// claimEarnings adds what was claimed. A newcomer's claim, of nothing, has no delegate: that is the zero address, or the one
// that it gets or had.
func (x *Index) claimEarnings(e *event) {
	owner := e.text("delegator")
	d := x.delegator(e, owner)
	d.lastClaim = e.text("endRound")
	d.bonded, d.fees = sum(d.bonded, e.wei("rewards")), sum(d.fees, e.wei("fees"))
	if e.row["delegate"] != zeroAddress || x.wrong[DanglingRelation] {
		return
	}
	if delegate := lower(x.stored(owner).Delegate); delegate != zeroAddress {
		e.row["delegate"] = delegate
	} else if d.last != "" {
		e.row["delegate"] = d.last
	}
}
