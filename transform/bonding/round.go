package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// rewardTokens is what SetCurrentRewardTokens stated for the round that NewRound begins.
type rewardTokens struct {
	mintable  uint256.Int
	inflation uint64
}

// setRewardTokens notes SetCurrentRewardTokens, which stands before its NewRound.
func (l *Ledger) setRewardTokens() (err error) {
	if l.tx.hasRewardTokens {
		return l.refuse(nil, "the NewRound of the one before it is missing")
	}
	l.tx.hasRewardTokens = true
	if l.rewardTokens.mintable, err = l.amount(0); err != nil {
		return err
	}
	l.rewardTokens.inflation, err = l.number(1)
	return err
}

// newRound applies NewRound: the last round is over, and the stakes as they are now count in this one. (initializeRound)
func (l *Ledger) newRound() error {
	number, err := l.topicNumber(1)
	if err != nil {
		return err
	}
	switch {
	case number <= l.round.Round || number < l.begun:
		return l.refuse(nil, "round %d comes after round %d", number, max(l.round.Round, l.begun))
	case l.parameters.roundLength.isKnown && l.parameters.roundLength.value.IsZero():
		return l.refuse(nil, "the length of rounds was never set")
	case !l.tx.hasRewardTokens:
		return l.refuse(nil, "no SetCurrentRewardTokens comes before it in its transaction")
	}
	if err := l.protocolIsRegistered(); err != nil {
		return err
	}
	if l.round.Round > 0 {
		if err := l.closeRound(true); err != nil {
			return err
		}
	}
	l.countSnapshots(number)
	if err := l.endVotings(number); err != nil {
		return err
	}
	before := l.round
	l.round = Round{
		Round: number, At: l.at(), TotalStake: l.nextTotal, Mintable: l.rewardTokens.mintable, Inflation: l.rewardTokens.inflation,
	}
	l.round.At.Round = number
	if err := l.switchRate(); err != nil {
		return err
	}
	if err := l.checkInflation(&before); err != nil {
		return err
	}
	l.tx.hasRewardTokens, l.tx.rateSwitched = false, false
	l.reserves = roundReserves{}
	l.tickets.forget(number)
	l.hashes[number] = common.Hash(l.word(0))
	l.openRound()
	return nil
}

// switchRate lets the treasury's next rate take effect, which the transaction states. (setCurrentRoundTotalActiveStake)
func (l *Ledger) switchRate() error {
	p := &l.parameters
	isKnown := p.rate.isKnown && p.nextRate.isKnown
	isChange := !p.rate.value.Eq(&p.nextRate.value)
	switch {
	case isKnown && isChange && !l.tx.rateSwitched:
		return l.refuse(nil, "the ParameterUpdate of the treasury's rate is missing: it becomes %s", p.nextRate.value.Dec())
	case isKnown && !isChange && l.tx.rateSwitched:
		return l.refuse(nil, "the treasury's rate changes, but it is %s and stays so", p.rate.value.Dec())
	}
	if l.tx.rateSwitched {
		p.rate = p.nextRate
		p.nextRate.follows = true
	} else if !p.nextRate.isKnown {
		p.nextRate.parameter, p.nextRate.follows = p.rate.parameter, true
	}
	return nil
}

// checkInflation checks what the round may mint against the supply, and the inflation against the bonding rate and the
// inflation before. The supply is exact unless LPT came over the bridge: what Ethereum's side states is late by nature, so
// that a difference there proves nothing. (Minter.setCurrentRewardTokens, setInflation)
func (l *Ledger) checkInflation(before *Round) error {
	global := l.supply.global(&l.arithmetic)
	want := l.mulDiv(&global, uint256.NewInt(l.round.Inflation), &l.per9)
	isExact := want.Eq(&l.round.Mintable)
	if !isExact && !l.supply.hasBridge {
		return l.sameAmount(nil, "the LPT wei that the round may mint", &want, &l.round.Mintable)
	}
	if before.Round == 0 || !isExact || global.IsZero() {
		return nil
	}
	bonded := l.mulDiv(&l.round.TotalStake, &l.per9, &global)
	return l.inflationStep(before.Inflation, bonded.Uint64())
}

// inflationStep checks one step of inflation, in parts per billion. Change and target aren't in any log until the Governor
// sets them; the steps seen so far bound them.
func (l *Ledger) inflationStep(before, bonded uint64) error {
	now, p := l.round.Inflation, &l.parameters
	isUp, size := now > before, now-before
	if !isUp {
		size = before - now
	}
	if size > 0 && (isUp || now > 0) {
		if !p.inflationChange.isKnown {
			p.inflationChange.learn(uint256.NewInt(size))
		}
		if err := l.sameNumber(nil, "the step of inflation", p.inflationChange.number(), size); err != nil {
			return err
		}
	}
	return l.seeTarget(before, now, bonded)
}

// seeTarget bounds the target bonding rate by a step of inflation: up below it, down above it.
func (l *Ledger) seeTarget(before, now, bonded uint64) error {
	t, p := &l.target, &l.parameters
	switch {
	case now > before:
		t.least = max(t.least, bonded+1)
	case now < before || now == 0:
		t.most = min(t.most, bonded-min(bonded, 1))
	case p.inflationChange.isKnown && !p.inflationChange.value.IsZero():
		t.least, t.most = max(t.least, bonded), min(t.most, bonded)
	}
	if p.targetBonding.isKnown {
		t.least, t.most = max(t.least, p.targetBonding.number()), min(t.most, p.targetBonding.number())
	}
	if t.least > t.most {
		return l.refuse(nil, "inflation goes from %d to %d parts per billion at a bonding rate of %d, against its target", before, now, bonded)
	}
	return nil
}

// bounds are those of a number that no log states.
type bounds struct{ least, most uint64 }
