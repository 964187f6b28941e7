package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// stage is what a command that changes the home may be told beside the shared flags.
type stage struct {
	asOf string
	full bool
	yes  bool
	// sources, streams and since narrow what is extracted.
	sources, streams []string
	since            string
	// world is the sandbox that --sandbox makes.
	world worldFlags
	// extracts says that the command reads sources, so that --sandbox must start one.
	extracts bool
}

// addBuildFlags declares the flags of commands that build.
func (s *stage) addBuildFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.asOf, "as-of", "", "build from what the lake held at this time (RFC 3339: 2026-11-01T00:00:00Z)")
	cmd.Flags().BoolVar(&s.full, "full", false, "rebuild every table, also those whose inputs are unchanged")
}

// addExtractFlags declares the flags of commands that extract.
func (s *stage) addExtractFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&s.yes, "yes", false, "start a long backfill without being asked")
	flags.StringSliceVar(&s.sources, "source", nil, "extract only this source (vastai) or instance (vastai/main); may be repeated")
	flags.StringSliceVar(&s.streams, "stream", nil, "extract only this stream (logs, chain.logs); may be repeated")
	flags.StringVar(&s.since, "since", "", "extract only what lies at or after this day or time (2026-11-01, 2026-11-01T12:00:00Z)")
	s.world.add(flags, " (with --sandbox)")
	s.extracts = true
}

// selection reads the flags that narrow what is extracted.
func (s stage) selection() (pipeline.Selection, error) {
	selection := pipeline.Selection{Sources: s.sources, Streams: s.streams}
	if s.since == "" {
		return selection, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, s.since); err == nil {
			selection.Since = at.UTC()
			return selection, nil
		}
	}
	return selection, usageError{fmt.Errorf("--since %s: write a day or a time, like 2026-11-01 or 2026-11-01T12:00:00Z", s.since)}
}

// settings reads the configuration, with the flags laid over it.
func (a *app) settings() (config.Config, error) {
	c, err := config.Load(a.configFile, a.lookup)
	if err != nil {
		return c, err
	}
	if a.home != "" {
		c.Home = a.home
	} else if a.sandbox {
		c.Home += "-sandbox"
	}
	return c, nil
}

// with makes the pipeline of a command and hands it to do; what it needed is released afterwards.
func (a *app) with(cmd *cobra.Command, s stage, do func(ctx context.Context, p *pipeline.Pipeline) error) (err error) {
	ctx := cmd.Context()
	settings, err := a.settings()
	if err != nil {
		return err
	}
	meter := a.newProgress(s.extracts)
	defer meter.wait()
	log, err := a.logger(meter)
	if err != nil {
		return err
	}
	opt := pipeline.Options{
		Config: settings, Full: s.full, Yes: s.yes, Command: cmd.CommandPath(), Version: version(),
		Clock: a.now, Log: log, Hook: a.hook(),
	}
	if s.asOf != "" {
		if opt.AsOf, err = time.Parse(time.RFC3339, s.asOf); err != nil {
			return usageError{&pipeline.ConfigError{Problem: "--as-of " + s.asOf + ": write a time like 2026-11-01T00:00:00Z"}}
		}
	}
	if opt.Selection, err = s.selection(); err != nil {
		return err
	}
	if !a.sandbox {
		if err := s.world.check(cmd); err != nil {
			return err
		}
	}
	if a.sandbox && s.extracts {
		stop, err := startSandbox(ctx, s.world, &opt)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	if s.extracts {
		opt.Progress, opt.BuildProgress = meter.reading(log), meter.build(log)
	}
	p, err := pipeline.New(opt)
	if err != nil {
		return err
	}
	return do(ctx, p)
}

// printJSON writes one indented value.
func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
