// Package bonding is Livepeer's bonding ledger: it replays the logs of the protocol's contracts in log order and keeps what
// the contracts keep, to the wei, from public events alone: no archive node, no call of a contract.
//
//	ledger, err := bonding.New(bonding.Config{Contracts: deployment.Contracts, Targets: deployment.Targets, Emit: write})
//	for … {
//		if err := ledger.Apply(&log); err != nil { … } // *bonding.Error: which log, what was expected
//	}
//	err = ledger.Close()
//
// The contracts say most things twice: a claim states what was earned, BondingVotes states what is bonded and delegated,
// a reward is minted by a formula. The ledger computes each of them itself and compares. A log that can't follow from the
// ones before it stops the ledger for good, so that no wrong figure is given out as a right one.
//
// The arithmetic is the contracts' own: whole numbers of 256 bits, every division a floor, in the contracts' order. The
// formulas are those of the published contracts' source; where a version of the BondingManager differs, the Controller's
// SetContractInfo says when it went live.
//
// Memory is proportional to accounts and to orchestrators times rounds, whatever the number of logs.
package bonding
