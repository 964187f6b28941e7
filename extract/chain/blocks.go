package chain

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// Blocks is the stream chain.blocks: the blocks that the logs of chain.logs and chain.lpt_transfers are in.
type Blocks struct {
	lookup
}

var (
	_ extract.LookupStream = (*Blocks)(nil)
	_ extract.Estimator    = (*Blocks)(nil)
	_ extract.Identified   = (*Blocks)(nil)
	_ extract.Metered      = (*Blocks)(nil)
)

func blocksOf(config Config) *Blocks { return &Blocks{newLookup(config, "blocks")} }

// Schema gives number, hashes, time (Unix seconds), L1 number, base fee (wei per gas) and the number of transactions.
func (b *Blocks) Schema() *arrow.Schema { return schemaOf(blockColumns()) }

// Key is the block's number and hash: after a reorganisation there may be two of a number.
func (b *Blocks) Key() []string { return []string{"block_number", "block_hash"} }

// Dictionary names no column: every value is of one block.
func (b *Blocks) Dictionary() []string { return nil }

// Parents gives the streams of logs, but the one of all the token's logs.
func (b *Blocks) Parents() []load.StreamID {
	parents := []load.StreamID{{Source: b.id.Source, Instance: b.id.Instance, Stream: "logs"}}
	if _, ok := b.config.Deployment.Contract(livepeer.LivepeerToken); ok {
		parents = append(parents, load.StreamID{Source: b.id.Source, Instance: b.id.Instance, Stream: transfersName})
	}
	return parents
}

// Parts gives the one part.
func (b *Blocks) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	return b.parts(struct {
		ChainID uint64 `json:"chain_id"`
		Method  string `json:"method"`
	}{b.config.Deployment.ChainID, "eth_getBlockByNumber"})
}

// Wanted gives "<number>:<hash>" of every block that the file has a log of.
func (b *Blocks) Wanted(ctx context.Context, file load.File) ([]string, error) {
	found := map[key]bool{}
	last := key{block: -1}
	err := scanLogs(ctx, file.Path, []string{"block_hash"}, func(number int64, texts []string) {
		if number == last.block && texts[0] == last.hash {
			return
		}
		last = key{number, strings.Clone(texts[0])}
		found[last] = true
	})
	return sortedKeys(found), err
}

// Lookup asks for the blocks. One that has another hash than its logs say is an error: the chain was reorganised.
func (b *Blocks) Lookup(ctx context.Context, _ load.Part, keys []string, sink extract.Sink) error {
	return lookUp(ctx, &b.lookup, subject[block]{
		columns: blockColumns(), extra: func(b *block) string { return b.extra }, ask: askBlock, read: readBlock,
	}, keys, sink)
}

func askBlock(k key) inquiry {
	return inquiry{fmt.Sprintf("look up block %d", k.block), question{"eth_getBlockByNumber", []any{hexQuantity(k.block), false}}}
}

// readBlock makes a row of an answer to the key's question.
func readBlock(k key, result string) (block, error) {
	b, err := parseBlock(result)
	switch {
	case err != nil:
		return b, err
	case b.hash != k.hash:
		return b, &reorganisedError{fmt.Sprintf("block %d has the hash %s, and committed logs are of %s", k.block, b.hash, k.hash)}
	case b.number.n != k.block:
		return b, fmt.Errorf("it is block %d", b.number.n)
	}
	return b, nil
}
