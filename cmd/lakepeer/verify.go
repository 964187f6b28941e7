package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/load"
)

func (a *app) verifyCommand() *cobra.Command {
	var lake bool
	cmd := &cobra.Command{
		Use:   "verify --lake",
		Short: "Read the whole lake and compare it with what it says about itself",
		Long: `Verify reads every committed file end to end: rows, checksums and metadata must be what the file says and what its
place says, and every file that a kept publication was built from must be there. It changes nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !lake {
				return usageError{errors.New("verify: say what to verify: --lake")}
			}
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				checked, findings, err := p.VerifyLake(ctx)
				if err != nil {
					return err
				}
				return a.printFindings(checked, findings)
			})
		},
	}
	cmd.Flags().BoolVar(&lake, "lake", false, "verify the lake")
	return cmd
}

func (a *app) printFindings(checked int, findings []load.Finding) error {
	if a.json {
		type finding struct {
			Path    string `json:"path"`
			Problem string `json:"problem"`
		}
		list := make([]finding, len(findings))
		for i, f := range findings {
			list[i] = finding(f)
		}
		if err := printJSON(a.stdout, map[string]any{"checked": checked, "findings": list}); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintf(a.stdout, "%s: %s\n", f.Path, f.Problem)
		}
		fmt.Fprintf(a.stdout, "%d files verified, %d problems\n", checked, len(findings))
	}
	if len(findings) > 0 {
		return fmt.Errorf("the lake has %d problems", len(findings))
	}
	return nil
}
