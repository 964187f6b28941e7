package prices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// onchainGrid is one snapshot an hour.
	onchainGrid = 3600
	// poolWindow is how many seconds the pool's average price is over.
	poolWindow = 1800
)

// The calls, as the first four bytes of the hash of their signatures, with their arguments.
const (
	latestRoundData = "0xfeaf968c"
	decimals        = "0x313ce567"
	slot0           = "0x3850c7bd"
	// observe is observe([poolWindow, 0]).
	observe = "0x883bdbfd" +
		"0000000000000000000000000000000000000000000000000000000000000020" +
		"0000000000000000000000000000000000000000000000000000000000000002" +
		"0000000000000000000000000000000000000000000000000000000000000708" +
		"0000000000000000000000000000000000000000000000000000000000000000"
)

// OnchainPrices is the stream prices.onchain: what two contracts say of prices at one block.
type OnchainPrices struct {
	id     load.StreamID
	config Onchain
	node   *evm.Node
}

var (
	_ extract.SnapshotStream = (*OnchainPrices)(nil)
	_ extract.Identified     = (*OnchainPrices)(nil)
	_ extract.Metered        = (*OnchainPrices)(nil)
)

func newOnchainPrices(config Config) *OnchainPrices {
	o := *config.Onchain
	o.ChainlinkETHUSD, o.LPTWETHPool = strings.ToLower(o.ChainlinkETHUSD), strings.ToLower(o.LPTWETHPool)
	return &OnchainPrices{
		id:     load.StreamID{Source: "prices", Instance: config.Instance, Stream: "onchain"},
		config: o,
		node:   evm.NewNode(config.Client, o.Endpoint),
	}
}

// ID names the stream.
func (o *OnchainPrices) ID() load.StreamID { return o.id }

// Schema gives what the contracts return: integers that may be wider than 63 bits as decimal text.
func (o *OnchainPrices) Schema() *arrow.Schema { return arrow.NewSchema(onchainFields(), nil) }

// Key is the block.
func (o *OnchainPrices) Key() []string { return []string{"block_number"} }

// Dictionary names no column: a file has one row.
func (o *OnchainPrices) Dictionary() []string { return nil }

// SchemaVersion is 1.
func (o *OnchainPrices) SchemaVersion() int { return 1 }

// Axis is the instant.
func (o *OnchainPrices) Axis() load.Axis { return load.AxisInstant }

// Grid gives an hour.
func (o *OnchainPrices) Grid() int64 { return onchainGrid }

// Endpoint gives the node's address without its key.
func (o *OnchainPrices) Endpoint() string { return o.node.Endpoint() }

// Usage gives the requests made and the bytes received.
func (o *OnchainPrices) Usage() (requests, bytes int64) { return o.node.Usage() }

// Identify compares the node's chain id with that of the contracts.
func (o *OnchainPrices) Identify(ctx context.Context) error {
	const op = "ask for the chain id"
	result, err := o.node.Call(ctx, op, "eth_chainId")
	if err != nil {
		return fmt.Errorf("%s: %s: %w", op, o.Endpoint(), err)
	}
	id, err := evm.Quantity(result)
	if err != nil {
		return fmt.Errorf("%s: read the reply of %s: %w", op, o.Endpoint(), err)
	}
	if uint64(id) != o.config.ChainID {
		return &extract.WrongNetworkError{
			Endpoint: o.Endpoint(), Has: fmt.Sprintf("chain id %d", id), Wants: fmt.Sprintf("chain id %d", o.config.ChainID),
		}
	}
	return nil
}

// Parts gives one part per pair of contracts.
func (o *OnchainPrices) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	definition, err := json.Marshal(map[string]string{"chainlink_eth_usd": o.config.ChainlinkETHUSD, "lpt_weth_pool": o.config.LPTWETHPool})
	if err != nil {
		return nil, fmt.Errorf("define the part of %s: %w", o.id, err)
	}
	name := "feeds-" + o.config.ChainlinkETHUSD[2:10] + "-" + o.config.LPTWETHPool[2:10]
	return []load.Part{{Stream: o.id, Name: name, Axis: load.AxisInstant, Asks: definition}}, nil
}

// Snapshot asks for the latest block and then, at that block, for the feed's round and the pool's price. A pool that
// doesn't remember as far back as the average reaches has none.
func (o *OnchainPrices) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	const op = "ask for the latest block"
	result, err := o.node.Call(ctx, op, "eth_getBlockByNumber", "latest", false)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", op, o.Endpoint(), err)
	}
	block, err := decodeBlock(result)
	if err != nil {
		return fmt.Errorf("%s: read the reply of %s: %w", op, o.Endpoint(), err)
	}
	a := answers{block: block}
	for _, call := range []struct {
		what, contract, data string
		into                 *json.RawMessage
	}{
		{"the round of the feed", o.config.ChainlinkETHUSD, latestRoundData, &a.round},
		{"the decimals of the feed", o.config.ChainlinkETHUSD, decimals, &a.decimals},
		{"the price of the pool", o.config.LPTWETHPool, slot0, &a.slot0},
		{"the average of the pool", o.config.LPTWETHPool, observe, &a.observe},
	} {
		*call.into, err = o.ethCall(ctx, call.what, call.contract, call.data, block)
		if refused := new(evm.RefusalError); errors.As(err, &refused) && call.into == &a.observe && refused.IsRevert() {
			*call.into, err = nil, nil
		}
		if err != nil {
			return err
		}
	}
	return o.deliver(a, sink)
}

// ethCall asks a contract at a block.
func (o *OnchainPrices) ethCall(ctx context.Context, what, contract, data string, at block) (json.RawMessage, error) {
	op := fmt.Sprintf("ask %s %s at block %d", what, contract, at.number)
	result, err := o.node.Call(ctx, op, "eth_call", map[string]string{"to": contract, "data": data}, evm.BlockTag(at.number))
	if refused := new(evm.RefusalError); errors.As(err, &refused) {
		return nil, fmt.Errorf("%s: this node doesn't answer eth_call of it (%s): %w; name another chain instance in the prices source, or none to do without these prices", op, o.Endpoint(), refused)
	}
	if err == nil && string(result) == `"0x"` {
		return nil, fmt.Errorf("%s: this node doesn't answer eth_call of it (%s): it gives an empty result, so it knows no such contract; name another chain instance in the prices source, or none to do without these prices", op, o.Endpoint())
	}
	return result, err
}

func (o *OnchainPrices) deliver(a answers, sink extract.Sink) error {
	s, wrong := decodeAnswers(a)
	if wrong != nil {
		sink.Reject(load.RejectedRow{Position: -1, Reason: wrong.Error(), Original: a.original()})
		return nil //nolint:nilerr // the row is in quarantine; the snapshot itself is whole
	}
	b := newBatch(onchainFields())
	b.add("", a.block.number, a.block.time,
		o.config.ChainlinkETHUSD, s.roundID, s.answer, s.decimals, s.startedAt, s.updatedAt,
		o.config.LPTWETHPool, s.sqrtPrice, s.tick, s.cardinality, s.cumulativeFrom, s.cumulativeTo, int64(poolWindow))
	return b.appendTo(sink)
}
