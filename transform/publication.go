package transform

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Publication is a published warehouse that a home keeps.
type Publication struct {
	// ID is the manifest's.
	ID string
	// Path is its DuckDB file, <home>/publications/<id>.duckdb. It never changes.
	Path string
	// Manifest says what it was built from.
	Manifest Manifest
	// IsCurrent tells that CURRENT names it.
	IsCurrent bool
}

const (
	publicationsFolder = "publications"
	currentFile        = "CURRENT"
	databaseSuffix     = ".duckdb"
	manifestSuffix     = ".json"
)

// StablePath gives the file that people open, <home>/lakepeer.duckdb: a copy of the present publication.
func StablePath(home string) string { return filepath.Join(home, "lakepeer.duckdb") }

func publicationPath(home, name string) string {
	return filepath.Join(home, publicationsFolder, name)
}

// Current gives the present publication. The error is ErrNoPublication if there is none, and a *CorruptError if its files
// aren't as they were published. The file is read only if its time on disk has changed.
func Current(home string) (*Publication, error) {
	id, err := currentID(home)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return nil, ErrNoPublication
	}
	return openPublication(home, id)
}

// currentID gives what CURRENT names, "" if there is no such file.
func currentID(home string) (string, error) {
	path := publicationPath(home, currentFile)
	text, err := os.ReadFile(path)
	if isMissing(err) {
		return "", nil
	}
	if err != nil {
		return "", advise(err, home)
	}
	id := strings.TrimSpace(string(text))
	if id == "" || filepath.Base(id) != id {
		return "", &CorruptError{ID: "CURRENT", Path: path, Problem: "it names no publication"}
	}
	return id, nil
}

// openPublication reads the manifest of a publication and proves its file.
func openPublication(home, id string) (*Publication, error) {
	p := &Publication{ID: id, Path: publicationPath(home, id+databaseSuffix), IsCurrent: true}
	manifest := publicationPath(home, id+manifestSuffix)
	var err error
	if p.Manifest, err = readManifest(manifest); err != nil {
		if errors.Is(err, os.ErrPermission) {
			return nil, advise(err, home)
		}
		return nil, &CorruptError{ID: id, Path: manifest, Problem: err.Error()}
	}
	problem, err := p.Manifest.Warehouse.differs(p.Path)
	if err != nil {
		return nil, advise(err, home)
	}
	if problem != "" {
		return nil, &CorruptError{ID: id, Path: p.Path, Problem: problem}
	}
	return p, nil
}

// Publications gives the publications that a home keeps, oldest first. It doesn't read the DuckDB files.
func Publications(home string) ([]Publication, error) {
	current, err := currentID(home)
	var corrupt *CorruptError
	if err != nil && !errors.As(err, &corrupt) {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Join(home, publicationsFolder))
	if err != nil && !isMissing(err) {
		return nil, err
	}
	var kept []Publication
	for _, entry := range entries { // sorted by name, and so by age
		id, ok := strings.CutSuffix(entry.Name(), databaseSuffix)
		if !ok || strings.HasPrefix(id, ".") {
			continue
		}
		m, err := readManifest(publicationPath(home, id+manifestSuffix))
		if err != nil {
			continue // no pair: what a killed publication left; Repair removes it
		}
		kept = append(kept, Publication{ID: id, Path: publicationPath(home, entry.Name()), Manifest: m, IsCurrent: id == current})
	}
	return kept, nil
}

func idsOf(publications []Publication) []string {
	ids := make([]string, len(publications))
	for i, p := range publications {
		ids[i] = p.ID
	}
	return slices.Clip(ids)
}
