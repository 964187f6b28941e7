package transform

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// advise adds the way out to an error of the file system or of DuckDB that a user can do something about. DuckDB tells
// what the system said in text only.
func advise(err error, home string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), strings.Contains(err.Error(), "No space left on device"):
		return fmt.Errorf("%w: make room on the disk that holds %s and run again; the last publication stands", err, home)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: let this user write to %s, or use another --home", err, home)
	case strings.Contains(err.Error(), "Out of Memory Error"):
		return &memoryError{err}
	default:
		return err
	}
}

// memoryError tells of DuckDB's memory limit in the project's words: its own advice is about settings that nobody here can
// reach.
type memoryError struct{ err error }

func (e *memoryError) Error() string {
	text, _, _ := strings.Cut(e.err.Error(), "\n")
	return strings.TrimSpace(text) + ": give the build more memory (build: memory_limit in the configuration)"
}

func (e *memoryError) Unwrap() error { return e.err }
