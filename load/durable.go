package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// place makes a file appear under its final name whole or not at all, and to stay: it is written under a
// temporary name outside every listing, fsynced, renamed, and its folder fsynced. Step, if not nil, is called
// with "before-temp-write", "after-fsync" and "after-rename" where these points lie.
func (l *Lake) place(final string, step func(point string), write func(out io.Writer) error) (err error) {
	if step == nil {
		step = func(string) {}
	}
	temp := filepath.Join(l.home, tempFolder)
	for _, folder := range []string{temp, filepath.Dir(final)} {
		if err := makeFolder(folder); err != nil {
			return err
		}
	}
	step("before-temp-write")
	name, err := writeTemp(temp, filepath.Base(final), write)
	if err != nil {
		return err
	}
	step("after-fsync")
	if err := os.Rename(name, final); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	step("after-rename")
	return syncFolder(filepath.Dir(final))
}

// writeTemp writes and fsyncs a new file in the folder, and gives its path. A failed file is removed.
func writeTemp(folder, base string, write func(out io.Writer) error) (name string, err error) {
	f, err := os.CreateTemp(folder, "*."+base)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	// The Parquet writer closes whatever has a Close method, and then the file could not be fsynced.
	err = write(struct{ io.Writer }{f})
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return f.Name(), err
}

// makeFolder creates a folder and its missing parents, and fsyncs each into its own parent: a commit in a folder
// that is lost with the power is lost too.
func makeFolder(path string) error {
	err := os.Mkdir(path, 0o755)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(path) != path {
		if err := makeFolder(filepath.Dir(path)); err != nil {
			return err
		}
		err = os.Mkdir(path, 0o755)
	}
	if errors.Is(err, fs.ErrExist) {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return nil
		}
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// remove deletes a file for good. A missing file is no error.
func remove(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// advise adds the way out to an error of the file system that a user can do something about.
func advise(err error, home string) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: make room on the disk that holds %s and run again; what was committed before is safe", err, home)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: let this user write to %s, or use another --home", err, home)
	default:
		return err
	}
}
