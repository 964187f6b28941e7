// Package sandbox makes a Livepeer network up: orchestrators, delegators and gateways that act on a model of the real
// contracts for as many rounds as asked, with a clock of its own. One seed is one history, to the byte.
//
//	world, err := sandbox.NewWorld(ctx, sandbox.Config{Seed: 7})
//	…
//	server := jsonrpc.NewServer(world, jsonrpc.Options{})
//	deployment, now := world.Deployment(), world.Now()
//
// A [World] is a jsonrpc.Chain: served by package jsonrpc it can't be told from a provider. What really happened in
// it can be asked of [World.Contracts], to the wei.
//
// The network is as large and as lively as the real one in kind, not in number: about 30 million LPT of which a good
// half is bonded, rounds of 6377 L1 blocks (21.26 hours), a pool with fewer places than there are orchestrators,
// missed rewards, evictions and returns, tickets that can't be paid, a treasury that fills up, proposals, a poll.
package sandbox
