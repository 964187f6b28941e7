package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// noises are the misbehaviours that a fault trial draws from. None of them spoils a row: those are lost to quarantine
// by design.
var noises = []jsonrpc.Fault{
	{Kind: jsonrpc.TooManyRequests},
	{Kind: jsonrpc.TooManyRequestsText, RetryAfter: time.Second},
	{Kind: jsonrpc.RateError},
	{Kind: jsonrpc.ServerError},
	{Kind: jsonrpc.ServerError, Status: 503},
	{Kind: jsonrpc.HTML},
	{Kind: jsonrpc.ResetConnection},
	{Kind: jsonrpc.TimeoutError},
	{Kind: jsonrpc.CutBody},
	{Kind: jsonrpc.SlowBody, Delay: 5 * time.Millisecond},
	{Kind: jsonrpc.BatchError},
	{Kind: jsonrpc.WrongID},
	{Kind: jsonrpc.MissingReply},
}

// seedsPerDialect is the number of fault trials with each dialect.
const seedsPerDialect = 2

// attempts is how often a run may be started until nothing is missing: a source that fails again and again ends a run,
// and the next one goes on.
const attempts = 5

// faultTrials go through all dialects; at a smaller scale, a random sample of them.
func (b *bench) faultTrials() (all []trial) {
	dialects := jsonrpc.Dialects()
	order := b.dice("faults").Perm(len(dialects) * seedsPerDialect)
	for _, i := range order[:b.count(len(order))] {
		dialect := dialects[i%len(dialects)]
		name := fmt.Sprintf("faults/%s/%d", dialect, i/len(dialects)+1)
		all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.disturb(ctx, name, dialect) }})
	}
	return all
}

// disturb extracts from a server that misbehaves.
func (b *bench) disturb(ctx context.Context, name string, dialect jsonrpc.Dialect) (note string, err error) {
	options := disturbance(b.dice(name), dialect)
	endpoint, stop, err := b.serve(ctx, options)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, stop()) }()
	h, err := b.newHome(name, endpoint)
	if err != nil {
		return "", err
	}
	note = fmt.Sprintf("%.0f %% faults, at most %d blocks and %d logs", options.Noise.Share*100, options.Limits.MaxRange, options.Limits.MaxResults)
	for attempt := 1; ; attempt++ {
		outcome, err := h.Run(ctx, nil, "run", "--yes")
		if err != nil {
			return note, err
		}
		if outcome.Err() == nil {
			note += fmt.Sprintf(", complete after %d runs", attempt)
			return note, h.sound(ctx, b.reference.content)
		}
		if attempt == attempts {
			return note, fmt.Errorf("not complete after %d runs: %w", attempt, outcome.Err())
		}
	}
}

// disturbance draws how a server misbehaves.
func disturbance(dice *rand.Rand, dialect jsonrpc.Dialect) jsonrpc.Options {
	return jsonrpc.Options{
		Dialect: dialect,
		Limits: jsonrpc.Limits{
			MaxRange: 20_000 + dice.Int64N(200_000), MaxResults: 60 + dice.IntN(400), MaxBatch: dice.IntN(2) * 10, Overshoot: dice.Int64N(3) * 100,
		},
		Noise:       jsonrpc.Noise{Seed: dice.Uint64(), Share: 0.02 + 0.08*dice.Float64(), Faults: noises},
		ShuffleSeed: dice.Uint64(),
	}
}
