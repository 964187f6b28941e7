package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "witness:", err)
		os.Exit(1)
	}
}

// The stages that this program starts itself for, as its only argument.
const (
	serveStage = "serve"
	landStage  = "land"
)

// run measures, unless its argument names a stage: what that works on is JSON on its standard input.
func run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	if len(args) == 1 && args[0] == serveStage {
		return serve(ctx, in, out)
	}
	if len(args) == 1 && args[0] == landStage {
		return land(ctx, in, out)
	}
	return measureAll(ctx, args, out)
}

// measureAll measures every length of history and writes the report.
func measureAll(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("witness", flag.ExitOnError)
	lengths := flags.String("rounds", "100,450,1800", "lengths of the histories, in rounds")
	delegators := flags.Int("delegators", 5000, "delegators of the worlds")
	orchestrators := flags.Int("orchestrators", 100, "orchestrators of the worlds")
	output := flags.String("o", "", "write the report to this file too")
	_ = flags.Parse(args) // it exits
	dir, err := os.MkdirTemp("", "lakepeer-witness-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var sizes []size
	for _, text := range strings.Split(*lengths, ",") {
		rounds, err := strconv.Atoi(text)
		if err != nil || rounds < 2 {
			return fmt.Errorf("-rounds %s: %q is no number of 2 or more", *lengths, text)
		}
		fmt.Fprintf(os.Stderr, "witness: %d rounds\n", rounds)
		s, err := measure(ctx, filepath.Join(dir, text), population{Rounds: rounds, Orchestrators: *orchestrators, Delegators: *delegators})
		if err != nil {
			return fmt.Errorf("%d rounds: %w", rounds, err)
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
		if !p.holds {
			return fmt.Errorf("a promise is broken: %s: %s", p.text, p.measured)
		}
	}
	return nil
}
