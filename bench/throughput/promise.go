package main

import (
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/config"
)

const (
	mebibyte = 1 << 20
	// extractionBound is the most memory that extraction may take, buildMargin what a build may take beyond its limit.
	extractionBound = 300 * mebibyte
	buildMargin     = 400 * mebibyte
	// flatFrom is the number of logs from which on memory must not depend on their number, but for flatShare.
	flatFrom  = 500_000
	flatShare = 0.20
)

// promise is one promise about memory, with what was measured.
type promise struct {
	text, measured string
	holds          bool
}

// promises judges all of them.
func (r report) promises() (all []promise) {
	extraction := func(s size) (timing, bool) { return s.extracting, true }
	all = append(all, r.bound("extraction: at most 300 MiB", extractionBound, extraction), r.flat("extraction: flat", extraction))
	for _, limit := range r.limits {
		build := func(s size) (timing, bool) { return s.builds[limit].timing, s.builds[limit].failure == "" }
		most := config.Build{MemoryLimit: limit}.MemoryBytes() + buildMargin
		all = append(all,
			r.bound(fmt.Sprintf("build at %s: succeeds with at most the limit and 400 MiB (%d MiB)", limit, most/mebibyte), most, build),
			r.flat("build at "+limit+": flat", build))
	}
	return all
}

// bound judges that a stage succeeds and takes at most so many bytes on every world.
func (r report) bound(text string, most int64, of func(size) (timing, bool)) promise {
	p := promise{text: text, holds: true}
	var peaks []string
	for _, s := range r.sizes {
		t, ok := of(s)
		p.holds = p.holds && ok && t.PeakBytes <= most
		peaks = append(peaks, peak(t, ok))
	}
	p.measured = strings.Join(peaks, ", ")
	return p
}

// flat judges that a stage takes about the same on all large worlds.
func (r report) flat(text string, of func(size) (timing, bool)) promise {
	p := promise{text: text + " within 20 % from 0.5 million logs on", holds: true}
	var least, most int64
	for _, s := range r.sizes {
		t, ok := of(s)
		if s.logs < flatFrom*9/10 {
			continue
		}
		p.holds = p.holds && ok
		if least == 0 || t.PeakBytes < least {
			least = t.PeakBytes
		}
		most = max(most, t.PeakBytes)
	}
	if least == 0 {
		p.measured = "no world is that large"
		return p
	}
	ratio := float64(most) / float64(least)
	p.holds = p.holds && ratio <= 1+flatShare
	p.measured = fmt.Sprintf("greatest / least = %.2f", ratio)
	return p
}

// broken gives an error that names the promises that don't hold.
func broken(all []promise) error {
	var texts []string
	for _, p := range all {
		if !p.holds {
			texts = append(texts, p.text+" ("+p.measured+")")
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return fmt.Errorf("broken: %s", strings.Join(texts, "; "))
}
