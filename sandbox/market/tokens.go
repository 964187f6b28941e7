package market

import (
	"math"
	"time"
)

// Token is an asset with a price.
type Token string

// The tokens of the world.
const (
	// ETH is ether.
	ETH Token = "ETH"
	// LPT is the Livepeer token.
	LPT Token = "LPT"
)

// rhythms are the walk of a token's logarithm.
func rhythms(scale float64) []octave {
	const day = 86400
	return []octave{
		{400 * day, 0.35 * scale},
		{120 * day, 0.2 * scale},
		{40 * day, 0.1 * scale},
		{12 * day, 0.06 * scale},
		{4 * day, 0.03 * scale},
		{day, 0.012 * scale},
		{day / 4, 0.006 * scale},
		{3600, 0.002 * scale},
	}
}

// Price gives a token's true price in dollars at an instant. LPT follows ETH by half.
func (m *Market) Price(token Token, at time.Time) float64 {
	t := float64(at.UnixMilli()) / 1000
	eth := walk(m.config.Seed, forETH, t, rhythms(1))
	if token == ETH {
		return 3200 * math.Exp(eth)
	}
	return 4.4 * math.Exp(0.5*eth+walk(m.config.Seed, forLPT, t, rhythms(1.2)))
}

// GapDay is the UTC day of which DefiLlama has no LPT price.
func (m *Market) GapDay() time.Time {
	return m.config.Begin.UTC().Truncate(24*time.Hour).AddDate(0, 0, 6+int(m.config.Seed%2))
}

// OddDay is the UTC day on which CoinGecko's LPT prices are 4.5 % above the true ones; on every other day they and
// DefiLlama's are less than 0.4 % away from them.
func (m *Market) OddDay() time.Time {
	return m.config.Begin.UTC().Truncate(24*time.Hour).AddDate(0, 0, 3+int(m.config.Seed%3))
}

// llamaPrice is the price that DefiLlama states for an instant.
func (m *Market) llamaPrice(token Token, at time.Time) float64 {
	return m.Price(token, at) * (1 + 0.003*m.jitter(forLlama, token, at))
}

// geckoPrice is the price that CoinGecko states for an instant.
func (m *Market) geckoPrice(token Token, at time.Time) float64 {
	price := m.Price(token, at) * (1 + 0.003*m.jitter(forGecko, token, at))
	if token == LPT && at.UTC().Truncate(24*time.Hour).Equal(m.OddDay()) {
		price *= 1.045
	}
	return price
}

// jitter gives a number in [-1, 1) for an instant.
func (m *Market) jitter(purpose uint64, token Token, at time.Time) float64 {
	return 2*unit(roll(m.config.Seed, purpose, uint64(token[0]), uint64(at.UnixMilli()))) - 1
}

// tokensBegin is the instant of the first price.
func (m *Market) tokensBegin() time.Time { return m.config.Begin.Add(-TokenHistory) }
