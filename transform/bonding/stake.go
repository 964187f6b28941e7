package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// The versions of the BondingManager's code that a replay tells apart, by what is new in them.
const (
	receiverClaims   = 2 // transferBond claims for the receiver, sets its start round, and hands on the delegate of a giver that leaves
	movesFromNobody  = 3 // stake delegated to nobody moves as any other
	ownerClaims      = 4 // bonding for another claims the owner's earnings, not the payer's
	thirdPartyLimits = 6 // who bonds for another can't choose its delegate
	checkpointsVotes = 7 // every change is stated to BondingVotes; the treasury's part
	rebondWrites     = 8 // rebondFromUnbonded writes the delegate's factors
	thirdPartyClaims = 9 // nobody makes another claim before its orchestrator's reward
)

// bond applies Bond. (bondForWithHint)
func (l *Ledger) bond() error {
	to, old, a := l.account(l.topicAddress(1)), l.topicAddress(2), l.account(l.topicAddress(3))
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	bonded, err := l.amount(1)
	if err != nil {
		return err
	}
	if err := l.checkBond(a, to, old, &amount); err != nil {
		return err
	}
	want := l.add(&a.bonded, &amount)
	if err := l.sameAmount(a, "the stake after it in LPT wei", &want, &bonded); err != nil {
		return err
	}
	change := StakeChange{Kind: "bond", OldDelegate: old, Inflow: amount}
	before := a.delegate
	moved := amount
	if a.bonded.IsZero() {
		a.startRound = l.round.Round + 1
	} else if l.moves(a, to) {
		a.startRound = l.round.Round + 1
		moved = bonded
		change.Moved = a.bonded
		l.decrease(before, &a.bonded)
		if stated := l.tx.order.stated; len(stated) > 0 && stated[0] == before {
			l.tx.poolAfter = 1
		}
	}
	l.ensureFactors(to.orchestrator)
	a.setDelegate(to)
	a.bonded = bonded
	l.balances.bonded = l.add(&l.balances.bonded, &amount)
	if err := l.increase(to, &moved); err != nil {
		return err
	}
	l.began(a, &change)
	a.life.bondedIn = l.add(&a.life.bondedIn, &amount)
	if err := l.acts(a, before, to); err != nil {
		return err
	}
	return l.changed(a, change, before)
}

func (l *Ledger) checkBond(a, to *account, old common.Address, amount *uint256.Int) error {
	isMove := l.moves(a, to)
	switch {
	case amount.IsZero() && !isMove:
		return l.refuse(a, "it neither adds stake nor changes the delegate")
	case isMove && a.isRegistered():
		return l.refuse(a, "an orchestrator can't delegate to another")
	}
	if err := l.hasClaimed(a, ownerClaims); err != nil {
		return err
	}
	if err := l.sameAddress(a, "the former delegate", a.delegateAddress(), old); err != nil {
		return err
	}
	if amount.IsZero() {
		return nil
	}
	l.tx.hasBonded = true
	move, ok := take(&l.tx.bonded, nil, amount)
	if !ok || move.stated != len(l.tx.order.stated) {
		return l.refuse(a, "no transfer of %s LPT wei to the Minter comes before it in its transaction", amount.Dec())
	}
	return l.checkPayer(a, to, move.other)
}

// checkPayer checks what one account may do for another by bonding for it. The migrator from Ethereum may do anything.
func (l *Ledger) checkPayer(a, to *account, payer common.Address) error {
	if payer == a.address || l.contracts[payer] == livepeer.L2Migrator || !l.since(thirdPartyLimits) {
		return nil
	}
	if a.bonded.IsZero() && to == a || !a.bonded.IsZero() && to != a.delegate {
		return l.refuse(a, "%s, who pays for it, can't choose its delegate", payer)
	}
	return l.claimedBy(payer, a)
}

// moves tells whether bonding to a delegate moves the stake that an account has.
func (l *Ledger) moves(a, to *account) bool {
	isNobody := a.delegateAddress() == common.Address{}
	return !a.bonded.IsZero() && a.delegate != to && (!isNobody || l.since(movesFromNobody))
}

