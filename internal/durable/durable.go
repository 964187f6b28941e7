// Package durable puts files where a crash can't tear them: whole under their final name or not there at all, and
// there for good once a call has returned.
package durable

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Options say how a file is replaced. The zero value writes beside the file, with mode 0644.
type Options struct {
	// Temp is the folder of the temporary file, on the file system of the final one; "" is the final file's own.
	Temp string
	// Prefix begins the temporary file's name, so that it can be told from others after a crash.
	Prefix string
	// Mode is the file's; 0 is 0644.
	Mode fs.FileMode
	// BeforeRename, if not nil, is called once the content is on the disk; its error ends the replacement.
	BeforeRename func() error
}

// Replace writes a file under a temporary name, fsyncs it, renames it and fsyncs its folder. Missing folders are made. If
// anything fails, what was there before stays, and no temporary file is left.
func Replace(path string, opt Options, write func(io.Writer) error) (err error) {
	if opt.Temp == "" {
		opt.Temp = filepath.Dir(path)
	}
	for _, folder := range []string{opt.Temp, filepath.Dir(path)} {
		if err := MakeFolder(folder); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(opt.Temp, opt.Prefix+"*."+filepath.Base(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, Remove(f.Name()))
		}
	}()
	if err := fill(f, opt.Mode, write); err != nil {
		return err
	}
	if opt.BeforeRename != nil {
		if err := opt.BeforeRename(); err != nil {
			return err
		}
	}
	return Rename(f.Name(), path)
}

// fill writes, fsyncs and closes a new file.
func fill(f *os.File, mode fs.FileMode, write func(io.Writer) error) error {
	if mode == 0 {
		mode = 0o644
	}
	// Parquet writers close whatever has a Close method, and then the file could not be fsynced.
	err := write(unclosed{f})
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// unclosed hides a file's Close, and keeps what makes copying into it quick.
type unclosed struct{ file *os.File }

func (u unclosed) Write(p []byte) (int, error) { return u.file.Write(p) }

// ReadFrom lets io.Copy share blocks between files where the file system can.
func (u unclosed) ReadFrom(r io.Reader) (int64, error) { return u.file.ReadFrom(r) }

// Rename renames a file and fsyncs the folder that it comes to.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(to))
}

// Remove deletes a file for good. A missing file is no error.
func Remove(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// MakeFolder creates a folder and its missing parents, and fsyncs each into its own parent: what is put into a folder
// that is lost with the power is lost too.
func MakeFolder(path string) error {
	err := os.Mkdir(path, 0o755)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(path) != path {
		if err := MakeFolder(filepath.Dir(path)); err != nil {
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
	return SyncFolder(filepath.Dir(path))
}

// SyncFolder makes the names in a folder durable.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// SyncFile makes a file's content durable.
func SyncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
