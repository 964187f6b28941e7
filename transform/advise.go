package transform

import (
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/durable"
)

// advise adds the way out to an error of the file system or of DuckDB that a user can do something about.
func advise(err error, home string) error {
	if duck.IsOutOfMemory(err) {
		return &memoryError{err}
	}
	return durable.Advise(err, home, "the last publication stands")
}

// memoryError tells of DuckDB's memory limit in the project's words: its own advice is about settings that nobody here can
// reach.
type memoryError struct{ err error }

func (e *memoryError) Error() string {
	text, _, _ := strings.Cut(e.err.Error(), "\n")
	return strings.TrimSpace(text) + ": give the build more memory (build: memory_limit in the configuration)"
}

func (e *memoryError) Unwrap() error { return e.err }
