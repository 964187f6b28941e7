package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/load"
)

// sampleSeed is what accounts are drawn by if nothing else is asked for.
const sampleSeed = 1

func (a *app) verifyCommand() *cobra.Command {
	var lake bool
	var sample pipeline.Sample
	var made worldFlags
	cmd := &cobra.Command{
		Use:   "verify --lake | --accounts N",
		Short: "Compare the lake with what it says about itself, or the bonding ledger with the contracts",
		Long: `Verify changes nothing.

--lake reads every committed file end to end: rows, checksums and metadata must be what the file says and what its place
says, and every file that a kept publication was built from must be there.

--accounts N asks the contracts, by eth_call at the last block of what is published, what the bonding ledger says: pending
stake and fees, stored fields and votes of the N accounts with the largest stakes and of N others, the stored fields of
every active orchestrator and its pools of the last 3 rounds, N gateways' funds and N voters' weights by size and N each by
chance, the round's totals, and every proposal's tally. All of them should be equal to the wei: a difference ends with exit
code 1. The endpoint must have the state of that block.`,
		Example: `  lakepeer verify --lake
  lakepeer verify --accounts 20
  lakepeer verify --accounts 100 --sample-seed 7 --json`,
		Args: cobra.NoArgs,
	}
	flags := cmd.Flags()
	flags.BoolVar(&lake, "lake", false, "verify the lake")
	flags.IntVar(&sample.Count, "accounts", 0, "verify the ledger: how many accounts by stake, and as many by chance")
	flags.Uint64Var(&sample.Seed, "sample-seed", sampleSeed, "which accounts are taken by chance")
	made.add(flags, " (with --sandbox)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		accounts := flags.Changed("accounts")
		switch {
		case lake == accounts:
			return usageError{errors.New("verify: say what to verify: either --lake or --accounts N")}
		case accounts && sample.Count < 1:
			return usageError{fmt.Errorf("verify: --accounts %d: say how many accounts, 1 or more", sample.Count)}
		}
		return a.with(cmd, stage{extracts: accounts, world: made}, func(ctx context.Context, p *pipeline.Pipeline) error {
			if accounts {
				return a.verifyAccounts(ctx, p, sample)
			}
			checked, findings, err := p.VerifyLake(ctx)
			if err != nil {
				return err
			}
			return a.printFindings(checked, findings)
		})
	}
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
