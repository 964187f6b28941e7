package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// failpoints are the instructions at which lakepeer can be told to end itself, see cmd/lakepeer: the first time that it
// gets there, or the third.
var failpoints = []string{
	"load.before-temp-write", "load.after-fsync", "load.after-rename", quarantining,
	"load.before-temp-write:3", "load.after-fsync:3", "load.after-rename:3",
	"transform.in-build",
	"publish.before-current", "publish.after-current", "publish.before-stable-rename", "publish.after-stable-rename",
}

// failpointVariable is the environment variable that names one.
const failpointVariable = "LAKEPEER_FAILPOINT"

// quarantining is the failpoint that only a slice with rejected rows reaches.
const quarantining = "load.between-rejected-and-slice"

// start is what a home holds when it is interrupted.
type start struct {
	name string
	// home is what is copied; nil: nothing.
	home *home
	// took is the time of a run from here to the end that nothing disturbs.
	took time.Duration
}

// begin makes the home of a trial.
func (b *bench) begin(trial string, s start) (home, error) {
	h, err := b.newHome(trial, b.endpoint)
	if err == nil && s.home != nil {
		err = s.home.copyTo(h)
	}
	return h, err
}

func (b *bench) failpointTrials() (all []trial) {
	for _, s := range b.starts {
		for _, point := range failpoints {
			name := "failpoints/" + s.name + "/" + point
			all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.failAt(ctx, name, s, point) }})
		}
	}
	return all
}

// failAt ends a run at a failpoint.
func (b *bench) failAt(ctx context.Context, name string, s start, point string) (string, error) {
	h, err := b.begin(name, s)
	if err != nil {
		return "", err
	}
	if point == quarantining {
		return b.failInQuarantine(ctx, h)
	}
	outcome, err := h.Run(ctx, []string{failpointVariable + "=" + point}, "run")
	if err != nil {
		return "", err
	}
	if !outcome.Killed {
		return "never reached", fmt.Errorf("the run ended by itself with exit code %d: the failpoint %s was not reached", outcome.Code, point)
	}
	return "killed there", b.resume(ctx, h)
}

// failInQuarantine ends a run between rejected rows and their slice. What a server that is sound again then gives must
// leave nothing of them.
func (b *bench) failInQuarantine(ctx context.Context, h home) (string, error) {
	endpoint, stop, err := b.serve(ctx, jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.LogOddHex}}})
	if err != nil {
		return "", err
	}
	poisoned, err := b.aim(h, endpoint)
	if err != nil {
		return "", errors.Join(err, stop())
	}
	outcome, err := poisoned.Run(ctx, []string{failpointVariable + "=" + quarantining}, "run")
	if err = errors.Join(err, stop()); err != nil {
		return "", err
	}
	if !outcome.Killed {
		return "never reached", fmt.Errorf("the run ended by itself with exit code %d: the failpoint %s was not reached", outcome.Code, quarantining)
	}
	sound, err := b.aim(h, b.endpoint)
	if err != nil {
		return "", err
	}
	return "killed there", b.resume(ctx, sound)
}

func (b *bench) killTrials() (all []trial) {
	for _, s := range b.starts {
		for i := range b.count(b.kills) {
			name := fmt.Sprintf("kills/%s/%d", s.name, i+1)
			all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.kill(ctx, name, s) }})
		}
	}
	return all
}

// kill ends a run after a random share of the time that it takes.
func (b *bench) kill(ctx context.Context, name string, s start) (string, error) {
	h, err := b.begin(name, s)
	if err != nil {
		return "", err
	}
	share := b.dice(name).Float64()
	after := time.Duration(share * float64(s.took))
	deadline, cancel := context.WithTimeout(ctx, after)
	defer cancel()
	outcome, err := h.Run(deadline, nil, "run")
	note := fmt.Sprintf("killed after %.0f ms, %.0f %% of a run", after.Seconds()*1000, share*100)
	switch {
	case err != nil && deadline.Err() == nil:
		return note, err
	case err == nil && !outcome.Killed && outcome.Err() != nil:
		return note, outcome.Err()
	case err == nil && !outcome.Killed:
		note = fmt.Sprintf("ended by itself before %.0f %% of a run", share*100)
	}
	return note, b.resume(ctx, h)
}

// resume runs a home that was interrupted to the end, and looks at what came of it.
func (b *bench) resume(ctx context.Context, h home) error {
	if _, err := h.RunOK(ctx, "run"); err != nil {
		return fmt.Errorf("after the kill: %w", err)
	}
	return h.sound(ctx, b.reference.content)
}
