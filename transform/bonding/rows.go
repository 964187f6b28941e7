package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Row is what a ledger gives out while it replays: a pointer to one of the row types of this file. It is valid during the
// call only. LPT and ETH amounts are in wei, factors in parts per 1e27, times in Unix seconds; an address that there isn't
// is zero.
type Row any

// At is the log that a row comes from.
type At struct {
	Block, Index uint64
	Hash         common.Hash
	Time         int64
	// Round is the last round initialised before the log.
	Round uint64
}

// Round is a round that has ended, or the open one where the history ends. Balances are those at its end, before the next
// round's initialisation.
type Round struct {
	Round uint64
	// At is the log of its NewRound.
	At At
	// IsClosed is false for the last one.
	IsClosed bool
	// TotalStake is the active orchestrators' LPT at its start, Mintable what it may mint, Minted what was.
	TotalStake, Mintable, Minted uint256.Int
	// Inflation is in parts per billion per round.
	Inflation uint64
	// TreasuryRate is the treasury's part of rewards in parts per 1e27; HasTreasuryRate is false while it isn't known.
	TreasuryRate    uint256.Int
	HasTreasuryRate bool
	// PoolCount is how many orchestrators are in the pool.
	PoolCount uint64
	// MinterLPT and TreasuryLPT are balances by the token's transfers, Supply what was minted on this chain minus what was burned.
	MinterLPT, TreasuryLPT, Supply uint256.Int
	// Delegated is the LPT delegated to all delegates. It is Bonded + PendingRewards + Dust: own stakes as of each account's
	// last claim, what they have earned since, and what nobody can claim. Forfeited is the part of Dust that was given up by
	// claims before the round's reward; the rest is what Dust itself is given of later rewards, which are shared by all that is
	// delegated, and what floors leave.
	Delegated, Bonded, PendingRewards, Dust, Forfeited uint256.Int
	// DustIsOwed and FeeDustIsOwed say that more can be claimed than is there instead. An orchestrator outside the pool shares fees out
	// by the last stake that it had inside; if more is delegated to it by now, that is more than it was paid.
	DustIsOwed, FeeDustIsOwed bool
	// Locked is the LPT being unbonded or waiting to be withdrawn. MinterLPT is Delegated + Locked + Unexplained, where
	// Unexplained came without a stake action (IsDeficit if it is missing instead).
	Locked, Unexplained uint256.Int
	IsDeficit           bool
	// Deposits and Reserves are the gateways' ETH. Fees are the ETH that accounts can withdraw, claimed or not; FeeDust is
	// ETH paid to orchestrators that nobody can claim.
	Deposits, Reserves, Fees, FeeDust uint256.Int
}

