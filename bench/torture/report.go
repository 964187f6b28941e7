package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// report is how all trials ended.
type report struct {
	settings  settings
	reference reference
	results   []result
	tallies   []namedTally
}

// err names how many trials failed.
func (r report) err() error {
	failed := 0
	for _, result := range r.results {
		if result.err != nil {
			failed++
		}
	}
	switch {
	case len(r.results) == 0:
		return fmt.Errorf("no trial is called %q", r.settings.only)
	case failed > 0:
		return fmt.Errorf("%d of %d trials failed", failed, len(r.results))
	default:
		return nil
	}
}

// group sums the trials of one kind up.
type group struct {
	name           string
	trials, failed int
	took           time.Duration
}

// groups sums up by the first word of the trials' names, in order.
func (r report) groups() (all []group) {
	for _, result := range r.results {
		name, _, _ := strings.Cut(result.name, "/")
		if len(all) == 0 || all[len(all)-1].name != name {
			all = append(all, group{name: name})
		}
		g := &all[len(all)-1]
		g.trials++
		g.took += result.took
		if result.err != nil {
			g.failed++
		}
	}
	return all
}

// markdown renders the report.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Torture\n\nWritten by `go run ./bench/torture -seed %d -scale %g -kills %d`: %s, %s/%s, %d cores.\n", r.settings.seed, r.settings.scale, r.settings.kills,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Fprintf(&b, "The reference run took %.1f s; DuckDB %s; %d tables are compared in every trial.\n\n",
		r.reference.took.Seconds(), r.reference.duckDB, len(r.reference.content))
	b.WriteString("| trials | made | failed | took |\n|---|---:|---:|---:|\n")
	for _, g := range r.groups() {
		fmt.Fprintf(&b, "| %s | %d | %d | %.0f s |\n", g.name, g.trials, g.failed, g.took.Seconds())
	}
	b.WriteString("\n| trial | what happened | ended |\n|---|---|---|\n")
	for _, result := range r.results {
		end := "as it must"
		if result.err != nil {
			end = "**failed**: " + strings.ReplaceAll(strings.ReplaceAll(result.err.Error(), "\n", " "), "|", "/")
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", result.name, result.note, end)
	}
	for _, n := range r.tallies {
		b.WriteString(n.markdown())
	}
	return b.String()
}
