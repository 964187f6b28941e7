package subgraph

import (
	"math/big"
	"slices"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// broadcaster is a row of Broadcaster: a gateway.
type broadcaster struct {
	deposit, reserve, eth *big.Int
	usd                   decimal
	rolling               volumes
	days                  paydays
	// funded and paid are the days of its first funding and of its last ticket, as the Unix seconds at which they begin.
	funded, paid int64
}

func (b *broadcaster) entity() graphnode.Entity {
	e := graphnode.Entity{
		"deposit": tokens(b.deposit).String(), "reserve": tokens(b.reserve).String(), "totalVolumeETH": tokens(b.eth).String(),
		"totalVolumeUSD": b.usd.String(), "firstFundedDay": b.funded, "firstActiveDay": b.funded, "lastFundedDay": b.paid,
		"lastActiveDay": b.paid,
	}
	b.rolling.fill(e)
	return e
}

// broadcaster gives the row of a gateway, for changing it. It is made where it is missing.
func (x *Index) broadcaster(id string) *broadcaster {
	b := x.state.broadcasters[id]
	if b == nil {
		b = &broadcaster{deposit: new(big.Int), reserve: new(big.Int), eth: new(big.Int), rolling: noVolumes()}
		x.state.broadcasters[id] = b
	}
	x.page.show("Broadcaster", id, b)
	return b
}

// fund gives the row of a gateway that is being funded.
func (x *Index) fund(e *event, id string) *broadcaster {
	b := x.broadcaster(id)
	if b.funded == 0 {
		b.funded = e.day()
	}
	return b
}

func (x *Index) fundDeposit(e *event) {
	b := x.fund(e, e.text("sender"))
	b.deposit = sum(b.deposit, e.wei("amount"))
}

func (x *Index) fundReserve(e *event) {
	b := x.fund(e, e.text("reserveHolder"))
	b.reserve = sum(b.reserve, e.wei("amount"))
}

func (x *Index) claimReserve(e *event) {
	b := x.broadcaster(e.text("reserveHolder"))
	b.reserve = difference(b.reserve, e.wei("amount"))
}

func (x *Index) withdraw(e *event) {
	b := x.broadcaster(e.text("sender"))
	b.deposit, b.reserve = new(big.Int), new(big.Int)
}

// noteTransfer remembers what a ticket moves; its redemption is logged next.
func (x *Index) noteTransfer(e *event) { x.state.transferred = e.wei("amount") }

// redeem books a ticket to the day and the round of its redemption.
func (x *Index) redeem(e *event) {
	face, sender, recipient := e.wei("faceValue"), e.text("sender"), e.text("recipient")
	e.row["faceValueUSD"] = x.dollars(e, face).String()
	fee := x.state.transferred
	x.state.transferred = new(big.Int)
	if x.wrong[FaceValueNotPaid] {
		fee = face
	}
	usd := x.dollars(e, fee)
	x.charge(e, sender, face, fee, usd)
	x.pay(e, recipient, fee, usd)

	n, d, r := x.network(), x.day(e), x.round(e)
	n.eth, n.usd = sum(n.eth, fee), n.usd.plus(usd)
	n.tickets++
	if !slices.Contains(n.payers, sender) {
		n.payers = append(n.payers, sender)
	}
	d.supply, d.activeStake, d.participation = n.supply, n.activeStake, n.participation
	d.eth, d.usd = sum(d.eth, fee), d.usd.plus(usd)
	r.eth, r.usd = sum(r.eth, fee), r.usd.plus(usd)
}

// charge books a ticket to its gateway. The deposit pays as far as it goes; what came from the reserve was logged before.
func (x *Index) charge(e *event, sender string, face, fee *big.Int, usd decimal) {
	b := x.broadcaster(sender)
	if face.Cmp(b.deposit) > 0 && x.wrong[ReserveCountedTwice] {
		b.reserve = difference(b.reserve, lesser(face, b.reserve))
	}
	b.deposit = difference(b.deposit, lesser(face, b.deposit))
	b.eth, b.usd, b.paid = sum(b.eth, fee), b.usd.plus(usd), e.day()
	x.addPay("BroadcasterDay", b.days.of("broadcaster", sender, b.paid), fee, usd)
}

// pay books a ticket to its orchestrator.
func (x *Index) pay(e *event, recipient string, fee *big.Int, usd decimal) {
	t := x.transcoder(e, recipient)
	t.eth, t.usd = sum(t.eth, fee), t.usd.plus(usd)
	x.addPay("TranscoderDay", t.days.of("transcoder", recipient, e.day()), fee, usd)
	if p := x.paidPool(e, recipient); p != nil {
		p.fees = sum(p.fees, fee)
	}
}

func (x *Index) addPay(kind string, p *payday, fee *big.Int, usd decimal) {
	p.eth, p.usd = sum(p.eth, fee), p.usd.plus(usd)
	x.page.show(kind, p.account+"-"+decimalText(p.date/daySeconds), p)
}
