package chain

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// asks is the definition of a part of a stream of logs.
type asks struct {
	// ChainID is the chain that the contracts are on. A home can hold logs of other chains than its own.
	ChainID uint64 `json:"chain_id,omitempty"`
	// Contracts are the addresses whose logs are asked for.
	Contracts []livepeer.Contract `json:"contracts"`
	// Topics are the topics asked for; none asks for all logs.
	Topics topics `json:"topics,omitempty"`
	// Except are the logs of Topics that are left out, because another part has them: those that have one of the
	// topics at its position.
	Except topics `json:"except,omitempty"`
}

// topics gives, by position, the topics that a log may have there, lower-case 0x text; none means any.
type topics [][]string

// all tells whether a log's topics are allowed ones at every position.
func (t topics) all(log []string) bool {
	for i, allowed := range t {
		if len(allowed) > 0 && (i >= len(log) || !slices.Contains(allowed, log[i])) {
			return false
		}
	}
	return true
}

// any tells whether a log has one of the topics at its position.
func (t topics) any(log []string) bool {
	for i, named := range t {
		if i < len(log) && slices.Contains(named, log[i]) {
			return true
		}
	}
	return false
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

// newPart names a part by its definition: the same questions give the same name in every home.
func (e *events) newPart(family string, from int64, a asks) (load.Part, error) {
	a.ChainID = e.config.Deployment.ChainID
	definition, err := json.Marshal(a)
	if err != nil {
		return load.Part{}, fmt.Errorf("define part %s: %w", family, err)
	}
	sum := sha256.Sum256(definition)
	return load.Part{
		Stream: e.id, Name: family + "-" + hex.EncodeToString(sum[:4]), Axis: load.AxisBlock, From: from, Asks: definition,
	}, nil
}
