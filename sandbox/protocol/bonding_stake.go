package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Bond adds LPT wei to the caller's stake and delegates all of it. An amount of 0 only changes the delegate.
func (b *BondingManager) Bond(caller, to common.Address, wei *big.Int) error {
	return b.BondFor(caller, caller, to, wei)
}

// BondFor adds LPT wei that the caller pays to the owner's stake and delegates all of it. Logs, in order:
// EarningsClaimed, the old delegate's votes, pool events, the new delegate's votes, the token's Transfer, Bond, the
// owner's BondingVotes events.
func (b *BondingManager) BondFor(caller, owner, to common.Address, wei *big.Int) error {
	if err := b.checkBond(caller, owner, to, wei); err != nil {
		return err
	}
	b.claim(owner)
	d := b.delegator(owner)
	round := b.c.Rounds.Current()
	old, moved := d.Delegate, wei
	if isZero(d.Bonded) {
		d.StartRound = round + 1
	} else if old != to {
		d.StartRound = round + 1
		moved = plus(moved, d.Bonded)
		b.decrease(old, d.Bonded)
		b.checkpoint(old)
	}
	b.ensureFactors(to, round)
	d.Delegate = to
	d.Bonded = plus(d.Bonded, wei)
	b.increase(to, moved)
	if to != owner {
		b.checkpoint(to)
	}
	if !isZero(wei) {
		b.c.Token.transferFrom(b.address(), caller, b.c.config.Addresses.Minter, wei)
	}
	b.c.emit(b.address(), eventBond, ix(address(to), address(old), address(owner)), amount(wei), amount(d.Bonded))
	b.checkpoint(owner)
	return nil
}

func (b *BondingManager) checkBond(caller, owner, to common.Address, wei *big.Int) error {
	d := b.delegator(owner)
	unbonded, moving := isZero(d.Bonded), !isZero(d.Bonded) && d.Delegate != to
	switch {
	case !b.c.Rounds.Initialized():
		return errNotInitialized
	case caller != owner && owner == common.Address{}:
		return revert("INVALID_DELEGATOR")
	case caller != owner && unbonded && to == owner:
		return revert("INVALID_DELEGATE")
	case caller != owner && moving:
		return revert("INVALID_DELEGATE_CHANGE")
	case moving && b.Registered(owner):
		return revert("registered transcoders can't delegate towards other addresses")
	case isZero(wei) && !moving:
		return revert("delegation amount must be greater than 0")
	}
	if err := b.authorizeClaim(caller, owner); err != nil {
		return err
	}
	return b.c.Token.checkTransferFrom(b.address(), caller, wei)
}

// Unbond starts to take LPT wei out of the caller's stake; they can be withdrawn after the unbonding period. Without
// any stake left the caller has no delegate, and an orchestrator resigns.
func (b *BondingManager) Unbond(caller common.Address, wei *big.Int) error {
	if err := b.checkUnbond(caller, wei); err != nil {
		return err
	}
	b.unbond(caller, wei)
	return nil
}

func (b *BondingManager) checkUnbond(caller common.Address, wei *big.Int) error {
	switch stake, _ := b.afterClaim(caller); {
	case !b.c.Rounds.Initialized():
		return errNotInitialized
	case b.Status(caller) != Bonded:
		return revert("caller must be bonded")
	case isZero(wei):
		return revert("unbond amount must be greater than 0")
	case less(stake, wei):
		return revert("amount is greater than bonded amount")
	}
	return nil
}

// unbond does what Unbond does and gives the new lock's id.
func (b *BondingManager) unbond(caller common.Address, wei *big.Int) uint64 {
	b.claim(caller)
	d := b.delegator(caller)
	delegate, id := d.Delegate, d.NextLock
	withdraw := b.c.Rounds.Current() + b.unbondingPeriod
	d.Locks[id] = Lock{Amount: wei, WithdrawRound: withdraw}
	d.NextLock++
	d.Bonded = minus(d.Bonded, wei)
	if isZero(d.Bonded) {
		d.Delegate = common.Address{}
		d.StartRound = 0
		if b.pool.contains(caller) {
			b.resign(caller)
		}
	}
	b.decrease(delegate, wei)
	if delegate != caller {
		b.checkpoint(delegate)
	}
	b.c.emit(b.address(), eventUnbond, ix(address(delegate), address(caller)), count(id), amount(wei), count(withdraw))
	b.checkpoint(caller)
	return id
}

