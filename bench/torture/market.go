package main

import (
	"context"
	"fmt"
	"strconv"
)

// marketSeeds is the number of worlds whose servers, of every source, misbehave.
const marketSeeds = 20

// marketRuns is how often a run may be started, each time with other faults, until nothing is missing.
const marketRuns = 12

// marketTrials go through worlds of their own.
func (b *bench) marketTrials() (all []trial) {
	for i := range b.count(marketSeeds) {
		seed := b.seed*1000 + uint64(i)
		name := fmt.Sprintf("market/%d", seed)
		all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.spoil(ctx, name, seed) }})
	}
	return all
}

// spoil runs a sandbox whose servers misbehave until nothing is missing, and compares what is published with what the
// same world leads to without a fault.
func (b *bench) spoil(ctx context.Context, name string, seed uint64) (note string, err error) {
	clean, err := b.newHome(name+"/clean", b.endpoint)
	if err != nil {
		return "", err
	}
	if _, err := clean.RunOK(ctx, smallSandbox(seed, "none", 0)...); err != nil {
		return "", err
	}
	want, err := clean.content(ctx)
	if err != nil {
		return "", err
	}
	spoiled, err := b.newHome(name+"/spoiled", b.endpoint)
	if err != nil {
		return "", err
	}
	for n := uint64(1); ; n++ {
		outcome, err := spoiled.Run(ctx, nil, smallSandbox(seed, "heavy", seed*100+n)...)
		if err != nil {
			return note, err
		}
		note = fmt.Sprintf("heavy faults, complete after %d runs", n)
		if outcome.Err() == nil {
			return note, spoiled.sound(ctx, want)
		}
		if n == marketRuns {
			return fmt.Sprintf("heavy faults, %d runs", n), fmt.Errorf("it isn't complete: %w", outcome.Err())
		}
	}
}

// smallSandbox is the command line of a run in a small world.
func smallSandbox(seed uint64, level string, faultSeed uint64) []string {
	return []string{
		"run", "--sandbox", "--home", "home", "--seed", strconv.FormatUint(seed, 10),
		"--rounds", "6", "--orchestrators", "5", "--delegators", "20", "--gateways", "2", "--snapshots", "6",
		"--faults", level, "--fault-seed", strconv.FormatUint(faultSeed, 10),
	}
}
