package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/load"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what the home holds: network, streams and their horizons, tables and their checks, publications",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				status, err := p.Status(ctx)
				if err != nil {
					return err
				}
				if a.sandbox { // whose clock stands where its last run was
					status.MeasureLag(status.LastSuccess())
				}
				if a.json {
					return printJSON(a.stdout, status)
				}
				a.printStatus(status)
				return nil
			})
		},
	}
}

func (a *app) printStatus(s pipeline.Status) {
	if s.Network == nil {
		fmt.Fprintf(a.stdout, "home      %s holds no lake yet: lakepeer run begins one\n", s.Home)
		return
	}
	fmt.Fprintf(a.stdout, "home      %s\nnetwork   %s\n", s.Home, s.Network)
	switch {
	case s.Problem != "":
		fmt.Fprintf(a.stdout, "file      %s\n", s.Problem)
	case s.File == "":
		fmt.Fprintln(a.stdout, "file      nothing is published yet")
	default:
		fmt.Fprintf(a.stdout, "file      %s\n", s.File)
	}
	a.printLedger(s.Ledger)
	a.printStreams(s.Streams)
	a.printModels(s.Models)
	a.printKept(s.Publications)
}

// printLedger says how far the bonding ledger reaches, or why there is none.
func (a *app) printLedger(l *pipeline.LedgerStatus) {
	switch {
	case l == nil:
	case l.IsBuilt:
		fmt.Fprintf(a.stdout, "ledger    through round %d, block %d: %d logs replayed\n", l.Round, l.Block, l.Logs)
	default:
		fmt.Fprintf(a.stdout, "ledger    none: %s\n", cmp.Or(l.Reason, "the publication is older than the ledger"))
	}
}

// printStreams gives a row for each part, and what holds horizons back below them.
func (a *app) printStreams(streams []pipeline.StreamStatus) {
	if len(streams) == 0 {
		return
	}
	t := a.newTable("stream", "part", "through", "lag", "last success", "files", "rows", "rejected", "new fields")
	above := ""
	for _, s := range streams {
		name := s.Stream
		if name == above {
			name = ""
		}
		above = s.Stream
		t.AppendRow(table.Row{
			name, clip(s.Part), through(s), lag(s.LagSeconds), clock(s.ExtractedAt), s.Files, s.Rows, s.Rejected, strings.Join(s.NewFields, " "),
		})
	}
	fmt.Fprintf(a.stdout, "\n%s\n", t.Render())
	for _, s := range streams {
		if s.Reason != "" {
			fmt.Fprintf(a.stdout, "%s/%s stops at a %s\n", s.Stream, s.Part, s.Reason)
		}
		if len(s.RemovedFields) > 0 {
			fmt.Fprintf(a.stdout, "%s/%s: the source has no more %s, NULL since\n", s.Stream, s.Part, strings.Join(s.RemovedFields, ", "))
		}
	}
}

// clip shortens a part's name to what a line has room for; the JSON has it whole.
func clip(part string) string {
	const most = 38
	if len(part) <= most {
		return part
	}
	return part[:most-1] + "…"
}

// through says how far a part is complete.
func through(s pipeline.StreamStatus) string {
	switch {
	case s.Files == 0:
		return "-"
	case s.Axis == load.AxisBlock:
		return fmt.Sprintf("block %d", s.Horizon-1)
	case s.HorizonAt != nil:
		return clock(*s.HorizonAt)
	default:
		return "-"
	}
}

// lag gives seconds in the largest unit that says enough: "42s", "18m", "7h", "12d"; "-" for none.
func lag(seconds *int64) string {
	if seconds == nil {
		return "-"
	}
	switch n := *seconds; {
	case n < 120:
		return fmt.Sprintf("%ds", n)
	case n < 2*3600:
		return fmt.Sprintf("%dm", n/60)
	case n < 2*86_400:
		return fmt.Sprintf("%dh", n/3600)
	default:
		return fmt.Sprintf("%dd", n/86_400)
	}
}

// printModels gives a row for each table that people use, and for each other one whose checks found something; the rest
// is one sum.
func (a *app) printModels(models []pipeline.ModelStatus) {
	if len(models) == 0 {
		return
	}
	t := a.newTable("table", "rows", "passed", "warned", "failed", "checks that found something")
	var others pipeline.ModelStatus
	tables := 0
	for _, m := range models {
		if !strings.HasPrefix(m.Model, "main.") && len(m.Findings) == 0 {
			tables++
			others.Rows += m.Rows
			others.Passed += m.Passed
			continue
		}
		t.AppendRow(table.Row{m.Model, m.Rows, m.Passed, m.Warned, m.Failed, strings.Join(m.Findings, ", ")})
	}
	if tables > 0 {
		t.AppendRow(table.Row{fmt.Sprintf("%d others", tables), others.Rows, others.Passed, 0, 0, ""})
	}
	fmt.Fprintf(a.stdout, "\n%s\n", t.Render())
}

func (a *app) printKept(publications []pipeline.PublicationStatus) {
	if len(publications) == 0 {
		return
	}
	t := a.newTable("publication", "built", "as of", "tables", "rows", "")
	for _, one := range publications {
		mark := ""
		if one.IsCurrent {
			mark = "current"
		}
		t.AppendRow(table.Row{one.ID, clock(one.BuiltAt), clock(one.AsOf), one.Tables, one.Rows, mark})
	}
	fmt.Fprintf(a.stdout, "\n%s\n", t.Render())
}

// newTable makes a plain table with the given heads.
func (*app) newTable(heads ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.AppendHeader(table.Row(heads))
	t.Style().Format.Header = 0
	return t
}

// clock writes a time for people; "-" for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}
