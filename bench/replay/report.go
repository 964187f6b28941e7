package main

import (
	"fmt"
	"runtime"
	"strings"
)

// size is what was measured of one history.
type size struct {
	core, rows measured
	// peak is the most memory that was resident while the history was replayed without rows.
	peak int64
}

// promise is one of the ledger's promises.
type promise struct {
	text, measured string
	holds          bool
}

// What is promised: logs a second, and the most bytes for each account and for each round of an orchestrator.
const (
	leastPerSecond = 500_000
	mostPerAccount = 2048
	mostPerRound   = 512
)

// bound is the most memory that a ledger of this size may take, in bytes. No number of logs is in it.
func (m measured) bound() int { return m.Accounts*mostPerAccount + m.Pools*mostPerRound }

// promises says which hold.
func promises(sizes []size) []promise {
	speed := promise{text: "at least 500,000 logs a second from topics and data", holds: true}
	bound := promise{text: "at most 2048 bytes for each account and 512 for each orchestrator's round, however many logs", holds: true}
	var speeds, shares []string
	for _, s := range sizes {
		speeds = append(speeds, s.core.String())
		shares = append(shares, fmt.Sprintf("%.2f of it, %.0f bytes a log", float64(s.core.Live)/float64(s.core.bound()), float64(s.core.Live)/float64(s.core.Logs)))
		speed.holds = speed.holds && s.core.perSecond() >= leastPerSecond
		bound.holds = bound.holds && s.core.Live <= uint64(s.core.bound())
	}
	speed.measured, bound.measured = strings.Join(speeds, "; "), strings.Join(shares, "; ")
	return []promise{speed, bound}
}

// markdown renders the report.
func markdown(sizes []size) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The bonding ledger's replay\n\nWritten by `go run ./bench/replay`: %s, %s/%s, %d cores. Histories are worlds of the sandbox. Reading them isn't\ncounted; a replay takes one core.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	b.WriteString("| logs | accounts | orchestrators | rounds | orchestrators' rounds | replay | with all rows | rows | ledger in memory | resident at most |\n")
	b.WriteString("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, s := range sizes {
		fmt.Fprintf(&b, "| %d | %d | %d | %d | %d | %s | %s (%.2f of it) | %d | %.1f MiB | %d MiB |\n",
			s.core.Logs, s.core.Accounts, s.core.Orchestrators, s.core.Rounds, s.core.Pools, s.core, s.rows, s.rows.perSecond()/s.core.perSecond(),
			s.rows.Rows, float64(s.core.Live)/(1<<20), s.peak>>20)
	}
	b.WriteString("\nRows are given out for every account and round, and for every account and day.\n\n| promise | measured | holds |\n|---|---|---|\n")
	for _, p := range promises(sizes) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.text, p.measured, map[bool]string{true: "yes", false: "**no**"}[p.holds])
	}
	return b.String()
}
