package bonding

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// factors are an orchestrator's cumulative factors as of a round: 0 where they were never written.
type factors struct{ reward, fee uint256.Int }

// stored gives a round's factors as they are stored.
func (o *orchestrator) stored(round uint64) factors {
	p := o.peek(round)
	return factors{p.rewardFactor, p.feeFactor}
}

// latest gives a round's factors, or those of the last reward and fee before it. (latestCumulativeFactorsPool)
func (o *orchestrator) latest(round uint64) factors {
	if o == nil {
		return factors{}
	}
	f := o.stored(round)
	if f.reward.IsZero() && o.lastReward < round {
		f.reward = o.stored(o.lastReward).reward
	}
	if f.fee.IsZero() && o.lastFee < round {
		f.fee = o.stored(o.lastFee).fee
	}
	return f
}

// or1 reads a reward factor: one that was never written is 1e27.
func (m *arithmetic) or1(factor uint256.Int) uint256.Int {
	if factor.IsZero() {
		return m.per27
	}
	return factor
}

// grown gives what a stake becomes between two factors. (delegatorCumulativeStake)
func (m *arithmetic) grown(stake *uint256.Int, start, end factors) uint256.Int {
	from, to := m.or1(start.reward), m.or1(end.reward)
	if from.Eq(&to) {
		return *stake
	}
	return m.share27(stake, &to, &from)
}

// earnedFees gives the fees of a stake between two factors. (delegatorCumulativeFees)
func (m *arithmetic) earnedFees(stake *uint256.Int, start, end factors) uint256.Int {
	if start.fee.Eq(&end.fee) {
		return uint256.Int{}
	}
	from, difference := m.or1(start.reward), m.sub(&end.fee, &start.fee)
	return m.share27(stake, &difference, &from)
}

// pending gives an account's stake and fees with what it has earned and not claimed, in a round not before its last claim.
// (pendingStakeAndFees)
func (l *Ledger) pending(a *account, round uint64) (stake, fees uint256.Int) {
	stake, fees = a.bonded, a.fees
	if a.delegate == nil {
		return stake, fees
	}
	o := a.delegate.orchestrator
	if o == nil {
		return stake, fees
	}
	if a.lastClaim < round && !a.bonded.IsZero() {
		start, end := o.stored(a.lastClaim), o.latest(round)
		stake = l.grown(&a.bonded, start, end)
		more := l.earnedFees(&a.bonded, start, end)
		fees = l.add(&fees, &more)
	}
	if a.delegate == a {
		stake, fees = l.add(&stake, &o.cumulativeRewards), l.add(&fees, &o.cumulativeFees)
	}
	return stake, fees
}

// earnedToDate gives what an account with this position has earned since the beginning.
func (l *Ledger) earnedToDate(a *account, p *Position) earned {
	more, moreFees := less0(&p.Stake, &p.Bonded), less0(&p.Fees, &p.StoredFees)
	return earned{l.add(&a.life.rewards, &more), l.add(&a.life.fees, &moreFees)}
}

// earlyClaim is a claim of a round before its orchestrator's reward call: the stake gets nothing of that reward.
type earlyClaim struct {
	account *account
	at      At
	stake   uint256.Int
}

