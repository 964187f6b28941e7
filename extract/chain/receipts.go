package chain

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Receipts is the stream chain.receipts: what the transactions cost by which orchestrators and gateways act.
type Receipts struct {
	lookup
}

var (
	_ extract.LookupStream = (*Receipts)(nil)
	_ extract.Estimator    = (*Receipts)(nil)
	_ extract.Identified   = (*Receipts)(nil)
	_ extract.Metered      = (*Receipts)(nil)
)

func receiptsOf(config Config) *Receipts { return &Receipts{newLookup(config, "receipts")} }

// Schema gives the transaction's place, sender, receiver and type, its status, and what it used (gas) at which price
// (wei per gas).
func (r *Receipts) Schema() *arrow.Schema { return schemaOf(receiptColumns()) }

// Key is the transaction, by block.
func (r *Receipts) Key() []string { return []string{"block_number", "transaction_hash"} }

// Dictionary names the receivers, which are few contracts.
func (r *Receipts) Dictionary() []string { return []string{"to_address"} }

// Parents gives chain.logs.
func (r *Receipts) Parents() []load.StreamID {
	return []load.StreamID{{Source: r.id.Source, Instance: r.id.Instance, Stream: "logs"}}
}

// Parts gives the one part, whose definition are the events whose transactions are wanted. Other events make another
// part, so that the transactions of earlier logs are looked up too.
func (r *Receipts) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	return r.parts(struct {
		ChainID uint64   `json:"chain_id"`
		Actions []action `json:"actions"`
	}{r.config.Deployment.ChainID, actions()})
}

// Wanted gives "<block number>:<hash>" of every transaction that the file has an action's log of.
func (r *Receipts) Wanted(ctx context.Context, file load.File) ([]string, error) {
	a, err := parseAsks(file.Part)
	if err != nil {
		return nil, err
	}
	signs := actionSigns(a)
	if len(signs) == 0 {
		return nil, nil
	}
	found := map[key]bool{}
	columns := []string{"transaction_hash", "address", "topic0", "topic1", "topic2", "topic3"}
	err = scanLogs(ctx, file.Path, columns, func(block int64, texts []string) {
		same, ok := signs[[2]string{texts[1], texts[2]}]
		if k := (key{block, texts[0]}); ok && texts[2+same[0]] == texts[2+same[1]] && !found[k] {
			found[key{block, strings.Clone(k.hash)}] = true
		}
	})
	return sortedKeys(found), err
}

// Lookup asks for the receipts. A transaction that is in another block than its logs say is an error: the chain was
// reorganised.
func (r *Receipts) Lookup(ctx context.Context, _ load.Part, keys []string, sink extract.Sink) error {
	return lookUp(ctx, &r.lookup, subject[receipt]{
		columns: receiptColumns(), extra: func(r *receipt) string { return r.extra }, ask: askReceipt, read: readReceipt,
	}, keys, sink)
}

func askReceipt(k key) inquiry {
	return inquiry{"look up the receipt of transaction " + k.hash, question{"eth_getTransactionReceipt", []any{k.hash}}}
}

// readReceipt makes a row of an answer to the key's question.
func readReceipt(k key, result string) (receipt, error) {
	r, err := parseReceipt(result)
	switch {
	case err != nil:
		return r, err
	case r.txHash != k.hash:
		return r, fmt.Errorf("it is of transaction %s", r.txHash)
	case r.block.n != k.block:
		return r, &reorganisedError{fmt.Sprintf("transaction %s is in block %d, and committed logs have it in %d", k.hash, r.block.n, k.block)}
	}
	return r, nil
}
