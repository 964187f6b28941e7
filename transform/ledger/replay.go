package ledger

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/bonding"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// Input is what a ledger is replayed from.
type Input struct {
	// Parts are the files of each part of the streams chain.logs and chain.lpt_transfers, in the order of their slices.
	Parts [][]load.File
	// Horizon is the block from which on nothing is read.
	Horizon int64
	// Times are the times of the blocks whose logs carry none; nil if every log does, or if no block is known.
	Times *decode.Times
	// Contracts are the deployment's addresses, Targets the known versions of the code behind them.
	Contracts []livepeer.Contract
	Targets   []livepeer.TargetVersion
	// Identity is a hash of what the rows are a function of, Version apart. It names the replay in the cache.
	Identity string
}

// Result is what a replay gives.
type Result struct {
	// Paths are the absolute paths of the tables' files by the tables' names. There are none if Refused is set or Round is 0.
	Paths map[string]string `json:"-"`
	// Files are the tables' files.
	Files []File `json:"files,omitempty"`
	// Refused is the log that doesn't follow from those before it, what they lead to, and what it states; "" if all follow.
	Refused string `json:"refused,omitempty"`
	// Logs counts the logs that were applied. Round is the last round that was initialised, 0 if the history has none; Block is
	// the last block with a log.
	Logs  uint64 `json:"logs"`
	Round uint64 `json:"round"`
	Block uint64 `json:"block"`
}

// replay replays the logs and writes the tables' files into a folder.
func replay(ctx context.Context, in Input, dir string) (result Result, err error) {
	out, err := openSinks(dir)
	if err != nil {
		return Result{}, err
	}
	result, err = in.apply(ctx, out.take)
	if err != nil || result.Refused != "" {
		out.abandon()
		return result, err
	}
	result.Files, err = out.close()
	return result, err
}

// apply gives the logs to a ledger, and its rows to emit.
func (in Input) apply(ctx context.Context, emit func(bonding.Row) error) (result Result, err error) {
	ledger, err := bonding.New(bonding.Config{Contracts: in.Contracts, Targets: in.Targets, Emit: emit})
	if err != nil {
		return Result{}, err
	}
	err = in.each(ctx, func(log *bonding.Log) error {
		result.Block = log.Block
		return ledger.Apply(log)
	})
	if err == nil {
		err = ledger.Close()
	}
	result.Logs, result.Round = ledger.Logs(), ledger.Round()
	var refused *bonding.Error
	if !errors.As(err, &refused) {
		return result, err
	}
	// A history without rounds is refused at its first stake for want of rounds, which makes it no ledger, not a wrong one.
	isWrong := result.Round > 0
	if !isWrong {
		if isWrong, err = in.hasRounds(ctx); err != nil {
			return result, err
		}
	}
	if isWrong {
		result.Refused = refused.Error()
	}
	return result, nil
}

// each gives the logs that a ledger reads, in log order.
func (in Input) each(ctx context.Context, use func(*bonding.Log) error) (err error) {
	used := map[string]common.Address{}
	for _, c := range in.Contracts {
		if bonding.Consumes(c.Name) {
			used[strings.ToLower(c.Address)] = common.HexToAddress(c.Address)
		}
	}
	sources := make([]*source, len(in.Parts))
	for i, files := range in.Parts {
		sources[i] = &source{files: files, horizon: in.Horizon, times: in.Times, used: used}
	}
	defer func() {
		for _, s := range sources {
			err = errors.Join(err, s.close())
		}
	}()
	m, err := merge(ctx, sources)
	if err != nil {
		return err
	}
	return m.each(ctx, use)
}

// errFound ends a search.
var errFound = errors.New("it is found")

// hasRounds tells whether any round begins in the logs.
func (in Input) hasRounds(ctx context.Context) (bool, error) {
	newRound := livepeer.EventNamed("NewRound")
	if newRound == nil {
		return false, errors.New("the catalogue of events has no NewRound")
	}
	err := in.each(ctx, func(log *bonding.Log) error {
		if log.TopicCount > 0 && log.Topics[0] == newRound.Topic0 {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// findPaths finds the tables' files in a folder.
func (r *Result) findPaths(dir string) error {
	r.Paths = map[string]string{}
	for _, f := range r.Files {
		path, err := filepath.Abs(filepath.Join(dir, f.name()))
		if err != nil {
			return fmt.Errorf("find the table %s: %w", f.Table, err)
		}
		r.Paths[f.Table] = path
	}
	return nil
}
