package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile puts content under a name, whole or not at all, and for good.
func replaceFile(path string, content []byte, mode fs.FileMode) error {
	return replaceBy(path, mode, nil, func(f *os.File) error {
		_, err := f.Write(content)
		return err
	})
}

// replaceBy writes a file under a temporary name in the same folder, fsyncs it, renames it and fsyncs the folder. Before,
// if not nil, runs between the last two.
func replaceBy(path string, mode fs.FileMode, before func() error, write func(*os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeIfThere(f.Name()))
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil && before != nil {
		err = before()
	}
	if err != nil {
		return err
	}
	return moveFile(f.Name(), path)
}

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".lakepeer-"

// moveFile renames a file and makes the change durable.
func moveFile(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeIfThere(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// stateOf reads what identifies a file, hash included.
func stateOf(path string) (FileState, error) {
	f, err := os.Open(path)
	if err != nil {
		return FileState{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return FileState{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return FileState{}, err
	}
	return FileState{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), ModifiedAt: info.ModTime().UTC()}, nil
}

// differs says how a file differs from a state, "" if it doesn't. A file whose size and time are the state's counts as
// equal; only another time makes it read.
func (s FileState) differs(path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "it is missing", nil
	}
	if err != nil {
		return "", err
	}
	if info.Size() != s.Size {
		return fmt.Sprintf("it has %d bytes instead of %d", info.Size(), s.Size), nil
	}
	if info.ModTime().Equal(s.ModifiedAt) {
		return "", nil
	}
	has, err := stateOf(path)
	if err != nil {
		return "", err
	}
	if has.SHA256 != s.SHA256 {
		return "its content has changed since it was published", nil
	}
	return "", nil
}
