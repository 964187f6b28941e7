package pipeline

import (
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/inputs"
)

// InputError says what is wrong in the input files.
type InputError struct {
	// Problems are all of them, at least one.
	Problems []inputs.Problem
}

// Error lists every problem on a line of its own.
func (e *InputError) Error() string {
	count := "1 problem"
	if n := len(e.Problems); n > 1 {
		count = fmt.Sprintf("%d problems", n)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the input files have %s; nothing was done:", count)
	for _, problem := range e.Problems {
		b.WriteString("\n  " + problem.String())
	}
	return b.String()
}

// ValidateInputs reads the input files that the configuration names. The error is an *InputError; files that aren't
// there are none.
func ValidateInputs(c config.Config) error {
	if problems := inputs.Validate(c.Inputs); len(problems) > 0 {
		return &InputError{problems}
	}
	return nil
}