// unbond applies Unbond, the first half of a TransferBond too. (unbondWithHint)
func (l *Ledger) unbond() error {
	a := l.account(l.topicAddress(2))
	id, amount, withdrawRound, err := l.lockData()
	if err != nil {
		return err
	}
	if err := l.checkUnbond(a, id, &amount, withdrawRound); err != nil {
		return err
	}
	delegate := a.delegate
	a.setLock(id, &lock{opened: l.at(), delegate: delegate.address, amount: amount, withdrawRound: withdrawRound})
	if err := l.leave(a, &amount); err != nil {
		return err
	}
	l.decrease(delegate, &amount)
	if err := l.poolIsSettled(a); err != nil {
		return err
	}
	a.life.unbonded = l.add(&a.life.unbonded, &amount)
	change := StakeChange{
		Kind: "unbond", OldDelegate: delegate.address, Inflow: amount, IsOutflow: true, HasLock: true, LockID: id, WithdrawRound: withdrawRound,
	}
	l.touch(a)
	l.complete(&change, a, delegate)
	if err := l.giveUnbond(); err != nil {
		return err
	}
	l.tx.unbonded = &openTransfer{from: a, fromDelegate: delegate, lock: id, amount: amount, change: change, claims: len(l.tx.claimed)}
	return l.acts(a, delegate)
}

// lockData reads the data of Unbond and WithdrawStake: the lock's id, its LPT wei, and the round in which it opens.
func (l *Ledger) lockData() (id uint64, amount uint256.Int, withdrawRound uint64, err error) {
	if id, err = l.number(0); err != nil {
		return id, amount, withdrawRound, err
	}
	if amount, err = l.amount(1); err != nil {
		return id, amount, withdrawRound, err
	}
	withdrawRound, err = l.number(2)
	return id, amount, withdrawRound, err
}

// leave takes LPT wei off an account's own stake. Without any left it has no delegate, and an orchestrator resigns.
func (l *Ledger) leave(a *account, amount *uint256.Int) error {
	a.bonded = l.sub(&a.bonded, amount)
	l.balances.bonded, l.balances.locked = l.sub(&l.balances.bonded, amount), l.add(&l.balances.locked, amount)
	if !a.bonded.IsZero() {
		return nil
	}
	a.setDelegate(nil)
	a.startRound = 0
	a.life.hasLeft = true
	if a.inPool() {
		return l.resign(a)
	}
	return nil
}

// giveUnbond hands out the row of the transaction's last Unbond, now that it is known whether it is a transfer.
func (l *Ledger) giveUnbond() error {
	open := l.tx.unbonded
	l.tx.unbonded = nil
	if open == nil {
		return nil
	}
	return l.give(&open.change)
}

func (l *Ledger) checkUnbond(a *account, id uint64, amount *uint256.Int, withdrawRound uint64) error {
	switch {
	case a.bonded.IsZero() || a.delegate == nil:
		return l.refuse(a, "it has no stake")
	case a.startRound > l.round.Round:
		return l.refuse(a, "its stake counts only from round %d on", a.startRound)
	case amount.IsZero():
		return l.refuse(a, "it unbonds nothing")
	case amount.Gt(&a.bonded):
		return l.mismatch(a, "the unbonded LPT wei", "at most "+a.bonded.Dec(), amount.Dec())
	}
	if err := l.hasClaimed(a, 1); err != nil {
		return err
	}
	if err := l.sameAddress(a, "the delegate", a.delegate.address, l.topicAddress(1)); err != nil {
		return err
	}
	if err := l.sameNumber(a, "the lock's id", a.nextLock, id); err != nil {
		return err
	}
	return l.unbondingPeriod(a, withdrawRound)
}

