// Command genstaging writes the staging models of the subgraph's entities, sql/staging/subgraph__*.sql, from the catalogue
// of extract/subgraph. Its argument is the folder; models of entities that the catalogue no longer has are removed from it, and
// those that somebody wrote by hand are left alone.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/lakepeer/lakepeer/extract/subgraph"
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
	wanted := subgraph.StagingModels()
	for name, text := range wanted {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write model %s: %w", name, err)
		}
	}
	present, err := filepath.Glob(filepath.Join(folder, "subgraph__*.sql"))
	if err != nil {
		return fmt.Errorf("list models in %s: %w", folder, err)
	}
	for _, path := range present {
		content, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read model: %w", err)
		}
		if _, ok := wanted[filepath.Base(path)]; ok || !bytes.HasPrefix(content, []byte(subgraph.StagingMark)) {
			continue
		}
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("remove stale model: %w", err)
		}
	}
	return nil
}
