package subgraph

import (
	"math/big"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// delegator is a row of Delegator.
type delegator struct {
	delegate, start, lastClaim  string
	bonded, principal, unbonded *big.Int
	fees, withdrawn, delegated  *big.Int
	// last is the last delegate that it had.
	last string
}

func (d *delegator) entity() graphnode.Entity {
	return graphnode.Entity{
		"delegate": orNil(d.delegate), "startRound": d.start, "lastClaimRound": orNil(d.lastClaim),
		"bondedAmount": tokens(d.bonded).String(), "principal": tokens(d.principal).String(), "unbonded": tokens(d.unbonded).String(),
		"fees": tokens(d.fees).String(), "withdrawnFees": tokens(d.withdrawn).String(), "delegatedAmount": tokens(d.delegated).String(),
	}
}

// delegator gives the row of an account, for changing it. It is made where it is missing.
func (x *Index) delegator(e *event, id string) *delegator {
	d := x.state.delegators[id]
	if d == nil {
		zero := new(big.Int)
		d = &delegator{start: "0", bonded: zero, principal: zero, unbonded: zero, fees: zero, withdrawn: zero, delegated: zero}
		x.state.delegators[id] = d
	}
	x.account(e, id).delegator = id
	x.page.show("Delegator", id, d)
	return d
}

// delegateTo notes whom an account delegates to, "" for nobody.
func (x *Index) delegateTo(e *event, owner, delegate string) {
	d := x.delegator(e, owner)
	if d.delegate = delegate; delegate != "" {
		d.last = delegate
	}
	if !x.wrong[AccountDelegateZero] {
		x.account(e, owner).delegate = delegate
	}
}

// account is a row of LivepeerAccount.
type account struct {
	updated             int64
	delegator, delegate string
}

func (a *account) entity() graphnode.Entity {
	return graphnode.Entity{"lastUpdatedTimestamp": a.updated, "delegator": orNil(a.delegator), "delegate": orNil(a.delegate)}
}

// account gives the row of an account, for changing it, and notes that it was touched. It is made where it is missing.
func (x *Index) account(e *event, id string) *account {
	a := x.state.accounts[id]
	if a == nil {
		a = new(account)
		if x.wrong[AccountDelegateZero] {
			a.delegator, a.delegate = zeroAddress, zeroAddress
		}
		x.state.accounts[id] = a
	}
	a.updated = e.Block.Time
	x.page.show("LivepeerAccount", id, a)
	return a
}
