package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// gateway is what the TicketBroker stores of a sender of tickets.
type gateway struct {
	deposit, reserve uint256.Int
	withdrawRound    uint64
}

// roundReserves are the claims on gateways' reserves in the present round.
type roundReserves struct {
	all map[*account]uint256.Int    // by gateway
	by  map[[2]*account]uint256.Int // by gateway and orchestrator
}

// sender gives an account's gateway, and makes it if there is none.
func (l *Ledger) sender(a *account) *gateway {
	if a.gateway == nil {
		a.gateway = &gateway{}
		l.gateways = append(l.gateways, a)
	}
	return a.gateway
}

// ticketPart is a ReserveClaimed or WinningTicketTransfer whose WinningTicketRedeemed is to come.
type ticketPart struct {
	gateway, orchestrator *account
	amount                uint256.Int
	at                    At
	split                 feeSplit
	isActive              bool
}

// depositFunded applies DepositFunded.
func (l *Ledger) depositFunded() error {
	a := l.account(l.topicAddress(1))
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	g := l.sender(a)
	g.deposit = l.add(&g.deposit, &amount)
	l.balances.deposits = l.add(&l.balances.deposits, &amount)
	isBoth := l.tx.funded == a // which anybody can do for a gateway
	l.tx.funded = nil
	if !isBoth && g.withdrawRound != 0 {
		return l.refuse(a, "the UnlockCancelled is missing before the gateway's funding")
	}
	return l.gatewayChanged(a, "deposit")
}

// reserveFunded applies ReserveFunded.
func (l *Ledger) reserveFunded() error {
	a := l.account(l.topicAddress(1))
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	g := l.sender(a)
	g.reserve = l.add(&g.reserve, &amount)
	l.balances.reserves = l.add(&l.balances.reserves, &amount)
	l.tx.funded = a
	return l.gatewayChanged(a, "reserve")
}

// settleFunding checks that the gateway whose reserve alone was just funded, which only it can do itself, isn't unlocking: that
// is cancelled next. Where both are funded at once, which anybody can do for it, DepositFunded comes next. (processReserve)
func (l *Ledger) settleFunding() error {
	a := l.tx.funded
	l.tx.funded = nil
	if a == nil || a.gateway.withdrawRound == 0 {
		return nil
	}
	return l.atEnd(a, "the UnlockCancelled is missing after the gateway's funding")
}

// unlock applies Unlock. It counts from the round of the block, which may not be initialised yet.
func (l *Ledger) unlock() error {
	a := l.account(l.topicAddress(1))
	start, err := l.number(0)
	if err != nil {
		return err
	}
	end, err := l.number(1)
	if err != nil {
		return err
	}
	g := l.sender(a)
	switch {
	case g.deposit.IsZero() && g.reserve.IsZero():
		return l.refuse(a, "the gateway has nothing to withdraw")
	case g.withdrawRound > 0:
		return l.refuse(a, "the gateway unlocks already")
	case start < l.round.Round:
		return l.mismatch(a, "the round in which it unlocks", "at least "+uint256.NewInt(l.round.Round).Dec(), uint256.NewInt(start).Dec())
	case end < start:
		return l.refuse(a, "it unlocks until round %d, before round %d", end, start)
	}
	p := &l.parameters.unlockPeriod
	if !p.isKnown {
		p.learn(uint256.NewInt(end - start))
	}
	if err := l.sameNumber(a, "the rounds until it can withdraw", p.number(), end-start); err != nil {
		return err
	}
	g.withdrawRound = end
	l.begun = max(l.begun, start)
	return l.gatewayChanged(a, "unlock")
}

// unlockCancelled applies UnlockCancelled.
func (l *Ledger) unlockCancelled() error {
	a := l.account(l.topicAddress(1))
	g := l.sender(a)
	if g.withdrawRound == 0 {
		return l.refuse(a, "the gateway doesn't unlock")
	}
	g.withdrawRound = 0
	if l.tx.funded != a {
		if err := l.settleFunding(); err != nil {
			return err
		}
	}
	l.tx.funded = nil
	return l.gatewayChanged(a, "cancel_unlock")
}

