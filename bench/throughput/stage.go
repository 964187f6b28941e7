package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// The stages that this program starts itself for, as its first argument.
const (
	serveStage  = "serve"
	landStage   = "land"
	decodeStage = "decode"
)

// timing is how many rows a stage handled in which time, and the most memory that was resident.
type timing struct {
	Rows      int64         `json:"rows"`
	Took      time.Duration `json:"took"`
	PeakBytes int64         `json:"-"`
}

// perSecond gives the rows per second.
func (t timing) perSecond() float64 {
	return float64(t.Rows) / max(t.Took.Seconds(), 1e-9)
}

// runStage starts this program for a stage on a home, and takes its timing from what it prints.
func runStage(ctx context.Context, stage, home string) (t timing, err error) {
	self, err := os.Executable()
	if err != nil {
		return timing{}, err
	}
	outcome, err := subject.Observe(exec.CommandContext(ctx, self, stage, home))
	if err == nil {
		err = outcome.Err()
	}
	if err == nil {
		err = json.Unmarshal([]byte(outcome.Stdout), &t)
	}
	if err != nil {
		return timing{}, fmt.Errorf("%s: %w", stage, err)
	}
	t.PeakBytes = outcome.PeakBytes
	return t, nil
}

// decodeAll decodes every slice of the home's lake into a cache of its own.
func decodeAll(ctx context.Context, home string, stdout io.Writer) (err error) {
	files, _, err := logFiles(home)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lakepeer-decoding-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	started := time.Now()
	result, err := decode.Cache{Dir: dir}.Ensure(ctx, files)
	if err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(timing{Rows: result.Stats.Rows, Took: time.Since(started)})
}

// logFiles lists the slices of logs in the home's lake.
func logFiles(home string) (files []load.File, network load.Network, err error) {
	lake, err := load.OpenExisting(home, load.Options{})
	if err != nil {
		return nil, network, err
	}
	parts, err := lake.Parts(load.StreamID{Source: "chain", Instance: "main", Stream: "logs"})
	if err != nil {
		return nil, network, err
	}
	for _, part := range parts {
		slices, err := lake.Files(part, load.ListOptions{})
		if err != nil {
			return nil, network, err
		}
		files = append(files, slices...)
	}
	return files, lake.Network(), nil
}
