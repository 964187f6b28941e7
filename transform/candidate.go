package transform

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Candidate is a built warehouse that isn't published yet.
type Candidate struct {
	// ID is the manifest's.
	ID string
	// Dir is <home>/build/<id>, Path the DuckDB file in it. Of an unchanged candidate Dir is "".
	Dir, Path string
	// Manifest says what was built and from what.
	Manifest Manifest
	// Unchanged tells that nothing had to be built: the candidate is the present publication.
	Unchanged bool
}

const (
	buildFolder   = "build"
	warehouseFile = "warehouse.duckdb"
	manifestFile  = "manifest.json"
)

// PendingCandidate gives the candidate that waits in a home, or ErrNoCandidate.
func PendingCandidate(home string) (*Candidate, error) {
	names, err := os.ReadDir(filepath.Join(home, buildFolder))
	if err != nil && !isMissing(err) {
		return nil, err
	}
	for _, entry := range slices.Backward(names) {
		dir := filepath.Join(home, buildFolder, entry.Name())
		m, err := readManifest(filepath.Join(dir, manifestFile))
		if isMissing(err) {
			continue // a build that was killed
		}
		if err != nil {
			return nil, err
		}
		return &Candidate{ID: m.ID, Dir: dir, Path: filepath.Join(dir, warehouseFile), Manifest: m}, nil
	}
	return nil, ErrNoCandidate
}

// nextID names the next candidate: a number above all that the home has seen, and the time.
func nextID(home string, now time.Time) (string, error) {
	highest := 0
	for _, folder := range []string{buildFolder, publicationsFolder} {
		entries, err := os.ReadDir(filepath.Join(home, folder))
		if err != nil && !isMissing(err) {
			return "", err
		}
		for _, entry := range entries {
			number, _, _ := strings.Cut(entry.Name(), "-")
			if n, err := strconv.Atoi(number); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return fmt.Sprintf("%06d-%s", highest+1, now.UTC().Format("20060102T150405Z")), nil
}

// removeCandidates removes all candidates and what killed builds left.
func removeCandidates(home string) error {
	err := os.RemoveAll(filepath.Join(home, buildFolder))
	if err != nil {
		return fmt.Errorf("remove the candidates of earlier builds: %w", advise(err, home))
	}
	return nil
}

// removeDir removes a failed build's folder and joins what goes wrong to the build's own error.
func removeDir(dir string, err error) error {
	return errors.Join(err, os.RemoveAll(dir))
}
