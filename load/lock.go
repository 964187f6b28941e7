package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/lakepeer/lakepeer/internal/durable"
)

const (
	lockFile   = "lock"
	holderFile = "lock.json"
)

// Holder is who holds a home's lock.
type Holder struct {
	// PID is the process id.
	PID int `json:"pid"`
	// Command is the command as typed: "lakepeer run".
	Command string `json:"command"`
	// RunID is the id of the run, empty for commands that are no run.
	RunID string `json:"run_id,omitempty"`
	// Since is when the command began.
	Since time.Time `json:"since"`
}

// LockedError says that another process writes to the home.
type LockedError struct {
	// Home is the home's folder.
	Home string
	// Holder is the other process; zero if it has not said yet who it is.
	Holder Holder
}

// Error names the holder and the way out.
func (e *LockedError) Error() string {
	by := "another process"
	if h := e.Holder; h.PID != 0 {
		about := []string{fmt.Sprintf("process %d", h.PID)}
		if h.RunID != "" {
			about = append(about, "run "+h.RunID)
		}
		about = append(about, "since "+h.Since.UTC().Format("2006-01-02 15:04:05 MST"))
		by = fmt.Sprintf("%q (%s)", h.Command, strings.Join(about, ", "))
	}
	return fmt.Sprintf("the home %q is in use by %s: wait for it to end, or use another --home", e.Home, by)
}

// Lock takes the home's writer lock, creating the home if it is absent, and says in <home>/lock.json who holds
// it. It does not wait: if another process has the lock the error is a *LockedError. The lock is the operating
// system's, so it ends with its process, however that ends; a lock.json that a killed process left means nothing.
func Lock(home string, holder Holder) (unlock func() error, err error) {
	if err := durable.MakeFolder(filepath.Clean(home)); err != nil {
		return nil, fmt.Errorf("create the home %s: %w", home, advise(err, home))
	}
	lock := flock.New(filepath.Join(home, lockFile))
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the home %s: %w", home, advise(err, home))
	}
	if !taken {
		return nil, &LockedError{Home: home, Holder: readHolder(home)}
	}
	unlock = func() error {
		if err := errors.Join(durable.Remove(filepath.Join(home, holderFile)), lock.Close()); err != nil {
			return fmt.Errorf("unlock the home %s: %w", home, err)
		}
		return nil
	}
	if err := writeHolder(home, holder); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the home %s: %w", home, advise(err, home)), lock.Close())
	}
	return unlock, nil
}

func writeHolder(home string, holder Holder) error {
	text, err := json.Marshal(holder)
	if err != nil {
		return err
	}
	path := filepath.Join(home, holderFile)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// readHolder gives who holds the home's lock; zero if that cannot be told.
func readHolder(home string) Holder {
	var holder Holder
	text, err := os.ReadFile(filepath.Join(home, holderFile))
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return Holder{}
	}
	return holder
}
