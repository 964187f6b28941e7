package bonding

import (
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Error says that a log doesn't follow from those before it.
type Error struct {
	// Log is the log, Event its event: "BondingManager.Reward".
	Log   ID
	Event string
	// Account is whom it is about, zero if nobody; Round is the round that it falls into.
	Account common.Address
	Round   uint64
	// What names the figure or rule. Want is what the logs before lead to, Got what the log states; both are "" for a rule.
	What, Want, Got string
}

// Error gives "block 9, log 2 (transaction 0x…): BondingManager.Reward of 0x… in round 7: the minted LPT: the logs before it lead to 5, it states 6".
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Log, e.Event)
	if e.Account != (common.Address{}) {
		fmt.Fprintf(&b, " of %s", strings.ToLower(e.Account.Hex()))
	}
	fmt.Fprintf(&b, " in round %d: %s", e.Round, e.What)
	if e.Want != "" || e.Got != "" {
		fmt.Fprintf(&b, ": the logs before it lead to %s, it states %s", e.Want, e.Got)
	}
	return b.String()
}

// refuse gives the error that the present log breaks a rule.
func (l *Ledger) refuse(a *account, format string, args ...any) error {
	return l.mismatch(a, fmt.Sprintf(format, args...), "", "")
}

func (l *Ledger) mismatch(a *account, what, want, got string) *Error {
	e := &Error{Log: l.log.ID(), Event: l.eventName(), Round: l.round.Round, What: what, Want: want, Got: got}
	if a != nil {
		e.Account = a.address
	}
	return e
}

// sameAmount compares a stated amount with the ledger's.
func (l *Ledger) sameAmount(a *account, what string, want, got *uint256.Int) error {
	if want.Eq(got) {
		return nil
	}
	return l.mismatch(a, what, want.Dec(), got.Dec())
}

// sameNumber compares a stated number with the ledger's.
func (l *Ledger) sameNumber(a *account, what string, want, got uint64) error {
	if want == got {
		return nil
	}
	return l.mismatch(a, what, fmt.Sprint(want), fmt.Sprint(got))
}

// sameAddress compares a stated address with the ledger's.
func (l *Ledger) sameAddress(a *account, what string, want, got common.Address) error {
	if want == got {
		return nil
	}
	return l.mismatch(a, what, strings.ToLower(want.Hex()), strings.ToLower(got.Hex()))
}
