package graphnode

import (
	"encoding/json"
	"fmt"
	"strings"
)

// pin is the block that a part of a query is answered at.
type pin struct {
	block Block
	// bare says that nothing but the number of the block was given, and nothing else is said about it.
	bare bool
}

// pinOf gives the block that a constraint asks for: a number, a hash, or a number to be reached at least. Without one it is
// the newest.
func (q *query) pinOf(constraint any) (pin, error) {
	newest := pin{block: q.head}
	if constraint == nil {
		return newest, nil
	}
	object, ok := constraint.(map[string]any)
	if !ok {
		return pin{}, argumentError("block", constraint)
	}
	for _, name := range []string{"hash", "number", "number_gte"} {
		value := object[name]
		if value == nil {
			continue
		}
		if name == "hash" {
			return q.pinOfHash(value)
		}
		number, _ := value.(json.Number)
		n, err := number.Int64()
		if err != nil {
			return pin{}, argumentError("block."+name, value)
		}
		if err := q.reaches(name, n); err != nil {
			return pin{}, err
		}
		if name == "number_gte" {
			return newest, nil
		}
		return pin{block: Block{Number: n}, bare: true}, nil
	}
	return newest, nil
}

func (q *query) pinOfHash(value any) (pin, error) {
	hash, _ := value.(string)
	known, ok := q.store.blockOf(hash)
	if strings.EqualFold(hash, q.head.Hash) {
		known, ok = q.head, true
	}
	if !ok || known.Number > q.head.Number || known.Number < q.options.StartBlock {
		return pin{}, blockError("hash", "no block with that hash found")
	}
	return pin{block: known}, nil
}

// reaches refuses a block that isn't indexed yet or lies before the subgraph's first.
func (q *query) reaches(constraint string, n int64) error {
	if n > q.head.Number {
		err := blockError(constraint, fmt.Sprintf("subgraph %s has only indexed up to block number %d "+
			"and data for block number %d is therefore not yet available", q.deployment, q.head.Number, n))
		err.missing = n
		return err
	}
	if constraint == "number" && n < q.options.StartBlock {
		if q.options.Gateway {
			return attestablef("bad query: bad query: requested block %d, before minimum `startBlock` of manifest %d",
				n, q.options.StartBlock)
		}
		return blockError(constraint, fmt.Sprintf("subgraph %s only has data starting at block number %d "+
			"and data for block number %d is therefore not available", q.deployment, q.options.StartBlock, n))
	}
	return nil
}

// meta is what _meta says at a pin. A node that was asked for a number doesn't look its block up.
func (q *query) meta(p pin) *object {
	block := map[string]any{"number": p.block.Number}
	if !p.bare {
		block["hash"], block["timestamp"] = p.block.Hash, p.block.Time
	}
	return fixed("_Meta_", map[string]any{
		"block": fixed("_Block_", block), "deployment": q.deployment, "hasIndexingErrors": q.failing,
	})
}
