package chain

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// Locate gives the first block at or after an instant, by bisection over the blocks' times: about thirty requests. It is
// the end of what is settled if no settled block is that young, and the deployment's first block if all are.
func (e *events) Locate(ctx context.Context, at time.Time) (int64, error) {
	to, err := e.SettledUntil(ctx)
	if err != nil {
		return 0, err
	}
	from := min(e.config.Deployment.FirstBlock(), to)
	for from < to {
		middle := from + (to-from)/2
		when, err := e.blockTime(ctx, middle)
		if err != nil {
			return 0, err
		}
		if when < at.Unix() {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from, nil
}

// blockTime gives a block's time in Unix seconds.
func (e *events) blockTime(ctx context.Context, block int64) (int64, error) {
	anchor, err := e.Anchor(ctx, block+1)
	if err != nil {
		return 0, err
	}
	when, err := strconv.ParseInt(anchor["time"], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the time of block %d from %s: %w", block, e.Endpoint(), err)
	}
	return when, nil
}
