package main

import (
	"fmt"
	"math/big"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/sandbox"
)

func (a *app) sandboxTruthCommand() *cobra.Command {
	var made worldFlags
	cmd := &cobra.Command{
		Use:   "truth",
		Short: "Say who earned what in a simulated network",
		Long: `Truth makes a world and asks the model of its contracts, not its logs, what each orchestrator earned: LPT by reward
calls, ETH by tickets, each split into the orchestrator's commission, what its unclaimed earnings earned, and the
delegators' part; and how many reward calls it made and missed. --json has every delegator too, and all digits.`,
		Example: `  lakepeer sandbox truth --seed 7
  lakepeer sandbox truth --json`,
		Args: usageArgs(cobra.NoArgs),
	}
	made.addWorld(cmd.Flags(), "")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		world, err := makeWorld(cmd.Context(), made.world)
		if err != nil {
			return err
		}
		if a.json {
			return printJSON(a.stdout, world.Truth())
		}
		a.printTruth(world.Truth())
		return nil
	}
	return cmd
}

func (a *app) printTruth(t sandbox.Truth) {
	rows := a.newTable("orchestrator", "calls", "missed", "commission LPT", "own LPT", "delegators LPT", "tickets", "commission ETH", "own ETH", "delegators ETH", "delegated LPT")
	columns := make([]table.ColumnConfig, 0, 10)
	for number := 2; number <= 11; number++ {
		columns = append(columns, table.ColumnConfig{Number: number, Align: text.AlignRight})
	}
	rows.SetColumnConfigs(columns)
	for _, o := range t.Orchestrators {
		rows.AppendRow(table.Row{
			o.Address, o.RewardCallsMade, o.RewardCallsMissed, amount(o.RewardCommissionLPTWei, 3), amount(o.RewardOwnLPTWei, 3),
			amount(o.RewardDelegatorsLPTWei, 3), o.PaidTickets, amount(o.FeeCommissionETHWei, 6), amount(o.FeeOwnETHWei, 6),
			amount(o.FeeDelegatorsETHWei, 6), amount(o.DelegatedLPTWei, 3),
		})
	}
	fmt.Fprintf(a.stdout, "%s\n\n", rows.Render())
	fmt.Fprintf(a.stdout, "rounds    %d to %d of seed %d\n", t.FirstRound, t.LastRound, t.Seed)
	fmt.Fprintf(a.stdout, "rewards   %s LPT in %d calls, %d missed; %s LPT to the treasury\n",
		amount(t.Totals.RewardLPTWei, 3), t.Totals.RewardCallsMade, t.Totals.RewardCallsMissed, amount(t.Totals.TreasuryLPTWei, 3))
	fmt.Fprintf(a.stdout, "fees      %s ETH by %d tickets\n", amount(t.Totals.FeesETHWei, 6), t.Totals.PaidTickets)
	fmt.Fprintf(a.stdout, "supply    %s LPT\n", amount(t.Totals.SupplyLPTWei, 3))
}

// amount gives wei as whole tokens, cut off after some decimals.
func amount(wei sandbox.Wei, decimals int) string {
	whole, rest := new(big.Int).QuoRem(wei.Int, big.NewInt(1e18), new(big.Int))
	return fmt.Sprintf("%d.%s", whole, fmt.Sprintf("%018d", rest)[:decimals])
}
