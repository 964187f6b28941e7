package duck_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// reader opens a small published file and one raw stream of one file.
func reader(t *testing.T) (r *duck.Reader, lakeFile string) {
	t.Helper()
	folder := t.TempDir()
	db := open(t)
	path, lakeFile := filepath.Join(folder, "w.duckdb"), filepath.Join(folder, "it's.parquet")
	for _, statement := range []string{
		"attach " + duck.Literal(path) + " as w (storage_version 'v1.0.0')",
		"create schema w.staging",
		"create table w.staging.bond as select 1 as a, 'x' as b",
		"create table w.main.dim_round as select 7::bigint as round",
		"detach w",
		"copy (select 5::bigint as block_number, 9 as later) to " + duck.Literal(lakeFile) + " (format parquet)",
	} {
		if err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	columns := []duck.Column{{Name: "block_number", Type: "BIGINT"}, {Name: "data", Type: "VARCHAR"}}
	r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{
		File: path,
		Raw: []duck.RawTable{
			{Name: "chain__logs", Columns: columns, Files: []string{lakeFile}},
			{Name: "chain__empty", Columns: columns},
		},
		MemoryLimit: 256 << 20, Threads: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, lakeFile
}

// rows runs a query to its end and gives its rows as text, NULL as <null>.
func rows(t *testing.T, r *duck.Reader, sql string) (columns []duck.Column, table [][]string, err error) {
	t.Helper()
	result, err := r.Query(t.Context(), sql)
	if err != nil {
		return nil, nil, err
	}
	for result.Next() {
		var row []string
		for _, cell := range result.Row() {
			if cell.Null {
				cell.Text = "<null>"
			}
			row = append(row, cell.Text)
		}
		table = append(table, row)
	}
	return result.Columns, table, errors.Join(result.Err(), result.Close())
}

func TestReaderAnswersOneSelect(t *testing.T) {
	r, _ := reader(t)
	tests := []struct {
		name, sql string
		columns   []duck.Column
		want      [][]string
	}{
		{"a mart", "select round from dim_round", []duck.Column{{Name: "round", Type: "BIGINT"}}, [][]string{{"7"}}},
		{"staging, FROM first, a comment after the end", "from staging.bond; -- done", []duck.Column{{Name: "a", Type: "INTEGER"}, {Name: "b", Type: "VARCHAR"}}, [][]string{{"1", "x"}}},
		{"in parentheses", "(select 1 as a)", []duck.Column{{Name: "a", Type: "INTEGER"}}, [][]string{{"1"}}},
		{"one name twice", "select 1 as a, 2 as a", []duck.Column{{Name: "a", Type: "INTEGER"}, {Name: "a", Type: "INTEGER"}}, [][]string{{"1", "2"}}},
		{"order", "select * from range(3) t(i) order by i desc", []duck.Column{{Name: "i", Type: "BIGINT"}}, [][]string{{"2"}, {"1"}, {"0"}}},
		{"the lake", "select block_number, data, later from raw.chain__logs", []duck.Column{{Name: "block_number", Type: "BIGINT"}, {Name: "data", Type: "VARCHAR"}, {Name: "later", Type: "INTEGER"}}, [][]string{{"5", "<null>", "9"}}},
		{"an empty stream", "select * from raw.chain__empty", []duck.Column{{Name: "block_number", Type: "BIGINT"}, {Name: "data", Type: "VARCHAR"}}, nil},
		{"show", "show tables;", []duck.Column{{Name: "name", Type: "VARCHAR"}}, [][]string{{"dim_round"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			columns, table, err := rows(t, r, tt.sql)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.columns, columns); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.want, table); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResultsAreExact(t *testing.T) {
	r, _ := reader(t)
	columns, table, err := rows(t, r, `select
		170141183460469231731687303715884105727::hugeint,
		12345678901234567890.123456789012345678::decimal(38,18),
		'123456789012345678901234567890'::varchar,
		0.1::double, 1e300::double, true, '\x01\xAB'::blob,
		date '2026-11-23', timestamp '2026-11-23 20:00:00.5', timestamptz '2026-11-23 20:00:00+02',
		[1, null], {'z': 1, 'a': 'x'}, map {'k': 1}, '{"n": 123456789012345678901234567890}'::json, null`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"170141183460469231731687303715884105727", "12345678901234567890.123456789012345678", "123456789012345678901234567890",
		"0.1", "1e+300", "true", "0x01ab", "2026-11-23", "2026-11-23 20:00:00.5", "2026-11-23 18:00:00+00",
		"[1,null]", `{"z":1,"a":"x"}`, `{"k":1}`, `{"n": 123456789012345678901234567890}`, "<null>",
	}
	if diff := cmp.Diff([][]string{want}, table); diff != "" {
		t.Error(diff)
	}
	if columns[0].Type != "HUGEINT" || columns[1].Type != "DECIMAL(38,18)" {
		t.Errorf("types %v", columns)
	}
}

func TestReaderRefusesWhatReachesOutOrWrites(t *testing.T) {
	r, lakeFile := reader(t)
	before, err := os.ReadFile(lakeFile)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.csv")
	if err := os.WriteFile(other, []byte("secret\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	written := filepath.Join(t.TempDir(), "written")
	lake, path := duck.Literal(lakeFile), duck.Literal(other)
	tests := []struct{ name, sql, says string }{
		{"copy over a lake file", "copy (select 1) to " + lake, "only a SELECT"},
		{"copy inside an expression", "with x as (copy (select 1) to " + lake + ") select * from x", "needs a SELECT"},
		{"two statements", "select 1; copy (select 1) to " + lake, "syntax error|only a SELECT"},
		{"two selects", "select 1; select 2", "2 statements"},
		{"attach", "attach " + path + " as x", "only a SELECT"},
		{"install", "install httpfs", "only a SELECT"},
		{"load", "load httpfs", "only a SELECT"},
		{"set", "set enable_external_access = true", "only a SELECT"},
		{"pragma", "pragma enable_profiling", "only a SELECT"},
		{"call", "call pragma_version()", "only a SELECT"},
		{"create", "create table x as select 1", "only a SELECT"},
		{"drop", "drop table dim_round", "only a SELECT"},
		{"read_text", "select * from read_text('/etc/passwd')", "disabled by configuration"},
		{"read_blob", "select * from read_blob('/etc/passwd')", "disabled by configuration"},
		{"read_csv", "select * from read_csv(" + path + ")", "disabled by configuration"},
		{"read_json", "select * from read_json(" + path + ")", "disabled by configuration"},
		{"read_parquet", "select * from read_parquet(" + path + ")", "disabled by configuration"},
		{"file literal", "from '/etc/passwd'", "does not exist|disabled"},
		{"csv literal", "from " + path, "disabled by configuration"},
		{"glob", "select * from glob('/etc/*')", "disabled by configuration"},
		{"remote", "from 'https://example.com/x.parquet'", "httpfs|disabled|extension"},
		{"query of a copy", "select * from query('copy (select 1) to ''x.csv''')", "can't be called here"},
		{"serialized statement", "select * from json_execute_serialized_sql(json_serialize_sql('from enable_logging()'))", "can't be called here"},
		{"a pointer", "select * from arrow_scan(1, 2, 3)", "can't be called here"},
		{"a hidden call", "with a as (select (select count(*) from lateral (from ENABLE_PROFILING()))) from a", "can't be called here"},
		{"log to a file", "select * from enable_logging(storage = 'file', storage_path = " + duck.Literal(written) + ")", "can't be called here"},
		{"a missing table", "select * from staging.nothing", "does not exist"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, table, err := rows(t, r, tt.sql)
			if err == nil {
				t.Fatalf("not refused: %v", table)
			}
			if !matches(err.Error(), tt.says) {
				t.Errorf("the error %q doesn't say %s", err, tt.says)
			}
		})
	}
	after, err := os.ReadFile(lakeFile)
	if err != nil || string(after) != string(before) {
		t.Error("the lake file was changed", err)
	}
	if _, err := os.Stat(written); err == nil {
		t.Error("a file was written")
	}
}

func matches(text, alternatives string) bool {
	for _, alternative := range strings.Split(alternatives, "|") {
		if strings.Contains(strings.ToLower(text), strings.ToLower(alternative)) {
			return true
		}
	}
	return false
}

func TestOpenReaderNamesADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: path})
	if err == nil {
		t.Fatal("opened", r.Close(), io.EOF)
	}
	if !strings.Contains(err.Error(), path) {
		t.Errorf("%v doesn't name the file", err)
	}
}
