package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

// verifyAccounts compares the ledger with the contracts and prints what differs.
func (a *app) verifyAccounts(ctx context.Context, p *pipeline.Pipeline, sample pipeline.Sample) error {
	found, err := p.VerifyAccounts(ctx, sample)
	if err != nil {
		return err
	}
	if a.json {
		if err := printJSON(a.stdout, found); err != nil {
			return err
		}
	} else {
		a.printVerification(found)
	}
	if n := len(found.Differences); n > 0 {
		return fmt.Errorf("the ledger differs from the contracts in %d of %d values", n, found.Values)
	}
	return nil
}

func (a *app) printVerification(found pipeline.Verification) {
	if len(found.Differences) > 0 {
		t := a.newTable("kind", "subject", "field", "ledger", "contract", "difference")
		for _, d := range found.Differences {
			t.AppendRow(table.Row{d.Kind, d.Subject, d.Field, d.Ledger, d.Contract, d.Difference})
		}
		fmt.Fprintf(a.stdout, "%s\n\n", t.Render())
	}
	kinds := make([]string, len(found.Kinds))
	for i, kind := range found.Kinds {
		kinds[i] = fmt.Sprintf("%s %d (%d values)", kind.Kind, kind.Subjects, kind.Values)
	}
	fmt.Fprintf(a.stdout, "publication %s, block %d in round %d, asked of %s\n", found.Publication, found.Block, found.CurrentRound, found.Endpoint)
	fmt.Fprintf(a.stdout, "compared    %s\n", strings.Join(kinds, ", "))
	fmt.Fprintf(a.stdout, "%d values compared, %d differences\n", found.Values, len(found.Differences))
}