// withdrawal applies Withdrawal: a gateway takes everything.
func (l *Ledger) withdrawal() error {
	a := l.account(l.topicAddress(1))
	deposit, err := l.amount(0)
	if err != nil {
		return err
	}
	reserve, err := l.amount(1)
	if err != nil {
		return err
	}
	g := l.sender(a)
	switch {
	case g.withdrawRound == 0:
		return l.refuse(a, "the gateway hasn't unlocked")
	case g.deposit.IsZero() && g.reserve.IsZero():
		return l.refuse(a, "the gateway has nothing to withdraw")
	}
	if err := l.sameAmount(a, "the withdrawn deposit in ETH wei", &g.deposit, &deposit); err != nil {
		return err
	}
	if err := l.sameAmount(a, "the withdrawn reserve in ETH wei", &g.reserve, &reserve); err != nil {
		return err
	}
	b := &l.balances
	b.deposits, b.reserves = l.sub(&b.deposits, &deposit), l.sub(&b.reserves, &reserve)
	g.deposit.Clear() // the withdraw round stays, as in the contract: the next funding of its own cancels the unlock
	g.reserve.Clear()
	return l.gatewayChanged(a, "withdrawal")
}

// reserveClaimed notes ReserveClaimed, which stands before its WinningTicketTransfer.
func (l *Ledger) reserveClaimed() error {
	amount, err := l.amount(1)
	if err != nil {
		return err
	}
	if l.tx.reserveClaim != nil || l.tx.ticket != nil {
		return l.refuse(nil, "the WinningTicketRedeemed of the ticket before it is missing")
	}
	l.tx.reserveClaim = &ticketPart{
		gateway: l.account(l.topicAddress(1)), orchestrator: l.account(l.address(0)), amount: amount, at: l.at(),
	}
	return nil
}

// ticketTransfer applies WinningTicketTransfer: ETH of a gateway becomes an orchestrator's pool's.
func (l *Ledger) ticketTransfer() error {
	a := l.account(l.topicAddress(2))
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	if l.tx.ticket != nil {
		return l.refuse(a, "the WinningTicketRedeemed of the ticket before it is missing")
	}
	split, err := l.payFees(a, &amount)
	if err != nil {
		return err
	}
	l.tx.ticket = &ticketPart{
		gateway: l.account(l.topicAddress(1)), orchestrator: a, amount: amount, at: l.at(), split: split, isActive: a.isActive(l.round.Round),
	}
	return nil
}

// ticketRedeemed applies WinningTicketRedeemed: what deposit and reserve can pay of the face value must be what was paid.
func (l *Ledger) ticketRedeemed() error {
	sender, a := l.account(l.topicAddress(1)), l.account(l.topicAddress(2))
	face, err := l.amount(0)
	if err != nil {
		return err
	}
	g := l.sender(sender)
	switch {
	case g.deposit.IsZero() && g.reserve.IsZero():
		return l.refuse(a, "the gateway has neither deposit nor reserve")
	case g.withdrawRound != 0 && g.withdrawRound <= l.round.Round:
		return l.refuse(a, "the gateway has unlocked: it can withdraw since round %d", g.withdrawRound)
	}
	if err := l.checkTicket(a); err != nil {
		return err
	}
	claim, ticket := l.tx.reserveClaim, l.tx.ticket
	l.tx.reserveClaim, l.tx.ticket = nil, nil
	fromDeposit, fromReserve, err := l.payable(sender, a, &face)
	if err != nil {
		return err
	}
	claimed, err := l.statedPart(claim, sender, a)
	if err != nil {
		return err
	}
	if err := l.sameAmount(a, "the ETH wei from the gateway's reserve", &fromReserve, &claimed); err != nil {
		return err
	}
	paid, err := l.statedPart(ticket, sender, a)
	if err != nil {
		return err
	}
	want := l.add(&fromDeposit, &fromReserve)
	if err := l.sameAmount(a, "the ETH wei that the ticket pays", &want, &paid); err != nil {
		return err
	}
	l.takeFrom(sender, a, &fromDeposit, &fromReserve)
	row := &a.transcoder().now
	row.TicketCount++
	if ticket == nil {
		return l.gatewayChanged(sender, "ticket")
	}
	l.noteFees(a, ticket)
	err = l.give(&Fee{
		At: ticket.at, Orchestrator: a.address, Gateway: sender.address, Face: face, Paid: paid, FromReserve: fromReserve,
		Commission: ticket.split.commission, Own: ticket.split.own, Delegators: ticket.split.delegators, IsActive: ticket.isActive,
	})
	if err != nil {
		return err
	}
	return l.gatewayChanged(sender, "ticket")
}

