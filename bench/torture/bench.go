package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// bench is what all trials share: the binary, the world, a faultless server of it, and the reference run.
type bench struct {
	settings
	dir, binary string
	world       *sandbox.World
	endpoint    string
	stop        func() error
	reference   reference
	// tallies are what became of mutants so far.
	tallies []namedTally
	// starts are the homes that trials of interruptions start from.
	starts []start
}

// reference is a run that nothing disturbed.
type reference struct {
	home    home
	content content
	duckDB  string // its version
	took    time.Duration
}

// newBench builds the binary, makes the world and the reference run.
func newBench(ctx context.Context, dir string, s settings) (b *bench, err error) {
	b = &bench{settings: s, dir: dir}
	if b.binary, err = subject.Build(ctx, dir); err != nil {
		return nil, err
	}
	b.world, err = sandbox.NewWorld(ctx, sandbox.Config{Seed: s.seed, Rounds: 12, Orchestrators: 8, Delegators: 40, Gateways: 3})
	if err != nil {
		return nil, err
	}
	if b.endpoint, b.stop, err = b.serve(ctx, jsonrpc.Options{}); err != nil {
		return nil, err
	}
	if err := b.refer(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("the reference run: %w", err), b.stop())
	}
	return b, nil
}

// refer makes the reference run, in an empty home, and the homes that trials start from: an empty one, and one that has
// two publications of the world's first half.
func (b *bench) refer(ctx context.Context) error {
	h, err := b.newHome("reference", b.endpoint)
	if err != nil {
		return err
	}
	outcome, err := h.RunOK(ctx, "run")
	if err != nil {
		return err
	}
	b.reference = reference{home: h, took: outcome.Took}
	if b.reference.content, err = h.content(ctx); err != nil {
		return err
	}
	version, err := h.RunOK(ctx, "query", "--format", "csv", "select duckdb_version from meta.publication")
	if err != nil {
		return err
	}
	_, b.reference.duckDB, _ = strings.Cut(strings.TrimSpace(version.Stdout), "\n")
	older, err := b.older(ctx)
	if err != nil {
		return fmt.Errorf("on a chain that is half as long: %w", err)
	}
	b.starts = []start{{name: "empty", took: outcome.Took}, older}
	return nil
}

// older makes the home that is to be brought up to date, and sees how long that takes.
func (b *bench) older(ctx context.Context) (start, error) {
	lag := (b.world.Head() - b.world.Deployment().Contracts[0].FirstBlock) / 2
	endpoint, stop, err := b.serve(ctx, jsonrpc.Options{HeadLag: lag})
	if err != nil {
		return start{}, err
	}
	h, err := b.newHome("older", endpoint)
	for range 2 {
		if err == nil {
			_, err = h.RunOK(ctx, "run", "--full")
		}
	}
	if err = errors.Join(err, stop()); err != nil {
		return start{}, err
	}
	updated, err := b.begin("updated", start{home: &h})
	if err != nil {
		return start{}, err
	}
	outcome, err := updated.RunOK(ctx, "run")
	if err != nil {
		return start{}, err
	}
	return start{name: "older", home: &h, took: outcome.Took}, updated.sound(ctx, b.reference.content)
}

func (b *bench) close() error { return b.stop() }

// serve serves the world on loopback. stop ends the server.
func (b *bench) serve(ctx context.Context, options jsonrpc.Options) (endpoint string, stop func() error, err error) {
	return b.serveChain(ctx, b.world, options)
}

// serveChain serves a chain likewise.
func (b *bench) serveChain(ctx context.Context, chain jsonrpc.Chain, options jsonrpc.Options) (endpoint string, stop func() error, err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("serve the world: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- jsonrpc.NewServer(chain, options).Serve(ctx, listener) }()
	return "http://" + listener.Addr().String(), func() error {
		cancel()
		return <-served
	}, nil
}

// newHome makes an empty home of a trial.
func (b *bench) newHome(trial, endpoint string) (home, error) {
	return b.aim(home{subject.Home{Dir: b.folder(trial)}}, endpoint)
}

func (b *bench) folder(trial string) string { return filepath.Join(b.dir, filepath.FromSlash(trial)) }

// forget removes what a trial left, unless it is to be kept.
func (b *bench) forget(trial string) error {
	if b.keep {
		return nil
	}
	return os.RemoveAll(b.folder(trial))
}

// aim configures a home to read from an endpoint, and keeps what it holds.
func (b *bench) aim(h home, endpoint string) (home, error) {
	configured, err := subject.NewHome(b.binary, h.Dir, subject.Settings{Endpoint: endpoint, Deployment: b.world.Deployment()})
	return home{configured}, err
}

// count scales a number of trials; one is always made.
func (b *bench) count(full int) int {
	return max(int(math.Round(float64(full)*b.scale)), 1)
}

// dice gives the random numbers of one trial: other trials don't change them.
func (b *bench) dice(trial string) *rand.Rand {
	var n uint64
	for _, c := range []byte(trial) {
		n = n*131 + uint64(c)
	}
	return rand.New(rand.NewPCG(b.seed, n))
}
