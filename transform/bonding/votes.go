package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// checkpoint is what BondingVotes has stated of an account.
type checkpoint struct {
	// isMade says that BondingVotes knows the account.
	isMade        bool
	delegate      common.Address
	votes, bonded uint256.Int
	lastClaim     uint64
}

// delegateChanged applies DelegateChanged.
func (l *Ledger) delegateChanged() error {
	if err := l.areRegistered(livepeer.BondingVotes, livepeer.BondingVotes+target); err != nil {
		return err
	}
	a := l.account(l.topicAddress(1))
	l.touch(a)
	if err := l.state(a, delegatePart); err != nil {
		return err
	}
	if err := l.sameAddress(a, "the delegate stated before", a.checkpoint.delegate, l.topicAddress(2)); err != nil {
		return err
	}
	if l.topicAddress(3) == a.checkpoint.delegate {
		return l.refuse(a, "it states a change of the delegate that is none")
	}
	a.checkpoint.delegate, a.checkpoint.isMade = l.topicAddress(3), true
	return nil
}

// delegateVotesChanged applies DelegateVotesChanged.
func (l *Ledger) delegateVotesChanged() error {
	a := l.account(l.topicAddress(1))
	l.touch(a)
	if err := l.state(a, votesPartOfDelegate); err != nil {
		return err
	}
	before, err := l.amount(0)
	if err != nil {
		return err
	}
	if err := l.sameAmount(a, "the votes stated before", &a.checkpoint.votes, &before); err != nil {
		return err
	}
	a.checkpoint.isMade = true
	if a.checkpoint.votes, err = l.amount(1); err != nil {
		return err
	}
	if a.checkpoint.votes.Eq(&before) {
		return l.refuse(a, "it states a change of votes that is none")
	}
	return nil
}

// bondedAmountChanged applies DelegatorBondedAmountChanged.
func (l *Ledger) bondedAmountChanged() error {
	a := l.account(l.topicAddress(1))
	l.touch(a)
	if err := l.state(a, bondedPart); err != nil {
		return err
	}
	before, err := l.amount(0)
	if err != nil {
		return err
	}
	claimedBefore, err := l.number(1)
	if err != nil {
		return err
	}
	if err := l.sameAmount(a, "the stake stated before", &a.checkpoint.bonded, &before); err != nil {
		return err
	}
	if err := l.sameNumber(a, "the last claim stated before", a.checkpoint.lastClaim, claimedBefore); err != nil {
		return err
	}
	a.checkpoint.isMade = true
	if a.checkpoint.bonded, err = l.amount(2); err != nil {
		return err
	}
	if a.checkpoint.lastClaim, err = l.number(3); err != nil {
		return err
	}
	if a.checkpoint.bonded.Eq(&before) && a.checkpoint.lastClaim == claimedBefore {
		return l.refuse(a, "it states a change of stake that is none")
	}
	return nil
}

// endVotes compares what BondingVotes has stated by the transaction's end with the ledger, for every account that changed.
// Within a transaction its logs stand before their causes.
func (l *Ledger) endVotes() error {
	for _, a := range l.tx.touched {
		a.isTouched = false
		if !l.isStated(a) {
			continue
		}
		if err := l.endCheckpoint(a); err != nil {
			return err
		}
	}
	l.tx.touched = l.tx.touched[:0]
	return nil
}

// endCheckpoint compares one account.
func (l *Ledger) endCheckpoint(a *account) error {
	c := &a.checkpoint
	votes := uint256.Int{}
	if a.isRegistered() {
		votes = a.delegated
	}
	switch {
	case !c.votes.Eq(&votes):
		return l.stale(a, "the votes of those that delegate to it", votes.Dec(), c.votes.Dec())
	case !c.bonded.Eq(&a.bonded):
		return l.stale(a, "its own stake in LPT wei", a.bonded.Dec(), c.bonded.Dec())
	case c.lastClaim != a.lastClaim:
		return l.stale(a, "its last claim", uint256.NewInt(a.lastClaim).Dec(), uint256.NewInt(c.lastClaim).Dec())
	case c.delegate != a.delegateAddress():
		return l.stale(a, "its delegate", a.delegateAddress().Hex(), c.delegate.Hex())
	}
	c.isMade = true
	return nil
}

// stale gives the error that BondingVotes states something else than the ledger at the transaction's end.
func (l *Ledger) stale(a *account, what, want, got string) error {
	return &Error{
		Log: l.tx.last, Event: "BondingVotes, at its transaction's end,", Account: a.address, Round: l.round.Round, What: what, Want: want, Got: got,
	}
}

// votes gives what BondingVotes gives an account from the next round on, by the state as it is. An account that it has never
// been told of has none. (getVotesAtRoundStart)
func (l *Ledger) votes(a *account) uint256.Int {
	switch {
	case a.bonded.IsZero() || a.delegate == nil || !a.checkpoint.isMade:
		return uint256.Int{}
	case a.isRegistered():
		return a.delegated
	case !a.delegate.isRegistered() || !a.delegate.checkpoint.isMade:
		return uint256.Int{}
	}
	o := a.delegate.orchestrator
	if o == nil || o.lastReward < a.lastClaim {
		return a.bonded
	}
	end := factors{}
	if o.lastReward > 0 {
		end = o.stored(o.lastReward)
	}
	return l.grown(&a.bonded, o.stored(a.lastClaim), end)
}
