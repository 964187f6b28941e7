package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "throughput:", err)
		os.Exit(1)
	}
}

// run measures, unless the first argument names one of the stages that this program starts itself for.
func run(ctx context.Context, args []string) error {
	if len(args) == 2 {
		switch args[0] {
		case serveStage:
			logs, err := strconv.Atoi(args[1])
			if err != nil {
				return fmt.Errorf("serve: %w", err)
			}
			return serve(ctx, logs, os.Stdin, os.Stdout)
		case landStage:
			return land(ctx, args[1], os.Stdout)
		case decodeStage:
			return decodeAll(ctx, args[1], os.Stdout)
		}
	}
	return measureAll(ctx, args)
}

// measureAll measures every size and writes the report.
func measureAll(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("throughput", flag.ExitOnError)
	sizes := flags.String("logs", "0.1,0.5,2", "millions of logs of the worlds")
	limits := flags.String("memory", "256MB,1GB", "memory limits of the builds, as in lakepeer.yaml")
	output := flags.String("o", "", "write the report to this file too")
	_ = flags.Parse(args) // it exits
	millions, err := parseMillions(*sizes)
	if err != nil {
		return fmt.Errorf("-logs %s: %w", *sizes, err)
	}
	dir, err := os.MkdirTemp("", "lakepeer-throughput-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m := measurer{limits: strings.Split(*limits, ",")}
	if m.binary, err = subject.Build(ctx, dir); err != nil {
		return err
	}
	r := report{limits: m.limits}
	for i, logs := range millions {
		fmt.Fprintf(os.Stderr, "throughput: %d logs\n", logs)
		size, err := m.measure(ctx, filepath.Join(dir, strconv.Itoa(i)), logs)
		if err != nil {
			return fmt.Errorf("%d logs: %w", logs, err)
		}
		r.sizes = append(r.sizes, size)
	}
	text := r.markdown()
	if _, err := io.WriteString(os.Stdout, text); err != nil {
		return err
	}
	if *output != "" {
		if err := os.WriteFile(*output, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return broken(r.promises())
}

// parseMillions reads "0.1,0.5,2" as counts.
func parseMillions(text string) (counts []int, err error) {
	for _, field := range strings.Split(text, ",") {
		millions, err := strconv.ParseFloat(field, 64)
		if err != nil || !(millions > 0 && millions <= 100) {
			return nil, fmt.Errorf("%q is no number of millions up to 100", field)
		}
		counts = append(counts, int(math.Round(millions*1e6)))
	}
	return counts, nil
}
