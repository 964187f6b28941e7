package bonding

import (
	"maps"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

const (
	// noDay is the day before the first log.
	noDay = -1
	// secondsPerDay is the length of a UTC day.
	secondsPerDay = 86_400
)

// position gives what an account has in a round not before its last claim.
func (l *Ledger) position(a *account, round uint64) Position {
	p := Position{
		Bonded: a.bonded, StoredFees: a.fees, Delegate: a.delegateAddress(), StartRound: a.startRound, LastClaimRound: a.lastClaim,
		NextLockID: a.nextLock, Votes: l.votes(a),
	}
	p.Stake, p.Fees = l.pending(a, round)
	return p
}

// openRound notes what every delegate and account has when a round begins.
func (l *Ledger) openRound() {
	for _, a := range l.order {
		if !l.voting.threshold.value.IsZero() {
			a.votesAtRound = l.votes(a)
		}
		if o := a.orchestrator; o != nil {
			o.early = nil
			o.now = OrchestratorRound{}
			if a.isRegistered() {
				o.now.OwnStake, _ = l.pending(a, l.round.Round)
			}
		}
		if !a.delegated.IsZero() {
			a.transcoder().now.StartDelegated = a.delegated
		}
	}
}

// closeRound hands out the rows of the present round.
func (l *Ledger) closeRound(isClosed bool) error {
	if l.emit == nil {
		return nil
	}
	var pendingRewards, fees uint256.Int
	for _, a := range l.order {
		if err := l.closeOrchestrator(a, isClosed); err != nil {
			return err
		}
		position := l.position(a, l.round.Round)
		more := l.sub(&position.Stake, &position.Bonded)
		pendingRewards, fees = l.add(&pendingRewards, &more), l.add(&fees, &position.Fees)
		if err := l.closeDelegator(a, &position, isClosed); err != nil {
			return err
		}
	}
	return l.giveRound(isClosed, &pendingRewards, &fees)
}

// giveRound hands out the round's own row.
func (l *Ledger) giveRound(isClosed bool, pendingRewards, fees *uint256.Int) error {
	b, row := &l.balances, l.State()
	row.IsClosed, row.PendingRewards, row.Fees = isClosed, *pendingRewards, *fees
	claimable := l.add(&b.bonded, pendingRewards)
	row.Dust, row.DustIsOwed = difference(&b.delegated, &claimable)
	held := l.add(&b.delegated, &b.locked)
	row.Unexplained, row.IsDeficit = difference(&b.minterLPT, &held)
	taken := l.add(&b.feesOut, fees)
	row.FeeDust, row.FeeDustIsOwed = difference(&b.feesPaid, &taken)
	return l.give(&row)
}

// difference gives how far two amounts are apart, and whether the second is greater.
func difference(x, y *uint256.Int) (apart uint256.Int, isNegative bool) {
	if y.Gt(x) {
		apart.Sub(y, x)
		return apart, true
	}
	apart.Sub(x, y)
	return apart, false
}

// closeOrchestrator hands out a delegate's round.
func (l *Ledger) closeOrchestrator(a *account, isClosed bool) error {
	if !a.delegated.IsZero() {
		a.transcoder() // a delegate since this round
	}
	o := a.orchestrator
	if o == nil || a.address == (common.Address{}) { // stake delegated to nobody, which the first code allowed
		return nil
	}
	round := l.round.Round
	isActive := a.isActive(round)
	if a.delegated.IsZero() && o.now.StartDelegated.IsZero() && !isActive && o.now.TicketCount == 0 && !o.now.IsRewarded {
		return nil
	}
	row := &o.now
	row.Round, row.IsClosed, row.Orchestrator = round, isClosed, a.address
	row.IsActive, row.IsRegistered, row.InPool = isActive, a.isRegistered(), o.inPool
	pool := o.peek(round)
	row.PoolStake, row.PoolRewardCut, row.PoolFeeShare = pool.stake, pool.rewardCut, pool.feeShare
	row.RewardFactor, row.FeeFactor = pool.rewardFactor, pool.feeFactor
	row.Stake = pool.stake
	if o.lastUpdate < round {
		row.Stake = o.peek(o.lastUpdate).stake
	}
	row.RewardCut, row.FeeShare = o.rewardCut, o.feeShare
	if o.lastReward == round || o.lastFee == round {
		row.RewardCut, row.FeeShare = pool.rewardCut, pool.feeShare
	}
	row.Delegated, row.DelegatorCount = a.delegated, a.delegators
	row.LastRewardRound, row.LastFeeRound, row.LastUpdateRound = o.lastReward, o.lastFee, o.lastUpdate
	row.ActivationRound, row.DeactivationRound = o.activation, o.deactivation
	row.DeclaredRewardCut, row.DeclaredFeeShare = o.rewardCut, o.feeShare
	row.ActiveCumulativeRewards, row.CumulativeRewards, row.CumulativeFees = o.activeRewards, o.cumulativeRewards, o.cumulativeFees
	if isClosed && isActive && !row.IsRewarded {
		l.noteMissed(a, row)
	}
	return l.give(row)
}

// noteMissed adds to a round's row what a reward call at its end would have given.
func (l *Ledger) noteMissed(a *account, row *OrchestratorRound) {
	row.IsMissed = true
	if l.round.TotalStake.IsZero() || row.Stake.IsZero() {
		return
	}
	o := a.orchestrator
	row.MissedGross = l.share9(&l.round.Mintable, &row.Stake, &l.round.TotalStake)
	if l.parameters.rate.isKnown {
		row.MissedTreasury = l.p27(&row.MissedGross, &l.parameters.rate.value)
	}
	net := l.sub(&row.MissedGross, &row.MissedTreasury)
	split := l.split(o, &net, &row.Stake, o.rewardCut)
	row.MissedCommission = split.commission
	own := split.activeOwn
	if a.delegate == a && a.lastClaim < l.round.Round {
		start := o.stored(a.lastClaim)
		with, without := l.grown(&a.bonded, start, factors{reward: split.factor}), l.grown(&a.bonded, start, o.latest(l.round.Round))
		more := less0(&with, &without)
		own = l.add(&own, &more)
	}
	rest := l.sub(&net, &split.commission)
	row.MissedOwn = atMost(own, rest)
	row.MissedDelegators = l.sub(&rest, &row.MissedOwn)
}

// closeDelegator hands out an account's round.
func (l *Ledger) closeDelegator(a *account, position *Position, isClosed bool) error {
	now := l.earnedToDate(a, position)
	rewards, fees := less0(&now.rewards, &a.atRound.rewards), less0(&now.fees, &a.atRound.fees)
	a.atRound = now
	if position.Stake.IsZero() && position.Fees.IsZero() && rewards.IsZero() && fees.IsZero() {
		return nil
	}
	return l.give(&DelegatorRound{
		Round: l.round.Round, IsClosed: isClosed, Delegator: a.address, Position: *position, Rewards: rewards, Fees: fees,
	})
}

// enterDay hands out the rows of the day that ends when a log of a later one comes. A log without a time ends none.
func (l *Ledger) enterDay(time int64) error {
	day := time - time%secondsPerDay
	if time <= 0 || day == l.day {
		return nil
	}
	for ended := l.day; ended != noDay && ended < day; ended += secondsPerDay {
		if err := l.closeDay(ended); err != nil {
			return err
		}
	}
	l.day = day
	return nil
}

// closeDay hands out the rows of a day, as of now.
func (l *Ledger) closeDay(day int64) error {
	if l.emit == nil {
		return nil
	}
	for _, a := range l.order {
		if !a.delegated.IsZero() && a.address != (common.Address{}) {
			row := DelegateDay{
				Day: day, Round: l.round.Round, Delegate: a.address, Delegated: a.delegated, DelegatorCount: a.delegators,
				IsActive: a.isActive(l.round.Round), InPool: a.inPool(),
			}
			if a.isRegistered() {
				row.OwnStake, _ = l.pending(a, l.round.Round)
			}
			if err := l.give(&row); err != nil {
				return err
			}
		}
		if a.bonded.IsZero() && a.fees.IsZero() {
			continue
		}
		position := l.position(a, l.round.Round)
		earned := l.earnedToDate(a, &position)
		err := l.give(&DelegatorDay{
			Day: day, Round: l.round.Round, Delegator: a.address, Position: position,
			RewardsToDate: earned.rewards, FeesToDate: earned.fees,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// finish hands out the open round and day, and what is there at the end.
func (l *Ledger) finish() error {
	if l.day != noDay {
		if err := l.closeDay(l.day); err != nil {
			return err
		}
	}
	if l.round.Round > 0 {
		if err := l.closeRound(false); err != nil {
			return err
		}
	}
	for _, a := range l.order {
		if err := l.finishAccount(a); err != nil {
			return err
		}
	}
	for _, p := range l.proposalOrder {
		if err := l.giveProposal(p); err != nil {
			return err
		}
	}
	return nil
}

// finishAccount hands out an account and its open locks.
func (l *Ledger) finishAccount(a *account) error {
	for _, id := range a.openLocks() {
		if err := l.giveLock(a, id, a.locks[id], lockOpen, At{}); err != nil {
			return err
		}
	}
	row := l.accountRow(a)
	return l.give(&row)
}

// accountRow gives an account as it is.
func (l *Ledger) accountRow(a *account) Account {
	row := Account{
		Account: a.address, Position: l.position(a, l.round.Round), Delegated: a.delegated, HasBonded: a.life.hasBonded, FirstBond: a.life.firstBond,
		BondedIn: a.life.bondedIn, TransferredIn: a.life.transferredIn, TransferredOut: a.life.transferredOut, Unbonded: a.life.unbonded,
		Rebonded: a.life.rebonded, Withdrawn: a.life.withdrawn, Rewards: a.life.rewards, Fees: a.life.fees, FeesOut: a.life.feesOut,
		Forfeited: a.life.forfeited, Status: statusBonded,
	}
	switch {
	case a.bonded.IsZero():
		row.Status = statusUnbonded
	case a.startRound > l.round.Round:
		row.Status = statusPending
	}
	if g := a.gateway; g != nil {
		row.Deposit, row.Reserve, row.WithdrawRound = g.deposit, g.reserve, g.withdrawRound
	}
	return row
}

// The states of an account, numbered as the contract does. (delegatorStatus)
const (
	statusPending uint64 = iota
	statusBonded
	statusUnbonded
)

// openLocks gives the ids of an account's locks, in order.
func (a *account) openLocks() []uint64 { return slices.Sorted(maps.Keys(a.locks)) }
