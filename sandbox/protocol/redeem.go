package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Redeem pays a winning ticket: from the deposit, and where that falls short from what the recipient may claim of
// the reserve. It may pay only a part, or nothing. Logs, in order: ReserveClaimed if the reserve pays,
// WinningTicketTransfer if anything is paid, WinningTicketRedeemed.
func (t *TicketBroker) Redeem(ticket Ticket) error {
	fromDeposit, fromReserve, err := t.split(ticket)
	if err != nil {
		return err
	}
	paid := plus(fromDeposit, fromReserve)
	if err := t.checkRedeem(ticket, paid); err != nil {
		return err
	}
	t.used[t.id(ticket)] = true
	s := t.sender(ticket.Sender)
	if !isZero(fromReserve) {
		t.claimReserve(s, ticket, fromReserve)
	}
	s.Deposit = minus(s.Deposit, fromDeposit)
	if !isZero(paid) {
		t.c.Bonding.addFees(ticket.Recipient, paid)
		t.c.emit(t.address(), eventWinningTicketTransfer, ix(address(ticket.Sender), address(ticket.Recipient)), amount(paid))
	}
	t.c.emit(t.address(), eventWinningTicketRedeemed, ix(address(ticket.Sender), address(ticket.Recipient)),
		amount(ticket.FaceValue), amount(ticket.WinProb), count(ticket.SenderNonce), amount(ticket.RecipientRand),
		blob(t.auxData(ticket)))
	return nil
}

// RedeemBatch redeems tickets one by one; those that would revert are left out silently. It gives the number of
// those redeemed.
func (t *TicketBroker) RedeemBatch(tickets []Ticket) (redeemed int) {
	for _, ticket := range tickets {
		if t.Redeem(ticket) == nil {
			redeemed++
		}
	}
	return redeemed
}

func (t *TicketBroker) checkRedeem(ticket Ticket, paid *big.Int) error {
	s := t.sender(ticket.Sender)
	switch round := t.c.Rounds.Current(); {
	case !t.c.Rounds.Initialized():
		return errNotInitialized
	case t.c.Rounds.BlockHash(ticket.CreationRound) == (common.Hash{}):
		return revert("ticket creationRound does not have a block hash")
	case ticket.CreationRound+t.validityPeriod <= round:
		return revert("ticket is expired")
	case t.used[t.id(ticket)]:
		return revert("ticket is used")
	case !t.locked(s):
		return revert("sender is unlocked")
	case isZero(s.Deposit) && isZero(s.Reserve):
		return revert("sender deposit and reserve are zero")
	case !isZero(paid):
		return t.c.Bonding.checkFees(ticket.Recipient)
	}
	return nil
}

// split gives what the deposit and the reserve would pay of a ticket, in ETH wei. It reverts where the recipient's part of the
// reserve is more than others have left of it, because the pool has shrunk since they took theirs.
func (t *TicketBroker) split(ticket Ticket) (fromDeposit, fromReserve *big.Int, err error) {
	s := t.sender(ticket.Sender)
	if ticket.FaceValue.Cmp(s.Deposit) <= 0 {
		return ticket.FaceValue, zero, nil
	}
	claimable, err := t.Claimable(ticket.Sender, ticket.Recipient)
	if err != nil {
		return nil, nil, err
	}
	fromReserve = smaller(minus(ticket.FaceValue, s.Deposit), claimable)
	if less(s.Reserve, fromReserve) {
		return nil, nil, revert("SafeMath: subtraction overflow")
	}
	return s.Deposit, fromReserve, nil
}

// Claimable gives the ETH wei that a recipient may still take from a gateway's reserve in this round: an equal part
// for each orchestrator of the pool, nothing for one that isn't active. It reverts where the recipient has taken more
// than its part is by now, because the pool has grown or the reserve was withdrawn.
func (t *TicketBroker) Claimable(gateway, recipient common.Address) (*big.Int, error) {
	members := len(t.c.Bonding.pool.members)
	if !t.c.Bonding.Active(recipient) || members == 0 {
		return zero, nil
	}
	s := t.sender(gateway)
	taken := s.taken(t.c.Rounds.Current())
	share := new(big.Int).Quo(plus(s.Reserve, taken.all), big.NewInt(int64(members)))
	has := or0(taken.by[recipient])
	if less(share, has) {
		return nil, revert("SafeMath: subtraction overflow")
	}
	return minus(share, has), nil
}

// taken gives what was taken from the reserve in a round.
func (s *Sender) taken(round uint64) *claims {
	if c := s.claims[round]; c != nil {
		return c
	}
	return &claims{all: zero}
}

func (t *TicketBroker) claimReserve(s *Sender, ticket Ticket, wei *big.Int) {
	round := t.c.Rounds.Current()
	c := s.claims[round]
	if c == nil {
		c = &claims{all: zero, by: map[common.Address]*big.Int{}}
		s.claims[round] = c
	}
	c.all = plus(c.all, wei)
	c.by[ticket.Recipient] = plus(or0(c.by[ticket.Recipient]), wei)
	s.Reserve = minus(s.Reserve, wei)
	t.c.emit(t.address(), eventReserveClaimed, ix(address(ticket.Sender)), address(ticket.Recipient), amount(wei))
}
