package load

import (
	"io"
	"path/filepath"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// place makes a file appear under its final name whole or not at all, by way of a temporary name outside every listing.
// Step, if not nil, is called with "before-temp-write", "after-fsync" and "after-rename" where these points lie.
func (l *Lake) place(final string, step func(point string), write func(out io.Writer) error) error {
	if step == nil {
		step = func(string) {}
	}
	opt := durable.Options{Temp: filepath.Join(l.home, tempFolder), BeforeRename: func() error {
		step("after-fsync")
		return nil
	}}
	step("before-temp-write")
	if err := durable.Replace(final, opt, write); err != nil {
		return err
	}
	step("after-rename")
	return nil
}

// advise adds the way out to an error of the file system that a user can do something about.
func advise(err error, home string) error {
	return durable.Advise(err, home, "what was committed before is safe")
}
