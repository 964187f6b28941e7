package sandbox

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// planFunding plans what the gateways do with their deposits, which they can do in any round.
func (a *author) planFunding(from int64) {
	for _, g := range a.cast.gateways {
		if a.round == 0 || a.chance(0.4) {
			a.later(from, func() { a.fund(g) })
		}
		if a.round > 0 && a.chance(0.06) {
			a.later(from, func() { a.leave(g) })
		}
	}
}

// fund tops a gateway's deposit and reserve up where they are low, unless it wants its money back.
func (a *author) fund(g *gateway) {
	s := a.Broker.Sender(g.account)
	if s.WithdrawRound > 0 && a.chance(0.7) {
		return
	}
	wanted, reserve := a.wei(0.8*g.wealth), new(big.Int)
	if s.Deposit.Cmp(wanted) > 0 {
		return
	}
	if s.Reserve.Cmp(a.wei(0.2*g.wealth)) < 0 {
		reserve = a.wei(0.36 * g.wealth)
	}
	a.send(g.account, a.world.addresses.TicketBroker, errandFund, func() error {
		if reserve.Sign() == 0 && a.chance(0.3) {
			a.Broker.FundDeposit(g.account, wanted)
		} else {
			a.Broker.FundDepositAndReserve(g.account, g.account, wanted, reserve)
		}
		return nil
	})
}

// leave lets a gateway ask for its money, change its mind, or take it once it may.
func (a *author) leave(g *gateway) {
	s := a.Broker.Sender(g.account)
	to := a.world.addresses.TicketBroker
	switch {
	case s.Deposit.Sign() == 0 && s.Reserve.Sign() == 0:
	case s.WithdrawRound == 0:
		a.send(g.account, to, errandUnlock, func() error { return a.Broker.Unlock(g.account) })
	case s.WithdrawRound > a.Rounds.Current() || a.chance(0.4):
		a.send(g.account, to, errandUnlock, func() error { return a.Broker.CancelUnlock(g.account) })
	default:
		a.send(g.account, to, errandWithdraw, func() error { return a.Broker.Withdraw(g.account) })
	}
}

// planTickets plans the round's winning tickets, four for three orchestrators.
func (a *author) planTickets(from int64) {
	if a.round == 0 {
		return
	}
	for range len(a.cast.orchestrators) * 4 / 3 {
		a.later(from, a.redeem)
	}
	for _, o := range a.cast.orchestrators {
		if o.purse != nil && a.chance(0.4) {
			a.later(from, func() { a.payOneself(o) })
		}
	}
}

// payOneself lets an orchestrator redeem a ticket of its own, from a deposit that it funds itself: fees without work.
func (a *author) payOneself(o *orchestrator) {
	if a.work(o) == 0 {
		return
	}
	a.fund(o.purse)
	if a.solvent(o.purse) {
		ticket := a.ticketOf(o.purse, o.account)
		a.send(o.account, a.world.addresses.TicketBroker, errandRedeem, func() error { return a.Broker.Redeem(ticket) })
	}
}

// redeem redeems a ticket, or a batch of which one ticket may be stale.
func (a *author) redeem() {
	o := a.choose(a.work)
	if o == nil || !a.funded() {
		return
	}
	caller, broker := o.account, a.world.addresses.TicketBroker
	if a.chance(0.2) {
		caller = a.world.people.Redeemer
	}
	if !a.chance(0.1) {
		ticket := a.ticket(o.account)
		a.send(caller, broker, errandRedeem, func() error { return a.Broker.Redeem(ticket) })
		return
	}
	batch := []protocol.Ticket{a.ticket(o.account), a.ticket(o.account), a.ticket(o.account)}
	batch[1].CreationRound -= uint64(a.IntN(2)) * 5
	a.send(caller, broker, errandBatch, func() error {
		a.Broker.RedeemBatch(batch)
		return nil
	})
}

// funded tells whether any gateway is solvent.
func (a *author) funded() bool {
	for _, g := range a.cast.gateways {
		if a.solvent(g) {
			return true
		}
	}
	return false
}

// solvent tells whether a gateway has money that it can't withdraw yet.
func (a *author) solvent(g *gateway) bool {
	s := a.Broker.Sender(g.account)
	if s.WithdrawRound > 0 && s.WithdrawRound <= a.Rounds.Current() {
		return false
	}
	return s.Deposit.Sign() > 0 || s.Reserve.Sign() > 0
}

// ticket makes up a winning ticket of a solvent gateway, created in this round or in the one before.
func (a *author) ticket(recipient common.Address) protocol.Ticket {
	g := pick(a.dice, a.cast.gateways)
	for !a.solvent(g) {
		g = pick(a.dice, a.cast.gateways)
	}
	return a.ticketOf(g, recipient)
}

// ticketOf makes up a winning ticket of a gateway.
func (a *author) ticketOf(g *gateway, recipient common.Address) protocol.Ticket {
	g.nonce++
	round := a.Rounds.Current()
	if before := round - 1; a.chance(0.3) && a.Rounds.BlockHash(before) != (common.Hash{}) {
		round = before
	}
	rand := digest("rand "+g.account.Hex(), a.world.config.Seed, g.nonce)
	odds := big.NewInt(a.between(500, 50_000))
	return protocol.Ticket{
		Sender: g.account, Recipient: recipient, FaceValue: a.wei(0.012 * a.spread(0.6)),
		WinProb: new(big.Int).Quo(protocol.Unlimited(), odds), SenderNonce: g.nonce,
		RecipientRand: new(big.Int).SetBytes(rand[:]), CreationRound: round,
	}
}
