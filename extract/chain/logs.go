package chain

import (
	"context"
	"slices"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// Logs is the stream chain.logs: every log of Livepeer's contracts but the token, whose transfers would drown them.
type Logs struct {
	events
	children map[string][]livepeer.Contract // by lake file, which never changes
}

var (
	_ extract.IntervalStream = (*Logs)(nil)
	_ extract.Anchored       = (*Logs)(nil)
	_ extract.Estimator      = (*Logs)(nil)
	_ extract.Identified     = (*Logs)(nil)
	_ extract.Metered        = (*Logs)(nil)
)

func logsOf(config Config) *Logs {
	return &Logs{events: newEvents(config, "logs"), children: map[string][]livepeer.Contract{}}
}

// families names the parts of discovered contracts.
var families = map[string]string{livepeer.Poll: "polls", livepeer.DelegatorPool: "pools"}

// Parts gives the lake's parts, and new ones for contracts that none of them covers: those of the deployment, and
// the polls and delegator pools whose creation stands in committed rows. A part begins where its first contract
// does.
func (l *Logs) Parts(ctx context.Context, lake *load.Lake) ([]load.Part, error) {
	parts, err := lake.Parts(l.id)
	if err != nil {
		return nil, err
	}
	covered := map[string]bool{}
	wanted := map[string][]livepeer.Contract{"deployment": l.config.contracts()}
	for _, part := range parts {
		a, err := parseAsks(part)
		if err != nil {
			return nil, err
		}
		for _, contract := range a.Contracts {
			covered[contract.Address] = true
		}
		children, err := l.created(ctx, lake, part, a)
		if err != nil {
			return nil, err
		}
		for _, child := range children {
			family := families[child.Name]
			wanted[family] = append(wanted[family], child)
		}
	}
	for _, family := range []string{"deployment", "pools", "polls"} {
		fresh := uncovered(wanted[family], covered)
		for contracts := range slices.Chunk(fresh, maxAddresses) {
			part, err := l.newPart(family, contracts[0].FirstBlock, asks{Contracts: contracts})
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// contracts gives the deployment's contracts that are asked for by address alone.
func (c Config) contracts() []livepeer.Contract {
	return slices.DeleteFunc(slices.Clone(c.Deployment.Contracts), func(contract livepeer.Contract) bool {
		return contract.Name == livepeer.LivepeerToken
	})
}
