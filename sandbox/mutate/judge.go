package mutate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
)

// Judge decides what became of mutants.
type Judge struct {
	// Apply lets the reader of the logs read them; its error says what it noticed.
	Apply func([]jsonrpc.Log) error
	// History says which deployment the logs are of, and with Stated which of them count.
	History retrace.Config
}

// Outcome is what became of a mutant.
type Outcome string

// The outcomes.
const (
	// Detected says that the reader noticed.
	Detected Outcome = "detected"
	// Valid says that the reader didn't, and that the contracts' model emits exactly the mutant's logs: there is nothing wrong
	// with them.
	Valid Outcome = "valid"
	// Missed says that the reader didn't notice what the contracts would never have emitted.
	Missed Outcome = "missed"
)

// Verdict is what became of a mutant, and why.
type Verdict struct {
	Mutant  Mutant
	Outcome Outcome
	// Reason is what the reader noticed, or what the contracts would have emitted instead; nil for a valid one.
	Reason error
}

// String gives the verdict in one line.
func (v Verdict) String() string {
	if v.Reason == nil {
		return fmt.Sprintf("%s: %s: the contracts' model emits all %d logs when it does what they say", v.Outcome, v.Mutant.Note, len(v.Mutant.Logs))
	}
	return fmt.Sprintf("%s: %s: %v", v.Outcome, v.Mutant.Note, v.Reason)
}

// Try judges a mutant.
func (j Judge) Try(m Mutant) Verdict {
	if err := j.Apply(m.Logs); err != nil {
		return Verdict{Mutant: m, Outcome: Detected, Reason: err}
	}
	if err := retrace.New(j.History, m.Logs).Run(); err != nil {
		return Verdict{Mutant: m, Outcome: Missed, Reason: err}
	}
	return Verdict{Mutant: m, Outcome: Valid}
}

// ErrMissed is what a tally's error wraps.
var ErrMissed = errors.New("mutants went undetected that no history of the contracts is")

// Tally counts verdicts by event and kind.
type Tally struct {
	// Events are in the order in which they came.
	Events []string
	// Counts has the number of verdicts by event, kind and outcome.
	Counts map[string]map[Kind]map[Outcome]int
	// Survivors are the verdicts on mutants that weren't detected.
	Survivors []Verdict
}

// Add counts a verdict.
func (t *Tally) Add(v Verdict) {
	if t.Counts == nil {
		t.Counts = map[string]map[Kind]map[Outcome]int{}
	}
	byKind := t.Counts[v.Mutant.Event]
	if byKind == nil {
		byKind = map[Kind]map[Outcome]int{}
		t.Counts[v.Mutant.Event] = byKind
		t.Events = append(t.Events, v.Mutant.Event)
	}
	if byKind[v.Mutant.Kind] == nil {
		byKind[v.Mutant.Kind] = map[Outcome]int{}
	}
	byKind[v.Mutant.Kind][v.Outcome]++
	if v.Outcome != Detected {
		t.Survivors = append(t.Survivors, v)
	}
}

// Count gives the number of verdicts with an outcome; "" counts all.
func (t *Tally) Count(outcome Outcome) (n int) {
	for _, byKind := range t.Counts {
		for _, byOutcome := range byKind {
			for o, count := range byOutcome {
				if outcome == "" || o == outcome {
					n += count
				}
			}
		}
	}
	return n
}

// Err names what was missed, nil if nothing was.
func (t *Tally) Err() error {
	var missed []string
	for _, v := range t.Survivors {
		if v.Outcome == Missed {
			missed = append(missed, v.String())
		}
	}
	if missed == nil {
		return nil
	}
	return fmt.Errorf("%w:\n%s", ErrMissed, strings.Join(missed, "\n"))
}

// Line sums an event up: "drop 3 of 3 detected, change 2 of 4 detected and 2 valid".
func (t *Tally) Line(event string) string {
	var parts []string
	for _, kind := range Kinds() {
		counts := t.Counts[event][kind]
		made := counts[Detected] + counts[Valid] + counts[Missed]
		if made == 0 {
			continue
		}
		part := fmt.Sprintf("%s %d of %d detected", kind, counts[Detected], made)
		for _, outcome := range []Outcome{Valid, Missed} {
			if n := counts[outcome]; n > 0 {
				part += fmt.Sprintf(" and %d %s", n, outcome)
			}
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}
