// Package sandbox makes a Livepeer network up: orchestrators, delegators and gateways that act on a model of the real
// contracts for as many rounds as asked, a GPU market and token prices beside it, and a clock of its own. One seed is
// one history, to the byte.
//
//	world, err := sandbox.NewWorld(ctx, sandbox.Config{Seed: 7})
//	…
//	servers, err := sandbox.Serve(ctx, world, sandbox.ServeOptions{Faults: faults.Light, FaultSeed: 1})
//	…
//	defer servers.Close()
//	endpoint, now := servers.URL("rpc"), servers.Clock.Now
//
// Behind one address on loopback, [Serve] answers for a node (package jsonrpc), for DefiLlama, CoinGecko, Vast.AI,
// 500.farm, its history behind Grafana, and SkyPilot (package market), with as many faults as wanted (package faults).
// An extractor can't tell. All of them live at the servers' [Clock]: set it to each of [World.MarketTimes] in turn, and
// a day of the market passes.
//
// A [World] is a jsonrpc.Chain, so that tests can serve the chain alone. What really happened in it is told by
// [World.Truth], to the wei, and by [World.Contracts] and [World.Market], which can be asked anything.
//
// The network is as large and as lively as the real one in kind, not in number: about 30 million LPT of which a good
// half is bonded, rounds of 6377 L1 blocks (21.26 hours), a pool with fewer places than there are orchestrators,
// missed rewards, evictions and returns, tickets that can't be paid, a treasury that fills up, proposals, a poll; 240
// machines with about 1,500 offers; 800 days of prices.
package sandbox
