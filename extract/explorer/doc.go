// Package explorer reads what Livepeer's Explorer says of the network, and what stands behind it: the leaderboard servers,
// which publish the results of tests of the orchestrators, and the list of their prices.
//
// Three kinds of stream. Snapshots, one a day: what a route says now of everything (scores, protocol_day, prices and a dozen
// others; see routes.go). Along time: leaderboard_stats and leaderboard_ai_stats, the results of each UTC day, and
// price_history. Lookups, one request a key: score, pending_stake, ens, proposal_state and others (see lookupkinds.go).
// An address of a Config that is empty switches its streams off.
//
//	streams, err := explorer.New(explorer.Config{
//		Instance: "main", Endpoint: "https://explorer.livepeer.org/api", Leaderboard: "https://leaderboard-serverless.vercel.app/api",
//		Client: httpclient.New(explorer.ClientOptions(httpclient.Options{UserAgent: "lakepeer/1.0"})),
//	})
//
// Numbers are landed as the digits that were sent, in the unit and scale of the route; staging brings them to one scale.
package explorer
