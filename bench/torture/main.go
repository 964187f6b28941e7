package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// settings are the command's flags.
type settings struct {
	seed   uint64
	scale  float64
	kills  int
	only   string
	output string
	keep   bool
	// devchain is the folder of the recording of the real contracts.
	devchain string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, parseFlags(os.Args[1:]), os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
}

func parseFlags(args []string) (s settings) {
	flags := flag.NewFlagSet("torture", flag.ExitOnError)
	flags.Uint64Var(&s.seed, "seed", 1, "seed of everything random")
	flags.Float64Var(&s.scale, "scale", 1, "share of the trials that are made")
	flags.IntVar(&s.kills, "kills", 20, "kills at random instants, in an empty home and again in one that is brought up to date")
	flags.StringVar(&s.only, "only", "", "make only the trials whose names begin with this")
	flags.StringVar(&s.output, "o", "", "write the report to this file too")
	flags.BoolVar(&s.keep, "keep", false, "keep the folders of all trials, and print their path")
	flags.StringVar(&s.devchain, "devchain", filepath.Join("..", "shared", "data", "devchain"), "folder of the recording of the real contracts, whose logs are spoilt if it is there")
	_ = flags.Parse(args) // it exits
	return s
}

func run(ctx context.Context, s settings, stdout io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "lakepeer-torture-*")
	if err != nil {
		return err
	}
	if s.keep {
		fmt.Fprintln(stdout, "trials in", dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	b, err := newBench(ctx, dir, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	r := report{settings: s, reference: b.reference}
	for _, t := range b.trials() {
		if !t.selected(s.only) {
			continue
		}
		result := t.run(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.results = append(r.results, result)
		fmt.Fprintln(stdout, result.line())
		if result.err != nil {
			fmt.Fprintln(stdout, "  repeat with:", s.repeat(t.name))
		} else if err := b.forget(t.name); err != nil {
			return err
		}
	}
	r.tallies = b.tallies
	if s.output != "" {
		if err := os.WriteFile(s.output, []byte(r.markdown()), 0o644); err != nil {
			return err
		}
	}
	return r.err()
}

// repeat gives the command that makes one trial again.
func (s settings) repeat(trial string) string {
	return fmt.Sprintf("go run ./bench/torture -seed %d -scale %g -kills %d -only %s", s.seed, s.scale, s.kills, trial)
}
