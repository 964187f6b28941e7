package transform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Repair finishes or undoes what a killed publication left, and gives what it did, a sentence each: temporary files and
// files without their pair are removed, and a stable file that isn't a copy of the present publication is replaced. A
// damaged present publication is reported and left to the next Build, which doesn't use it. Only what changed on disk is
// read.
func Repair(ctx context.Context, home string) (done []string, err error) {
	if done, err = removeLeftovers(home); err != nil {
		return done, fmt.Errorf("remove what a killed publication left: %w", advise(err, home))
	}
	if err := ctx.Err(); err != nil {
		return done, err
	}
	current, err := Current(home)
	var corrupt *CorruptError
	switch {
	case errors.Is(err, ErrNoPublication):
		return done, nil
	case errors.As(err, &corrupt):
		return append(done, fmt.Sprintf("The publication %s is damaged (%s: %s); it is built anew.", corrupt.ID, corrupt.Path, corrupt.Problem)), nil
	case err != nil:
		return done, err
	}
	stable := StablePath(home)
	problem, err := current.Manifest.Warehouse.differs(stable)
	if err != nil {
		return done, advise(err, home)
	}
	if _, err := os.Stat(stable + ".wal"); err == nil && problem == "" {
		problem = "a write-ahead log lies beside it"
	}
	if problem == "" {
		return done, nil
	}
	if err := replaceStable(home, current, func(string) {}); err != nil {
		return done, advise(err, home)
	}
	return append(done, fmt.Sprintf("%s was not the present publication (%s) and has been replaced by it.", stable, problem)), nil
}

// removeLeftovers removes temporary files, and files in publications that have no pair.
func removeLeftovers(home string) (done []string, err error) {
	current, err := currentID(home)
	var corrupt *CorruptError
	if err != nil && !errors.As(err, &corrupt) {
		return nil, err
	}
	for _, folder := range []string{home, filepath.Join(home, publicationsFolder)} {
		entries, err := os.ReadDir(folder)
		if err != nil && !isMissing(err) {
			return done, err
		}
		for _, entry := range entries {
			path := filepath.Join(folder, entry.Name())
			if entry.IsDir() || !isLeftover(path, current, folder != home) {
				continue
			}
			if err := os.Remove(path); err != nil {
				return done, err
			}
			done = append(done, fmt.Sprintf("%s was left by a publication that was killed and has been removed.", path))
		}
	}
	return done, nil
}

// isLeftover tells whether a file is what a killed publication leaves. Nothing of the present publication is: if it has
// lost a file, readers must hear that.
func isLeftover(path, current string, amongPublications bool) bool {
	name := filepath.Base(path)
	if strings.HasPrefix(name, tempPrefix) {
		return true
	}
	if !amongPublications {
		return false
	}
	stem, isDatabase := strings.CutSuffix(path, databaseSuffix)
	other := manifestSuffix
	if !isDatabase {
		if stem, isDatabase = strings.CutSuffix(path, manifestSuffix); !isDatabase {
			return false
		}
		other = databaseSuffix
	}
	if filepath.Base(stem) == current {
		return false
	}
	_, err := os.Stat(stem + other)
	return isMissing(err)
}
