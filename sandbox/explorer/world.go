package explorer

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// World is what the hosts tell of. It may be asked by many at once. What a method gives belongs to the caller, its amounts
// don't. Where a method takes no time it tells of the end of the world's history.
type World interface {
	// Orchestrators lists everyone who has ever been one, always in the same order.
	Orchestrators() []Orchestrator
	// Accounts lists everyone who has dealt with the protocol, orchestrators first.
	Accounts() []common.Address
	// Account gives what the contracts say of an account; zeros of one that nobody knows.
	Account(account common.Address) Account
	// Round gives the round that an instant is in.
	Round(at time.Time) Round
	// Votes gives an account's votes in LPT wei at the end of a round, and its delegate then, zero for none. A round
	// that isn't over is taken as it stands.
	Votes(account common.Address, round int64) (votes *big.Int, delegate common.Address)
	// Proposal finds a treasury proposal by its number; false if there was none at the instant.
	Proposal(id *big.Int, at time.Time) (Proposal, bool)
	// ProposalThreshold gives the votes in LPT wei that it takes to make a proposal.
	ProposalThreshold() *big.Int
	// Contract gives the address that the Controller has under a name, zero if it has none.
	Contract(name string) common.Address
	// Days lists the subgraph's days by date, as it had them at the instant. It fails where the subgraph doesn't answer.
	Days(ctx context.Context, at time.Time) ([]Day, error)
	// Indexed gives the last L2 block that the subgraph had indexed at the instant.
	Indexed(at time.Time) int64
}

// Orchestrator is what the contracts say of an orchestrator.
type Orchestrator struct {
	Address    common.Address
	ServiceURI string
	// RewardCut and FeeShare are parts per million.
	RewardCut, FeeShare int64
	// LastRewardRound and ActivationRound are 0 for never.
	LastRewardRound, ActivationRound int64
	// DeactivationRound is 2^256-1 for an orchestrator in the pool.
	DeactivationRound *big.Int
	// Delegated is what is delegated to it in LPT wei, its own stake included.
	Delegated *big.Int
	// Active tells whether it is in the current round's set, Registered whether it delegates to itself.
	Active, Registered bool
}

// Account is what the contracts say of an account. Amounts are in wei.
type Account struct {
	// Bonded is its stake as of its last claim, PendingStake and PendingFees what it has with everything unclaimed.
	Bonded, PendingStake, PendingFees *big.Int
	// Balance is its LPT, Allowance what the BondingManager may take of it.
	Balance, Allowance *big.Int
	// Delegate is zero if it has none.
	Delegate common.Address
	// HasCheckpoint tells whether BondingVotes knows it.
	HasCheckpoint bool
}

// Round is a round as of an instant.
type Round struct {
	Number int64
	// StartL1Block is its first L1 block, Length its length in L1 blocks.
	StartL1Block, Length int64
	// L1Block and L2Block are the newest blocks.
	L1Block, L2Block int64
	// Initialized tells whether it was initialised, Locked whether cuts can't change any more.
	Initialized, Locked bool
}

// Proposal is a treasury proposal as of an instant.
type Proposal struct {
	// Snapshot is the round whose votes count.
	Snapshot int64
	// State is Pending, Active, Defeated, Succeeded, Queued or Executed.
	State string
	// Against, For and Abstain are the Governor's tallies; Supply is all votes, Quorum what is needed of them. LPT wei.
	Against, For, Abstain, Supply, Quorum *big.Int
	// Quota is what is needed of for + against, in parts per million.
	Quota int64
	// HasVoted tells who has voted.
	HasVoted func(account common.Address) bool
}

// Day is the subgraph's entity of a UTC day.
type Day struct {
	// Date is the day's begin in Unix seconds.
	Date int64
	// VolumeETH and VolumeUSD are the face values redeemed, TotalSupply is in LPT.
	VolumeETH, VolumeUSD, TotalSupply float64
	// ParticipationRate is a fraction, Inflation is in parts per billion.
	ParticipationRate, Inflation float64
	// ActiveTranscoders is 0 on a day on which no round began.
	ActiveTranscoders, Delegators float64
}