// Rebond puts a lock back into the stake of a caller that still has some.
func (b *BondingManager) Rebond(caller common.Address, lock uint64) error {
	if !b.c.Rounds.Initialized() {
		return errNotInitialized
	}
	if b.Status(caller) == Unbonded {
		return revert("caller must be bonded")
	}
	if _, ok := b.delegator(caller).Locks[lock]; !ok {
		return revert("invalid unbonding lock ID")
	}
	b.claim(caller)
	b.rebond(caller, lock)
	return nil
}

// RebondFromUnbonded puts a lock of a caller without stake back, delegated to an account of its choice.
func (b *BondingManager) RebondFromUnbonded(caller, to common.Address, lock uint64) error {
	if !b.c.Rounds.Initialized() {
		return errNotInitialized
	}
	if b.Status(caller) != Unbonded {
		return revert("caller must be unbonded")
	}
	d := b.delegator(caller)
	if _, ok := d.Locks[lock]; !ok {
		return revert("invalid unbonding lock ID")
	}
	b.claim(caller)
	round := b.c.Rounds.Current()
	b.ensureFactors(to, round)
	d.StartRound = round + 1
	d.Delegate = to
	b.rebond(caller, lock)
	return nil
}

// rebond puts a lock into its owner's stake with its owner's delegate. (processRebond)
func (b *BondingManager) rebond(owner common.Address, id uint64) {
	d := b.delegator(owner)
	wei := d.Locks[id].Amount
	delete(d.Locks, id)
	d.Bonded = plus(d.Bonded, wei)
	b.increase(d.Delegate, wei)
	if d.Delegate != owner {
		b.checkpoint(d.Delegate)
	}
	b.c.emit(b.address(), eventRebond, ix(address(d.Delegate), address(owner)), count(id), amount(wei))
	b.checkpoint(owner)
}

// TransferBond gives LPT wei of the caller's stake to the receiver: with the receiver's delegate if it has one, else
// with the caller's. Logs, in order: those of Unbond, TransferBond, the receiver's EarningsClaimed, those of Rebond.
func (b *BondingManager) TransferBond(caller, receiver common.Address, wei *big.Int) error {
	if err := b.checkTransferBond(caller, receiver, wei); err != nil {
		return err
	}
	delegate := b.delegator(caller).Delegate
	old := b.unbond(caller, wei)
	from, to := b.delegator(caller), b.delegator(receiver)
	lock := from.Locks[old]
	delete(from.Locks, old)
	id := to.NextLock
	to.Locks[id] = lock
	to.NextLock++
	b.c.emit(b.address(), eventTransferBond, ix(address(caller), address(receiver)), count(old), count(id), amount(wei))

	b.claim(receiver)
	if to.Delegate == (common.Address{}) && isZero(to.Bonded) {
		to.Delegate = delegate
	}
	if isZero(to.Bonded) {
		to.StartRound = b.c.Rounds.Current() + 1
	}
	b.rebond(receiver, id)
	return nil
}

func (b *BondingManager) checkTransferBond(caller, receiver common.Address, wei *big.Int) error {
	if err := b.checkUnbond(caller, wei); err != nil {
		return err
	}
	d := b.delegator(receiver)
	inherits := d.Delegate == common.Address{} && isZero(d.Bonded)
	if receiver == caller {
		stake, _ := b.afterClaim(caller)
		inherits = stake.Cmp(wei) == 0
	}
	if receiver == (common.Address{}) || inherits && b.delegator(caller).Delegate == receiver {
		return revert("INVALID_DELEGATOR")
	}
	return b.authorizeClaim(caller, receiver)
}

// WithdrawStake pays a lock out whose withdraw round has come.
func (b *BondingManager) WithdrawStake(caller common.Address, id uint64) error {
	d := b.delegator(caller)
	lock, ok := d.Locks[id]
	switch {
	case !b.c.Rounds.Initialized():
		return errNotInitialized
	case !ok:
		return revert("invalid unbonding lock ID")
	case lock.WithdrawRound > b.c.Rounds.Current():
		return revert("withdraw round must be before or equal to the current round")
	}
	delete(d.Locks, id)
	b.c.Minter.transfer(caller, lock.Amount)
	b.c.emit(b.address(), eventWithdrawStake, ix(address(caller)), count(id), amount(lock.Amount), count(lock.WithdrawRound))
	return nil
}
