package durable_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/lakepeer/lakepeer/internal/durable"
)

func write(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestReplaceIsWholeOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "folder", "file")
	if err := durable.Replace(path, durable.Options{}, write("first")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	for name, attempt := range map[string]error{
		"writing":         durable.Replace(path, durable.Options{}, func(io.Writer) error { return broken }),
		"before renaming": durable.Replace(path, durable.Options{BeforeRename: func() error { return broken }}, write("second")),
	} {
		if !errors.Is(attempt, broken) {
			t.Errorf("%s: got %v", name, attempt)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "first" {
		t.Errorf("holds %q, %v", content, err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left %v, %v", entries, err)
	}
}

func TestReplaceHonoursItsOptions(t *testing.T) {
	dir := t.TempDir()
	temp := filepath.Join(dir, "tmp")
	path := filepath.Join(dir, "file")
	var seen []os.DirEntry
	err := durable.Replace(path, durable.Options{Temp: temp, Prefix: ".x-", Mode: 0o444, BeforeRename: func() (err error) {
		seen, err = os.ReadDir(temp)
		return err
	}}, write("content"))
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 1 || !strings.HasPrefix(seen[0].Name(), ".x-") {
		t.Errorf("the temporary folder held %v", seen)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("mode %v, %v", info, err)
	}
}

func TestRemoveOfNothing(t *testing.T) {
	if err := durable.Remove(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Error(err)
	}
}

func TestAdvise(t *testing.T) {
	other := errors.New("other")
	tests := []struct {
		err  error
		want string
	}{
		{syscall.ENOSPC, "no space left on device: make room on the disk that holds home and run again; all is safe"},
		{errors.New("IO Error: No space left on device"), "IO Error: No space left on device: make room on the disk that holds home and run again; all is safe"},
		{fmt.Errorf("open: %w", syscall.EACCES), "open: permission denied: let this user write to home, or use another --home"},
		{other, "other"},
	}
	for _, tt := range tests {
		if got := durable.Advise(tt.err, "home", "all is safe"); got.Error() != tt.want || !errors.Is(got, tt.err) {
			t.Errorf("got %v, want %s", got, tt.want)
		}
	}
	if durable.Advise(nil, "home", "") != nil {
		t.Error("no error became one")
	}
}
