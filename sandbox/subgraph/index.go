package subgraph

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	"github.com/lakepeer/lakepeer/sandbox/market"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// Options say what is indexed, and how well.
type Options struct {
	// Defects are what the mappings get wrong; without any they say what the contracts say.
	Defects []Defect
	// Contracts are the contracts that are watched; polls are found by themselves.
	Contracts []livepeer.Contract
	// Views are those contracts, which the mappings ask.
	Views *protocol.Contracts
	// Market has the prices that exchanges state.
	Market *market.Market
	// RoundLength is the length of the first rounds in L1 blocks.
	RoundLength uint64
}

// Index fills a store from the transactions of a chain. It isn't safe for concurrent use, except for Store.
type Index struct {
	options   Options
	wrong     map[Defect]bool
	store     *graphnode.Store
	decoder   *livepeer.Decoder
	contracts []livepeer.Contract
	reactions map[string]reaction
	topics    map[common.Hash]bool
	// block is the one that is worked on, queue its transactions that wait for its end.
	block graphnode.Block
	queue []Transaction
	page  page
	state state
	err   error
}

// New makes an index of nothing. It fails if a contract's name isn't in the catalogue of events, or its address isn't one.
func New(o Options) (*Index, error) {
	store, err := graphnode.NewStore(SchemaText())
	if err != nil {
		return nil, fmt.Errorf("subgraph: making the store: %w", err)
	}
	decoder, err := livepeer.NewDecoder(o.Contracts)
	if err != nil {
		return nil, fmt.Errorf("subgraph: watching the contracts: %w", err)
	}
	x := &Index{
		options: o, wrong: map[Defect]bool{}, store: store, decoder: decoder, contracts: slices.Clone(o.Contracts),
		reactions: reactions(), topics: map[common.Hash]bool{}, state: newState(),
	}
	for _, d := range o.Defects {
		x.wrong[d] = true
	}
	if x.wrong[DelegatorsCountDrifts] {
		x.state.network.delegators = migratedDelegators
	}
	for _, r := range x.reactions {
		x.topics[livepeer.EventNamed(r.event).Topic0] = true
	}
	return x, nil
}

// Store gives what is indexed. It is complete after Finish and may then be read by many at once.
func (x *Index) Store() *graphnode.Store { return x.store }

// Reach is called before the contracts act in a block: what is queued of the block before is worked on and written.
func (x *Index) Reach(block int64) {
	if block == x.block.Number {
		return
	}
	for i := range x.queue {
		x.handle(&x.queue[i])
	}
	x.queue = x.queue[:0]
	x.write()
}

// Add takes the next transaction, which the contracts have just carried out. Blocks must not fall.
func (x *Index) Add(t Transaction) {
	x.Reach(t.Block.Number)
	x.block = t.Block
	if x.wrong[EndOfBlockReads] {
		x.queue = append(x.queue, t)
		return
	}
	x.handle(&t)
}

// Finish works on the last block. The error is the first one of all, of a log that can't be decoded or of a row that doesn't fit.
func (x *Index) Finish() error {
	x.Reach(x.block.Number + 1)
	if err := cmp.Or(x.err, x.store.Err()); err != nil {
		return fmt.Errorf("subgraph: indexing the chain: %w", err)
	}
	return nil
}

// handle lets the mappings work on a transaction.
func (x *Index) handle(t *Transaction) {
	for _, l := range t.Logs {
		if x.err != nil || len(l.Topics) == 0 || !x.topics[l.Topics[0]] {
			continue
		}
		decoded, err := x.decoder.Decode(hexed(l), nil)
		if err != nil {
			x.err = fmt.Errorf("log %d of block %d: %w", l.Index, t.Block.Number, err)
			return
		}
		if decoded.Event == nil {
			continue
		}
		if r, ok := x.reactions[decoded.Contract+"."+decoded.Event.Name]; ok {
			x.react(r, &event{Transaction: t, log: l, decoded: decoded})
		}
	}
}

// react changes the state as an event demands, and makes the rows of the event and of its transaction.
func (x *Index) react(r reaction, e *event) {
	if r.row != "" {
		e.row = e.fields(r.fields)
		e.row["transaction"], e.row["timestamp"], e.row["round"] = e.Hash.Hex(), e.Block.Time, x.round(e).id
	}
	if r.apply != nil {
		r.apply(x, e)
	}
	if e.row == nil {
		return
	}
	gas := e.GasUsed
	if x.wrong[GasUsedIsLimit] {
		gas = e.GasLimit
	}
	x.page.put("Transaction", e.Hash.Hex(), e.entity(gas))
	x.page.put(r.row, fmt.Sprintf("%s-%d", e.Hash.Hex(), e.log.Index), e.row)
}

// watch adds a contract that was found on the way.
func (x *Index) watch(c livepeer.Contract) {
	x.contracts = append(x.contracts, c)
	decoder, err := livepeer.NewDecoder(x.contracts)
	if err != nil {
		x.err = fmt.Errorf("watching %s %s: %w", c.Name, c.Address, err)
		return
	}
	x.decoder = decoder
}

// write writes the block's rows.
func (x *Index) write() {
	if len(x.page.rows) == 0 {
		return
	}
	x.store.Begin(x.block)
	x.page.writeTo(x.store)
}

// hexed gives a log as the decoder wants it.
func hexed(l Log) livepeer.Log {
	topics := make([]string, len(l.Topics))
	for i, t := range l.Topics {
		topics[i] = t.Hex()
	}
	return livepeer.Log{Address: lower(l.Address), Topics: topics, Data: "0x" + hex.EncodeToString(l.Data)}
}
