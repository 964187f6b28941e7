// Package ledger is a model of the build in Go: it replays the chain's logs (streams chain.logs and chain.lpt_transfers of
// one instance) with package bonding and keeps what the ledger gives out as Parquet files, one for each kind of row. They
// are the raw tables ledger__round, ledger__delegator_day and so on, which Tables lists.
//
//	cache := ledger.Cache{Dir: filepath.Join(home, "cache", "ledger")}
//	result, err := cache.Ensure(ctx, ledger.Input{Parts: parts, Contracts: contracts, Targets: targets, Horizon: horizon, Identity: identity})
//	if err != nil {
//		return err
//	}
//	if result.Refused != "" {
//		// a log doesn't follow from those before it: there is no ledger
//	}
//
// Rows come in the order in which the ledger gives them out. What a row can't say is NULL: an address that there isn't, the
// log of a reward that wasn't called, a number of more than 38 digits.
//
// A replay is a function of the lake files' content, of the horizon and of Version, so the last one is kept and used again.
// The cache can be deleted at any time.
package ledger

import "embed"

// Version is raised when the same logs would lead to other rows: with every change of the tables' columns or of package
// bonding. It is part of the cached files' path.
const Version = "1"

// Models are the tables' front matter, one YAML file for each, "ledger__round.yaml": description, grain, key, inputs,
// outputs, version and columns with their types and units. They tell documentation and lint what a leading comment tells
// them of an SQL model.
//
//go:embed *.yaml
var Models embed.FS
