package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/transform"
)

func (a *app) publishCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "publish",
		Short: "Publish the candidate that transform built",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				publication, err := p.Publish(ctx)
				return a.printCurrent(p, publication, err)
			})
		},
	}
}

func (a *app) rollbackCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rollback [publication]",
		Short: "Make the publication before the current one, or the named one, current again",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id := ""
			if len(args) == 1 {
				id = args[0]
			}
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				publication, err := p.Rollback(ctx, id)
				return a.printCurrent(p, publication, err)
			})
		},
	}
}

// printCurrent says what is current now.
func (a *app) printCurrent(p *pipeline.Pipeline, publication *transform.Publication, err error) error {
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.stdout, publication)
	}
	fmt.Fprintf(a.stdout, "%s is publication %s: %s\n", transform.StablePath(p.Config.Home), publication.ID, reach(publication.Manifest))
	return nil
}
