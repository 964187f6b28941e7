package contracts

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Number is what a function that returns one number answered.
type Number struct{ Value *big.Int }

// Delegator is what BondingManager.getDelegator answered: an account as of its last claim.
type Delegator struct {
	// BondedAmount is its own stake in LPT, Fees its unpaid fees in ETH.
	BondedAmount, Fees *big.Int
	// DelegateAddress is zero while nothing is bonded.
	DelegateAddress common.Address
	// DelegatedAmount is the LPT delegated to it, its own included.
	DelegatedAmount            *big.Int
	StartRound, LastClaimRound *big.Int
	NextUnbondingLockID        *big.Int `abi:"nextUnbondingLockId"`
}

// Transcoder is what BondingManager.getTranscoder answered: an orchestrator's stored fields.
type Transcoder struct {
	LastRewardRound *big.Int
	// RewardCut is the part of rewards kept, FeeShare the part of fees given, in parts per million, as declared.
	RewardCut, FeeShare        *big.Int
	LastActiveStakeUpdateRound *big.Int
	// DeactivationRound is 2^256-1 while the orchestrator is in the pool.
	ActivationRound, DeactivationRound *big.Int
	// The first two are LPT, CumulativeFees is ETH.
	ActiveCumulativeRewards, CumulativeRewards, CumulativeFees *big.Int
	LastFeeRound                                               *big.Int
}

// Pool is what BondingManager.getTranscoderEarningsPoolForRound answered; all zero where nothing was written.
type Pool struct {
	// TotalStake is LPT.
	TotalStake *big.Int
	// TranscoderRewardCut and TranscoderFeeShare are in parts per million.
	TranscoderRewardCut, TranscoderFeeShare *big.Int
	// CumulativeRewardFactor and CumulativeFeeFactor are in parts per 1e27.
	CumulativeRewardFactor, CumulativeFeeFactor *big.Int
}

// Sender is what TicketBroker.getSenderInfo answered: a gateway's funds in ETH.
type Sender struct {
	Deposit *big.Int
	// WithdrawRound is the round from which on it can withdraw; 0 if it hasn't asked to.
	WithdrawRound *big.Int
	// FundsRemaining is its reserve, ClaimedInCurrentRound what was taken from it in the current round.
	FundsRemaining, ClaimedInCurrentRound *big.Int
}

// Tally is what LivepeerGovernor.proposalVotes answered: LPT of votes, net of overrides.
type Tally struct{ AgainstVotes, ForVotes, AbstainVotes *big.Int }
