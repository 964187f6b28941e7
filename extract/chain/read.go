package chain

import (
	"context"
	"errors"
	"fmt"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// maxGuesses is how often in a row a refusal that isn't understood, or a server's failure, is met with half the
// range before it fails the part.
const maxGuesses = 3

// Read asks for the logs that the part asks for, range by range. It waits where the provider says too often,
// asks for less where it says too much, and never leaves a block out: one whose logs can't be had is an error that
// names it.
func (e *events) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	asks, err := parseAsks(part)
	if err != nil {
		return err
	}
	reader, err := newReader(asks)
	if err != nil {
		return fmt.Errorf("part %s: %w", part, err)
	}
	guesses := 0
	for at := gap.From; at < gap.To; {
		within := load.Interval{From: at, To: at + e.sizes.next(gap.To-at)}
		reader.reset()
		err := e.fetch(ctx, reader, asks.addresses(), within)
		if err != nil {
			if guesses, err = e.shrink(err, within, guesses); err != nil {
				return err
			}
			continue
		}
		guesses = 0
		e.sizes.answered(within.To-within.From, reader.seen)
		if err := deliver(reader, within, sink); err != nil {
			return err
		}
		at = within.To
	}
	return nil
}

func deliver(reader *reader, within load.Interval, sink extract.Sink) error {
	reader.separate(within)
	for _, rejected := range reader.rejects {
		sink.Reject(rejected)
	}
	if err := batches(reader.rows, sink); err != nil {
		return err
	}
	return sink.Mark(within.To)
}

// shrink makes the next range smaller if that can help, and gives the error back if it can't.
func (e *events) shrink(err error, within load.Interval, guesses int) (int, error) {
	r, guess, helps := reaction(err)
	if !helps || within.To-within.From <= 1 {
		return 0, err
	}
	if guess {
		if guesses++; guesses > maxGuesses {
			return 0, err
		}
	}
	e.sizes.refused(within.From, within.To-within.From, r)
	return guesses, nil
}

// reaction says whether a smaller request can help after an error, and whether that is only a guess.
func reaction(err error) (r refusal, guess, helps bool) {
	var refused *RPCError
	if errors.As(err, &refused) {
		r = classify(refused.Message, refused.data)
		return r, r.kind != tooLarge && r.kind != tooSlow, true
	}
	var failed *httpclient.Error
	if !errors.As(err, &failed) {
		return refusal{}, false, false
	}
	r.to = -1
	switch failed.Class {
	case httpclient.TooLarge:
		r.kind = tooLarge
		return r, false, true
	case httpclient.Timeout:
		r.kind = tooSlow
		return r, false, true
	case httpclient.Server, httpclient.CutBody, httpclient.BadRequest:
		return r, true, true
	default:
		return r, false, false
	}
}

// fetch appends the logs of a range to the reader. A single block that is too large is asked for with half of the
// addresses at a time. It is not split by topics: where all are asked for, a filter can't ask for all others, so that
// an event that nobody knows would be lost without a sign.
func (e *events) fetch(ctx context.Context, reader *reader, addresses []string, within load.Interval) error {
	result, err := e.askLogs(ctx, addresses, reader.asks.Topics, within)
	if err == nil {
		if err = reader.read(result, within); err != nil {
			err = fmt.Errorf("read the logs of blocks %d to %d from %s: the reply is no list of logs: %w", within.From, within.To-1, e.Endpoint(), err)
		}
		return err
	}
	if within.To-within.From > 1 {
		return err
	}
	if r, guess, _ := reaction(err); guess || r.kind != tooLarge && r.kind != tooSlow {
		return err
	}
	if len(addresses) == 1 {
		return fmt.Errorf("block %d can't be read: its logs of the one contract %s are too many for this endpoint, use another one: %w", within.From, addresses[0], err)
	}
	half := len(addresses) / 2
	if err := e.fetch(ctx, reader, addresses[:half], within); err != nil {
		return err
	}
	return e.fetch(ctx, reader, addresses[half:], within)
}

func (e *events) askLogs(ctx context.Context, addresses []string, topics topics, within load.Interval) (string, error) {
	filter := map[string]any{
		"address": addresses, "fromBlock": hexQuantity(within.From), "toBlock": hexQuantity(within.To - 1),
	}
	if len(topics) > 0 {
		filter["topics"] = topics
	}
	a := ask{
		op:       fmt.Sprintf("read the logs of blocks %d to %d", within.From, within.To-1),
		question: question{"eth_getLogs", []any{filter}},
	}
	if within.To-within.From > 1 {
		a.final = []httpclient.Class{httpclient.Timeout} // a smaller range is the better next question
	}
	return e.rpc.ask(ctx, a)
}