// OrchestratorRound is a delegate in a round: every account that anything is delegated to, that is active, or that is paid. The stored
// fields are the contract's at the round's end.
type OrchestratorRound struct {
	Round        uint64
	IsClosed     bool
	Orchestrator common.Address
	// IsActive says that it was in the round's active set, IsRegistered that it delegates to itself, InPool that it is among those
	// of the next round, the latter two at the end.
	IsActive, IsRegistered, InPool bool
	// Stake is what the round's earnings are divided by: its stake at the round's start, or the last one it had in the pool. It is read as the contract
	// would on a reward call at the round's end.
	Stake uint256.Int
	// OwnStake is its own stake at the round's start, what it had earned and not claimed included.
	OwnStake uint256.Int
	// RewardCut and FeeShare are parts per million: those of the round's pool once reward or a fee has fixed them, else those
	// declared.
	RewardCut, FeeShare uint64
	// IsRewarded says that Reward came. Gross = Treasury + Net; Net = Commission + OwnRewards + DelegatorRewards.
	IsRewarded                                                     bool
	RewardAt                                                       At
	Gross, Treasury, Net, Commission, OwnRewards, DelegatorRewards uint256.Int
	// IsMissed says that it was active, that no Reward came, and that the round is closed. The parts are those that a call at
	// the round's end would have given.
	IsMissed                                                                   bool
	MissedGross, MissedTreasury, MissedCommission, MissedOwn, MissedDelegators uint256.Int
	// Fees = FeeCommission + OwnFees + DelegatorFees is the ETH that tickets paid.
	Fees, FeeCommission, OwnFees, DelegatorFees uint256.Int
	// TicketCount counts redeemed tickets, those that paid nothing included.
	TicketCount uint64
	// PoolStake, PoolRewardCut, PoolFeeShare, RewardFactor and FeeFactor are stored for the round; 0 where nothing was written.
	PoolStake                   uint256.Int
	PoolRewardCut, PoolFeeShare uint64
	RewardFactor, FeeFactor     uint256.Int
	// Delegated is the LPT delegated to it at the end, StartDelegated at the start.
	StartDelegated, Delegated uint256.Int
	// DelegatorCount counts accounts with stake delegated to it, itself included.
	DelegatorCount uint64
	// The rest is stored.
	LastRewardRound, LastFeeRound, LastUpdateRound, ActivationRound, DeactivationRound uint64 // DeactivationRound is 2^64-1 while in the pool
	DeclaredRewardCut, DeclaredFeeShare                                                uint64
	ActiveCumulativeRewards, CumulativeRewards, CumulativeFees                         uint256.Int
}

// DelegatorRound is an account at the end of a round in which it had stake or fees, or earned anything.
type DelegatorRound struct {
	Round     uint64
	IsClosed  bool
	Delegator common.Address
	Position  Position
	// Rewards and Fees were earned in the round: what the position grew by without the account's doing.
	Rewards, Fees uint256.Int
}

// DelegatorDay is an account at the end of a UTC day on which it has stake or fees. The last day is as of the last log.
type DelegatorDay struct {
	// Day is the day's first second.
	Day       int64
	Round     uint64
	Delegator common.Address
	Position  Position
	// RewardsToDate and FeesToDate were earned since the beginning, claimed or not.
	RewardsToDate, FeesToDate uint256.Int
}

// DelegateDay is a delegate at the end of a UTC day on which anything is delegated to it.
type DelegateDay struct {
	Day            int64
	Round          uint64
	Delegate       common.Address
	Delegated      uint256.Int
	OwnStake       uint256.Int
	DelegatorCount uint64
	// IsActive is of the round in which the day ends.
	IsActive, InPool bool
}

// Position is what an account has. Stake and Fees are what pendingStake and pendingFees answer.
type Position struct {
	// Bonded and StoredFees are as of the last claim.
	Bonded, StoredFees uint256.Int
	// Stake = Bonded + pending rewards, Fees = StoredFees + pending fees.
	Stake, Fees                            uint256.Int
	Delegate                               common.Address
	StartRound, LastClaimRound, NextLockID uint64
	// Votes are what BondingVotes gives it from the next round on.
	Votes uint256.Int
}

// StakeChange is one log that changed what the contracts store of an account, with the state after it.
type StakeChange struct {
	At At
	// Kind is bond, unbond, rebond, transfer_out, transfer_in, claim, withdraw_fees or withdraw_stake. A transfer is an unbond
	// and a rebond on the chain; here it is transfer_out at its Unbond and transfer_in at its Rebond.
	Kind      string
	Delegator common.Address
	// OldDelegate and Delegate are those before and after. Counterparty is the other side of a transfer, or the recipient of fees.
	OldDelegate, Delegate, Counterparty common.Address
	// Inflow is LPT added by the account (IsOutflow: taken away), Moved what left OldDelegate for Delegate.
	Inflow    uint256.Int
	IsOutflow bool
	Moved     uint256.Int
	// Rewards and Fees were claimed; FeesOut was withdrawn.
	Rewards, Fees, FeesOut uint256.Int
	// LockID and WithdrawRound are of the lock concerned; HasLock says whether there is one.
	HasLock               bool
	LockID, WithdrawRound uint64
	// IsFirstBond says that the account has never had stake before, IsReturn that it had and lost all of it.
	IsFirstBond, IsReturn bool
	// Position is the account's after the log.
	Position Position
	// OldDelegateStake and DelegateStake are delegated to the two after the log.
	OldDelegateStake, DelegateStake uint256.Int
}

