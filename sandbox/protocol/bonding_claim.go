package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// factors are an orchestrator's cumulative factors as of a round.
type factors struct{ reward, fee *big.Int }

// factors reads a round's factors as they are stored.
func (t *Transcoder) factors(round uint64) factors {
	if p := t.pools[round]; p != nil {
		return factors{p.RewardFactor, p.FeeFactor}
	}
	return factors{zero, zero}
}

// latestFactors reads a round's factors, or those of the last reward and fee before it. (latestCumulativeFactorsPool)
func (t *Transcoder) latestFactors(round uint64) factors {
	f := t.factors(round)
	if isZero(f.reward) && t.LastRewardRound < round {
		f.reward = t.factors(t.LastRewardRound).reward
	}
	if isZero(f.fee) && t.LastFeeRound < round {
		f.fee = t.factors(t.LastFeeRound).fee
	}
	return f
}

// or1 reads a reward factor: one that was never written is 1e27.
func or1(factor *big.Int) *big.Int {
	if isZero(factor) {
		return per27
	}
	return factor
}

// grown gives what a stake grew to between two factors. (delegatorCumulativeStake)
func grown(stake *big.Int, start, end factors) *big.Int {
	return of27(stake, or1(end.reward), or1(start.reward))
}

// earned gives the fees of a stake between two factors. (delegatorCumulativeFees)
func earned(stake *big.Int, start, end factors) *big.Int {
	return of27(stake, minus(end.fee, start.fee), or1(start.reward))
}

// Pending gives an account's stake (LPT wei) and fees (ETH wei) with everything earned and not yet claimed.
func (b *BondingManager) Pending(account common.Address) (stake, fees *big.Int) {
	d := b.delegator(account)
	round := b.c.Rounds.Current()
	t := b.transcoder(d.Delegate)
	stake, fees = d.Bonded, d.Fees
	if d.LastClaimRound < round {
		start, end := t.factors(d.LastClaimRound), t.latestFactors(round)
		fees = plus(fees, earned(stake, start, end))
		stake = grown(stake, start, end)
	}
	if d.Delegate == account {
		stake, fees = plus(stake, t.CumulativeRewards), plus(fees, t.CumulativeFees)
	}
	return stake, fees
}

// afterClaim gives what an account's stake and fees are once it has claimed.
func (b *BondingManager) afterClaim(account common.Address) (stake, fees *big.Int) {
	d := b.delegator(account)
	if d.LastClaimRound == b.c.Rounds.Current() || d.Delegate == (common.Address{}) {
		return d.Bonded, d.Fees
	}
	return b.Pending(account)
}

// claim writes the account's pending stake and fees into it, once a round, and logs EarningsClaimed. The factors of
// the round become the start of the next claim, so an orchestrator that hasn't rewarded yet gets the old ones
// written for the round; its reward call will overwrite them, and the claimer forfeits that reward.
func (b *BondingManager) claim(account common.Address) {
	d := b.delegator(account)
	round := b.c.Rounds.Current()
	if d.LastClaimRound >= round {
		return
	}
	stake, fees := b.afterClaim(account)
	if d.Delegate != (common.Address{}) {
		b.ensureFactors(d.Delegate, round)
	}
	if d.Delegate == account {
		t := b.transcoder(account)
		t.CumulativeRewards, t.CumulativeFees = zero, zero
	}
	b.c.emit(b.address(), eventEarningsClaimed, ix(address(d.Delegate), address(account)),
		amount(minus(stake, d.Bonded)), amount(minus(fees, d.Fees)), count(d.LastClaimRound+1), count(round))
	d.LastClaimRound, d.Bonded, d.Fees = round, stake, fees
}

// ensureFactors writes the last factors for a round that has none. (ensureInitializedCumulativeFactorsPool)
func (b *BondingManager) ensureFactors(orchestrator common.Address, round uint64) {
	t := b.transcoder(orchestrator)
	p := t.pool(round)
	if isZero(p.RewardFactor) && t.LastRewardRound < round {
		p.RewardFactor = t.factors(t.LastRewardRound).reward
	}
	if isZero(p.FeeFactor) && t.LastFeeRound < round {
		p.FeeFactor = t.factors(t.LastFeeRound).fee
	}
}

// authorizeClaim refuses that a third party makes an account claim before its orchestrator has rewarded.
func (b *BondingManager) authorizeClaim(caller, account common.Address) error {
	if caller == account || b.Status(account) == Unbonded {
		return nil
	}
	d := b.delegator(account)
	round := b.c.Rounds.Current()
	if b.Active(d.Delegate) && b.transcoder(d.Delegate).LastRewardRound != round && d.LastClaimRound != round {
		return revert("ILLEGAL_CLAIM_EARNINGS")
	}
	return nil
}

// ClaimEarnings claims and does nothing else.
func (b *BondingManager) ClaimEarnings(caller common.Address) error {
	if !b.c.Rounds.Initialized() {
		return errNotInitialized
	}
	b.claim(caller)
	b.checkpoint(caller)
	return nil
}

// WithdrawFees claims and pays part of the caller's fees (ETH wei) to the recipient.
func (b *BondingManager) WithdrawFees(caller, recipient common.Address, wei *big.Int) error {
	if !b.c.Rounds.Initialized() {
		return errNotInitialized
	}
	if recipient == (common.Address{}) {
		return revert("invalid recipient")
	}
	if _, fees := b.afterClaim(caller); less(fees, wei) {
		return revert("insufficient fees to withdraw")
	}
	if err := b.c.Minter.checkETH(wei); err != nil {
		return err
	}
	b.claim(caller)
	d := b.delegator(caller)
	d.Fees = minus(d.Fees, wei)
	b.c.Minter.withdrawETH(wei)
	b.c.emit(b.address(), eventWithdrawFees, ix(address(caller)), address(recipient), amount(wei))
	b.checkpoint(caller)
	return nil
}
