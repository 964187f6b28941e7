package sandbox

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// planDelegators plans what the delegators do in a round: newcomers bond, and some of the others do something.
func (a *author) planDelegators(from int64) {
	for _, d := range a.cast.delegators {
		if d.joins == a.round {
			a.later(from+25_000, func() { a.join(d) })
		}
	}
	for range max(a.world.config.Delegators/6, 2) {
		d := pick(a.dice, a.cast.delegators)
		a.later(from, func() { a.fidget(d) })
	}
}

// join lets a delegator bond for the first time.
func (a *author) join(d *delegator) {
	if o := a.choose(fame); o != nil {
		a.bond(d.account, d.account, o.account, d.budget, d.approves)
	}
}

// bond bonds a payer's LPT for the owner, after an approval where one is needed, and tells whether it succeeded.
func (a *author) bond(payer, owner, to common.Address, wei *big.Int, approves bool) bool {
	manager := a.world.addresses.BondingManager
	if wei.Sign() > 0 && !a.approved[payer] {
		allowance := protocol.Unlimited()
		if approves {
			allowance = wei
		}
		a.approved[payer] = !approves
		a.send(payer, a.world.addresses.LivepeerToken, errandApprove, func() error {
			a.Token.Approve(payer, manager, allowance)
			return nil
		})
	}
	return a.send(payer, manager, errandBond, func() error { return a.Bonding.BondFor(payer, owner, to, wei) })
}

func (a *author) unbond(account common.Address, wei *big.Int) {
	a.send(account, a.world.addresses.BondingManager, errandUnbond, func() error { return a.Bonding.Unbond(account, wei) })
}

// fidget lets a delegator do something that its state allows.
func (a *author) fidget(d *delegator) {
	if d.joins > a.round {
		return
	}
	if lock, ok := a.openLock(d.account, true); ok && a.chance(0.5) {
		a.send(d.account, a.world.addresses.BondingManager, errandStake, func() error {
			return a.Bonding.WithdrawStake(d.account, lock)
		})
		return
	}
	switch a.Bonding.Status(d.account) {
	case protocol.Unbonded:
		a.comeBack(d)
	case protocol.Pending:
		a.topUp(d)
	case protocol.Bonded:
		a.stir(d)
	}
}

// stir lets a bonded delegator do one of all the things that it can do.
func (a *author) stir(d *delegator) {
	stake, _ := a.Bonding.Pending(d.account)
	switch n := a.IntN(100); {
	case n < 18:
		a.topUp(d)
	case n < 34:
		a.move(d)
	case n < 48:
		a.unbond(d.account, a.part(stake, 0.05, 0.7))
	case n < 55:
		a.unbond(d.account, stake)
	case n < 63:
		a.rebond(d)
	case n < 74:
		a.transfer(d, stake)
	case n < 84:
		a.send(d.account, a.world.addresses.BondingManager, errandClaim, func() error {
			return a.Bonding.ClaimEarnings(d.account)
		})
	case n < 95:
		a.withdrawFees(d.account)
	default:
		a.present(d)
	}
}

// topUp adds to a stake what the delegator has.
func (a *author) topUp(d *delegator) {
	if wei := a.part(a.Token.Balance(d.account), 0.05, 0.4); wei.Sign() > 0 {
		a.bond(d.account, d.account, a.Bonding.Delegator(d.account).Delegate, wei, d.approves)
	}
}

// move takes the stake to another orchestrator, a third of the time with more LPT.
func (a *author) move(d *delegator) {
	o := a.choose(fame)
	if o == nil || o.account == a.Bonding.Delegator(d.account).Delegate {
		return
	}
	wei := new(big.Int)
	if a.chance(0.33) {
		wei = a.part(a.Token.Balance(d.account), 0.05, 0.4)
	}
	a.bond(d.account, d.account, o.account, wei, d.approves)
}

// rebond puts a lock back into the stake.
func (a *author) rebond(d *delegator) {
	if lock, ok := a.openLock(d.account, false); ok {
		a.send(d.account, a.world.addresses.BondingManager, errandBond, func() error {
			return a.Bonding.Rebond(d.account, lock)
		})
	}
}

// transfer gives part of the stake, or all of it, to a delegator who stays, to one who delegates elsewhere, or to a
// new account.
func (a *author) transfer(d *delegator, stake *big.Int) {
	receiver := pick(a.dice, a.cast.delegators)
	if a.chance(0.4) && len(a.cast.delegators) < 2*a.world.config.Delegators {
		fresh := digest("account receiver", a.world.config.Seed, uint64(len(a.cast.delegators)))
		receiver = &delegator{account: common.BytesToAddress(fresh[12:]), budget: new(big.Int), joins: a.round}
		a.cast.delegators = append(a.cast.delegators, receiver)
		a.world.people.Delegators = append(a.world.people.Delegators, receiver.account)
	}
	if receiver.account == d.account {
		return
	}
	wei := a.part(stake, 0.05, 0.8)
	if a.chance(0.2) {
		wei = stake
	}
	a.send(d.account, a.world.addresses.BondingManager, errandTransfer, func() error {
		return a.Bonding.TransferBond(d.account, receiver.account, wei)
	})
}

// withdrawFees takes all or part of the fees, once in a while to another account.
func (a *author) withdrawFees(account common.Address) {
	_, fees := a.Bonding.Pending(account)
	if fees.Sign() == 0 {
		return
	}
	if a.chance(0.3) {
		fees = a.part(fees, 0.3, 0.9)
	}
	recipient := account
	if a.chance(0.1) {
		recipient = a.world.people.Builder
	}
	a.send(account, a.world.addresses.BondingManager, errandFees, func() error {
		return a.Bonding.WithdrawFees(account, recipient, fees)
	})
}

// present lets the payer bond for a delegator, which the contracts refuse before the orchestrator's reward.
func (a *author) present(d *delegator) {
	payer := a.world.people.Payer
	if wei := a.wei(50 * a.spread(1)); wei.Cmp(a.Token.Balance(payer)) < 0 {
		a.bond(payer, d.account, a.Bonding.Delegator(d.account).Delegate, wei, false)
	}
}

// comeBack lets a delegator without stake bond again: with a lock, or with LPT.
func (a *author) comeBack(d *delegator) {
	o := a.choose(fame)
	if o == nil {
		return
	}
	if lock, ok := a.openLock(d.account, false); ok && a.chance(0.6) {
		a.send(d.account, a.world.addresses.BondingManager, errandBond, func() error {
			return a.Bonding.RebondFromUnbonded(d.account, o.account, lock)
		})
		return
	}
	if wei := a.part(a.Token.Balance(d.account), 0.3, 0.9); wei.Sign() > 0 {
		a.bond(d.account, d.account, o.account, wei, d.approves)
	}
}

// openLock gives an account's oldest lock, or its oldest that can be withdrawn.
func (a *author) openLock(account common.Address, ripe bool) (id uint64, ok bool) {
	d := a.Bonding.Delegator(account)
	for id = range d.NextLock {
		lock, open := d.Locks[id]
		if open && (!ripe || lock.WithdrawRound <= a.Rounds.Current()) {
			return id, true
		}
	}
	return 0, false
}
