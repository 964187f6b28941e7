package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
)

// measurer measures lakepeer.
type measurer struct {
	binary string
	limits []string
}

// size is what was measured on one world.
type size struct {
	logs, rounds, files           int
	extracting, landing, decoding timing
	// builds are by memory limit.
	builds map[string]built
}

// built is a build, or why there is none.
type built struct {
	timing
	failure string
}

// measure makes a world of so many logs and takes every measure on it, in a folder that it makes and empties.
func (m measurer) measure(ctx context.Context, dir string, logs int) (s size, err error) {
	server, stop, err := startServer(ctx, logs)
	if err != nil {
		return s, err
	}
	settings := subject.Settings{Endpoint: server.Endpoint, Deployment: server.Deployment}
	s, err = m.extract(ctx, dir, server, settings)
	// The world takes memory and the stages after extraction don't need it.
	if err = errors.Join(err, stop()); err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	home := subject.Home{Dir: dir}.Path()
	files, _, err := logFiles(home)
	if err != nil {
		return s, err
	}
	s.files = len(files)
	if s.landing, err = runStage(ctx, landStage, home); err != nil {
		return s, err
	}
	if s.decoding, err = runStage(ctx, decodeStage, home); err != nil {
		return s, err
	}
	s.builds = map[string]built{}
	for _, limit := range m.limits {
		if s.builds[limit], err = m.build(ctx, dir, limit, settings, int64(s.logs)); err != nil {
			return s, err
		}
	}
	return s, nil
}

// extract measures the extraction of the whole world.
func (m measurer) extract(ctx context.Context, dir string, server served, settings subject.Settings) (size, error) {
	s := size{logs: server.Logs, rounds: server.Rounds}
	home, err := subject.NewHome(m.binary, dir, settings)
	if err != nil {
		return s, err
	}
	outcome, err := home.RunOK(ctx, "extract", "--yes")
	s.extracting = timing{Rows: int64(server.Logs), Took: outcome.Took, PeakBytes: outcome.PeakBytes}
	return s, err
}

// build measures a whole build at a memory limit, decoding included. One that fails is a result too.
func (m measurer) build(ctx context.Context, dir, limit string, settings subject.Settings, rows int64) (built, error) {
	settings.MemoryLimit = limit
	home, err := subject.NewHome(m.binary, dir, settings)
	if err != nil {
		return built{}, err
	}
	if err := os.RemoveAll(home.Path("cache")); err != nil {
		return built{}, fmt.Errorf("forget what is decoded: %w", err)
	}
	outcome, err := home.Run(ctx, nil, "transform", "--full")
	if err != nil {
		return built{}, err
	}
	b := built{timing: timing{Rows: rows, Took: outcome.Took, PeakBytes: outcome.PeakBytes}}
	if err := outcome.Err(); err != nil {
		b.failure, _, _ = strings.Cut(err.Error(), "\n")
	}
	return b, ctx.Err()
}
