package pipeline

import (
	"context"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/contracts"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// comparison compares the ledger with the contracts: each kind collects questions, and what is to be done with the answers.
type comparison struct {
	ledger *ledgerRows
	reader *contracts.Reader
	asked  *contracts.Inquiry
	// then are run once all is answered.
	then  []func()
	found Verification
}

// run reads, asks and compares.
func (c *comparison) run(ctx context.Context) error {
	for _, kind := range []struct {
		name     string
		contract string
		rows     func(context.Context) ([]ledgerRow, error)
		ask      func(v *verified, row ledgerRow)
	}{
		{"protocol", livepeer.BondingManager, c.ledger.protocol, c.protocol},
		{"account", livepeer.BondingManager, c.ledger.accounts, c.account},
		{"orchestrator", livepeer.BondingManager, c.ledger.orchestrators, c.orchestrator},
		{"pool", livepeer.BondingManager, c.ledger.pools, c.pool},
		{"gateway", livepeer.TicketBroker, c.ledger.gateways, c.gateway},
		{"proposal", livepeer.LivepeerGovernor, c.ledger.proposals, c.proposal},
		{"voter", livepeer.BondingVotes, c.ledger.voters, c.voter},
	} {
		if !c.reader.Has(kind.contract) {
			continue
		}
		rows, err := kind.rows(ctx)
		if err != nil {
			return err
		}
		v := &verified{VerifiedKind: VerifiedKind{Kind: kind.name, Subjects: len(rows)}, found: &c.found}
		for _, row := range rows {
			kind.ask(v, row)
		}
		c.then = append(c.then, func() { c.found.Kinds = append(c.found.Kinds, v.VerifiedKind) })
	}
	round := c.asked.CurrentRound()
	if err := c.asked.Do(ctx); err != nil {
		return err
	}
	c.found.CurrentRound, c.found.Differences = round.Value.Uint64(), []Difference{}
	for _, compare := range c.then {
		compare()
	}
	return nil
}

// later has values compared once they are answered.
func (c *comparison) later(compare func()) { c.then = append(c.then, compare) }

// verified counts and compares the values of one kind.
type verified struct {
	VerifiedKind
	found *Verification
}

// number compares a number.
func (v *verified) number(subject, field string, ledger, contract *big.Int) {
	v.count()
	if ledger.Cmp(contract) != 0 {
		v.found.Differences = append(v.found.Differences, Difference{
			v.Kind, subject, field, ledger.String(), contract.String(), new(big.Int).Sub(ledger, contract).String(),
		})
	}
}

// address compares an address.
func (v *verified) address(subject, field string, ledger, contract common.Address) {
	v.count()
	if ledger != contract {
		v.found.Differences = append(v.found.Differences, Difference{v.Kind, subject, field, lowerHex(ledger), lowerHex(contract), ""})
	}
}

func (v *verified) count() {
	v.Values++
	v.found.Values++
}

func lowerHex(a common.Address) string { return strings.ToLower(a.Hex()) }

func (c *comparison) protocol(v *verified, row ledgerRow) {
	round, stake, pool, rate := c.asked.LastInitializedRound(), c.asked.TotalActiveStake(), c.asked.PoolSize(), c.asked.TreasuryRate()
	subject := "round " + row["round"].Text
	c.later(func() {
		v.number(subject, "lastInitializedRound", row.number("round"), round.Value)
		v.number(subject, "currentRoundTotalActiveStake", row.number("total_stake_wei"), stake.Value)
		v.number(subject, "getTranscoderPoolSize", row.number("pool_count"), pool.Value)
		if !row["treasury_rate_p27"].Null {
			v.number(subject, "treasuryRewardCutRate", row.number("treasury_rate_p27"), rate.Value)
		}
	})
	if !c.reader.Has(livepeer.Minter) {
		return
	}
	inflation, mintable, minted := c.asked.Inflation(), c.asked.Mintable(), c.asked.Minted()
	c.later(func() {
		v.number(subject, "inflation", row.number("inflation_ppb"), inflation.Value)
		v.number(subject, "currentMintableTokens", row.number("mintable_wei"), mintable.Value)
		v.number(subject, "currentMintedTokens", row.number("minted_wei"), minted.Value)
	})
}

func (c *comparison) account(v *verified, row ledgerRow) {
	account := row.address("account")
	stored, stake, fees := c.asked.Delegator(account), c.asked.PendingStake(account), c.asked.PendingFees(account)
	subject := lowerHex(account)
	c.later(func() {
		v.number(subject, "pendingStake", row.number("stake_wei"), stake.Value)
		v.number(subject, "pendingFees", row.number("fees_wei"), fees.Value)
		v.number(subject, "bondedAmount", row.number("bonded_wei"), stored.BondedAmount)
		v.number(subject, "fees", row.number("stored_fees_wei"), stored.Fees)
		v.address(subject, "delegateAddress", row.address("delegate"), stored.DelegateAddress)
		v.number(subject, "delegatedAmount", row.number("delegated_wei"), stored.DelegatedAmount)
		v.number(subject, "startRound", row.number("start_round"), stored.StartRound)
		v.number(subject, "lastClaimRound", row.number("last_claim_round"), stored.LastClaimRound)
		v.number(subject, "nextUnbondingLockId", row.number("next_lock_id"), stored.NextUnbondingLockID)
	})
	if !c.reader.Has(livepeer.BondingVotes) {
		return
	}
	votes := c.asked.Votes(account)
	c.later(func() { v.number(subject, "getVotes", row.number("votes_wei"), votes.Value) })
}

func (c *comparison) orchestrator(v *verified, row ledgerRow) {
	account := row.address("orchestrator")
	stored := c.asked.Transcoder(account)
	subject := lowerHex(account)
	c.later(func() {
		v.number(subject, "lastRewardRound", row.number("last_reward_round"), stored.LastRewardRound)
		v.number(subject, "rewardCut", row.number("declared_reward_cut_ppm"), stored.RewardCut)
		v.number(subject, "feeShare", row.number("declared_fee_share_ppm"), stored.FeeShare)
		v.number(subject, "lastActiveStakeUpdateRound", row.number("last_update_round"), stored.LastActiveStakeUpdateRound)
		v.number(subject, "activationRound", row.number("activation_round"), stored.ActivationRound)
		v.number(subject, "deactivationRound", row.numberOr("deactivation_round", never()), stored.DeactivationRound)
		v.number(subject, "activeCumulativeRewards", row.number("active_cumulative_rewards_wei"), stored.ActiveCumulativeRewards)
		v.number(subject, "cumulativeRewards", row.number("cumulative_rewards_wei"), stored.CumulativeRewards)
		v.number(subject, "cumulativeFees", row.number("cumulative_fees_wei"), stored.CumulativeFees)
		v.number(subject, "lastFeeRound", row.number("last_fee_round"), stored.LastFeeRound)
	})
}

// never is the deactivation round of an orchestrator in the pool: 2^256-1.
func never() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), 256)
	return n.Sub(n, big.NewInt(1))
}

