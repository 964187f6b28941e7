package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/lakepeer/lakepeer/internal/pipeline"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what the home holds: network, streams and their horizons, publications",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd, stage{}, func(ctx context.Context, p *pipeline.Pipeline) error {
				status, err := p.Status(ctx)
				if err != nil {
					return err
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
	streams := a.newTable("part", "from", "horizon", "files", "rows", "rejected", "extracted", "stops at")
	for _, one := range s.Streams {
		streams.AppendRow(table.Row{one.Stream + "/" + one.Part, one.From, one.Horizon, one.Files, one.Rows, one.Rejected, clock(one.ExtractedAt), one.Reason})
	}
	fmt.Fprintf(a.stdout, "\n%s\n", streams.Render())
	if len(s.Publications) == 0 {
		return
	}
	kept := a.newTable("publication", "built", "as of", "tables", "rows", "")
	for _, one := range s.Publications {
		mark := ""
		if one.IsCurrent {
			mark = "current"
		}
		kept.AppendRow(table.Row{one.ID, clock(one.BuiltAt), clock(one.AsOf), one.Tables, one.Rows, mark})
	}
	fmt.Fprintf(a.stdout, "\n%s\n", kept.Render())
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
