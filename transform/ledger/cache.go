package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// resultFile is the name of the file that says what a replay gave. It is the last to be written.
const resultFile = "result.json"

// Cache keeps the files of the last replay. One process uses it at a time; the home's lock sees to that.
type Cache struct {
	// Dir is the cache's folder, <home>/cache/ledger. It is made when something is put into it, and can be deleted at any
	// time.
	Dir string
}

// Ensure gives the result of a replay of these logs: the kept one if it is of the same input, else that of a new one, which
// takes its place. A replay's folder appears under its name only when it is whole. A log that doesn't follow from those
// before it is no error but Result.Refused.
func (c Cache) Ensure(ctx context.Context, in Input) (Result, error) {
	dir := filepath.Join(c.Dir, Version, in.Identity)
	if result, err := readResult(dir); err == nil {
		return result, nil
	}
	result, err := c.make(ctx, in, dir)
	if err != nil {
		return Result{}, fmt.Errorf("replay the bonding ledger: %w", err)
	}
	return result, result.findPaths(dir)
}

// make replays the logs into a folder.
func (c Cache) make(ctx context.Context, in Input, dir string) (result Result, err error) {
	temp := filepath.Join(c.Dir, "tmp")
	if err := os.RemoveAll(temp); err != nil { // what a killed run was writing
		return Result{}, err
	}
	if err := durable.MakeFolder(temp); err != nil {
		return Result{}, err
	}
	if result, err = replay(ctx, in, temp); err != nil {
		return Result{}, errors.Join(err, os.RemoveAll(temp))
	}
	if result.Refused != "" || result.Round == 0 { // there are no tables to keep
		return Result{Refused: result.Refused, Logs: result.Logs, Round: result.Round, Block: result.Block}, os.RemoveAll(c.Dir)
	}
	content, err := json.Marshal(result)
	if err != nil {
		return Result{}, err
	}
	path := filepath.Join(temp, resultFile)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return Result{}, err
	}
	if err := errors.Join(durable.SyncFile(path), durable.SyncFolder(temp), c.removeOthers(temp), durable.MakeFolder(filepath.Dir(dir))); err != nil {
		return Result{}, err
	}
	return result, durable.Rename(temp, dir)
}

// removeOthers removes all that is in the cache but a folder.
func (c Cache) removeOthers(kept string) error {
	entries, err := os.ReadDir(c.Dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if path := filepath.Join(c.Dir, entry.Name()); path != kept {
			err = errors.Join(err, os.RemoveAll(path))
		}
	}
	return err
}

// readResult reads what a replay gave from its folder. It fails if a table's file isn't as long as it was.
func readResult(dir string) (result Result, err error) {
	content, err := os.ReadFile(filepath.Join(dir, resultFile))
	if err != nil {
		return result, err
	}
	if err := json.Unmarshal(content, &result); err != nil {
		return result, fmt.Errorf("read %s: %w", filepath.Join(dir, resultFile), err)
	}
	for _, f := range result.Files {
		info, err := os.Stat(filepath.Join(dir, f.name()))
		if err != nil {
			return result, err
		}
		if info.Size() != f.Size {
			return result, fmt.Errorf("%s has %d bytes instead of %d", f.name(), info.Size(), f.Size)
		}
	}
	return result, result.findPaths(dir)
}
