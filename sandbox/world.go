package sandbox

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/market"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// The network that every world is: a home of the sandbox can't be mistaken for another.
const (
	// NetworkName is the name of the network.
	NetworkName = "sandbox"
	// ChainID is the EVM chain id, which no real network has.
	ChainID = 1338
)

// World is a finished history. It never changes and may be read by many at once.
type World struct {
	config    Config
	contracts *protocol.Contracts
	addresses protocol.Addresses
	archive   archive
	people    People
	// end is the last block of the history, which is final.
	end    int64
	byHash map[common.Hash]int
	market *market.Market
	index  *subgraph.Index
	// active and called count, by orchestrator, the initialised rounds in which it was active, and those of them in
	// which it called reward.
	active, called map[common.Address]int
	truth          Truth
	// asking is held while the contracts are asked: reading them may make entries.
	asking sync.Mutex
}

// People are the accounts that act in a world.
type People struct {
	// Deployer deploys the contracts and owns their Governor.
	Deployer common.Address
	// Orchestrators, Delegators and Gateways are in the order of the configuration's numbers.
	Orchestrators, Delegators, Gateways []common.Address
	// Keeper initialises rounds, Redeemer redeems tickets for others, Payer bonds for others, Builder is paid by the
	// treasury.
	Keeper, Redeemer, Payer, Builder common.Address
}

// NewWorld makes a world up. It fails on an impossible configuration and on a cancelled context. A thousand rounds of
// the default population take some seconds.
func NewWorld(ctx context.Context, config Config) (*World, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	w := &World{
		config: config, end: roundStart(firstRound+int64(config.Rounds)) - 1, active: map[common.Address]int{}, called: map[common.Address]int{},
		market: market.New(market.Config{Seed: config.Seed, Begin: genesis}),
	}
	a := newAuthor(w)
	if err := a.write(ctx); err != nil {
		return nil, fmt.Errorf("sandbox: making up the world of seed %d: %w", config.Seed, err)
	}
	w.truth = w.askTruth()
	w.byHash = make(map[common.Hash]int, len(w.archive.transactions))
	for i := range w.archive.transactions {
		w.byHash[w.transactionHash(i)] = i
	}
	return w, nil
}

// Config gives the configuration with its defaults.
func (w *World) Config() Config { return w.config }

// Now gives the instant at which the history is over and final: the world's clock stands there.
func (w *World) Now() time.Time { return time.Unix(blockTime(w.end+finalityLag), 0).UTC() }

// MarketTimes gives the instants at which the GPU market is looked at: hourly, the last one is Now.
func (w *World) MarketTimes() []time.Time {
	times := make([]time.Time, w.config.Snapshots)
	for i := range times {
		times[i] = w.Now().Add(time.Duration(i+1-len(times)) * time.Hour)
	}
	return times
}

// Market gives the GPU market and the tokens' prices of the world, for asking what is true.
func (w *World) Market() *market.Market { return w.market }

// People gives the accounts that act.
func (w *World) People() People { return w.people }

// Contracts gives the contracts as the history left them, for asking what is true. They must not be acted on.
func (w *World) Contracts() *protocol.Contracts { return w.contracts }

// LogCount gives the number of logs in the history.
func (w *World) LogCount() int { return len(w.archive.logs) }

// Deployment gives the network's name, chain id and contracts, with the first block of all of them.
func (w *World) Deployment() livepeer.Deployment {
	a := w.addresses
	d := livepeer.Deployment{Name: NetworkName, ChainID: ChainID, Controller: lower(a.Controller), PriceFeeds: w.feeds(), DeployedAt: genesis}
	for _, c := range []struct {
		name    string
		address common.Address
	}{
		{livepeer.Controller, a.Controller},
		{livepeer.LivepeerToken, a.LivepeerToken},
		{livepeer.Minter, a.Minter},
		{livepeer.TicketBroker, a.TicketBroker},
		{livepeer.BondingManager, a.BondingManager},
		{livepeer.BondingVotes, a.BondingVotes},
		{livepeer.RoundsManager, a.RoundsManager},
		{livepeer.ServiceRegistry, a.ServiceRegistry},
		{livepeer.AIServiceRegistry, a.AIServiceRegistry},
		{livepeer.Governor, a.Governor},
		{livepeer.Treasury, a.Treasury},
		{livepeer.LivepeerGovernor, a.LivepeerGovernor},
		{livepeer.PollCreator, a.PollCreator},
	} {
		d.Contracts = append(d.Contracts, livepeer.Contract{Name: c.name, Address: lower(c.address), FirstBlock: firstBlock})
	}
	return d
}

func lower(a common.Address) string { return strings.ToLower(a.Hex()) }
