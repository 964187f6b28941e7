package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// report is everything that was measured.
type report struct {
	limits []string
	sizes  []size
}

// markdown renders the report: a line per world, and the promises.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Throughput and memory\n\nWritten by `go run ./bench/throughput`: %s, %s/%s, %d cores%s. The chain is served by another process on the\nsame machine. Rates are rows per second; memory is the most that was resident.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), machineMemory())
	b.WriteString("| logs | rounds | lake files | extraction | landing alone | decoding alone |")
	for _, limit := range r.limits {
		fmt.Fprintf(&b, " build at %s |", limit)
	}
	b.WriteString("\n|---:|---:|---:|---:|---:|---:|" + strings.Repeat("---:|", len(r.limits)) + "\n")
	for _, s := range r.sizes {
		fmt.Fprintf(&b, "| %d | %d | %d | %s | %.0f/s | %.0f/s |", s.logs, s.rounds, s.files, rate(s.extracting), s.landing.perSecond(), s.decoding.perSecond())
		for _, limit := range r.limits {
			if build := s.builds[limit]; build.failure != "" {
				fmt.Fprintf(&b, " failed: %s |", strings.ReplaceAll(build.failure, "|", "/"))
			} else {
				fmt.Fprintf(&b, " %s |", rate(build.timing))
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\nExtraction contains landing and the lookup of blocks and receipts; a build contains decoding and the checks.\n\n| promise | measured | holds |\n|---|---|---|\n")
	for _, p := range r.promises() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.text, p.measured, map[bool]string{true: "yes", false: "**no**"}[p.holds])
	}
	return b.String()
}

// rate gives "12,345/s, 8.1 s, 105 MiB" without the comma.
func rate(t timing) string {
	return fmt.Sprintf("%.0f/s, %.1f s, %s", t.perSecond(), t.Took.Seconds(), peak(t, true))
}

func peak(t timing, ok bool) string {
	if !ok {
		return "failed"
	}
	return fmt.Sprintf("%d MiB", t.PeakBytes/mebibyte)
}

// machineMemory gives ", 23 GiB of memory", "" where the system doesn't tell.
func machineMemory() string {
	text, err := os.ReadFile("/proc/meminfo")
	var kilobytes int64
	if err != nil {
		return ""
	}
	if _, err := fmt.Sscanf(string(text), "MemTotal: %d kB", &kilobytes); err != nil {
		return ""
	}
	return fmt.Sprintf(", %d GiB of memory", kilobytes>>20)
}
