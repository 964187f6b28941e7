// Package subgraph is Livepeer's subgraph over a sandbox's world: its schema, and mappings that fill a graphnode.Store
// from the logs of each block and from what the contracts answer at its end.
//
// The real mappings have defects, and an extractor has to live with them. Each is a [Defect] of its own, so that a test
// can plant it alone. Without any, the subgraph says what the contracts say:
//
//	index, err := subgraph.New(subgraph.Options{Defects: subgraph.Defects(), Contracts: deployed, Views: contracts, …})
//	…
//	index.Reach(block)      // before the contracts act in a block
//	index.Add(transaction)  // after each transaction
//	…
//	err = index.Finish()
//
// Whoever lets the contracts act calls Reach before each transaction. What is queued of an earlier block is then worked
// on while the contracts still stand at its end, which is when the real mappings ask them.
package subgraph
