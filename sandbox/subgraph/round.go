package subgraph

import (
	"math/big"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

// round is a row of Round.
type round struct {
	id                          string
	started                     int64
	length, start               uint64
	mintable, eth               *big.Int
	usd                         decimal
	activeStake, supply         *big.Int
	participation               decimal
	moved, fresh                *big.Int
	inflation                   *big.Int
	places, members, delegators int64
}

func (r *round) entity() graphnode.Entity {
	return graphnode.Entity{
		"startTimestamp": r.started, "initialized": r.started > 0, "length": decimalText(int64(r.length)),
		"startBlock": decimalText(int64(r.start)), "endBlock": decimalText(int64(r.start + r.length)),
		"mintableTokens": tokens(r.mintable).String(), "volumeETH": tokens(r.eth).String(), "volumeUSD": r.usd.String(),
		"totalActiveStake": tokens(r.activeStake).String(), "totalSupply": tokens(r.supply).String(),
		"participationRate": r.participation.String(), "movedStake": tokens(r.moved).String(), "newStake": tokens(r.fresh).String(),
		"inflation": r.inflation.String(), "numActiveTranscoders": decimalText(r.places),
		"activeTranscoderCount": decimalText(r.members), "delegatorsCount": decimalText(r.delegators),
	}
}

// round gives the row of the round that the event is in, for changing it. It is made on first sight, initialised or not.
// Before rounds have a length there is none: the round is then 0, which has no row, or what the first length makes of it.
func (x *Index) round(e *event) *round {
	rounds := x.options.Views.Rounds
	length := rounds.Length()
	var number, start uint64
	switch {
	case length > 0:
		number, start = rounds.Current(), rounds.StartBlock()
	case x.wrong[DanglingRelation]:
		return &round{id: "0"}
	default:
		length = x.options.RoundLength
		number = e.L1Block / length
		start = number * length
	}
	id := decimalText(int64(number))
	if x.state.current == nil || x.state.current.id != id {
		x.state.current = x.firstSeen(id, start, length)
	}
	x.page.show("Round", id, x.state.current)
	return x.state.current
}

// firstSeen makes the row of a round, with what holds for the network until it is initialised.
func (x *Index) firstSeen(id string, start, length uint64) *round {
	n, zero := x.network(), new(big.Int)
	n.rounds++
	n.current = id
	return &round{
		id: id, start: start, length: length, mintable: zero, eth: zero, moved: zero, fresh: zero, inflation: zero,
		activeStake: n.activeStake, supply: n.supply, participation: n.participation,
	}
}

// newRound starts a round: who joined and left the pool since the last one becomes active or not, and every member of the pool
// gets its row for the round's earnings.
func (x *Index) newRound(e *event) {
	n, r, d := x.network(), x.round(e), x.day(e)
	views := x.options.Views
	n.activeStake = views.Bonding.TotalStake()
	n.initialized, n.current = r.id, r.id
	for _, id := range n.joining {
		x.transcoder(e, id).active = true
	}
	for _, id := range n.leaving {
		x.transcoder(e, id).active = false
	}
	n.joining, n.leaving = nil, nil
	x.openPools(e, r)
	x.rollVolumes(e)
	n.lptPrice = priceOf(x.options.Market.PoolSlot(e.at()).SqrtPriceX96)

	r.started, r.activeStake = e.Block.Time, n.activeStake
	d.activeStake, d.supply = n.activeStake, n.supply
	if n.activeStake.Sign() > 0 && n.supply.Sign() > 0 {
		n.participate()
		r.participation, r.inflation, r.places, r.members, r.delegators = n.participation, n.inflation, n.places, n.members, n.delegators
		d.participation, d.inflation, d.places, d.members, d.delegators = n.participation, n.inflation, n.places, n.members, n.delegators
	}
}

// openPools makes the rows of the round's earnings.
func (x *Index) openPools(e *event, r *round) {
	clear(x.state.pools)
	for _, member := range x.options.Views.Bonding.InPool() {
		id := lower(member)
		t := x.transcoder(e, id)
		x.state.pools[id] = &pool{round: r.id, transcoder: id, fees: new(big.Int), stake: t.stake, rewardCut: t.rewardCut, feeShare: t.feeShare}
		x.pool(id)
	}
}

// priceOf gives the price of a Uniswap pool's token 0 in its token 1, both with 18 decimals.
func priceOf(sqrtPriceX96 *big.Int) decimal {
	square := new(big.Int).Mul(sqrtPriceX96, sqrtPriceX96)
	return decimal{square, 0}.rounded().over(decimal{new(big.Int).Lsh(big.NewInt(1), 192), 0}.rounded())
}

// dollars gives an amount of ETH wei in USD at the event's instant.
func (x *Index) dollars(e *event, wei *big.Int) decimal {
	return tokens(wei).times(decimalOf(x.options.Market.Price(market.ETH, e.at())))
}