// rebond applies Rebond: of a lock into an account's stake, of one of an account without stake, or the second half of a
// TransferBond. (rebondWithHint, rebondFromUnbondedWithHint, transferBond)
func (l *Ledger) rebond() error {
	to, a := l.account(l.topicAddress(1)), l.account(l.topicAddress(2))
	id, err := l.number(0)
	if err != nil {
		return err
	}
	amount, err := l.amount(1)
	if err != nil {
		return err
	}
	if err := l.checkRebond(a, id, &amount); err != nil {
		return err
	}
	open, k, before := l.tx.transfer, a.locks[id], a.delegate
	change := StakeChange{
		Kind: "rebond", OldDelegate: a.delegateAddress(), Inflow: amount, HasLock: true, LockID: id, WithdrawRound: k.withdrawRound,
	}
	if err := l.enter(a, to, open); err != nil {
		return err
	}
	if err := l.endLock(a, id, lockRebonded); err != nil {
		return err
	}
	a.bonded = l.add(&a.bonded, &amount)
	l.balances.bonded, l.balances.locked = l.add(&l.balances.bonded, &amount), l.sub(&l.balances.locked, &amount)
	if err := l.increase(to, &amount); err != nil {
		return err
	}
	l.began(a, &change)
	if open != nil {
		change.Kind, change.Counterparty, change.HasLock = "transfer_in", open.from.address, false
		a.life.transferredIn = l.add(&a.life.transferredIn, &amount)
		l.tx.transfer = nil
	} else {
		a.life.rebonded = l.add(&a.life.rebonded, &amount)
	}
	if err := l.acts(a, to); err != nil {
		return err
	}
	return l.changed(a, change, before)
}

// checkRebond checks the lock, and that it is that of the transaction's TransferBond if there is one.
func (l *Ledger) checkRebond(a *account, id uint64, amount *uint256.Int) error {
	open, since := l.tx.transfer, 1
	if open != nil {
		since = receiverClaims
	}
	if err := l.hasClaimed(a, since); err != nil {
		return err
	}
	switch k := a.locks[id]; {
	case k == nil || !k.amount.Eq(amount):
		return l.refuse(a, "it has no lock %d of %s LPT wei", id, amount.Dec())
	case open == nil:
		return nil
	case open.to != a || open.toLock != id:
		return l.refuse(a, "the transaction's TransferBond is to another account or lock")
	}
	return l.claimedBy(open.from.address, a)
}

// enter gives a rebonding account its delegate, which one with stake has.
func (l *Ledger) enter(a, to *account, open *openTransfer) error {
	if !a.bonded.IsZero() {
		return l.sameAddress(a, "the delegate", a.delegateAddress(), to.address)
	}
	switch {
	case open == nil:
		if l.since(rebondWrites) {
			l.ensureFactors(to.orchestrator)
		}
	case a.delegate != nil:
		if err := l.sameAddress(a, "the delegate", a.delegate.address, to.address); err != nil {
			return err
		}
	case !l.since(receiverClaims): // who has left hands on nobody
		if err := l.sameAddress(a, "the delegate, the giver's", open.from.delegateAddress(), to.address); err != nil {
			return err
		}
		a.setDelegate(to)
		return nil
	case open.fromDelegate != to:
		return l.sameAddress(a, "the delegate, the giver's", open.fromDelegate.address, to.address)
	case to == a:
		return l.refuse(a, "a receiver without stake can't take over itself as delegate")
	}
	a.setDelegate(to)
	a.startRound = l.round.Round + 1
	return nil
}

// began notes that an account has stake, and whether for the first time.
func (l *Ledger) began(a *account, change *StakeChange) {
	change.IsFirstBond = !a.life.hasBonded
	change.IsReturn = a.life.hasLeft
	if !a.life.hasBonded {
		a.life.hasBonded, a.life.firstBond = true, l.at()
	}
	a.life.hasLeft = false
}

// openTransfer is stake between two accounts: after its Unbond, and from TransferBond on until its Rebond.
type openTransfer struct {
	from, fromDelegate, to *account
	lock, toLock           uint64
	amount                 uint256.Int
	change                 StakeChange // the Unbond's row
	claims                 int         // that the transaction had by then
}

// transferBond applies TransferBond: the lock of the Unbond before it becomes one of the receiver. (transferBond)
func (l *Ledger) transferBond() error {
	from, to := l.account(l.topicAddress(1)), l.account(l.topicAddress(2))
	oldID, err := l.number(0)
	if err != nil {
		return err
	}
	newID, err := l.number(1)
	if err != nil {
		return err
	}
	amount, err := l.amount(2)
	if err != nil {
		return err
	}
	if err := l.begins(); err != nil {
		return err
	}
	open := l.tx.unbonded
	if open == nil || open.from != from || open.lock != oldID || open.claims != len(l.tx.claimed) || len(l.tx.poolEvents) > 0 || l.tx.transfer != nil {
		return l.refuse(from, "its Unbond is missing before it in its transaction")
	}
	if err := l.sameAmount(from, "the transferred LPT wei", &open.amount, &amount); err != nil {
		return err
	}
	if err := l.sameNumber(to, "the receiver's lock", to.nextLock, newID); err != nil {
		return err
	}
	k := from.locks[oldID]
	if err := l.endLock(from, oldID, lockTransferred); err != nil {
		return err
	}
	to.setLock(newID, &lock{opened: l.at(), delegate: k.delegate, amount: amount, withdrawRound: k.withdrawRound})
	l.touch(to)
	from.life.unbonded, from.life.transferredOut = l.sub(&from.life.unbonded, &amount), l.add(&from.life.transferredOut, &amount)
	open.to, open.toLock = to, newID
	open.change.Kind, open.change.Counterparty = "transfer_out", to.address
	l.tx.transfer = open
	return l.giveUnbond()
}

