package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/sandbox"
)

func (a *app) sandboxCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve a simulated Livepeer network, or tell the truth about it",
		Long: `A sandbox is a Livepeer network, a GPU market and token prices that are made up from a seed, to the byte. lakepeer run
--sandbox uses one by itself; these commands serve one for other programs, and tell who earned what in it.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.sandboxServeCommand(), a.sandboxTruthCommand())
	return cmd
}

// makeWorld makes the world of the flags; an impossible one is a mistake of the command line.
func makeWorld(ctx context.Context, c sandbox.Config) (*sandbox.World, error) {
	world, err := sandbox.NewWorld(ctx, c)
	if err != nil && ctx.Err() == nil {
		return nil, usageError{err}
	}
	return world, err
}
