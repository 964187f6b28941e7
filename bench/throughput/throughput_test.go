package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseMillions(t *testing.T) {
	got, err := parseMillions("0.1,0.5,2")
	if want := []int{100_000, 500_000, 2_000_000}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for _, bad := range []string{"", "0", "-1", "x", "NaN", "1,,2", "1e9"} {
		if got, err := parseMillions(bad); err == nil {
			t.Errorf("%q gives %v", bad, got)
		}
	}
}

// sized is a world on which every stage took so many MiB.
func sized(logs int, extraction, build int64, failure string) size {
	at := func(mebibytes int64) timing {
		return timing{Rows: int64(logs), Took: time.Second, PeakBytes: mebibytes * mebibyte}
	}
	return size{logs: logs, extracting: at(extraction), builds: map[string]built{"256MB": {timing: at(build), failure: failure}}}
}

func TestPromises(t *testing.T) {
	for _, c := range []struct {
		name  string
		sizes []size
		// broken are the beginnings of those that must not hold.
		broken []string
	}{
		{"all hold", []size{sized(100_000, 50, 300, ""), sized(499_000, 250, 500, ""), sized(2_000_000, 299, 600, "")}, nil},
		{"extraction is large", []size{sized(100_000, 301, 300, "")}, []string{"extraction: at most"}},
		{"256MB are no MiB", []size{sized(100_000, 50, 645, "")}, []string{"build at 256MB: succeeds"}},
		{"neither is flat", []size{sized(500_000, 100, 400, ""), sized(2_000_000, 121, 500, "")}, []string{"extraction: flat", "build at 256MB: flat"}},
		{"a build fails", []size{sized(500_000, 100, 400, "out of memory")}, []string{"build at 256MB: succeeds", "build at 256MB: flat"}},
	} {
		var got []string
		promises := report{limits: []string{"256MB"}, sizes: c.sizes}.promises()
		for _, p := range promises {
			if !p.holds {
				got = append(got, p.text)
			}
		}
		if !slices.EqualFunc(got, c.broken, strings.HasPrefix) {
			t.Errorf("%s: broken are %q, want %q", c.name, got, c.broken)
		}
		if err := broken(promises); (err == nil) != (len(c.broken) == 0) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestFailedBuildStandsInTheReport(t *testing.T) {
	text := report{limits: []string{"256MB"}, sizes: []size{sized(100_000, 50, 300, "out of | memory")}}.markdown()
	if !strings.Contains(text, "| failed: out of / memory |") {
		t.Error(text)
	}
}
