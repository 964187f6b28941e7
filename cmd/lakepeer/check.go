package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Run the checks again on the candidate, or on what is published",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				file, results, err := p.Check(ctx)
				if file == "" {
					return err
				}
				if a.json {
					if printed := printJSON(a.stdout, results); err == nil {
						err = printed
					}
					return err
				}
				for _, r := range results {
					if !r.Passed() {
						fmt.Fprintf(a.stdout, "%s %s: %d rows. %s\n", r.Severity, r.Name, r.Failing, r.Description)
					}
				}
				fmt.Fprintf(a.stdout, "%s: %s\n", file, countChecks(results))
				return err
			})
		},
	}
}
