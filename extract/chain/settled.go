package chain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// SettledUntil gives the end of what won't change: behind the finalized block, or so many blocks below the head as
// the configuration says. An endpoint that knows no finalized block, or only the genesis, is read up to
// DefaultConfirmations below its head. Nothing is settled beyond the head that this very endpoint states.
func (l *Logs) SettledUntil(ctx context.Context) (int64, error) {
	if l.config.Confirmations != nil {
		return l.below(ctx, *l.config.Confirmations)
	}
	const op = "ask for the finalized block"
	replies, err := l.rpc.batch(ctx, op, []question{
		{"eth_getBlockByNumber", []any{"finalized", false}}, {"eth_blockNumber", []any{}},
	})
	if err != nil {
		if errors.As(err, new(*RPCError)) {
			return l.settledSingly(ctx)
		}
		return 0, err
	}
	head, err := replies[1].quantity()
	if err != nil {
		return 0, fmt.Errorf("ask %s for its head: %w", l.endpoint, err)
	}
	return bound(replies[0], head), nil
}

// settledSingly asks one by one, where the endpoint refuses batches.
func (l *Logs) settledSingly(ctx context.Context) (int64, error) {
	head, err := l.rpc.quantity(ctx, "ask for the head", "eth_blockNumber")
	if err != nil {
		return 0, err
	}
	finalized, err := l.rpc.ask(ctx, ask{op: "ask for the finalized block", question: question{"eth_getBlockByNumber", []any{"finalized", false}}})
	if err != nil && !errors.As(err, new(*RPCError)) {
		return 0, err
	}
	return bound(reply{result: finalized}, head), nil
}

func (l *Logs) below(ctx context.Context, confirmations int64) (int64, error) {
	head, err := l.rpc.quantity(ctx, "ask for the head", "eth_blockNumber")
	return max(0, head-confirmations+1), err
}

// bound gives the end of what is settled from what was said about the finalized block, and the head.
func bound(finalized reply, head int64) int64 {
	header, err := finalized.header()
	if err != nil || header.number <= 0 {
		return max(0, head-DefaultConfirmations+1)
	}
	return min(header.number, head) + 1
}

// Anchor gives hash and time (Unix seconds) of the last block before upTo.
func (l *Logs) Anchor(ctx context.Context, upTo int64) (map[string]string, error) {
	result, err := l.rpc.ask(ctx, ask{
		op:       fmt.Sprintf("ask for the hash of block %d", upTo-1),
		question: question{"eth_getBlockByNumber", []any{hexQuantity(upTo - 1), false}}, mustExist: true,
	})
	if err != nil {
		return nil, err
	}
	header, err := reply{result: result}.header()
	if err != nil {
		return nil, fmt.Errorf("read the header of block %d from %s: %w", upTo-1, l.endpoint, err)
	}
	if header.number != upTo-1 {
		return nil, fmt.Errorf("%s was asked for block %d and gave block %d: use another endpoint", l.endpoint, upTo-1, header.number)
	}
	return map[string]string{"hash": header.hash, "time": strconv.FormatInt(header.time, 10)}, nil
}
