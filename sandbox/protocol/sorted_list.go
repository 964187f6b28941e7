package protocol

import (
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// sortedList is the orchestrator pool, sorted by falling stake. A newcomer stands before those of equal stake, as
// the contract places it when no hint is given. (SortedDoublyLL)
type sortedList struct {
	limit   int
	members []member
}

type member struct {
	account common.Address
	stake   *big.Int
}

func (l *sortedList) index(account common.Address) int {
	return slices.IndexFunc(l.members, func(m member) bool { return m.account == account })
}

func (l *sortedList) contains(account common.Address) bool { return l.index(account) >= 0 }

func (l *sortedList) full() bool { return len(l.members) == l.limit }

func (l *sortedList) last() common.Address { return l.members[len(l.members)-1].account }

func (l *sortedList) insert(account common.Address, stake *big.Int) {
	at := slices.IndexFunc(l.members, func(m member) bool { return m.stake.Cmp(stake) <= 0 })
	if at < 0 {
		at = len(l.members)
	}
	l.members = slices.Insert(l.members, at, member{account, stake})
}

func (l *sortedList) remove(account common.Address) {
	at := l.index(account)
	l.members = slices.Delete(l.members, at, at+1)
}

// update moves a member to where its new stake belongs; a stake of zero leaves the list.
func (l *sortedList) update(account common.Address, stake *big.Int) {
	l.remove(account)
	if !isZero(stake) {
		l.insert(account, stake)
	}
}

func (l *sortedList) accounts() []common.Address {
	accounts := make([]common.Address, len(l.members))
	for i, m := range l.members {
		accounts[i] = m.account
	}
	return accounts
}
