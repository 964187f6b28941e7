package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
	"github.com/lakepeer/lakepeer/sandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "replay:", err)
		os.Exit(1)
	}
}

// The stages that this program starts itself for.
const (
	makeStage = "make"
	coreStage = "core"
	rowsStage = "rows"
)

// run measures, unless the first argument names a stage: it is followed by the history's file and the world's rounds,
// orchestrators and delegators.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 5 {
		config, err := parseWorld(args[2:])
		if err != nil {
			return err
		}
		switch args[0] {
		case makeStage:
			return makeHistory(ctx, config, args[1])
		case coreStage, rowsStage:
			// The contracts are at the same addresses in every world of a seed.
			w, err := sandbox.NewWorld(ctx, sandbox.Config{Seed: config.Seed, Rounds: 1, Orchestrators: 2, Delegators: 1})
			if err != nil {
				return err
			}
			return replay(args[1], w.Deployment().Contracts, args[0] == rowsStage, out)
		}
	}
	return measureAll(ctx, args, out)
}

// worlds gives the worlds of about 0.2, 1 and 5 million logs.
func worlds() []sandbox.Config {
	return []sandbox.Config{
		{Seed: 1, Rounds: 138, Orchestrators: 100, Delegators: 1000},
		{Seed: 1, Rounds: 311, Orchestrators: 100, Delegators: 4000},
		{Seed: 1, Rounds: 1550, Orchestrators: 100, Delegators: 4000},
	}
}

// parseWorld reads what worldArguments wrote.
func parseWorld(args []string) (config sandbox.Config, err error) {
	var errs []error
	for i, field := range []*int{&config.Rounds, &config.Orchestrators, &config.Delegators} {
		n, err := strconv.Atoi(args[i])
		*field, errs = n, append(errs, err)
	}
	config.Seed = 1
	return config, errors.Join(errs...)
}

func worldArguments(config sandbox.Config) []string {
	return []string{strconv.Itoa(config.Rounds), strconv.Itoa(config.Orchestrators), strconv.Itoa(config.Delegators)}
}

// measureAll measures every history and writes the report.
func measureAll(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("replay", flag.ExitOnError)
	scale := flags.Float64("scale", 1, "part of each world's rounds that is taken")
	output := flags.String("o", "", "write the report to this file too")
	_ = flags.Parse(args) // it exits
	dir, err := os.MkdirTemp("", "lakepeer-replay-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var sizes []size
	for _, config := range worlds() {
		config.Rounds = max(int(float64(config.Rounds)**scale), 12)
		fmt.Fprintf(os.Stderr, "replay: a world of %d rounds\n", config.Rounds)
		s, err := measureWorld(ctx, filepath.Join(dir, "history"), config)
		if err != nil {
			return fmt.Errorf("a world of %d rounds: %w", config.Rounds, err)
		}
		sizes = append(sizes, s)
	}
	text := markdown(sizes)
	if _, err := io.WriteString(out, text); err != nil {
		return err
	}
	if *output != "" {
		if err := os.WriteFile(*output, []byte(text), 0o644); err != nil {
			return err
		}
	}
	for _, p := range promises(sizes) {
		if !p.holds && *scale >= 1 {
			return fmt.Errorf("a promise is broken: %s: %s", p.text, p.measured)
		}
	}
	return nil
}

// measureWorld measures one history, each stage in a process of its own.
func measureWorld(ctx context.Context, path string, config sandbox.Config) (s size, err error) {
	if _, err := stage(ctx, nil, makeStage, path, config); err != nil {
		return s, err
	}
	core, err := stage(ctx, &s.core, coreStage, path, config)
	if err != nil {
		return s, err
	}
	s.peak = core.PeakBytes
	_, err = stage(ctx, &s.rows, rowsStage, path, config)
	return s, err
}

// stage runs one stage and reads what it prints.
func stage(ctx context.Context, into *measured, name, path string, config sandbox.Config) (subject.Outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return subject.Outcome{}, err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{name, path}, worldArguments(config)...)...)
	outcome, err := subject.Observe(cmd)
	if err == nil {
		err = outcome.Err()
	}
	if err != nil {
		return outcome, fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(outcome.Stderr))
	}
	if into == nil {
		return outcome, nil
	}
	return outcome, json.NewDecoder(bytes.NewReader([]byte(outcome.Stdout))).Decode(into)
}
