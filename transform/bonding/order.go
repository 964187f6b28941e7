package bonding

import "slices"

// order follows the sequence of logs within an action. An account's EarningsClaimed comes first, then changes of the active set,
// then what BondingVotes states of the others whose stake changes, the token's transfer, the action's own log, and at last what
// BondingVotes states of the account itself.
type order struct {
	// stated are the accounts of which BondingVotes has spoken since the last action, in order.
	stated []*account
	// owed is the account of the last action, of which BondingVotes must speak next.
	owed *account
	// part is what BondingVotes last stated of the last account: its logs of one account come in a fixed order.
	part votesPart
	// claimer is an account that has claimed, whose own log or statement must come before any other account's action.
	claimer *account
}

// votesPart is one of the logs in which BondingVotes states an account, in their order.
type votesPart int

const (
	noPart votesPart = iota
	delegatePart
	votesPartOfDelegate
	bondedPart
)

// state notes that BondingVotes speaks of an account.
func (l *Ledger) state(a *account, part votesPart) error {
	o := &l.tx.order
	isSame := len(o.stated) > 0 && o.stated[len(o.stated)-1] == a
	if o.owed != nil && o.owed != a {
		if err := l.settle(); err != nil {
			return err
		}
	}
	if (isSame || o.owed == a) && part <= o.part {
		return l.refuse(a, "BondingVotes states the parts of an account in another order")
	}
	o.part = part
	if o.owed == a || isSame {
		return nil
	}
	if slices.Contains(o.stated, a) {
		return l.refuse(a, "BondingVotes speaks of it twice before one action")
	}
	o.stated, o.part = append(o.stated, a), part
	return nil
}

// settle checks that BondingVotes has stated the account of the last action.
func (l *Ledger) settle() error {
	a := l.tx.order.owed
	l.tx.order.owed, l.tx.order.part = nil, noPart
	if a == nil || !l.isStated(a) {
		return nil
	}
	return l.endCheckpoint(a)
}

// begins checks that nothing is open when a log comes that begins an action. What BondingVotes has stated by then without an
// action is what anybody can ask it to state: the account as it is.
func (l *Ledger) begins() error {
	if err := l.settle(); err != nil {
		return err
	}
	o := &l.tx.order
	for _, a := range o.stated {
		if err := l.endCheckpoint(a); err != nil {
			return err
		}
	}
	o.stated = o.stated[:0]
	return l.ends(nil)
}

// acts checks, once an action's own log is applied, that BondingVotes has stated the others concerned before it, in this order,
// and nobody else; it has to state the actor next.
func (l *Ledger) acts(actor *account, others ...*account) error {
	o := &l.tx.order
	o.part = noPart
	if !l.isStated(actor) {
		o.stated = o.stated[:0]
		return nil
	}
	if err := l.ends(actor); err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(a *account) bool { return a == nil || a == actor })
	next := 0
	for _, a := range o.stated {
		i := slices.Index(others[next:], a)
		if i < 0 {
			return l.refuse(actor, "BondingVotes speaks of %s before it", a.address)
		}
		next += i + 1
	}
	for _, a := range others {
		if err := l.endCheckpoint(a); err != nil {
			return err
		}
	}
	o.stated, o.owed = o.stated[:0], actor
	return nil
}

// ends checks that an open claim is of this account, or that BondingVotes has stated it by now.
func (l *Ledger) ends(actor *account) error {
	a := l.tx.order.claimer
	l.tx.order.claimer = nil
	if a == nil || a == actor || !l.isStated(a) {
		return nil
	}
	return l.endCheckpoint(a)
}

// isStated tells whether BondingVotes is told of an account's changes.
func (l *Ledger) isStated(a *account) bool { return l.since(checkpointsVotes) || a.checkpoint.isMade }
