package contracts

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// CurrentRound asks for the round that the block is in, initialised or not.
func (q *Inquiry) CurrentRound() *Number { return q.number("currentRound") }

// LastInitializedRound asks for the last round that was initialised.
func (q *Inquiry) LastInitializedRound() *Number { return q.number("lastInitializedRound") }

// TotalActiveStake asks for the active orchestrators' LPT at the start of the last initialised round.
func (q *Inquiry) TotalActiveStake() *Number { return q.number("currentRoundTotalActiveStake") }

// TreasuryRate asks for the treasury's part of rewards in parts per 1e27.
func (q *Inquiry) TreasuryRate() *Number { return q.number("treasuryRewardCutRate") }

// PoolSize asks for the number of orchestrators in the pool.
func (q *Inquiry) PoolSize() *Number { return q.number("getTranscoderPoolSize") }

// Inflation asks for the round's inflation in parts per billion.
func (q *Inquiry) Inflation() *Number { return q.number("inflation") }

// Mintable asks for the LPT that the round may mint.
func (q *Inquiry) Mintable() *Number { return q.number("currentMintableTokens") }

// Minted asks for the LPT that the round has minted.
func (q *Inquiry) Minted() *Number { return q.number("currentMintedTokens") }

// PendingStake asks for an account's stake with its pending rewards. The contract ignores which round is asked for: it
// always answers for the current one.
func (q *Inquiry) PendingStake(account common.Address) *Number {
	return q.number("pendingStake", account, new(big.Int))
}

// PendingFees asks for an account's fees with the pending ones, likewise for the current round.
func (q *Inquiry) PendingFees(account common.Address) *Number {
	return q.number("pendingFees", account, new(big.Int))
}

// Delegator asks for what is stored of an account.
func (q *Inquiry) Delegator(account common.Address) *Delegator {
	into := &Delegator{}
	q.add(into, "getDelegator", account)
	return into
}

// Transcoder asks for what is stored of an orchestrator.
func (q *Inquiry) Transcoder(account common.Address) *Transcoder {
	into := &Transcoder{}
	q.add(into, "getTranscoder", account)
	return into
}

// Pool asks for an orchestrator's earnings pool of a round.
func (q *Inquiry) Pool(orchestrator common.Address, round uint64) *Pool {
	into := &Pool{}
	q.add(into, "getTranscoderEarningsPoolForRound", orchestrator, new(big.Int).SetUint64(round))
	return into
}

// Sender asks for a gateway's funds.
func (q *Inquiry) Sender(gateway common.Address) *Sender {
	into := &Sender{}
	q.add(into, "getSenderInfo", gateway)
	return into
}

// Votes asks for an account's votes as things stand, which count from the next round on.
func (q *Inquiry) Votes(account common.Address) *Number { return q.number("getVotes", account) }

// PastVotes asks for an account's votes at the end of a round.
func (q *Inquiry) PastVotes(account common.Address, round uint64) *Number {
	return q.number("getPastVotes", account, new(big.Int).SetUint64(round))
}

// Tally asks for the votes counted on a treasury proposal.
func (q *Inquiry) Tally(proposal *big.Int) *Tally {
	into := &Tally{}
	q.add(into, "proposalVotes", proposal)
	return into
}