// checkTicket checks what a ticket says of its making: its round and the round's hash, and that it was still good.
// (getCreationRoundAndBlockHash, requireValidWinningTicket)
func (l *Ledger) checkTicket(a *account) error {
	made, ok := dynamicAt(l.log.Data, 4)
	if !ok || len(made) != 64 || !isSmall(made[:32]) {
		return l.refuse(a, "the ticket doesn't name the round of its making")
	}
	round := new(uint256.Int).SetBytes32(made[:32]).Uint64()
	if round > l.round.Round {
		return l.refuse(a, "the ticket was made in round %d, which hasn't begun", round)
	}
	if l.tickets.isUsed(round, l.log) {
		return l.refuse(a, "the ticket was redeemed before")
	}
	if hash, isKnown := l.hashes[round]; isKnown && hash != common.Hash(made[32:]) {
		return l.refuse(a, "the ticket names another hash of round %d than its NewRound", round)
	}
	if v := &l.parameters.ticketValidity; v.isKnown && round+v.number() <= l.round.Round {
		return l.refuse(a, "the ticket of round %d isn't good any more", round)
	}
	return nil
}

// payable gives what a gateway's deposit and reserve can pay of a ticket. (redeemWinningTicket)
func (l *Ledger) payable(sender, a *account, face *uint256.Int) (fromDeposit, fromReserve uint256.Int, err error) {
	deposit := &sender.gateway.deposit
	if !face.Gt(deposit) {
		return *face, fromReserve, nil
	}
	part, err := l.claimable(sender, a)
	return *deposit, atMost(part, l.sub(face, deposit)), err
}

// statedPart gives a noted amount, 0 if nothing was noted, and checks that it is between these two.
func (l *Ledger) statedPart(part *ticketPart, sender, a *account) (uint256.Int, error) {
	if part == nil {
		return uint256.Int{}, nil
	}
	if err := l.sameAddress(a, "the ticket's gateway", part.gateway.address, sender.address); err != nil {
		return uint256.Int{}, err
	}
	return part.amount, l.sameAddress(a, "the ticket's orchestrator", part.orchestrator.address, a.address)
}

// claimable gives what an orchestrator can have of a gateway's reserve in the round: an equal part for each in the pool.
// (claimableReserve)
func (l *Ledger) claimable(sender, a *account) (part uint256.Int, err error) {
	if !a.isActive(l.round.Round) || len(l.pool) == 0 {
		return part, nil
	}
	all, mine := l.reserves.all[sender], l.reserves.by[[2]*account{sender, a}]
	total := l.add(&sender.gateway.reserve, &all)
	part.Div(&total, uint256.NewInt(uint64(len(l.pool))))
	if mine.Gt(&part) {
		return part, l.refuse(a, "it has claimed more of the gateway's reserve than its part, %s ETH wei", part.Dec())
	}
	return l.sub(&part, &mine), nil
}

// takeFrom takes a ticket's payment off a gateway's deposit and reserve.
func (l *Ledger) takeFrom(sender, a *account, fromDeposit, fromReserve *uint256.Int) {
	g, b := sender.gateway, &l.balances
	g.deposit, g.reserve = l.sub(&g.deposit, fromDeposit), l.sub(&g.reserve, fromReserve)
	b.deposits, b.reserves = l.sub(&b.deposits, fromDeposit), l.sub(&b.reserves, fromReserve)
	paid := l.add(fromDeposit, fromReserve)
	b.feesPaid = l.add(&b.feesPaid, &paid)
	if fromReserve.IsZero() {
		return
	}
	if l.reserves.all == nil {
		l.reserves = roundReserves{all: map[*account]uint256.Int{}, by: map[[2]*account]uint256.Int{}}
	}
	key := [2]*account{sender, a}
	all, mine := l.reserves.all[sender], l.reserves.by[key]
	l.reserves.all[sender], l.reserves.by[key] = l.add(&all, fromReserve), l.add(&mine, fromReserve)
}

// noteFees adds a ticket to the round's row.
func (l *Ledger) noteFees(a *account, ticket *ticketPart) {
	row := &a.orchestrator.now
	row.Fees = l.add(&row.Fees, &ticket.amount)
	row.FeeCommission = l.add(&row.FeeCommission, &ticket.split.commission)
	row.OwnFees = l.add(&row.OwnFees, &ticket.split.own)
	row.DelegatorFees = l.add(&row.DelegatorFees, &ticket.split.delegators)
}

// gatewayChanged hands out a gateway's balances.
func (l *Ledger) gatewayChanged(a *account, kind string) error {
	g := a.gateway
	return l.give(&GatewayBalance{
		At: l.at(), Gateway: a.address, Kind: kind, Deposit: g.deposit, Reserve: g.reserve, WithdrawRound: g.withdrawRound,
	})
}
