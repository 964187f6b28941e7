// Command genstaging writes the staging models of the chain's events, sql/staging/chain__*.sql, from the catalogue
// of internal/livepeer. Its argument is the folder; models that the catalogue no longer has are removed from it, and
// those that somebody wrote by hand are left alone.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: genstaging <folder of the staging models>")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "genstaging:", err)
		os.Exit(1)
	}
}

// write makes the folder's generated models be those of the catalogue.
func write(folder string) error {
	wanted := map[string]bool{}
	for _, m := range models() {
		wanted[m.file()] = true
		if err := os.WriteFile(filepath.Join(folder, m.file()), []byte(m.sql()), 0o644); err != nil {
			return fmt.Errorf("write model %s: %w", m.table, err)
		}
	}
	present, err := generated(folder)
	if err != nil {
		return err
	}
	for _, path := range present {
		if wanted[filepath.Base(path)] {
			continue
		}
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("remove stale model: %w", err)
		}
	}
	return nil
}

// generated gives the paths of the folder's models that this command has written, now or before.
func generated(folder string) ([]string, error) {
	present, err := filepath.Glob(filepath.Join(folder, "chain__*.sql"))
	if err != nil {
		return nil, fmt.Errorf("list models in %s: %w", folder, err)
	}
	var found []string
	for _, path := range present {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read model: %w", err)
		}
		if bytes.Contains(content, []byte(mark)) {
			found = append(found, path)
		}
	}
	return found, nil
}
