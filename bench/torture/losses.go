package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// lossTrials delete one slice each; at a smaller scale, a random sample of them.
func (b *bench) lossTrials() (all []trial) {
	slices, err := b.reference.home.slices()
	if err != nil {
		return []trial{{"losses", func(context.Context) (string, error) { return "", err }}}
	}
	chosen := b.dice("losses").Perm(len(slices))[:b.count(len(slices))]
	for _, i := range chosen {
		path := slices[i]
		name := fmt.Sprintf("losses/%d", i+1)
		all = append(all, trial{name, func(ctx context.Context) (string, error) { return b.lose(ctx, name, path) }})
	}
	return all
}

// lose deletes a slice from a copy of the reference home and runs again.
func (b *bench) lose(ctx context.Context, name, path string) (string, error) {
	h, err := b.newHome(name, b.endpoint)
	if err != nil {
		return "", err
	}
	if err := b.reference.home.copyTo(h); err != nil {
		return "", err
	}
	relative, err := filepath.Rel(b.reference.home.Path(), path)
	if err != nil {
		return "", err
	}
	if err := os.Remove(h.Path(relative)); err != nil {
		return "", err
	}
	note := "deleted " + relative
	if _, err := h.RunOK(ctx, "run", "--full"); err != nil {
		return note, err
	}
	if _, err := os.Stat(h.Path(relative)); err != nil {
		return note, fmt.Errorf("the slice didn't come back: %w", err)
	}
	return note, h.sound(ctx, b.reference.content)
}
