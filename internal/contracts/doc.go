// Package contracts asks Livepeer's contracts what they store, at one block and many questions at a time:
//
//	reader := contracts.NewReader(node, deployment, block)
//	ask := reader.Ask()
//	delegator := ask.Delegator(account)
//	stake := ask.PendingStake(account)
//	err := ask.Do(ctx)
//	… delegator.BondedAmount, stake …
//
// What a question gives is filled in by Do, and empty before. LPT and ETH amounts are in wei.
package contracts