// changed hands out what a log changed of an account.
func (l *Ledger) changed(a *account, change StakeChange, before *account) error {
	if err := l.poolIsSettled(a); err != nil {
		return err
	}
	l.touch(a)
	l.complete(&change, a, before)
	return l.give(&change)
}

// complete adds the account's state after the present log to a row.
func (l *Ledger) complete(change *StakeChange, a, before *account) {
	if l.emit == nil {
		return
	}
	change.At, change.Delegator, change.Delegate = l.at(), a.address, a.delegateAddress()
	change.Position = l.position(a, l.round.Round)
	if before != nil {
		change.OldDelegateStake = before.delegated
	}
	if a.delegate != nil {
		change.DelegateStake = a.delegate.delegated
	}
}

// withdrawStake applies WithdrawStake. (withdrawStake)
func (l *Ledger) withdrawStake() error {
	a := l.account(l.topicAddress(1))
	id, amount, withdrawRound, err := l.lockData()
	if err != nil {
		return err
	}
	k := a.locks[id]
	switch {
	case k == nil || !k.amount.Eq(&amount) || k.withdrawRound != withdrawRound:
		return l.refuse(a, "it has no lock %d of %s LPT wei that opens in round %d", id, amount.Dec(), withdrawRound)
	case withdrawRound > l.round.Round:
		return l.refuse(a, "the lock opens only in round %d", withdrawRound)
	}
	if _, ok := take(&l.tx.paidOut, &a.address, &amount); !ok {
		return l.refuse(a, "no transfer of %s LPT wei to it comes before it in its transaction", amount.Dec())
	}
	if err := l.endLock(a, id, lockWithdrawn); err != nil {
		return err
	}
	l.balances.locked = l.sub(&l.balances.locked, &amount)
	a.life.withdrawn = l.add(&a.life.withdrawn, &amount)
	change := StakeChange{
		Kind: "withdraw_stake", OldDelegate: a.delegateAddress(), HasLock: true, LockID: id, WithdrawRound: withdrawRound,
	}
	l.complete(&change, a, a.delegate) // its stake is as it was: BondingVotes hears nothing of it
	return l.give(&change)
}

// withdrawFees applies WithdrawFees. (withdrawFees)
func (l *Ledger) withdrawFees() error {
	a := l.account(l.topicAddress(1))
	amount, err := l.amount(1)
	if err != nil {
		return err
	}
	if err := l.hasClaimed(a, 1); err != nil {
		return err
	}
	recipient := l.address(0)
	switch {
	case recipient == common.Address{}:
		return l.refuse(a, "it pays to nobody")
	case amount.Gt(&a.fees):
		return l.mismatch(a, "the withdrawn ETH wei", "at most "+a.fees.Dec(), amount.Dec())
	}
	a.fees = l.sub(&a.fees, &amount)
	l.balances.feesOut = l.add(&l.balances.feesOut, &amount)
	a.life.feesOut = l.add(&a.life.feesOut, &amount)
	if err := l.acts(a); err != nil {
		return err
	}
	return l.changed(a, StakeChange{
		Kind: "withdraw_fees", OldDelegate: a.delegateAddress(), Counterparty: recipient, FeesOut: amount,
	}, a.delegate)
}

// slashed refuses TranscoderSlashed: no verifier was ever registered, and the ledger doesn't know what one would do.
func (l *Ledger) slashed() error {
	return l.refuse(l.account(l.topicAddress(1)), "slashing isn't part of the ledger")
}
