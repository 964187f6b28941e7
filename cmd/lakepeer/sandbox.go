package main

import (
	"context"
	"fmt"
	"time"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/sandbox"
)

// startSandbox makes a world, serves it on loopback and points the pipeline at it: network, endpoints, clock. The
// extractors can't tell it from the real sources. stop ends the servers.
func startSandbox(ctx context.Context, flags worldFlags, opt *pipeline.Options) (stop func() error, err error) {
	options, err := flags.serveOptions()
	if err != nil {
		return nil, err
	}
	world, err := sandbox.NewWorld(ctx, flags.world)
	if err != nil {
		return nil, usageError{fmt.Errorf("make the sandbox: %w", err)}
	}
	servers, err := sandbox.Serve(context.WithoutCancel(ctx), world, options)
	if err != nil {
		return nil, err
	}
	deployment := world.Deployment()
	opt.Deployment = &deployment
	opt.Config.Network = deployment.Name
	opt.Config.Sources = sandboxSources(servers, opt.Config)
	opt.Clock, opt.MoveTo, opt.Moments = servers.Clock.Now, servers.Clock.Set, world.MarketTimes()
	// A pause takes no time where time stands still, and a server on loopback that says nothing for a while has nothing to say.
	opt.HTTP.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	opt.HTTP.IdleTimeout = stalledAfter
	opt.HTTP.MaxAttempts, opt.HTTP.RatePerSecond = sandboxAttempts, sandboxRate
	return servers.Close, nil
}

const (
	stalledAfter    = 300 * time.Millisecond
	sandboxAttempts = 8
	sandboxRate     = 100_000
)

// sandboxSources is the configuration of a sandbox's servers: every source, as Default has them.
func sandboxSources(servers *sandbox.Servers, c config.Config) config.Sources {
	sources := config.Default().Sources
	chain, prices, market, lists := &sources.Chain[0], &sources.Prices[0], &sources.VastAI[0], &sources.GPUPrices[0]
	chain.Endpoint = servers.URL("rpc")
	sources.Subgraph[0].Endpoint, sources.Subgraph[0].SubgraphID = servers.URL("subgraph"), ""
	explorer := &sources.Explorer[0]
	explorer.Endpoint, explorer.PriceList = servers.URL("explorer")+"/api", servers.URL("pricelist")
	explorer.Leaderboard, explorer.AILeaderboard = servers.URL("leaderboard")+"/api", servers.URL("aileaderboard")+"/api"
	prices.DefiLlama, prices.CoinGecko = servers.URL("llama"), servers.URL("gecko")
	market.Endpoint, market.Farm, market.Grafana = servers.URL("vast"), servers.URL("farm"), servers.URL("grafana")
	market.HistoryDays = sandboxHistoryDays
	lists.SkyPilot, lists.Clouds = servers.URL("skypilot"), []string{"aws", "gcp", "lambda", "runpod", "vast"}
	if len(c.Sources.GPUPrices) > 0 {
		lists.Folder = c.Sources.GPUPrices[0].Folder
	}
	return sources
}

// sandboxHistoryDays is how much of the market's history is read of a sandbox.
const sandboxHistoryDays = 30
