package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) transformCommand() *cobra.Command {
	var s stage
	cmd := &cobra.Command{
		Use:   "transform",
		Short: "Build and check a candidate from the lake, and publish nothing",
		Args:  cobra.NoArgs,
	}
	s.addBuildFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd, s, func(ctx context.Context, p *pipeline.Pipeline) error {
			candidate, err := p.Transform(ctx)
			if candidate == nil {
				return err
			}
			switch {
			case a.json:
				if printed := printJSON(a.stdout, candidate.Manifest); err == nil {
					err = printed
				}
			case candidate.Unchanged:
				fmt.Fprintf(a.stdout, "nothing changed: publication %s holds what the lake holds\n", candidate.ID)
			default:
				fmt.Fprintf(a.stdout, "built %s\n\n  data      %s\n  tables    %s\n  checks    %s\n", candidate.Path,
					reach(candidate.Manifest), countTables(candidate.Manifest), countChecks(candidate.Manifest.Checks))
			}
			return err
		})
	}
	return cmd
}
