package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) reconcileCommand() *cobra.Command {
	var fact string
	var all bool
	cmd := &cobra.Command{
		Use:   "reconcile",
		Short: "Say where the chain, the subgraph, the Explorer and the sources of prices differ, and why",
		Long: `Reconcile reads fct_reconciliation of what is published: how many values of each fact two witnesses agree on, how many
differences a known defect of a witness explains, and the first difference of each kind with both values. What the defects
are is told by the table reference.witness_defect. A value that one of the two lacks is counted as missing: the chain's logs
don't reach it yet, or there is no bonding ledger.

Facts without a difference are left out unless --all is given. A difference that nothing explains ends with exit code 1.`,
		Example: `  lakepeer reconcile
  lakepeer reconcile --fact fees
  lakepeer reconcile --all --json`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&fact, "fact", "", "only this fact")
	cmd.Flags().BoolVar(&all, "all", false, "facts without a difference too")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
			found, err := p.Reconcile(ctx, fact)
			if err != nil {
				return err
			}
			if !all && fact == "" {
				found.Facts = differing(found.Facts)
			}
			if err := a.printReconciliation(found); err != nil {
				return err
			}
			if found.Differs > 0 {
				return fmt.Errorf("the witnesses differ in %d of %d values without a known reason", found.Differs, found.Compared)
			}
			return nil
		})
	}
	return cmd
}

// differing gives the facts that have a difference.
func differing(facts []pipeline.ReconciledFact) []pipeline.ReconciledFact {
	some := []pipeline.ReconciledFact{}
	for _, f := range facts {
		if len(f.Differences) > 0 {
			some = append(some, f)
		}
	}
	return some
}

func (a *app) printReconciliation(found pipeline.Reconciliation) error {
	if a.json {
		return printJSON(a.stdout, found)
	}
	if len(found.Facts) > 0 {
		counts := a.newTable("fact", "witnesses", "compared", "agree", "explained", "differ", "missing")
		for _, f := range found.Facts {
			counts.AppendRow(table.Row{f.Fact, f.WitnessA + ", " + f.WitnessB, f.Compared, f.Agreed, f.Explained, f.Differs, f.Missing})
		}
		fmt.Fprintf(a.stdout, "%s\n\n", counts.Render())
	}
	firsts := a.newTable("first difference", "of", "explained by", "values", "one says", "the other", "unit")
	for _, f := range found.Facts {
		for _, d := range f.Differences {
			firsts.AppendRow(table.Row{
				f.Fact, place(d), explanation(d), d.Count, f.WitnessA + " " + plain(d.ValueA), f.WitnessB + " " + plain(d.ValueB), d.Unit,
			})
		}
	}
	if firsts.Length() > 0 {
		fmt.Fprintf(a.stdout, "%s\n\n", firsts.Render())
	}
	fmt.Fprintf(a.stdout, "publication %s: %d values compared, %d differ without a known reason\n", found.Publication, found.Compared, found.Differs)
	return nil
}

// place says where a difference is: "round 4276, 0x…".
func place(d pipeline.ReconciledDifference) string {
	switch {
	case d.Round != "":
		return "round " + d.Round + ", " + d.Key
	case d.Date != "":
		return d.Date + ", " + d.Key
	default:
		return d.Key
	}
}

func explanation(d pipeline.ReconciledDifference) string {
	if d.Explanation == "" {
		return "nothing known"
	}
	return d.Explanation
}

// plain leaves out the zeros after the point that say nothing.
func plain(value string) string {
	if !strings.Contains(value, ".") {
		return value
	}
	return strings.TrimSuffix(strings.TrimRight(value, "0"), ".")
}
