package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".lakepeer-"

// replaceFile puts content under a name, whole or not at all, and for good.
func replaceFile(path string, content []byte) error {
	return durable.Replace(path, durable.Options{Prefix: tempPrefix}, func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
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
