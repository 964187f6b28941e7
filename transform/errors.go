package transform

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoPublication says that nothing is published in a home yet.
var ErrNoPublication = errors.New("nothing is published yet: run `lakepeer run`")

// ErrNoCandidate says that no built candidate waits in a home.
var ErrNoCandidate = errors.New("no candidate is built: run `lakepeer transform` first")

// ModelError says that a model can't be built as it is written.
type ModelError struct {
	// Model is the table: "main.dim_round".
	Model string
	// File is where it is written, relative to the SQL's root: "marts/dim_round.sql".
	File string
	// Err is what is wrong.
	Err error
}

func (e *ModelError) Error() string {
	return fmt.Sprintf("build %s (sql/%s): %v", e.Model, e.File, e.Err)
}

func (e *ModelError) Unwrap() error { return e.Err }

// CheckError says that checks of severity error failed. Nothing is published.
type CheckError struct {
	// Failed are the failed checks of severity error, with their counts and samples.
	Failed []CheckResult
}

func (e *CheckError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s failed, nothing is published:", count(len(e.Failed), "check"))
	for _, c := range e.Failed {
		fmt.Fprintf(&text, "\n  %s: %s", c.Title(), count(int(c.Failing), "failing row"))
		if c.Description != "" {
			fmt.Fprintf(&text, ". %s", c.Description)
		}
		for _, row := range c.Sample {
			fmt.Fprintf(&text, "\n    %s", row)
		}
	}
	return text.String()
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// CorruptError says that the present publication can't be read. Readers must not use it; the next run builds anew.
type CorruptError struct {
	// ID is the publication that CURRENT names; "" if CURRENT itself can't be read.
	ID string
	// Path is the damaged file.
	Path string
	// Problem says what is wrong with it.
	Problem string
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("publication %s is damaged: %s: %s: go back with `lakepeer rollback`, or build it again with `lakepeer run --full`", e.ID, e.Path, e.Problem)
}

// UnknownPublicationError says that a home keeps no such publication.
type UnknownPublicationError struct {
	// ID is what was asked for; "" for the one before the present one.
	ID string
	// Kept are the ids that the home keeps, oldest first.
	Kept []string
}

func (e *UnknownPublicationError) Error() string {
	kept := "none is kept"
	if len(e.Kept) > 0 {
		kept = "kept are " + strings.Join(e.Kept, ", ")
	}
	if e.ID == "" {
		return "there is no earlier publication to go back to: " + kept
	}
	return fmt.Sprintf("there is no publication %q: %s", e.ID, kept)
}
