package chain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// SettledUntil gives the end of what won't change: behind the finalized block, or so many blocks below the head as
// the configuration says. An endpoint that knows no finalized block, or only the genesis, is read up to
// DefaultConfirmations below its head; one whose answer can't be read is not read at all. Nothing is settled beyond
// the head that this very endpoint states.
func (e *events) SettledUntil(ctx context.Context) (int64, error) {
	if e.config.Confirmations != nil {
		return e.below(ctx, *e.config.Confirmations)
	}
	replies, err := e.rpc.batch(ctx, finalizedOp, []question{
		{"eth_getBlockByNumber", []any{"finalized", false}}, {"eth_blockNumber", []any{}},
	})
	switch {
	case errors.As(err, new(*RPCError)):
		return e.settledSingly(ctx)
	case err != nil:
		return 0, err
	case replies[0].wait() || replies[1].wait():
		return e.settledSingly(ctx)
	}
	head, err := replies[1].quantity()
	if err != nil {
		return 0, fmt.Errorf("ask %s for its head: %w", e.Endpoint(), err)
	}
	return e.bound(replies[0], head)
}

// finalizedOp is what is being done when the end of what is settled is asked for.
const finalizedOp = "ask for the finalized block"

// settledSingly asks one by one, where the endpoint refuses batches or finds them too many calls.
func (e *events) settledSingly(ctx context.Context) (int64, error) {
	head, err := e.rpc.quantity(ctx, "ask for the head", "eth_blockNumber")
	if err != nil {
		return 0, err
	}
	result, err := e.rpc.ask(ctx, ask{op: finalizedOp, question: question{"eth_getBlockByNumber", []any{"finalized", false}}})
	finalized := reply{result: result}
	if err != nil && !errors.As(err, &finalized.refusal) {
		return 0, err
	}
	return e.bound(finalized, head)
}

func (e *events) below(ctx context.Context, confirmations int64) (int64, error) {
	head, err := e.rpc.quantity(ctx, "ask for the head", "eth_blockNumber")
	return max(0, head-confirmations+1), err
}

// bound gives the end of what is settled from what was said about the finalized block, and the head.
func (e *events) bound(finalized reply, head int64) (int64, error) {
	unknown := max(0, head-DefaultConfirmations+1)
	if finalized.absent() {
		return unknown, nil
	}
	header, err := finalized.header()
	if err != nil {
		return 0, fmt.Errorf("%s: read the reply of %s: %w; if it goes on answering so, configure a number of confirmations", finalizedOp, e.Endpoint(), err)
	}
	if header.number <= 0 {
		return unknown, nil
	}
	return min(header.number, head) + 1, nil
}

// Anchor gives hash and time (Unix seconds) of the last block before upTo.
func (e *events) Anchor(ctx context.Context, upTo int64) (map[string]string, error) {
	result, err := e.rpc.ask(ctx, ask{
		op:       fmt.Sprintf("ask for the hash of block %d", upTo-1),
		question: question{"eth_getBlockByNumber", []any{hexQuantity(upTo - 1), false}}, mustExist: true,
	})
	if err != nil {
		return nil, err
	}
	header, err := reply{result: result}.header()
	if err != nil {
		return nil, fmt.Errorf("read the header of block %d from %s: %w", upTo-1, e.Endpoint(), err)
	}
	if header.number != upTo-1 {
		return nil, fmt.Errorf("%s was asked for block %d and gave block %d: use another endpoint", e.Endpoint(), upTo-1, header.number)
	}
	return map[string]string{"hash": header.hash, "time": strconv.FormatInt(header.time, 10)}, nil
}
