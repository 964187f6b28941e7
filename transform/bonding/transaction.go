package bonding

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// transaction is what the logs of one transaction wait for. Several logs tell of one action, the cause often last.
type transaction struct {
	isOpen bool
	number uint64
	time   int64 // of its block
	last   ID

	// poolEvents are TranscoderActivated and TranscoderDeactivated, which come before their cause.
	poolEvents []poolEvent
	poolAfter  int // of how many accounts BondingVotes has spoken before them, in the action that is applied
	// updates are ParameterUpdates, whose value the Governor's log states at the end.
	updates []update
	// bonded are LPT that arrived at the Minter, not yet bonded by any Bond; paidOut what left it.
	bonded, paidOut []tokenMove
	hasBonded       bool
	// minted is what was minted for a reward, treasuryPart the treasury's part of it, treasuryMove its transfer.
	arriving     *tokenMove // transferred from nobody, not yet stated by Mint
	minted       *uint256.Int
	treasuryPart *uint256.Int
	treasuryFrom *account
	treasuryMove *uint256.Int
	// unbonded is the last Unbond, which a TransferBond may take up; transfer is a TransferBond whose Rebond is to come.
	unbonded *openTransfer
	transfer *openTransfer
	// reserveClaim and ticket are parts of a redemption whose WinningTicketRedeemed is to come.
	reserveClaim, ticket *ticketPart
	// funded is a gateway whose reserve was funded by the log before.
	funded *account
	// rateSwitched says that the treasury's rate changes, hasRewardTokens that SetCurrentRewardTokens came: NewRound is to come.
	rateSwitched, hasRewardTokens bool
	order                         order
	// claimed are those that have claimed.
	claimed []*account
	// touched are the accounts whose state changed or of whom BondingVotes spoke.
	touched []*account
}

// tokenMove is LPT that moved to or from the Minter.
type tokenMove struct {
	other  common.Address
	amount uint256.Int
	// stated is how many accounts BondingVotes had spoken of by then.
	stated int
}

func (t *transaction) begin(log *Log) {
	*t = transaction{
		isOpen: true, number: log.Transaction, time: log.Time, poolEvents: t.poolEvents[:0], updates: t.updates[:0], bonded: t.bonded[:0],
		paidOut: t.paidOut[:0], claimed: t.claimed[:0], touched: t.touched[:0],
		order: order{stated: t.order.stated[:0]},
	}
}

// take removes the first move of that amount, and of that other side unless it is nil. It tells whether there is one.
func take(moves *[]tokenMove, other *common.Address, amount *uint256.Int) (tokenMove, bool) {
	for i, m := range *moves {
		if m.amount.Eq(amount) && (other == nil || m.other == *other) {
			*moves = append((*moves)[:i], (*moves)[i+1:]...)
			return m, true
		}
	}
	return tokenMove{}, false
}

// endTransaction checks that nothing is left open, and that BondingVotes and the ledger say the same.
func (l *Ledger) endTransaction() error {
	t := &l.tx
	if !t.isOpen {
		return nil
	}
	switch {
	case len(t.poolEvents) > 0:
		return l.atEnd(nil, "the change of the active set has no cause in its transaction")
	case t.transfer != nil:
		return l.atEnd(t.transfer.to, "the TransferBond's Rebond is missing in its transaction")
	case t.ticket != nil || t.reserveClaim != nil:
		return l.atEnd(nil, "the WinningTicketRedeemed of a paid ticket is missing in its transaction")
	case t.hasRewardTokens:
		return l.atEnd(nil, "the NewRound is missing after SetCurrentRewardTokens")
	case t.rateSwitched:
		return l.atEnd(nil, "the treasury's rate changed without a NewRound")
	case t.arriving != nil || t.minted != nil || t.treasuryPart != nil || t.treasuryMove != nil:
		return l.atEnd(nil, "the Reward of minted LPT is missing in its transaction")
	case t.hasBonded && len(t.bonded) > 0:
		return l.atEnd(nil, "%s LPT wei came to the Minter beside what was bonded", t.bonded[0].amount.Dec())
	case len(t.paidOut) > 0:
		return l.atEnd(nil, "%s LPT wei left the Minter without a withdrawal in its transaction", t.paidOut[0].amount.Dec())
	}
	if err := l.settleFunding(); err != nil {
		return err
	}
	if err := l.begins(); err != nil {
		return err
	}
	if err := l.giveUnbond(); err != nil {
		return err
	}
	if err := l.endUpdates(); err != nil {
		return err
	}
	return l.endVotes()
}

// atEnd gives the error that a transaction isn't whole. It names the transaction's last log.
func (l *Ledger) atEnd(a *account, format string, args ...any) error {
	err := l.mismatch(a, fmt.Sprintf(format, args...), "", "")
	err.Log = l.tx.last
	return err
}

// touch notes that an account's state may have changed in the transaction.
func (l *Ledger) touch(a *account) {
	if !a.isTouched {
		a.isTouched = true
		l.tx.touched = append(l.tx.touched, a)
	}
}
