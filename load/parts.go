package load

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// partFile is the name of a part's definition, beside its slices.
const partFile = "part.json"

// Streams gives every stream that has a folder in the lake, sorted by source, instance and name.
func (l *Lake) Streams() ([]StreamID, error) {
	var ids []StreamID
	sources, err := folders(l.Dir())
	if err != nil {
		return nil, fmt.Errorf("list the streams of %s: %w", l.Dir(), err)
	}
	for _, source := range sources {
		instances, err := folders(filepath.Join(l.Dir(), source))
		if err != nil {
			return nil, fmt.Errorf("list the streams of %s: %w", source, err)
		}
		for _, instance := range instances {
			streams, err := folders(filepath.Join(l.Dir(), source, instance))
			if err != nil {
				return nil, fmt.Errorf("list the streams of %s/%s: %w", source, instance, err)
			}
			for _, stream := range streams {
				ids = append(ids, StreamID{Source: source, Instance: instance, Stream: stream})
			}
		}
	}
	return ids, nil
}

// Parts gives the parts of a stream, sorted by their first position and then by name. A stream that the lake
// doesn't have has none.
func (l *Lake) Parts(id StreamID) ([]Part, error) {
	names, err := folders(filepath.Join(l.Dir(), filepath.FromSlash(id.String())))
	if err != nil {
		return nil, fmt.Errorf("list the parts of %s: %w", id, err)
	}
	parts := make([]Part, 0, len(names))
	for _, name := range names {
		p, err := l.readPart(id, name)
		if errors.Is(err, fs.ErrNotExist) && l.isEmpty(id, name) {
			continue // a run was killed before it had written the definition
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name))
	})
	return parts, nil
}

// AddPart adds a part to the lake: it creates the part's folder with part.json in it. Adding an equal definition
// again does nothing; another definition under the same name is an error, because what was asked for never changes.
func (l *Lake) AddPart(p Part) error {
	if err := p.validate(); err != nil {
		return fmt.Errorf("add part %s: %w", p, err)
	}
	has, err := l.readPart(p.Stream, p.Name)
	if err == nil {
		if !has.same(p) {
			return fmt.Errorf("add part %s: the lake has another definition under this name, and a part never changes: give the new one a name of its own", p)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(p.Asks) == 0 {
		p.Asks = json.RawMessage("null")
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("add part %s: %w", p, err)
	}
	err = l.place(filepath.Join(l.folder(p), partFile), nil, func(out io.Writer) error {
		_, err := out.Write(append(text, '\n'))
		return err
	})
	if err != nil {
		return fmt.Errorf("add part %s: %w", p, advise(err, l.home))
	}
	return nil
}

// readPart reads the definition in a part's folder; the error wraps fs.ErrNotExist if there is none.
func (l *Lake) readPart(id StreamID, name string) (Part, error) {
	path := filepath.Join(l.folder(Part{Stream: id, Name: name}), partFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return Part{}, fmt.Errorf("read the definition of part %s/%s: %w: move the folder out of the lake; the next run reads its intervals again", id, name, err)
	}
	var p Part
	if err := json.Unmarshal(text, &p); err != nil {
		return Part{}, fmt.Errorf("read %s: %w: move the part's folder out of the lake; the next run reads its intervals again", path, err)
	}
	if p.Stream != id || p.Name != name {
		return Part{}, fmt.Errorf("%s defines part %s: the folder was moved or copied by hand; move it back", path, p)
	}
	return p, nil
}

// isEmpty tells whether a part's folder holds nothing.
func (l *Lake) isEmpty(id StreamID, name string) bool {
	entries, err := os.ReadDir(l.folder(Part{Stream: id, Name: name}))
	return err == nil && len(entries) == 0
}

// folders gives the names of the sub-folders, sorted, without the lake's own and hidden ones. A missing folder
// has none.
func folders(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), "_") && !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
