package load

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// Lake is the folder of committed Parquet files of one home. It holds no state of its own: every method looks at
// the folder, so that what it says is what is committed. Its methods may be called from several goroutines, as
// long as no two of them write to the same part. Whoever writes must hold the home's lock (see Lock).
type Lake struct {
	home    string
	network Network
	hook    func(point string)
}

// Options are what Open takes besides the home. The zero value is ready for use.
type Options struct {
	// Hook, if not nil, is called at the named points of a commit, so that a test can end the process there:
	// "load.before-temp-write", "load.after-fsync", "load.after-rename" and, for slices with rejected rows,
	// "load.between-rejected-and-slice".
	Hook func(point string)
}

const (
	lakeFolder     = "lake"
	tempFolder     = "tmp"
	rejectedFolder = "_rejected"
)

// Open opens the lake of a home for a network, and creates it if the home has none. The error is a *NetworkError
// if the home belongs to another network.
func Open(home string, network Network, opt Options) (*Lake, error) {
	l := newLake(home, opt)
	has, recorded, err := l.readNetwork()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		has = network
	case err != nil:
		return nil, err
	case has != network:
		return nil, &NetworkError{Home: home, Has: has, Wants: network}
	}
	l.network = has
	if recorded {
		return l, nil
	}
	if err := l.writeNetwork(); err != nil {
		return nil, err
	}
	return l, nil
}

// OpenExisting opens the lake of a home for whatever network the home is about, for commands that only read.
// Where there is no lake the error wraps fs.ErrNotExist.
func OpenExisting(home string, opt Options) (*Lake, error) {
	l := newLake(home, opt)
	has, _, err := l.readNetwork()
	if err != nil {
		return nil, err
	}
	l.network = has
	return l, nil
}

func newLake(home string, opt Options) *Lake {
	l := &Lake{home: filepath.Clean(home), hook: opt.Hook}
	if l.hook == nil {
		l.hook = func(string) {}
	}
	return l
}

// Network gives the network that the home is about.
func (l *Lake) Network() Network { return l.network }

// Dir gives the lake's folder, <home>/lake.
func (l *Lake) Dir() string { return filepath.Join(l.home, lakeFolder) }

// CleanTemp removes what interrupted commits left behind: temporary files, and rejected rows whose slice never
// came. Only the holder of the home's lock may call it, because another writer's temporary files look the same.
func (l *Lake) CleanTemp() error {
	temp := filepath.Join(l.home, tempFolder)
	if err := os.RemoveAll(temp); err != nil {
		return fmt.Errorf("remove the temporary files of interrupted runs: %w", advise(err, l.home))
	}
	orphans, err := l.orphans()
	if err != nil {
		return err
	}
	for _, path := range orphans {
		if err := durable.Remove(path); err != nil {
			return fmt.Errorf("remove rejected rows that an interrupted run left over: %w", advise(err, l.home))
		}
	}
	return nil
}

// folder gives the part's folder of committed slices.
func (l *Lake) folder(p Part) string {
	return filepath.Join(l.Dir(), p.Stream.Source, p.Stream.Instance, p.Stream.Stream, p.Name)
}

// rejectedFolder gives the part's folder of rejected rows.
func (l *Lake) rejectedFolder(p Part) string {
	return filepath.Join(l.Dir(), rejectedFolder, p.Stream.Source, p.Stream.Instance, p.Stream.Stream, p.Name)
}
