package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/transform"
)

func (a *app) runCommand() *cobra.Command {
	var s stage
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Extract, build, check and publish",
		Long: `Run extracts what the lake lacks, builds the tables, checks them and publishes the result as one DuckDB file.
Running again extracts nothing that is committed. What fails is named and tried again by the next run; the file that
was published before stays until a better one replaces it.`,
		Args: cobra.NoArgs,
	}
	s.addBuildFlags(cmd)
	s.addExtractFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var report pipeline.Report
		err := a.with(cmd, s, func(ctx context.Context, p *pipeline.Pipeline) (err error) {
			report, err = p.Run(ctx)
			return err
		})
		if pipeline.Interrupted(err) {
			return errors.New("interrupted: what was complete is in the lake, nothing new is published; run again to go on")
		}
		if report.RunID == "" {
			return err
		}
		if a.json {
			return errors.Join(err, printJSON(a.stdout, report))
		}
		if report.Publication != nil {
			a.printPublished(a.stdout, report)
		}
		return err
	}
	return cmd
}

// printPublished says what a run left: tables, rows, checks, how far the data reach, where the file is, and a
// question to begin with.
func (a *app) printPublished(w io.Writer, report pipeline.Report) {
	m := report.Publication.Manifest
	verb := "published"
	if report.Unchanged {
		verb = "nothing new; still published:"
	}
	fmt.Fprintf(w, "%s %s\n\n", verb, report.File)
	fmt.Fprintf(w, "  network   %s\n", report.Network)
	fmt.Fprintf(w, "  data      %s\n", reach(m))
	fmt.Fprintf(w, "  tables    %s\n", countTables(m))
	fmt.Fprintf(w, "  checks    %s\n", countChecks(m.Checks))
	for _, missing := range report.Missing {
		fmt.Fprintf(w, "  missing   %s\n", missing)
	}
	for _, unavailable := range report.Unavailable {
		fmt.Fprintf(w, "  not asked %s\n", unavailable)
	}
	flags := ""
	switch {
	case a.home != "":
		flags = " --home " + a.home
	case a.sandbox:
		flags = " --sandbox"
	}
	fmt.Fprintf(w, "\nTry:\n  lakepeer query%s \"select orchestrator_name, count(*) as rounds, sum(reward_gross_lpt) as reward_lpt, sum(fees_paid_eth) as fees_eth from fct_orchestrator_income group by all order by reward_lpt desc limit 5\"\n", flags)
}

// countTables gives "83 staging (20,123 rows), 7 main (4,567 rows)".
func countTables(m transform.Manifest) string {
	var text string
	for _, schema := range []string{"main", "staging", "reference"} {
		tables, rows := 0, int64(0)
		for _, model := range m.Models {
			if model.Schema == schema {
				tables++
				rows += model.Rows
			}
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d in %s (%d rows)", tables, schema, rows)
	}
	return text
}

// countChecks gives "312 passed, 1 warned (round_known: 3 rows)".
func countChecks(results []transform.CheckResult) string {
	passed, warned, detail := 0, 0, ""
	for _, r := range results {
		if r.Passed() {
			passed++
			continue
		}
		warned++
		if detail != "" {
			detail += "; "
		}
		detail += fmt.Sprintf("%s: %d rows", r.Name, r.Failing)
	}
	if warned == 0 {
		return fmt.Sprintf("%d passed", passed)
	}
	return fmt.Sprintf("%d passed, %d warned (%s)", passed, warned, detail)
}

// reach says how far the data go: "through block 427218943, round 3819, 2026-02-04 12:00:00 UTC (…)".
func reach(m transform.Manifest) string {
	part, ok := m.BlockHorizon()
	if !ok && m.StandIn != "" {
		return "none of the chain: events are those that " + m.StandIn + " states"
	}
	if !ok {
		return "none of the chain"
	}
	text := fmt.Sprintf("through block %d", part.Horizon-1)
	if m.CurrentRound != nil {
		text += fmt.Sprintf(", round %d", *m.CurrentRound)
	} else {
		text += ", round unknown"
	}
	if part.HorizonAt != nil {
		text += ", " + part.HorizonAt.UTC().Format("2006-01-02 15:04:05") + " UTC"
	}
	if !part.IsComplete {
		text += " (" + part.Reason + ")"
	}
	return text
}
