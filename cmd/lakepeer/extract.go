package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) extractCommand() *cobra.Command {
	var s stage
	cmd := &cobra.Command{
		Use:   "extract",
		Short: "Read what the lake lacks, and build nothing",
		Args:  cobra.NoArgs,
	}
	s.addExtractFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd, s, func(ctx context.Context, p *pipeline.Pipeline) error {
			report, err := p.Extract(ctx)
			if pipeline.Interrupted(err) {
				err = errors.New("interrupted: what was complete is in the lake; run again to go on")
			}
			if a.json {
				return errors.Join(err, printJSON(a.stdout, report))
			}
			a.printExtracted(report)
			return err
		})
	}
	return cmd
}

func (a *app) printExtracted(report extract.Report) {
	for _, stream := range report.Streams {
		for _, part := range stream.Parts {
			fmt.Fprintf(a.stdout, "%s/%s: %d rows in %d new files, %d files were there, %d rejected\n",
				stream.Stream, part.Part, part.Rows, part.Files, part.Skipped, part.Rejected)
		}
	}
}
