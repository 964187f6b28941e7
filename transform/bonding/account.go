package bonding

import (
	"math"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// never is the deactivation round of an orchestrator in the pool.
const never = math.MaxUint64

// account is what the contracts store of an address, with its life's sums.
type account struct {
	address common.Address
	// bonded and fees are as of lastClaim; delegated is what is delegated to it.
	bonded, fees, delegated         uint256.Int
	delegate                        *account
	startRound, lastClaim, nextLock uint64
	locks                           map[uint64]*lock // the open ones
	orchestrator                    *orchestrator    // nil while nothing of one is stored
	gateway                         *gateway         // nil while it never was one
	delegators                      uint64           // with stake delegated to it

	// checkpoint is what BondingVotes has stated.
	checkpoint checkpoint
	isTouched  bool

	life life
	// atRound is what it had earned by the end of the round before.
	atRound earned
	// votesAtRound are its votes from the round before on.
	votesAtRound uint256.Int
}

// life are sums over an account's life, in wei.
type life struct {
	hasBonded, hasLeft                                          bool
	firstBond                                                   At
	bondedIn, transferredIn, transferredOut, unbonded, rebonded uint256.Int
	withdrawn, rewards, fees, feesOut, forfeited                uint256.Int
}

// earned is what an account has earned since the beginning, claimed or not.
type earned struct{ rewards, fees uint256.Int }

// lock is stake on its way out.
type lock struct {
	opened        At
	delegate      common.Address
	amount        uint256.Int
	withdrawRound uint64
}

// The states of a lock.
const (
	lockOpen        = "open"
	lockWithdrawn   = "withdrawn"
	lockRebonded    = "rebonded"
	lockTransferred = "transferred"
)

// orchestrator is what the BondingManager stores of a transcoder.
type orchestrator struct {
	lastReward, lastFee, lastUpdate uint64
	rewardCut, feeShare             uint64 // declared, parts per million
	activation, deactivation        uint64
	// activeRewards is cumulativeRewards as of before the last reward.
	activeRewards, cumulativeRewards, cumulativeFees uint256.Int
	first                                            uint64 // round of pools[0]
	pools                                            []*earningsPool
	inPool                                           bool

	// now is the present round's row in the making, early the claims of the round before its reward.
	now   OrchestratorRound
	early []earlyClaim
}

// earningsPool is what is stored of an orchestrator's round.
type earningsPool struct {
	stake                   uint256.Int
	rewardCut, feeShare     uint64
	rewardFactor, feeFactor uint256.Int
}

// find gives an address's account, nil if it has none yet.
func (l *Ledger) find(address common.Address) *account { return l.accounts[address] }

// account gives an address's account, and makes it if there is none.
func (l *Ledger) account(address common.Address) *account {
	a := l.accounts[address]
	if a == nil {
		a = &account{address: address}
		l.accounts[address] = a
		l.order = append(l.order, a)
	}
	return a
}

// transcoder gives an account's orchestrator, and makes it if there is none.
func (a *account) transcoder() *orchestrator {
	if a.orchestrator == nil {
		a.orchestrator = &orchestrator{}
	}
	return a.orchestrator
}

// isRegistered tells whether an account delegates to itself, which makes it an orchestrator.
func (a *account) isRegistered() bool { return a.delegate == a && !a.bonded.IsZero() }

// isActive tells whether an account is in a round's active set.
func (a *account) isActive(round uint64) bool {
	o := a.orchestrator
	return o != nil && o.activation <= round && round < o.deactivation
}

// inPool tells whether an account is among those that are active in the next round.
func (a *account) inPool() bool { return a.orchestrator != nil && a.orchestrator.inPool }

// delegateAddress gives the delegate's address, zero if there is none.
func (a *account) delegateAddress() common.Address {
	if a.delegate == nil {
		return common.Address{}
	}
	return a.delegate.address
}

// peek gives what is stored for a round; zeros where nothing is.
func (o *orchestrator) peek(round uint64) earningsPool {
	if o == nil || round < o.first || round-o.first >= uint64(len(o.pools)) || o.pools[round-o.first] == nil {
		return earningsPool{}
	}
	return *o.pools[round-o.first]
}

// pool gives what is stored for a round, to be changed.
func (o *orchestrator) pool(round uint64) *earningsPool {
	if len(o.pools) == 0 {
		o.first = round
	}
	if round < o.first {
		o.pools = append(make([]*earningsPool, o.first-round), o.pools...)
		o.first = round
	}
	for uint64(len(o.pools)) <= round-o.first {
		o.pools = append(o.pools, nil)
	}
	p := o.pools[round-o.first]
	if p == nil {
		p = &earningsPool{}
		o.pools[round-o.first] = p
	}
	return p
}

// endLock takes a lock away and hands out what became of it.
func (l *Ledger) endLock(a *account, id uint64, state string) error {
	k := a.locks[id]
	delete(a.locks, id)
	return l.giveLock(a, id, k, state, l.at())
}

// giveLock hands out a lock.
func (l *Ledger) giveLock(a *account, id uint64, k *lock, state string, ended At) error {
	return l.give(&Lock{
		Opened: k.opened, Delegator: a.address, Delegate: k.delegate, LockID: id, Amount: k.amount, WithdrawRound: k.withdrawRound,
		State: state, Ended: ended,
	})
}

// setLock gives an account its next lock.
func (a *account) setLock(id uint64, k *lock) {
	if a.locks == nil {
		a.locks = map[uint64]*lock{}
	}
	a.locks[id] = k
	a.nextLock++
}

// setDelegate gives stake that an account has to a delegate, nil for none.
func (a *account) setDelegate(to *account) {
	if a.delegate != nil {
		a.delegate.delegators--
	}
	a.delegate = to
	if to != nil {
		to.delegators++
	}
}
