package chain

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// asks is a part's definition: the contracts whose logs it is about.
type asks struct {
	Contracts []livepeer.Contract `json:"contracts"`
}

func parseAsks(part load.Part) (asks, error) {
	var a asks
	if err := json.Unmarshal(part.Asks, &a); err != nil {
		return a, fmt.Errorf("read what part %s asks for: %w", part, err)
	}
	if len(a.Contracts) == 0 {
		return a, fmt.Errorf("part %s asks for no contract: its part.json is not one of this stream", part)
	}
	return a, nil
}

func (a asks) addresses() []string {
	addresses := make([]string, len(a.Contracts))
	for i, c := range a.Contracts {
		addresses[i] = c.Address
	}
	return addresses
}

// Parts gives the lake's parts, and new ones for contracts that none of them covers: those of the deployment, and
// the polls and delegator pools whose creation stands in committed rows. A part begins where its first contract
// does.
func (l *Logs) Parts(ctx context.Context, lake *load.Lake) ([]load.Part, error) {
	parts, err := lake.Parts(l.ID())
	if err != nil {
		return nil, err
	}
	covered := map[string]bool{}
	wanted := map[string][]livepeer.Contract{"deployment": l.config.Deployment.Contracts}
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
			part, err := l.newPart(family, contracts)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// families names the parts of discovered contracts.
var families = map[string]string{livepeer.Poll: "polls", livepeer.DelegatorPool: "pools"}

// uncovered gives the contracts that no part covers, each once, by first block and address, and covers them.
func uncovered(contracts []livepeer.Contract, covered map[string]bool) []livepeer.Contract {
	var fresh []livepeer.Contract
	for _, contract := range contracts {
		if !covered[contract.Address] {
			covered[contract.Address] = true
			fresh = append(fresh, contract)
		}
	}
	slices.SortFunc(fresh, func(a, b livepeer.Contract) int {
		return cmp.Or(cmp.Compare(a.FirstBlock, b.FirstBlock), cmp.Compare(a.Address, b.Address))
	})
	return fresh
}

// newPart names a part by its definition: the same contracts give the same name in every home.
func (l *Logs) newPart(family string, contracts []livepeer.Contract) (load.Part, error) {
	definition, err := json.Marshal(asks{contracts})
	if err != nil {
		return load.Part{}, fmt.Errorf("define part %s: %w", family, err)
	}
	sum := sha256.Sum256(definition)
	return load.Part{
		Stream: l.ID(), Name: family + "-" + hex.EncodeToString(sum[:4]), Axis: load.AxisBlock,
		From: contracts[0].FirstBlock, Asks: definition,
	}, nil
}
