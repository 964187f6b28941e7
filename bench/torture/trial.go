package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// trial is one attempt to make lakepeer publish something wrong.
type trial struct {
	// name is "<group>/<which>": "failpoints/publish.after-current".
	name string
	// attempt makes the trial. It says what it did, also beside an error.
	attempt func(ctx context.Context) (note string, err error)
}

// result is how a trial ended.
type result struct {
	name, note string
	took       time.Duration
	err        error
}

// trials gives all trials in order.
func (b *bench) trials() (all []trial) {
	groups := [][]trial{
		b.failpointTrials(), b.killTrials(), b.lossTrials(), b.readerTrials(), b.faultTrials(), b.marketTrials(), b.mutationTrials(),
	}
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

// selected tells whether -only asks for the trial: by its name, or by the first words of it. "" asks for all.
func (t trial) selected(only string) bool {
	return only == "" || t.name == only || strings.HasPrefix(t.name, strings.TrimSuffix(only, "/")+"/")
}

func (t trial) run(ctx context.Context) result {
	started := time.Now()
	note, err := t.attempt(ctx)
	return result{name: t.name, note: note, took: time.Since(started), err: err}
}

func (r result) line() string {
	if r.err != nil {
		return fmt.Sprintf("FAIL %s (%s): %v", r.name, r.note, r.err)
	}
	return fmt.Sprintf("ok   %s (%s) %.1f s", r.name, r.note, r.took.Seconds())
}