// claim applies EarningsClaimed: the account's pending stake and fees are written into it. The factors of the round become
// the start of its next claim; an orchestrator that hasn't rewarded yet gets the former ones written for the round, which
// its reward call will overwrite. (updateDelegatorWithEarnings)
func (l *Ledger) claim() error {
	a := l.account(l.topicAddress(2))
	round := l.round.Round
	rewards, err := l.amount(0)
	if err != nil {
		return err
	}
	fees, err := l.amount(1)
	if err != nil {
		return err
	}
	if err := l.begins(); err != nil {
		return err
	}
	if err := l.checkClaim(a); err != nil {
		return err
	}
	stake, allFees := a.bonded, a.fees
	if a.delegate != nil {
		stake, allFees = l.pending(a, round)
	}
	wantRewards, wantFees := l.sub(&stake, &a.bonded), l.sub(&allFees, &a.fees)
	if err := l.sameAmount(a, "the claimed LPT wei", &wantRewards, &rewards); err != nil {
		return err
	}
	if err := l.sameAmount(a, "the claimed ETH wei", &wantFees, &fees); err != nil {
		return err
	}
	if a.delegate != nil {
		l.ensureFactors(a.delegate.orchestrator)
		if o := a.delegate.orchestrator; o != nil && a.delegate.isActive(round) && o.lastReward != round && !stake.IsZero() {
			o.early = append(o.early, earlyClaim{account: a, at: l.at(), stake: stake})
		}
	}
	if a.delegate == a {
		o := a.transcoder()
		o.cumulativeRewards.Clear()
		o.cumulativeFees.Clear()
	}
	a.bonded, a.fees, a.lastClaim = stake, allFees, round
	l.balances.bonded = l.add(&l.balances.bonded, &rewards)
	l.balances.rewardsClaimed = l.add(&l.balances.rewardsClaimed, &rewards)
	a.life.rewards, a.life.fees = l.add(&a.life.rewards, &rewards), l.add(&a.life.fees, &fees)
	l.tx.claimed = append(l.tx.claimed, a)
	l.tx.order.claimer = a
	l.touch(a)
	if l.emit == nil || isNewcomer(a) {
		return nil
	}
	return l.changed(a, StakeChange{Kind: "claim", OldDelegate: a.delegateAddress(), Rewards: rewards, Fees: fees}, a.delegate)
}

// isNewcomer tells whether a claim only says that the account has never been there before.
func isNewcomer(a *account) bool { return !a.life.hasBonded }

// checkClaim checks what EarningsClaimed states beside the amounts.
func (l *Ledger) checkClaim(a *account) error {
	start, err := l.number(2)
	if err != nil {
		return err
	}
	end, err := l.number(3)
	if err != nil {
		return err
	}
	switch {
	case a.lastClaim >= l.round.Round:
		return l.refuse(a, "it has claimed in the round already")
	case len(l.tx.poolEvents) > 0 || len(l.tx.bonded) > 0:
		return l.refuse(a, "it comes after a log of the action that it belongs to")
	}
	if err := l.sameAddress(a, "the delegate", a.delegateAddress(), l.topicAddress(1)); err != nil {
		return err
	}
	if err := l.sameNumber(a, "the first claimed round", a.lastClaim+1, start); err != nil {
		return err
	}
	return l.sameNumber(a, "the last claimed round", l.round.Round, end)
}

// ensureFactors writes the last factors for the present round if it has none. (ensureInitializedCumulativeFactorsPool)
func (l *Ledger) ensureFactors(o *orchestrator) {
	round := l.round.Round
	if o == nil {
		return
	}
	p := o.pool(round)
	if p.rewardFactor.IsZero() && o.lastReward < round {
		p.rewardFactor = o.peek(o.lastReward).rewardFactor
	}
	if p.feeFactor.IsZero() && o.lastFee < round {
		p.feeFactor = o.peek(o.lastFee).feeFactor
	}
}

// hasClaimed checks that an account whose stake or fees change has claimed in the round, as the code does since a version.
func (l *Ledger) hasClaimed(a *account, since int) error {
	if a.lastClaim == l.round.Round || !l.since(since) {
		return nil
	}
	return l.refuse(a, "its EarningsClaimed of the round is missing")
}

// claimedBy checks that another account may make this one claim, where the transaction has. Nobody else may before the reward
// call of its orchestrator, since the claim gives the reward up. (_authorizeClaimEarnings)
func (l *Ledger) claimedBy(other common.Address, a *account) error {
	if !l.since(thirdPartyClaims) || other == a.address || a.bonded.IsZero() || a.delegate == nil || !slices.Contains(l.tx.claimed, a) {
		return nil
	}
	if o := a.delegate.orchestrator; a.delegate.isActive(l.round.Round) && o.lastReward != l.round.Round {
		return l.refuse(a, "%s can't make it claim before the reward call of its orchestrator", other)
	}
	return nil
}