// Forfeit is a reward that an account gave up by a claim in a round before its orchestrator's reward call.
type Forfeit struct {
	// At is the log of the Reward, Claim that of the EarningsClaimed.
	At, Claim           At
	Delegate, Delegator common.Address
	Amount              uint256.Int
}

// Fee is what a redeemed ticket paid, one row per WinningTicketTransfer.
type Fee struct {
	At                    At
	Orchestrator, Gateway common.Address
	// Paid = Commission + Own + Delegators. FromReserve is the part of Paid that the reserve gave.
	Face, Paid, FromReserve, Commission, Own, Delegators uint256.Int
	IsActive                                             bool
}

// GatewayBalance is a gateway's deposit and reserve after a log that changed them or its withdrawal.
type GatewayBalance struct {
	At      At
	Gateway common.Address
	// Kind is deposit, reserve, ticket, withdrawal, unlock or cancel_unlock.
	Kind             string
	Deposit, Reserve uint256.Int
	// WithdrawRound is the first round in which it can withdraw; 0 if it hasn't asked to.
	WithdrawRound uint64
}

// Lock is an amount that was unbonded, and what became of it. One row per lock, once it has ended, or at the end.
type Lock struct {
	Opened        At
	Delegator     common.Address
	Delegate      common.Address // it was taken from
	LockID        uint64
	Amount        uint256.Int
	WithdrawRound uint64
	// State is open, withdrawn, rebonded or transferred; Ended is the log that ended it.
	State string
	Ended At
}

// VotingPower is an account's weight in a proposal: one row per account that has any, or has voted.
type VotingPower struct {
	// ProposalID is a 256-bit number.
	ProposalID uint256.Int
	Account    common.Address
	// Delegate is its delegate at the snapshot.
	Delegate common.Address
	// Gross is what BondingVotes gives at the snapshot; Effective is Gross without what its delegators voted on their own.
	Gross, Effective uint256.Int
	HasVoted         bool
	Vote             At
	Support          uint64 // 0 against, 1 for, 2 abstain
	// IsOverride says that a delegator voted for itself beside its orchestrator.
	IsOverride bool
}

// Proposal is a treasury proposal with the tally of its effective weights.
type Proposal struct {
	At                            At
	ProposalID                    uint256.Int
	Proposer                      common.Address
	SnapshotRound, DeadlineRound  uint64
	IsCounted                     bool // the snapshot has passed
	For, Against, Abstain, Supply uint256.Int
}

// Account is an account at the end, with its life's sums.
type Account struct {
	Account  common.Address
	Position Position
	// Delegated is the LPT delegated to it.
	Delegated uint256.Int
	// Status is the contract's: 0 pending, 1 bonded, 2 unbonded.
	Status uint64
	// FirstBond is the log of its first stake; HasBonded is false if it never had any.
	HasBonded bool
	FirstBond At
	// BondedIn, TransferredIn and Rebonded were added to its stake, Unbonded and TransferredOut taken off it, Withdrawn paid
	// out. Rewards and Fees were claimed, FeesOut withdrawn. Forfeited was given up.
	BondedIn, TransferredIn, TransferredOut, Unbonded, Rebonded, Withdrawn, Rewards, Fees, FeesOut, Forfeited uint256.Int
	// Deposit and Reserve are its gateway's balances.
	Deposit, Reserve uint256.Int
	WithdrawRound    uint64
}

// Parameter is a value that a parameter took.
type Parameter struct {
	At             At
	Contract, Name string
	// Value is the new value; HasValue is false where no log tells it.
	Value    uint256.Int
	HasValue bool
	// Origin is governor, reward (the treasury's ceiling was reached) or unknown.
	Origin string
}