func (c *comparison) pool(v *verified, row ledgerRow) {
	account, round := row.address("orchestrator"), row.number("round")
	stored := c.asked.Pool(account, round.Uint64())
	subject := lowerHex(account) + " in round " + round.String()
	c.later(func() {
		v.number(subject, "totalStake", row.number("pool_stake_wei"), stored.TotalStake)
		v.number(subject, "transcoderRewardCut", row.number("pool_reward_cut_ppm"), stored.TranscoderRewardCut)
		v.number(subject, "transcoderFeeShare", row.number("pool_fee_share_ppm"), stored.TranscoderFeeShare)
		v.number(subject, "cumulativeRewardFactor", row.number("reward_factor_p27"), stored.CumulativeRewardFactor)
		v.number(subject, "cumulativeFeeFactor", row.number("fee_factor_p27"), stored.CumulativeFeeFactor)
	})
}

func (c *comparison) gateway(v *verified, row ledgerRow) {
	gateway := row.address("gateway")
	stored := c.asked.Sender(gateway)
	subject := lowerHex(gateway)
	c.later(func() {
		v.number(subject, "deposit", row.number("deposit_wei"), stored.Deposit)
		v.number(subject, "fundsRemaining", row.number("reserve_wei"), stored.FundsRemaining)
		v.number(subject, "withdrawRound", row.number("withdraw_round"), stored.WithdrawRound)
	})
}

func (c *comparison) proposal(v *verified, row ledgerRow) {
	id := row.number("proposal_id")
	stored := c.asked.Tally(id)
	c.later(func() {
		v.number(id.String(), "againstVotes", row.number("against_wei"), stored.AgainstVotes)
		v.number(id.String(), "forVotes", row.number("for_wei"), stored.ForVotes)
		v.number(id.String(), "abstainVotes", row.number("abstain_wei"), stored.AbstainVotes)
	})
}

func (c *comparison) voter(v *verified, row ledgerRow) {
	account := row.address("account")
	votes := c.asked.PastVotes(account, row.number("snapshot_round").Uint64())
	subject := lowerHex(account) + " in proposal " + row["proposal_id"].Text
	c.later(func() { v.number(subject, "getPastVotes", row.number("gross_wei"), votes.Value) })
}
