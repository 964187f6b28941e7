package market

import (
	"math"
	"math/big"
	"time"
)

// The times at which the two contracts change, in seconds.
const (
	feedEvery = 1200
	swapEvery = 600
)

// FeedDecimals is the number of decimals of the Chainlink feed's answers.
const FeedDecimals = 8

// Round is what the Chainlink ETH/USD feed states of one of its rounds.
type Round struct {
	// ID is phase<<64 | number.
	ID *big.Int
	// Answer is dollars per ETH times 1e8.
	Answer *big.Int
	// UpdatedAt is in Unix seconds; the round started then too.
	UpdatedAt int64
}

// FeedRound gives the newest round at an instant: there is one every 20 minutes.
func (m *Market) FeedRound(at time.Time) Round {
	number := at.Unix() / feedEvery
	updated := number * feedEvery
	id := new(big.Int).Lsh(big.NewInt(3), 64)
	answer := math.Round(m.Price(ETH, time.Unix(updated, 0)) * 1e8)
	return Round{ID: id.Or(id, big.NewInt(number)), Answer: big.NewInt(int64(answer)), UpdatedAt: updated}
}

// PoolSlot is what the Uniswap V3 pool of LPT (token 0) and WETH (token 1) states of its last swap.
type PoolSlot struct {
	// SqrtPriceX96 is the root of WETH per LPT times 2^96.
	SqrtPriceX96 *big.Int
	// Tick is the logarithm of WETH per LPT to the base 1.0001, rounded down.
	Tick int64
	// Cardinality is the number of observations that the pool keeps.
	Cardinality int64
}

// poolPrice gives WETH per LPT as of the last swap: there is one every ten minutes.
func (m *Market) poolPrice(swap int64) float64 {
	at := time.Unix(swap*swapEvery, 0)
	return m.Price(LPT, at) / m.Price(ETH, at)
}

func tickOf(price float64) int64 { return int64(math.Floor(math.Log(price) / math.Log(1.0001))) }

// PoolSlot gives the pool's state at an instant.
func (m *Market) PoolSlot(at time.Time) PoolSlot {
	price := m.poolPrice(at.Unix() / swapEvery)
	root := new(big.Float).SetMantExp(big.NewFloat(math.Sqrt(price)), 96)
	whole, _ := root.Int(nil)
	return PoolSlot{SqrtPriceX96: whole, Tick: tickOf(price), Cardinality: 2000}
}

// TickCumulative gives the sum of the pool's ticks over the seconds from its first observation to an instant; false
// before it.
func (m *Market) TickCumulative(at time.Time) (int64, bool) {
	first := m.config.Begin.Add(-PoolHistory).Unix() / swapEvery
	last := at.Unix() / swapEvery
	if last < first {
		return 0, false
	}
	sum := int64(0)
	for swap := first; swap < last; swap++ {
		sum += tickOf(m.poolPrice(swap)) * swapEvery
	}
	return sum + tickOf(m.poolPrice(last))*(at.Unix()-last*swapEvery), true
}
