package transform_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

const groupYAML = `description: Which group an account is in.
grain: one row per account
key: [account]
evidence: survey
source: a question to everybody
as_of_date: 2026-11-01
columns:
  - {name: account, type: VARCHAR, unit: none, description: "Who"}
  - {name: group_name, type: VARCHAR, unit: none, description: "Which group, it's free"}
  - {name: weight, type: "DECIMAL(4,2)", unit: kg, description: "How heavy"}
  - {name: joined_on, type: DATE, unit: UTC, description: "Since when"}
`

const groupCSV = "account,group_name,weight,joined_on\nb,\"it's, \"\"two\"\"\",1.5,2026-01-02\na,one,,\n"

const byGroupSQL = `/*
description: The sum of each group.
grain: one row per group
key: [group_name]
evidence: onchain
columns:
  - {name: group_name, type: VARCHAR, unit: none, description: "Group"}
  - {name: total_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "How much in all"}
*/
select
    cast(coalesce(g.group_name, 'none') as varchar) as group_name,
    cast(sum(t.total_lpt) as decimal(38, 18)) as total_lpt,
from main.fct_total as t
left join reference.account_group as g on g.account = t.account
group by all
order by group_name
`

func (w *world) writeGroups(table string) {
	w.write("reference/account_group.yaml", groupYAML)
	w.write("reference/account_group.csv", table)
	w.write("marts/fct_by_group.sql", byGroupSQL)
}

