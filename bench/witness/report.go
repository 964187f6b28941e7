package main

import (
	"fmt"
	"runtime"
	"strings"
)

// promise is something that must hold at every size.
type promise struct {
	text, measured string
	holds          bool
}

// What is promised: by which factor the longest history may exceed the shortest one, in requests of a night and in memory.
const (
	mostRequests = 1.1
	mostMemory   = 1.5
)

// promises compares the longest history with the shortest one.
func promises(sizes []size) []promise {
	short, long := sizes[0], sizes[0]
	for _, s := range sizes {
		if s.Rounds < short.Rounds {
			short = s
		}
		if s.Rounds > long.Rounds {
			long = s
		}
	}
	ratio := func(text string, of func(size) int64, unit string, most float64) promise {
		a, b := of(short), of(long)
		factor := float64(b) / float64(max(a, 1))
		return promise{
			text:     fmt.Sprintf("%s: at most %.1f times as much after %d rounds as after %d", text, most, long.Rounds, short.Rounds),
			measured: fmt.Sprintf("%d and %d %s: %.2f times", a, b, unit, factor), holds: factor <= most,
		}
	}
	return []promise{
		ratio("requests of a night with one new round", func(s size) int64 { return s.night.Requests }, "requests", mostRequests),
		ratio("memory that is resident while the history lands", func(s size) int64 { return s.first.PeakBytes >> 20 }, "MiB", mostMemory),
	}
}

// markdown renders the report.
func markdown(sizes []size) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Landing the subgraph\n\nWritten by `go run ./bench/witness`: %s, %s/%s, %d cores, which the server shares. Histories are worlds of the sandbox.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	b.WriteString("| rounds | delegators | logs | first load: rows | requests | rows a request | rows/s | resident at most | a night: rows | requests | nothing new: requests |\n")
	b.WriteString("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, s := range sizes {
		fmt.Fprintf(&b, "| %d | %d | %d | %d | %d | %.0f | %.0f | %d MiB | %d | %d | %d |\n", s.Rounds, s.Delegators, s.logs,
			s.first.Rows, s.first.Requests, float64(s.first.Rows)/float64(max(s.first.Requests, 1)), s.first.perSecond(), s.first.PeakBytes>>20,
			s.night.Rows, s.night.Requests, s.idle.Requests)
	}
	b.WriteString("\n| promise | measured | holds |\n|---|---|---|\n")
	for _, p := range promises(sizes) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.text, p.measured, map[bool]string{true: "yes", false: "**no**"}[p.holds])
	}
	return b.String()
}
