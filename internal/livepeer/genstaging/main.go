// Command genstaging writes the staging models of the chain's events, sql/staging/chain__*.sql, from the catalogue
// of internal/livepeer. Its argument is the folder; models that the catalogue no longer has are removed from it.
package main

import (
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

// write makes the folder's chain__*.sql files be the generated ones.
func write(folder string) error {
	wanted := map[string]bool{}
	for _, m := range models() {
		wanted[m.file()] = true
		if err := os.WriteFile(filepath.Join(folder, m.file()), []byte(m.sql()), 0o644); err != nil {
			return fmt.Errorf("write model %s: %w", m.table, err)
		}
	}
	present, err := filepath.Glob(filepath.Join(folder, "chain__*.sql"))
	if err != nil {
		return fmt.Errorf("list models in %s: %w", folder, err)
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
