package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Advise adds the way out to an error of the file system that a user can do something about; others stay as they are.
// Home is the folder worked on, safe says what the failure has left alone: "what was committed before is safe". DuckDB
// tells what the system said in text only, so the text counts too.
func Advise(err error, home, safe string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), strings.Contains(err.Error(), "No space left on device"):
		return fmt.Errorf("%w: make room on the disk that holds %s and run again; %s", err, home, safe)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: let this user write to %s, or use another --home", err, home)
	default:
		return err
	}
}