func TestReferenceFilesAreTables(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, []log{{block: 101, account: "a", amount: 5}, {block: 120, account: "b", amount: 7}, {block: 121, account: "c", amount: 1}})
	w.writeGroups(groupCSV)
	p := w.mustRun()
	tests := []struct {
		name, sql string
		want      []string
	}{
		{"rows, typed, in the order of the key", "from reference.account_group", []string{"a one <null> <null>", `b it's, "two" 1.50 2026-01-02`}},
		{"types", "select list(column_type) from (describe reference.account_group)", []string{`["VARCHAR","VARCHAR","DECIMAL(4,2)","DATE"]`}},
		{"a mart reads it", "from fct_by_group", []string{`it's, "two" 0.000000000000000007`, "none 0.000000000000000001", "one 0.000000000000000005"}},
		{"table comment", "select comment from duckdb_tables() where database_name = 'lakepeer' and schema_name = 'reference'", []string{"Which group an account is in. As of 2026-11-01. Source: a question to everybody"}},
		{"column comments", "select comment from duckdb_columns() where database_name = 'lakepeer' and schema_name = 'reference'", []string{"Who", "Which group, it's free", "How heavy [kg]", "Since when [UTC]"}},
		{"models", "select schema, grain, key, evidence, rows from meta.model where name = 'account_group'", []string{`reference one row per account ["account"] survey 2`}},
		{"columns", `select count(*) from meta."column" where schema = 'reference'`, []string{"4"}},
		{"checks", `select name, passed from meta."check" where model = 'reference.account_group'`, []string{"unique account true"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, query(t, transform.StablePath(w.home), tt.sql)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := transform.CheckFile(t.Context(), transform.CheckOptions{Home: w.home, Path: p.Path, SQL: w.sql, AsOf: p.Manifest.AsOf}); err != nil {
		t.Error(err)
	}
}

func TestAReferenceFileWithoutRowsIsAnEmptyTable(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.writeGroups("account,group_name,weight,joined_on\n")
	if diff := cmp.Diff([]string{"0 1"}, query(t, w.mustRun().Path, "select (select count(*) from reference.account_group), (select count(*) from fct_by_group)")); diff != "" {
		t.Error(diff)
	}
}

func TestWhatReadsAReferenceFileIsBuiltAnewWhenItChanges(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.writeGroups(groupCSV)
	first := w.mustRun()
	changes := []struct {
		name, table, yaml string
		want              []string // built anew
	}{
		{"a cell", strings.Replace(groupCSV, "one", "first", 1), groupYAML, []string{"main.fct_by_group", "reference.account_group"}},
		{"the order of the lines", "account,group_name,weight,joined_on\na,first,,\nb,\"it's, \"\"two\"\"\",1.5,2026-01-02\n", groupYAML, []string{"reference.account_group"}},
		{"words", "account,group_name,weight,joined_on\na,first,,\nb,\"it's, \"\"two\"\"\",1.5,2026-01-02\n", strings.Replace(groupYAML, "Which", "What", 1), nil},
	}
	for _, change := range changes {
		w.write("reference/account_group.csv", change.table)
		w.write("reference/account_group.yaml", change.yaml)
		incremental := w.mustRun()
		var anew []string
		for _, m := range incremental.Manifest.Models {
			if !m.Copied {
				anew = append(anew, m.Schema+"."+m.Name)
			}
		}
		if diff := cmp.Diff(change.want, sorted(anew)); diff != "" {
			t.Errorf("%s: %s", change.name, diff)
		}
		w.full = true
		if diff := cmp.Diff(w.mustRun().Manifest.ContentHashes(), incremental.Manifest.ContentHashes()); diff != "" {
			t.Errorf("%s: a full build differs: %s", change.name, diff)
		}
		w.full = false
	}
	back, err := transform.Rollback(t.Context(), w.home, first.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"one"}, query(t, transform.StablePath(w.home), "select group_name from reference.account_group where account = 'a'")); diff != "" || back.ID != first.ID {
		t.Errorf("after going back to %s: %s", back.ID, diff)
	}
}

func TestMistakesInReferenceFilesAreTold(t *testing.T) {
	const table, description = "sql/reference/g.csv", "sql/reference/g.yaml"
	tests := []struct{ name, old, new, want string }{
		{"unknown column", "weight,joined", "wieght,joined", table + `:1: unknown column "wieght": did you mean "weight"?`},
		{"undeclared column", "weight,joined", "surname,joined", table + `:1: unknown column "surname": declare it in sql/reference/g.yaml`},
		{"order of columns", "account,group_name", "group_name,account", table + ":1: the columns are group_name, account, weight, joined_on, but declared as account, group_name, weight, joined_on"},
		{"missing cell", "a,one,,", "a,one,", table + ":3: wrong number of fields"},
		{"quote", "a,one,,", "a,o\"ne,,", table + ":3: bare \" in non-quoted-field"},
		{"decimal", "1.5", "1.555", table + `:2: column weight: "1.555" is not a number of at most 2 digits before the point and 2 after it`},
		{"large decimal", "1.5", "100", table + `:2: column weight: "100" is not a number`},
		{"date", "2026-01-02", "2026-02-30", table + `:2: column joined_on: "2026-02-30" is not a date as YYYY-MM-DD`},
		{"space", "a,one", "a,one ", table + `:3: column group_name: "one " is not text without spaces around it`},
		{"key twice", "a,one", "b,one", table + ":3: the key account (b) stands in line 2 already"},
		{"key empty", "a,one", ",one", table + ":3: column account is empty, but belongs to the key"},
		{"type", "type: DATE", "type: TIME", description + `:1: column joined_on: a reference file can't have the type "TIME"`},
		{"unknown key", "grain", "gain", description + `:2: unknown key "gain": did you mean "grain"?`},
		{"no source", "source: a question to everybody\n", "", description + ":1: there is no source"},
		{"no date", "2026-11-01", "November", description + `:1: as_of_date "November": give the date`},
		{"no key", "key: [account]\n", "", description + ":1: there is no key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"reference/g.csv": strings.Replace(groupCSV, tt.old, tt.new, 1), "reference/g.yaml": strings.Replace(groupYAML, tt.old, tt.new, 1)}
			if _, err := project(t, files); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
	t.Run("no description", func(t *testing.T) {
		if _, err := project(t, map[string]string{"reference/g.csv": groupCSV}); err == nil || err.Error() != "sql/reference/g.csv has no description: write sql/reference/g.yaml beside it" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no table", func(t *testing.T) {
		if _, err := project(t, map[string]string{"reference/g.yaml": groupYAML}); err == nil || !strings.HasPrefix(err.Error(), "sql/reference/g.yaml describes sql/reference/g.csv, which doesn't exist") {
			t.Errorf("got %v", err)
		}
	})
}

// Names that sources write must lead to a model.
func TestGPUModelsKnowTheRecordedNames(t *testing.T) {
	w := newWorld(t)
	for _, file := range []string{"gpu_model.csv", "gpu_model.yaml"} {
		text, err := sqlfiles.Files.ReadFile("reference/" + file)
		if err != nil {
			t.Fatal(err)
		}
		w.write("reference/"+file, string(text))
	}
	p := w.mustRun()
	path := filepath.Join("..", "..", "shared", "data", "vastai-500farm", "gpu-stats-2025-12-07T203016Z.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("recorded data is absent: %s", path)
	}
	var market struct {
		Models []struct {
			Name string
			Info struct{ VRAM float64 }
		}
	}
	if err := json.Unmarshal(text, &market); err != nil {
		t.Fatal(err)
	}
	memory := map[string]bool{}
	for _, line := range query(t, p.Path, "select concat_ws('|', alias, cast(vram_gib as double)) from reference.gpu_model") {
		memory[line] = true
	}
	if len(market.Models) != 88 {
		t.Errorf("%d models", len(market.Models))
	}
	for _, m := range market.Models {
		vram, err := json.Marshal(m.Info.VRAM)
		if err != nil {
			t.Fatal(err)
		}
		if !memory[m.Name+"|"+string(vram)+".0"] {
			t.Errorf("%s with %s GiB isn't known", m.Name, vram)
		}
	}
	names := "'NVIDIA GeForce RTX 5090', 'NVIDIA GeForce RTX 4070 Ti SUPER', 'Tesla P4', 'NVIDIA RTX A4000', 'NVIDIA RTX 6000 Ada Generation', 'NVIDIA A100-SXM4-40GB', 'A100-80GB'"
	want := []string{"A100", "A100 SXM4", "P4", "RTX 4070 Ti SUPER", "RTX 5090", "RTX 6000 Ada", "RTX A4000"}
	if diff := cmp.Diff(want, query(t, p.Path, "select gpu_model from reference.gpu_model where alias in ("+names+") order by gpu_model")); diff != "" {
		t.Error(diff)
	}
}
