package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/bench/internal/subject"
)

// home is a home under torture.
type home struct{ subject.Home }

// content is the content hash of every table of staging and main, by "schema.name".
type content map[string]string

// hashesQuery asks for the content of every table.
const hashesQuery = `select "schema", "name", content_hash from meta.model`

// content reads what is published.
func (h home) content(ctx context.Context) (content, error) {
	outcome, err := h.RunOK(ctx, "query", "--json", hashesQuery)
	if err != nil {
		return nil, err
	}
	c := content{}
	for lines := json.NewDecoder(strings.NewReader(outcome.Stdout)); ; {
		var row struct {
			Schema, Name string
			Hash         string `json:"content_hash"`
		}
		err := lines.Decode(&row)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the content hashes: %w", err)
		}
		c[row.Schema+"."+row.Name] = row.Hash
	}
	if len(c) == 0 {
		return nil, errors.New("read the content hashes: meta.model is empty")
	}
	return c, nil
}

// equals gives an error that names the tables that differ.
func (c content) equals(want content) error {
	var differ []string
	for name, hash := range want {
		if c[name] != hash {
			differ = append(differ, name)
		}
	}
	for name := range c {
		if _, ok := want[name]; !ok {
			differ = append(differ, name)
		}
	}
	if len(differ) == 0 {
		return nil
	}
	slices.Sort(differ)
	return fmt.Errorf("%d tables differ from the reference: %s", len(differ), strings.Join(differ, ", "))
}

// sound gives an error unless the home has the reference's content, a sound lake, and a stable file that is the current
// publication's.
func (h home) sound(ctx context.Context, want content) error {
	has, err := h.content(ctx)
	if err != nil {
		return err
	}
	if err := has.equals(want); err != nil {
		return err
	}
	if err := h.soundLake(ctx); err != nil {
		return err
	}
	return h.soundStable()
}

func (h home) soundLake(ctx context.Context) error {
	outcome, err := h.RunOK(ctx, "verify", "--lake", "--json")
	if err != nil {
		return err
	}
	var verified struct {
		Checked  int
		Findings []any
	}
	if err := json.Unmarshal([]byte(outcome.Stdout), &verified); err != nil {
		return fmt.Errorf("read what verify says: %w", err)
	}
	if verified.Checked == 0 || len(verified.Findings) > 0 {
		return fmt.Errorf("verify checked %d files and found %d problems", verified.Checked, len(verified.Findings))
	}
	return nil
}

// soundStable compares the stable file with the publication that CURRENT names.
func (h home) soundStable() error {
	current, err := os.ReadFile(h.Path("publications", "CURRENT"))
	if err != nil {
		return err
	}
	stable, err := fileHash(h.Path("lakepeer.duckdb"))
	if err != nil {
		return err
	}
	id := string(bytes.TrimSpace(current))
	published, err := fileHash(h.Path("publications", id+".duckdb"))
	if err != nil {
		return err
	}
	if stable != published {
		return fmt.Errorf("the stable file isn't publication %s, which is current", id)
	}
	return nil
}

// fileHash gives a file's SHA-256 in hex.
func fileHash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// slices lists the lake's slices, in order.
func (h home) slices() (paths []string, err error) {
	err = filepath.WalkDir(h.Path("lake"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == ".parquet" {
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

// copyTo copies everything into another home, which must be empty.
func (h home) copyTo(other home) error {
	return os.CopyFS(other.Path(), os.DirFS(h.Path()))
}
