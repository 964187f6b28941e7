package subgraph

import (
	"fmt"
	"math/big"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// lock is a row of UnbondingLock.
type lock struct {
	number                  int64
	owner, delegate, sender string
	amount                  *big.Int
	withdrawRound           string
}

func (l *lock) entity() graphnode.Entity {
	return graphnode.Entity{
		"unbondingLockId": l.number, "delegator": l.owner, "delegate": l.delegate, "amount": tokens(l.amount).String(),
		"withdrawRound": l.withdrawRound, "sender": l.sender,
	}
}

func (l *lock) id() string { return lockID(l.owner, l.number) }

func lockID(owner string, number int64) string { return fmt.Sprintf("%010d-%s", number, owner) }

// addLock makes the row of a lock.
func (x *Index) addLock(l *lock) {
	x.state.locks[l.id()] = l
	x.page.show("UnbondingLock", l.id(), l)
}

// takeLock removes an account's lock and gives it; nil if there is none.
func (x *Index) takeLock(owner string, number int64) *lock {
	id := lockID(owner, number)
	l := x.state.locks[id]
	if l != nil {
		delete(x.state.locks, id)
		x.page.remove("UnbondingLock", id)
	}
	return l
}
