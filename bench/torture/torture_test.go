package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/mutate"
)

func TestTrialIsSelectedByItsFirstWords(t *testing.T) {
	for _, c := range []struct {
		only string
		want bool
	}{
		{"", true},
		{"kills", true},
		{"kills/", true},
		{"kills/empty", true},
		{"kills/empty/1", true},
		{"kills/empty/11", false},
		{"kill", false},
		{"losses", false},
	} {
		if got := (trial{name: "kills/empty/1"}).selected(c.only); got != c.want {
			t.Errorf("-only %q: got %v, want %v", c.only, got, c.want)
		}
	}
}

func TestContentNamesTheTablesThatDiffer(t *testing.T) {
	want := content{"main.a": "1", "main.b": "2", "staging.c": "3"}
	if err := (content{"main.a": "1", "main.b": "2", "staging.c": "3"}).equals(want); err != nil {
		t.Error(err)
	}
	err := content{"main.a": "1", "main.b": "9", "main.d": "4"}.equals(want)
	if err == nil || !strings.HasSuffix(err.Error(), ": main.b, main.d, staging.c") {
		t.Errorf("got %v", err)
	}
}

func TestDiceOfATrialDependOnSeedAndName(t *testing.T) {
	draw := func(seed uint64, trial string) uint64 {
		return (&bench{settings: settings{seed: seed}}).dice(trial).Uint64()
	}
	if draw(1, "kills/1") != draw(1, "kills/1") {
		t.Error("the same trial draws other numbers")
	}
	if draw(1, "kills/1") == draw(1, "kills/2") || draw(1, "kills/1") == draw(2, "kills/1") {
		t.Error("different trials draw the same numbers")
	}
}

func TestReportSumsUpByGroup(t *testing.T) {
	r := report{results: []result{
		{name: "kills/empty/1", took: time.Second},
		{name: "kills/older/1", took: time.Second, err: errors.New("1 tables | differ")},
		{name: "losses/1", took: time.Second},
	}}
	want := []group{{"kills", 2, 1, 2 * time.Second}, {"losses", 1, 0, time.Second}}
	if got := r.groups(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := r.err(); err == nil || err.Error() != "1 of 3 trials failed" {
		t.Errorf("got %v", err)
	}
	if text := r.markdown(); !strings.Contains(text, "**failed**: 1 tables / differ |") {
		t.Error("the report doesn't say what failed:\n" + text)
	}
}

func TestReportTellsMutants(t *testing.T) {
	tally := &mutate.Tally{}
	mutant := mutate.Mutant{Event: "BondingManager.Bond", Kind: mutate.Drop, Note: "drop of a Bond"}
	tally.Add(mutate.Verdict{Mutant: mutant, Outcome: mutate.Detected, Reason: errors.New("noticed")})
	tally.Add(mutate.Verdict{Mutant: mutant, Outcome: mutate.Missed, Reason: errors.New("impossible")})
	text := report{tallies: []namedTally{{"world", tally}}}.markdown()
	for _, want := range []string{"## Mutants of the world's logs", "| BondingManager.Bond | 1 of 2, **1 missed** | | | |", "- missed: drop of a Bond: impossible"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}
