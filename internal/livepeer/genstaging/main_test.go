package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const staging = "../../../sql/staging"

func TestTheModelsAreTheGenerated(t *testing.T) {
	var want []string
	for _, m := range models() {
		want = append(want, m.file())
		content, err := os.ReadFile(filepath.Join(staging, m.file()))
		if err != nil {
			t.Error(err)
		} else if string(content) != m.sql() {
			t.Errorf("%s is stale: run go generate ./internal/livepeer", m.file())
		}
	}
	present, err := generated(staging)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range present {
		if !slices.Contains(want, filepath.Base(path)) {
			t.Errorf("%s belongs to no event: run go generate ./internal/livepeer", path)
		}
	}
}

func TestTheFrontMatterTellsTheColumns(t *testing.T) {
	alias := regexp.MustCompile(`(?m)^    cast\(.* as ([A-Z]+(?:\(\d+,\d+\))?)\) as ([a-z0-9_]+),$`)
	for _, m := range models() {
		text, sql, _ := strings.Cut(strings.TrimPrefix(m.sql(), "/*\n"), "*/")
		var front struct {
			Description, Grain, Evidence string
			Key                          []string
			Columns                      []struct {
				Name, Type, Unit, Description string
				Checks                        []string
			}
		}
		if err := yaml.Load([]byte(text), &front, yaml.WithKnownFields()); err != nil {
			t.Errorf("%s: %v", m.table, err)
			continue
		}
		if front.Description == "" || front.Grain == "" || front.Evidence != "onchain" || !slices.Equal(front.Key, []string{"event_id"}) {
			t.Errorf("%s: front matter %+v", m.table, front)
		}
		selected := alias.FindAllStringSubmatch(sql, -1)
		if len(selected) != len(front.Columns) {
			t.Errorf("%s selects %d columns and tells %d", m.table, len(selected), len(front.Columns))
			continue
		}
		names := map[string]bool{}
		for i, c := range front.Columns {
			if c.Type != selected[i][1] || c.Name != selected[i][2] || c.Unit == "" || c.Description == "" || names[c.Name] {
				t.Errorf("%s: column %+v, selected %v", m.table, c, selected[i][1:])
			}
			names[c.Name] = true
		}
	}
}

func TestWriteRemovesStaleModels(t *testing.T) {
	folder := t.TempDir()
	stale, byHand := filepath.Join(folder, "chain__no_such_event.sql"), filepath.Join(folder, "chain__block.sql")
	for path, text := range map[string]string{stale: "/*\n" + mark + "\n*/", byHand: "select 1"} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("the stale model is still there")
	}
	if _, err := os.Stat(byHand); err != nil {
		t.Errorf("a model that somebody wrote is gone: %v", err)
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != len(models())+1 {
		t.Errorf("%d files, %v", len(files), err)
	}
	if err := write(filepath.Join(folder, "absent")); err == nil {
		t.Error("a folder that is absent passes")
	}
}
