package market

import (
	"sync"
	"time"
)

// Config says which market to make. A zero field takes its default.
type Config struct {
	// Seed chooses the market.
	Seed uint64
	// Begin is when the world around the market begins: DefiLlama's gap and CoinGecko's odd day lie in the fortnight
	// after it. The default is 2026-01-05.
	Begin time.Time
	// Machines is the number of machines; about 6 % are off the market at a time. The default is 240.
	Machines int
}

// How far what the services keep goes back from Config.Begin.
const (
	// TokenHistory is how long before Begin the tokens' prices begin.
	TokenHistory = 800 * 24 * time.Hour
	// FarmHistory is how long before Begin 500.farm's history begins.
	FarmHistory = 40 * 24 * time.Hour
	// PoolHistory is how long before Begin the Uniswap pool's observations begin.
	PoolHistory = 60 * 24 * time.Hour
)

// Market is a GPU market and two tokens' prices. It never changes and may be read by many at once.
type Market struct {
	config   Config
	models   []model
	machines []machine
	fields   []field

	mu     sync.Mutex
	stats  map[int64]*statistics
	last   []Offer
	lastAt time.Time
}

// New makes a market up.
func New(c Config) *Market {
	if c.Machines == 0 {
		c.Machines = 240
	}
	if c.Begin.IsZero() {
		c.Begin = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	}
	m := &Market{config: c, models: models(), fields: offerFields(), stats: map[int64]*statistics{}}
	hosts := newHosts(c)
	for i := range c.Machines {
		m.machines = append(m.machines, newMachine(c.Seed, i, m.models, hosts))
	}
	return m
}

// hourOf numbers the hours since the Unix epoch.
func hourOf(t time.Time) int64 { return t.Unix() / 3600 }
