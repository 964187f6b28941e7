// Package explorer serves what Livepeer's Explorer, the two leaderboard servers behind it and the price list say of a world.
//
// Explorer has the routes of explorer.livepeer.org that carry data of the network, behind a cache as its host has one: an answer
// can be as old as its Cache-Control allows, and says so in Age. Leaderboard and AILeaderboard publish the results of tests of the
// orchestrators, PriceList what they charge for transcoding. Both are made up, as functions of the seed and the time (see
// performance.go and prices.go), so that any window of the past can be asked for. Everything else comes from a World.
//
//	hosts := explorer.New(world, explorer.Config{Seed: 1, Begin: begin})
//	mux.Handle("/explorer/", http.StripPrefix("/explorer", hosts.Explorer(clock.Now)))
//
// The routes that carry nothing of the network (changefeed, polls/lips), those that only browsers use (avatars) and those that
// write (generateProof, upload-ipfs) answer as routes that don't exist.
package explorer
