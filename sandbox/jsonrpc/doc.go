// Package jsonrpc serves a chain over Ethereum JSON-RPC the way public providers do: with their limits, with their
// error texts, and, on demand, with the faults that a client meets in a year of use.
//
// A [Chain] is what is served: the sandbox's simulated world, or a [Replay] of recorded logs. A [Server] is an
// http.Handler over it:
//
//	chain, err := jsonrpc.LoadDevchain("../shared/data/devchain")
//	…
//	server := jsonrpc.NewServer(chain, jsonrpc.Options{
//		Limits:  jsonrpc.Limits{MaxRange: 500, MaxResults: 100},
//		Dialect: jsonrpc.Alchemy,
//		Faults:  []jsonrpc.Fault{{Kind: jsonrpc.TooManyRequests, At: 3, RetryAfter: time.Second}},
//	})
//	endpoint := httptest.NewServer(server)
//
// Everything is a function of the chain, the options and the order of the requests: no clock is read and no
// goroutine is started.
package jsonrpc
