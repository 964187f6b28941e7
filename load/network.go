package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// NetworkError says that a home is about another network than the one asked for. Nothing is read or written.
type NetworkError struct {
	// Home is the home's folder.
	Home string
	// Has is the network that the home is about, Wants the one asked for.
	Has, Wants Network
}

// Error names both networks and the way out.
func (e *NetworkError) Error() string {
	return fmt.Sprintf("the home %q is about %s, not %s: a home keeps to one network; use another --home for this one",
		e.Home, e.Has, e.Wants)
}

// networkFile says in the lake's folder which network the home is about, so that an empty lake has an identity
// and Open reads one small file. The files' own metadata stay the truth that it is restored from.
const networkFile = "network.json"

// readNetwork gives the network that the home is about, and whether network.json records it. The error wraps
// fs.ErrNotExist if nothing in the home tells.
func (l *Lake) readNetwork() (n Network, recorded bool, err error) {
	path := filepath.Join(l.Dir(), networkFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		n, err := l.networkOfFiles()
		return n, false, err
	}
	if err != nil {
		return Network{}, false, fmt.Errorf("read which network the home %s is about: %w", l.home, err)
	}
	if err := json.Unmarshal(text, &n); err != nil {
		return Network{}, false, fmt.Errorf("read which network the home %s is about: %s: %w: delete that file; it is restored from the lake's files", l.home, path, err)
	}
	return n, true, nil
}

// networkOfFiles takes the network from the first committed file that can be read.
func (l *Lake) networkOfFiles() (Network, error) {
	var found *Network
	err := filepath.WalkDir(l.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		// A file that can't be read, or is none of the lake's, doesn't tell; another one will.
		if meta, err := ReadMeta(path); err == nil {
			found = &meta.Network
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && found == nil {
		err = fs.ErrNotExist
	}
	if err != nil {
		return Network{}, fmt.Errorf("find the lake of the home %s: %w", l.home, err)
	}
	return *found, nil
}

func (l *Lake) writeNetwork() error {
	text, err := json.MarshalIndent(l.network, "", "  ")
	if err != nil {
		return fmt.Errorf("record which network the home %s is about: %w", l.home, err)
	}
	err = l.place(filepath.Join(l.Dir(), networkFile), nil, func(out io.Writer) error {
		_, err := out.Write(append(text, '\n'))
		return err
	})
	if err != nil {
		return fmt.Errorf("record which network the home %s is about: %w", l.home, advise(err, l.home))
	}
	return nil
}
