// Package chain reads Livepeer's contracts from an Ethereum JSON-RPC endpoint, in streams that [Streams] makes for each
// configured instance.
//
// The stream logs asks by contract address and never by topic, so that an event that nobody knows yet is landed too.
// Only the token is left to streams of its own, which ask by topic: lpt_transfers for what concerns the protocol, and
// lpt_transfers_all for everything. All contracts of a part are asked for in one request, whose range of blocks follows
// what the endpoint yields and refuses: providers limit ranges, results and time differently, and say so in texts of
// their own.
//
// Contracts are found in three ways, each a part of its own: those of the deployment, the polls that its
// PollCreator created, and the delegator pools that its L2Migrator created. The latter two are read out of the
// lake's own committed rows.
//
// The streams blocks and receipts look up, in batches, what committed logs name: the blocks that they are in, and the
// transactions that orchestrators and gateways paid for.
//
//	streams, err := chain.Streams(chain.Config{
//		Instance: "main", Endpoint: "https://arb1.example.com/rpc", Deployment: livepeer.ArbitrumOne(), Client: client,
//	})
package chain
