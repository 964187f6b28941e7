package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// TicketBroker keeps the gateways' deposits and reserves and pays winning tickets from them.
type TicketBroker struct {
	c              *Contracts
	senders        map[common.Address]*Sender
	used           map[common.Hash]bool
	unlockPeriod   uint64
	validityPeriod uint64
}

// Sender is what the broker stores of a gateway. Amounts are in ETH wei.
type Sender struct {
	Deposit, Reserve *big.Int
	// WithdrawRound is the round from which on the gateway can withdraw; 0 while it hasn't asked to.
	WithdrawRound uint64
	claims        map[uint64]*claims
}

// claims are what was taken from a reserve in one round.
type claims struct {
	all *big.Int
	by  map[common.Address]*big.Int
}

// Ticket is a winning ticket.
type Ticket struct {
	Sender, Recipient common.Address
	// FaceValue is in ETH wei.
	FaceValue *big.Int
	// WinProb is the chance of winning as a numerator over 2^256 - 1.
	WinProb       *big.Int
	SenderNonce   uint64
	RecipientRand *big.Int
	CreationRound uint64
}

// sender gives the stored gateway, making it on first use.
func (t *TicketBroker) sender(account common.Address) *Sender {
	s := t.senders[account]
	if s == nil {
		s = &Sender{Deposit: zero, Reserve: zero, claims: map[uint64]*claims{}}
		t.senders[account] = s
	}
	return s
}

// Sender gives what is stored of a gateway.
func (t *TicketBroker) Sender(account common.Address) Sender {
	s := *t.sender(account)
	s.claims = nil
	return s
}

// FundDeposit adds ETH wei to the caller's deposit, which ends an unlock.
func (t *TicketBroker) FundDeposit(caller common.Address, wei *big.Int) {
	t.addDeposit(caller, caller, wei)
	t.c.Minter.depositETH(wei)
	t.c.emit(t.address(), eventDepositFunded, ix(address(caller)), amount(wei))
}

// FundReserve adds ETH wei to the caller's reserve, which ends an unlock.
func (t *TicketBroker) FundReserve(caller common.Address, wei *big.Int) {
	t.addReserve(caller, caller, wei)
	t.c.Minter.depositETH(wei)
}

// FundDepositAndReserve adds ETH wei, of which either may be 0, to a gateway's deposit and reserve. It logs
// UnlockCancelled if it ends an unlock, then ReserveFunded and DepositFunded, also those of 0.
func (t *TicketBroker) FundDepositAndReserve(caller, gateway common.Address, deposit, reserve *big.Int) {
	t.addDeposit(caller, gateway, deposit)
	t.addReserve(caller, gateway, reserve)
	t.c.Minter.depositETH(plus(deposit, reserve))
	t.c.emit(t.address(), eventDepositFunded, ix(address(gateway)), amount(deposit))
}

func (t *TicketBroker) addDeposit(caller, gateway common.Address, wei *big.Int) {
	s := t.sender(gateway)
	s.Deposit = plus(s.Deposit, wei)
	t.endUnlock(caller, gateway)
}

func (t *TicketBroker) addReserve(caller, gateway common.Address, wei *big.Int) {
	s := t.sender(gateway)
	s.Reserve = plus(s.Reserve, wei)
	t.c.emit(t.address(), eventReserveFunded, ix(address(gateway)), amount(wei))
	t.endUnlock(caller, gateway)
}

// endUnlock ends a gateway's unlock when it funds itself.
func (t *TicketBroker) endUnlock(caller, gateway common.Address) {
	if s := t.sender(gateway); caller == gateway && s.WithdrawRound > 0 {
		s.WithdrawRound = 0
		t.c.emit(t.address(), eventUnlockCancelled, ix(address(gateway)))
	}
}

// Unlock asks to withdraw after the unlock period.
func (t *TicketBroker) Unlock(caller common.Address) error {
	s := t.sender(caller)
	if isZero(s.Deposit) && isZero(s.Reserve) {
		return revert("sender deposit and reserve are zero")
	}
	if s.WithdrawRound > 0 {
		return revert("unlock already initiated")
	}
	round := t.c.Rounds.Current()
	s.WithdrawRound = round + t.unlockPeriod
	t.c.emit(t.address(), eventUnlock, ix(address(caller)), count(round), count(s.WithdrawRound))
	return nil
}

// CancelUnlock takes the request to withdraw back.
func (t *TicketBroker) CancelUnlock(caller common.Address) error {
	if t.sender(caller).WithdrawRound == 0 {
		return revert("no unlock request in progress")
	}
	t.endUnlock(caller, caller)
	return nil
}

// Withdraw pays all that is left to the caller once its unlock period is over. What was claimed of the reserve in
// the round stays noted.
func (t *TicketBroker) Withdraw(caller common.Address) error {
	s := t.sender(caller)
	switch {
	case isZero(s.Deposit) && isZero(s.Reserve):
		return revert("sender deposit and reserve are zero")
	case s.WithdrawRound == 0:
		return revert("no unlock request in progress")
	case t.locked(s):
		return revert("account is locked")
	}
	deposit, reserve := s.Deposit, s.Reserve
	if err := t.c.Minter.checkETH(plus(deposit, reserve)); err != nil {
		return err
	}
	s.Deposit, s.Reserve = zero, zero
	t.c.Minter.withdrawETH(plus(deposit, reserve))
	t.c.emit(t.address(), eventWithdrawal, ix(address(caller)), amount(deposit), amount(reserve))
	return nil
}

// locked tells whether a gateway's funds still stand behind its tickets.
func (t *TicketBroker) locked(s *Sender) bool {
	return s.WithdrawRound == 0 || t.c.Rounds.Current() < s.WithdrawRound
}

func (t *TicketBroker) setUnlockPeriod(rounds uint64) {
	t.unlockPeriod = rounds
	t.c.parameterUpdate(t.address(), "unlockPeriod")
}

func (t *TicketBroker) setTicketValidityPeriod(rounds uint64) {
	t.validityPeriod = rounds
	t.c.parameterUpdate(t.address(), "ticketValidityPeriod")
}

// auxData is the creation round and its block hash.
func (t *TicketBroker) auxData(ticket Ticket) []byte {
	return encode(count(ticket.CreationRound), hash(t.c.Rounds.BlockHash(ticket.CreationRound)))
}

// id identifies a ticket.
func (t *TicketBroker) id(k Ticket) common.Hash {
	return crypto.Keccak256Hash(encode(address(k.Recipient), address(k.Sender), amount(k.FaceValue), amount(k.WinProb),
		count(k.SenderNonce), amount(k.RecipientRand)), t.auxData(k))
}

func (t *TicketBroker) address() common.Address { return t.c.config.Addresses.TicketBroker }
