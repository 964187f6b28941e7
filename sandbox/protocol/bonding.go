package protocol

import (
	"maps"
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// neverDeactivated is the deactivation round of an orchestrator in the pool.
const neverDeactivated = math.MaxUint64

// BondingManager keeps the stakes, shares out rewards and fees, and chooses the active orchestrators.
// Its actions are in bonding_stake.go, bonding_reward.go, bonding_fees.go, bonding_claim.go and bonding_pool.go.
type BondingManager struct {
	c               *Contracts
	delegators      map[common.Address]*Delegator
	transcoders     map[common.Address]*Transcoder
	earnings        map[common.Address]*Earnings
	pool            sortedList
	unbondingPeriod uint64
	// total is the pool's stake at the start of the current round, nextTotal what it will be at the next one.
	total, nextTotal *big.Int
	rate, nextRate   *big.Int
	ceiling          *big.Int
}

// Delegator is what the BondingManager stores of an account. Amounts are as of LastClaimRound.
type Delegator struct {
	// Bonded is the account's own stake in LPT wei, Fees its unpaid fees in ETH wei.
	Bonded, Fees *big.Int
	// Delegate is zero while nothing is bonded.
	Delegate common.Address
	// Delegated is the LPT wei delegated to the account, its own included.
	Delegated *big.Int
	// StartRound is the round in which the stake became or becomes bonded.
	StartRound     uint64
	LastClaimRound uint64
	NextLock       uint64
	// Locks are what is being unbonded, by id.
	Locks map[uint64]Lock
}

// Lock is an amount that is being unbonded.
type Lock struct {
	Amount *big.Int
	// WithdrawRound is the first round in which it can be withdrawn.
	WithdrawRound uint64
}

// Transcoder is what the BondingManager stores of an orchestrator.
type Transcoder struct {
	LastRewardRound, LastFeeRound uint64
	// RewardCut is the part of rewards kept, FeeShare the part of fees given, in parts per million.
	RewardCut, FeeShare *big.Int
	// LastUpdateRound is the last round whose pool got a stake while in the pool.
	LastUpdateRound                    uint64
	ActivationRound, DeactivationRound uint64
	// ActiveCumulativeRewards is CumulativeRewards as of the last reward call; LPT wei.
	ActiveCumulativeRewards, CumulativeRewards *big.Int
	// CumulativeFees is in ETH wei.
	CumulativeFees *big.Int
	pools          map[uint64]*Pool
}

// Pool is an orchestrator's earnings in one round.
type Pool struct {
	// Stake is what the round's earnings are divided by, in LPT wei.
	Stake *big.Int
	// RewardCut and FeeShare are as of the round's first reward or fee; parts per million.
	RewardCut, FeeShare *big.Int
	// RewardFactor is what 1e27 staked from the start has grown to; 0 means that it wasn't written and reads as 1e27.
	RewardFactor *big.Int
	// FeeFactor is the ETH wei that 1e27 LPT wei staked from the start have earned.
	FeeFactor *big.Int
}

// delegator gives the stored account, making it on first use.
func (b *BondingManager) delegator(account common.Address) *Delegator {
	d := b.delegators[account]
	if d == nil {
		d = &Delegator{Bonded: zero, Fees: zero, Delegated: zero, Locks: map[uint64]Lock{}}
		b.delegators[account] = d
	}
	return d
}

// transcoder gives the stored orchestrator, making it on first use.
func (b *BondingManager) transcoder(account common.Address) *Transcoder {
	t := b.transcoders[account]
	if t == nil {
		t = &Transcoder{
			RewardCut: zero, FeeShare: zero, CumulativeFees: zero,
			ActiveCumulativeRewards: zero, CumulativeRewards: zero, pools: map[uint64]*Pool{},
		}
		b.transcoders[account] = t
	}
	return t
}

// pool gives the round's stored pool, making it on first use.
func (t *Transcoder) pool(round uint64) *Pool {
	p := t.pools[round]
	if p == nil {
		p = &Pool{Stake: zero, RewardCut: zero, FeeShare: zero, RewardFactor: zero, FeeFactor: zero}
		t.pools[round] = p
	}
	return p
}

// Delegator gives what is stored of an account.
func (b *BondingManager) Delegator(account common.Address) Delegator {
	d := *b.delegator(account)
	d.Locks = maps.Clone(d.Locks)
	return d
}

// Transcoder gives what is stored of an orchestrator, without its pools.
func (b *BondingManager) Transcoder(account common.Address) Transcoder {
	t := *b.transcoder(account)
	t.pools = nil
	return t
}

// Pool gives an orchestrator's pool of a round; all zero where nothing was written.
func (b *BondingManager) Pool(orchestrator common.Address, round uint64) Pool {
	if p := b.transcoder(orchestrator).pools[round]; p != nil {
		return *p
	}
	return Pool{Stake: zero, RewardCut: zero, FeeShare: zero, RewardFactor: zero, FeeFactor: zero}
}

// InPool lists the orchestrators of the pool from the greatest stake to the least: those active in the next round.
func (b *BondingManager) InPool() []common.Address { return b.pool.accounts() }

// PoolLimit gives the greatest number of orchestrators in the pool.
func (b *BondingManager) PoolLimit() uint64 { return uint64(b.pool.limit) }

// TotalStake gives the active orchestrators' LPT wei at the start of the current round.
func (b *BondingManager) TotalStake() *big.Int { return b.total }

// NextTotalStake gives what TotalStake will be in the next round as things stand.
func (b *BondingManager) NextTotalStake() *big.Int { return b.nextTotal }

// TreasuryRate gives the treasury's part of rewards, in parts per 1e27, in this round and from the next on.
func (b *BondingManager) TreasuryRate() (current, next *big.Int) { return b.rate, b.nextRate }

// TreasuryCeiling gives the LPT wei at which the treasury's part ends; 0 means never.
func (b *BondingManager) TreasuryCeiling() *big.Int { return b.ceiling }

// UnbondingPeriod gives how many rounds an amount that is unbonded stays locked.
func (b *BondingManager) UnbondingPeriod() uint64 { return b.unbondingPeriod }

// Registered tells whether an account delegates to itself, which makes it an orchestrator.
func (b *BondingManager) Registered(account common.Address) bool {
	d := b.delegator(account)
	return d.Delegate == account && !isZero(d.Bonded)
}

// Active tells whether an orchestrator is active in the current round.
func (b *BondingManager) Active(account common.Address) bool {
	t, round := b.transcoder(account), b.c.Rounds.Current()
	return t.ActivationRound <= round && round < t.DeactivationRound
}

// Status is where an account stands.
type Status int

// The stations of an account, numbered as the contract does.
const (
	// Pending has bonded, but its stake counts from a later round on.
	Pending Status = iota
	// Bonded has stake.
	Bonded
	// Unbonded has none.
	Unbonded
)

// Status gives where an account stands in the current round.
func (b *BondingManager) Status(account common.Address) Status {
	d := b.delegator(account)
	switch {
	case isZero(d.Bonded):
		return Unbonded
	case d.StartRound > b.c.Rounds.Current():
		return Pending
	default:
		return Bonded
	}
}

// startRound fixes the round's total stake and lets the treasury's new rate take effect.
func (b *BondingManager) startRound(round uint64) {
	b.total = b.nextTotal
	if b.rate.Cmp(b.nextRate) != 0 {
		b.rate = b.nextRate
		b.c.parameterUpdate(b.address(), "treasuryRewardCutRate")
	}
	b.c.Votes.checkpointTotal(round, b.total)
}

func (b *BondingManager) setUnbondingPeriod(rounds uint64) {
	b.unbondingPeriod = rounds
	b.c.parameterUpdate(b.address(), "unbondingPeriod")
}

// setPoolLimit changes the pool's greatest size; the contract lets it only grow.
func (b *BondingManager) setPoolLimit(limit uint64) {
	b.pool.limit = int(limit)
	b.c.parameterUpdate(b.address(), "numActiveTranscoders")
}

func (b *BondingManager) setTreasuryRate(rate *big.Int) {
	b.nextRate = rate
	b.c.parameterUpdate(b.address(), "nextRoundTreasuryRewardCutRate")
}

func (b *BondingManager) setTreasuryCeiling(ceiling *big.Int) {
	b.ceiling = ceiling
	b.c.parameterUpdate(b.address(), "treasuryBalanceCeiling")
}

// checkpoint tells BondingVotes of an account's state.
func (b *BondingManager) checkpoint(account common.Address) {
	d := b.delegator(account)
	b.c.Votes.checkpoint(account, checkpoint{
		round: b.c.Rounds.Current() + 1, bonded: d.Bonded, delegate: d.Delegate, delegated: d.Delegated,
		lastClaim: d.LastClaimRound, lastReward: b.transcoder(account).LastRewardRound,
	})
}

func (b *BondingManager) address() common.Address { return b.c.config.Addresses.BondingManager }
