// Package evm asks Ethereum nodes over JSON-RPC, one call at a time or many at once:
//
//	node := evm.NewNode(client, "https://arb1.arbitrum.io/rpc")
//	result, err := node.Call(ctx, "ask for the chain id", "eth_chainId")
//	…
//	id, err := evm.Quantity(result)
//
// What comes and goes (too many requests, a backend that is behind) is asked again by the HTTP client. What a node refuses
// for good is a [*RefusalError].
package evm
