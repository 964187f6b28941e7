package explorer

import "time"

// Clock tells what time it is for a host: it knows nothing that happened later.
type Clock func() time.Time

// Upstream is what the Explorer asks to answer.
type Upstream string

// The Explorer's upstreams.
const (
	// Chain is its RPC provider, Subgraph the subgraph's gateway.
	Chain    Upstream = "chain"
	Subgraph Upstream = "subgraph"
	// Transcoding and AI are the leaderboards, Pricing is the price list.
	Transcoding Upstream = "transcoding"
	AI          Upstream = "ai"
	Pricing     Upstream = "pricing"
	// Usage is livepeer.com's private usage service.
	Usage Upstream = "usage"
)

// Config says which tests and prices to make up, and what the Explorer lacks.
type Config struct {
	// Seed chooses results of tests, prices and names.
	Seed uint64
	// Begin is the instant of the first test and the first price.
	Begin time.Time
	// Down tells which of the Explorer's upstreams don't answer it at an instant; nil means none.
	Down func(u Upstream, at time.Time) bool
}

// Hosts are the four hosts of a world. They never change and may be asked by many at once.
type Hosts struct {
	config Config
	world  World
}

// New gives the hosts of a world.
func New(w World, c Config) *Hosts { return &Hosts{config: c, world: w} }

// down tells whether an upstream doesn't answer the Explorer.
func (h *Hosts) down(u Upstream, at time.Time) bool {
	return h.config.Down != nil && h.config.Down(u, at)
}
