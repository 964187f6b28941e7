// Package graphnode is a graph-node of any schema: it keeps entities with their history and answers GraphQL about them
// as graph-node does, or as The Graph's gateway does in front of one.
//
//	store, err := graphnode.NewStore(`type Round @entity { id: ID! length: BigInt! }`)
//	store.Begin(graphnode.Block{Number: 7, Time: 1700000000, Hash: "0x07"})
//	store.Put("Round", "1", graphnode.Entity{"length": "5760"})
//	handler := graphnode.NewServer(store, graphnode.Options{Deployment: id, Head: head})
//
// The schema is written as subgraphs write theirs. Everything that a client sees beyond it is made from it, as
// [APISchema] says: the root query, arguments, filters, orders, block constraints and _meta.
//
// What is answered follows graph-node where a client can tell: pages of 100 unless asked otherwise and of 1,000 at most,
// nested lists included; ties broken by id in the direction of the order; ids compared byte by byte; numbers of any
// size sent as text in plain notation; a reference that leads nowhere null, or the end of the whole answer where null
// isn't allowed; errors with status 200 and in graph-node's words. Full-text search, aggregations and _logs are left out.
//
// A store holds the newest version of each entity and, for queries at an earlier block, what the fields were before each
// change. Lists are cut from orders of the rows by the fields that never change, made when they are first asked for, so
// that a page of a few hundred thousand rows costs about what it holds.
package graphnode
