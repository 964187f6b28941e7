package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/mutate"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// The numbers of mutants: of the real contracts' logs and of the bench's world, and of those that are run through the program.
const (
	recordedMutants = 1000
	worldMutants    = 500
	programMutants  = 12
)

// mutationTrials spoil logs one at a time. Where the recording of the real contracts isn't there, only the world's are.
func (b *bench) mutationTrials() (all []trial) {
	if _, err := os.Stat(b.devchain); err == nil {
		all = append(all, trial{"mutations/devchain", b.mutateDevchain})
	}
	all = append(all, trial{"mutations/world", b.mutateWorld})
	for i := range b.count(programMutants) {
		name := fmt.Sprintf("mutations/program/%d", i+1)
		all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.runMutant(ctx, name) }})
	}
	return all
}

func (b *bench) mutateDevchain(ctx context.Context) (string, error) {
	recording, err := devchain.Load(b.devchain)
	if err != nil {
		return "", err
	}
	logs := slices.Collect(recording.Logs(0, recording.Head()))
	history := retrace.Config{Protocol: recording.Config(), L1Block: recording.L1Block}
	return b.mutate(ctx, "devchain", recording.Contracts(), logs, history, b.count(recordedMutants))
}

func (b *bench) mutateWorld(ctx context.Context) (string, error) {
	history := retrace.Config{Protocol: b.world.ProtocolConfig(), L1Block: b.world.L1Block}
	return b.mutate(ctx, "world", b.world.Deployment().Contracts, b.worldLogs(), history, b.count(worldMutants))
}

func (b *bench) worldLogs() []jsonrpc.Log { return slices.Collect(b.world.Logs(0, b.world.Head())) }

// mutate gives mutants to a ledger, which must stop at each of them that is no history of the contracts.
func (b *bench) mutate(ctx context.Context, of string, contracts []livepeer.Contract, logs []jsonrpc.Log, history retrace.Config, count int) (string, error) {
	stream, err := mutate.NewStream(contracts, logs)
	if err != nil {
		return "", err
	}
	history.Stated = mutate.Stated(contracts)
	judge := mutate.Judge{History: history, Apply: func(logs []jsonrpc.Log) error { return replay(contracts, logs) }}
	if v := judge.Try(mutate.Mutant{Logs: stream.Logs(), Note: "nothing"}); v.Outcome != mutate.Valid {
		return "", fmt.Errorf("the logs as they are: %s", v)
	}
	tally := &mutate.Tally{}
	b.tallies = append(b.tallies, namedTally{of, tally})
	for i := range count {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		tally.Add(judge.Try(stream.Mutant(b.seed, i)))
	}
	note := fmt.Sprintf("%d mutants of %d types of event: %d detected, %d valid histories",
		count, len(tally.Events), tally.Count(mutate.Detected), tally.Count(mutate.Valid))
	return note, tally.Err()
}

// replay applies logs to a new ledger, to the end.
func replay(contracts []livepeer.Contract, logs []jsonrpc.Log) error {
	ledger, err := bonding.New(bonding.Config{Contracts: contracts})
	if err != nil {
		return err
	}
	for i := range logs {
		l := &logs[i]
		log := bonding.Log{
			Block: uint64(l.BlockNumber), Transaction: uint64(l.TransactionIndex), Index: uint64(l.Index), Hash: l.TransactionHash,
			Time: l.BlockTime, Address: l.Address, TopicCount: len(l.Topics), Data: l.Data,
		}
		copy(log.Topics[:], l.Topics)
		if err := ledger.Apply(&log); err != nil {
			return err
		}
	}
	return ledger.Close()
}

// notPublished is the exit code of a run whose checks failed.
const notPublished = 4

// runMutant lets the program extract a chain whose logs are spoilt in one place that a ledger detects: it must publish nothing
// and say so.
func (b *bench) runMutant(ctx context.Context, name string) (note string, err error) {
	contracts := b.world.Deployment().Contracts
	stream, err := mutate.NewStream(contracts, b.worldLogs())
	if err != nil {
		return "", err
	}
	m, err := b.detected(stream, name)
	if err != nil {
		return "", err
	}
	chain := spoilt{Chain: b.world, logs: mutate.Merge(b.worldLogs(), m, mutate.Stated(contracts))}
	endpoint, stop, err := b.serveChain(ctx, chain, jsonrpc.Options{})
	if err != nil {
		return m.Note, err
	}
	h, err := b.newHome(name, endpoint)
	if err == nil {
		err = expectUnpublished(ctx, h)
	}
	if stopped := stop(); err == nil {
		err = stopped
	}
	return m.Note, err
}

// detected draws mutants until the ledger detects one.
func (b *bench) detected(stream *mutate.Stream, name string) (mutate.Mutant, error) {
	contracts := b.world.Deployment().Contracts
	dice := b.dice(name)
	for range 100 {
		m := stream.Mutant(b.seed, dice.IntN(1<<30))
		if noticed := replay(contracts, m.Logs); errors.As(noticed, new(*bonding.Error)) {
			return m, nil
		}
	}
	return mutate.Mutant{}, errors.New("the ledger detects none of 100 mutants")
}

func expectUnpublished(ctx context.Context, h home) error {
	outcome, err := h.Run(ctx, nil, "run")
	if err != nil {
		return err
	}
	if outcome.Code != notPublished {
		return fmt.Errorf("exit code %d, want %d\n%s", outcome.Code, notPublished, outcome.Stderr)
	}
	if _, err := os.Stat(h.Path("lakepeer.duckdb")); err == nil {
		return fmt.Errorf("something was published: %s", h.Path("lakepeer.duckdb"))
	}
	return nil
}
