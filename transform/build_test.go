package transform_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

func TestBuildMakesTheTablesOfTheModels(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, []log{{block: 101, account: "a", amount: 5}, {block: 120, account: "b", amount: 7}})
	w.commit(150, 200, []log{{block: 199, index: 3, account: "a", amount: 10}})
	p := w.mustRun()
	tests := []struct {
		name, sql string
		want      []string
	}{
		{"staging", "select event_id, account, amount_lpt from staging.chain__log", []string{"101-0 a 0.000000000000000005", "120-0 b 0.000000000000000007", "199-3 a 0.000000000000000010"}},
		{"a mart, by macro", "from fct_total", []string{"a 0.000000000000000015", "b 0.000000000000000007"}},
		{"as_of is the newest extraction", "from dim_clock", []string{"2026-11-23 20:00:00"}},
		{"table comments", "select comment from duckdb_tables() where database_name = 'lakepeer' and table_name = 'chain__log'", []string{"What each log says. It's quoted."}},
		{"column comments with units", "select comment from duckdb_columns() where database_name = 'lakepeer' and schema_name = 'main' and table_name = 'fct_total'", []string{"Who", "How much in all [LPT]"}},
		{"raw is not published", "select distinct schema_name from duckdb_tables() where database_name = 'lakepeer' order by 1", []string{"main", "meta", "staging"}},
		{"nothing but tables", "select count(*) from duckdb_functions() where function_name in ('twice', 'unused')", []string{"0"}},
		{"old engines can open it", "select tags['storage_version'] from duckdb_databases() where database_name = 'lakepeer'", []string{"v1.0.0+"}},
		{
			"publication", "select publication, network, chain_id, as_of, horizon_block, horizon_at, horizon_reason, current_round, lake_files, is_complete, duckdb_version, note from meta.publication",
			[]string{p.ID + " test 1337 2026-11-23 20:00:00 200 2023-11-14 22:13:20 <null> <null> 2 true 1.5.6 Holds all logs before block 200."},
		},
		{"models", `select schema, name, key, questions, rows, was_copied from meta.model where name = 'fct_total'`, []string{`main fct_total ["account"] ["income"] 2 false`}},
		{"columns", `select * from meta."column" where table_name = 'fct_total' and position = 2`, []string{"main fct_total 2 total_lpt DECIMAL(38,18) LPT How much in all"}},
		{"checks", `select name, severity, passed, failing_rows, sample from meta."check" where model = 'main.fct_total' order by name`, []string{
			"accepted_values account warn true 0 []", "no_strangers warn true 0 []", "not_null account error true 0 []", "totals_are_positive error true 0 []", "unique account error true 0 []",
		}},
		{"streams", "select source, instance, stream, part, horizon, is_complete, files, rows, rejected_rows, first_rejected_reason from meta.stream", []string{"chain main logs deployment 200 true 2 3 0 <null>"}},
		{"lake files", "select path, revision, rows, length(checksum), extracted_at from meta.lake_file order by path", []string{
			"chain/main/logs/deployment/000000000100-000000000150.parquet 1 2 64 2026-11-23 20:00:00",
			"chain/main/logs/deployment/000000000150-000000000200.parquet 1 1 64 2026-11-23 20:00:00",
		}},
		{"unknown events", "select count(*) from meta.unknown_event", []string{"0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, query(t, transform.StablePath(w.home), tt.sql)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if left := w.entries("build"); left != nil {
		t.Errorf("the build left %v", left)
	}
}

func TestBuildOfAnEmptyLakeGivesEmptyTables(t *testing.T) {
	w := newWorld(t)
	p := w.mustRun()
	if diff := cmp.Diff([]string{"0"}, query(t, p.Path, "select count(*) from staging.chain__log")); diff != "" {
		t.Error(diff)
	}
	want := []string{"100 true Holds all logs before block 100."}
	if diff := cmp.Diff(want, query(t, p.Path, "select horizon_block, is_complete, note from meta.publication")); diff != "" {
		t.Error(diff)
	}
}

func TestModelsStopAtTheHorizonAndSaySo(t *testing.T) {
	t.Run("a gap", func(t *testing.T) {
		w := newWorld(t)
		w.commit(100, 150, some(100, 150))
		w.commit(200, 250, some(200, 250))
		p := w.mustRun()
		want := []string{"5 150 false Holds all logs before block 150. The lake holds more, but it can't be used yet: part deployment: gap: nothing committed for [150, 200)."}
		got := query(t, p.Path, "select (select count(*) from staging.chain__log), horizon_block, is_complete, note from meta.publication")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a rejected row", func(t *testing.T) {
		w := newWorld(t)
		w.commit(100, 150, some(100, 150), load.RejectedRow{Position: 125, Reason: "no topics", Original: []byte("{}")})
		p := w.mustRun()
		want := []string{"3 125 1 125 no topics"}
		got := query(t, p.Path, "select (select count(*) from staging.chain__log), horizon, rejected_rows, first_rejected, first_rejected_reason from meta.stream")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAsOfReadsTheLakeAsItWas(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	then := w.now
	first := w.mustRun()
	w.tick()
	w.commit(150, 200, some(150, 200))
	second := w.mustRun()
	if second.Manifest.ContentHashes()["main.fct_total"] == first.Manifest.ContentHashes()["main.fct_total"] {
		t.Fatal("new logs changed nothing")
	}
	w.asOf = then
	again := w.mustRun()
	if diff := cmp.Diff(first.Manifest.ContentHashes(), again.Manifest.ContentHashes()); diff != "" {
		t.Error(diff)
	}
}

func TestFullBuildEqualsIncrementalOne(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.mustRun()
	w.tick()
	w.commit(150, 160, nil) // nothing new in the tables, but a later as_of
	w.write("marts/dim_other.sql", strings.ReplaceAll(clockSQL, "When", "Else when"))
	incremental := w.mustRun()
	copied := map[string]bool{}
	for _, m := range incremental.Manifest.Models {
		copied[m.Schema+"."+m.Name] = m.Copied
	}
	// The horizon moved, so staging is built anew; it came out equal, so what reads it is copied.
	if diff := cmp.Diff(map[string]bool{"staging.chain__log": false, "main.fct_total": true, "main.dim_clock": false, "main.dim_other": false}, copied); diff != "" {
		t.Error(diff)
	}
	if got := query(t, incremental.Path, "select comment from duckdb_columns() where database_name = 'lakepeer' and table_name = 'fct_total'"); len(got) != 2 || got[1] != "How much in all [LPT]" {
		t.Errorf("the copied table's comments are %v", got)
	}
	w.full = true
	full := w.mustRun()
	if full.ID == incremental.ID {
		t.Fatal("--full built nothing")
	}
	if diff := cmp.Diff(incremental.Manifest.ContentHashes(), full.Manifest.ContentHashes()); diff != "" {
		t.Error(diff)
	}
	rows := "select list(t) from (from main.fct_total) t"
	if diff := cmp.Diff(query(t, incremental.Path, rows), query(t, full.Path, rows)); diff != "" {
		t.Error(diff)
	}
}

func TestAModelIsBuiltAnewWhenWhatItDependsOnChanges(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	before := w.mustRun()
	changes := []struct {
		name string
		do   func()
		want []string // built anew
	}{
		{"nothing but words", func() { w.write("marts/fct_total.sql", strings.ReplaceAll(martSQL, "The sum", "The whole sum")) }, nil},
		{"the statement", func() { w.write("marts/fct_total.sql", strings.ReplaceAll(martSQL, "/ 2 as", "/ 4 as")) }, []string{"main.fct_total"}},
		{"a macro", func() { w.write("macros/math.sql", "create macro twice(x) as x * 3;") }, []string{"main.dim_clock", "main.fct_total", "staging.chain__log"}},
		{"the lake", func() { w.commit(150, 200, some(150, 200)) }, []string{"main.fct_total", "staging.chain__log"}},
	}
	for _, change := range changes {
		t.Run(change.name, func(t *testing.T) {
			change.do()
			after := w.mustRun()
			if after.ID == before.ID {
				t.Fatal("nothing was built")
			}
			before = after
			var anew []string
			for _, m := range after.Manifest.Models {
				if !m.Copied {
					anew = append(anew, m.Schema+"."+m.Name)
				}
			}
			if diff := cmp.Diff(change.want, sorted(anew)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNothingIsBuiltWhenNothingHasChanged(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	first := w.mustRun()
	w.tick()
	c, err := w.build()
	if err != nil {
		t.Fatal(err)
	}
	if !c.Unchanged || c.ID != first.ID {
		t.Errorf("built %s, unchanged %v", c.ID, c.Unchanged)
	}
	if again := w.mustRun(); again.ID != first.ID {
		t.Errorf("published %s again", again.ID)
	}
	if left := w.entries("build"); left != nil {
		t.Errorf("left %v", left)
	}
}

func TestALostSliceThatIsExtractedAgainChangesNoTable(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	first := w.mustRun()
	if err := os.Remove(filepath.Join(w.lake.Dir(), "chain/main/logs/deployment/000000000100-000000000150.parquet")); err != nil {
		t.Fatal(err)
	}
	w.remove("marts/dim_clock.sql") // the one table that tells when
	w.tick()
	w.commit(100, 150, some(100, 150))
	second := w.mustRun()
	for table, hash := range second.Manifest.ContentHashes() {
		if hash != first.Manifest.ContentHashes()[table] {
			t.Errorf("%s changed", table)
		}
	}
}

func TestDeclaredTypesAreTheContract(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"type", "unit: LPT, description: \"How much in all\"", "unit: LPT, description: x}\n  - {name: more, type: VARCHAR, unit: none, description: \"y\"", "column more is declared, but the SELECT doesn't give it"},
		{"missing", "total_lpt, type: \"DECIMAL(38,18)\"", "total_lpt, type: DOUBLE", "column total_lpt is DECIMAL(38,18), but declared as DOUBLE"},
		{"name", "name: total_lpt", "name: total", "column 2 is called total_lpt, but declared as total"},
		{"undeclared", "from logs", "1 as more from logs", "column more isn't declared"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.write("marts/fct_total.sql", strings.Replace(martSQL, tt.old, tt.new, 1))
			_, err := w.build()
			var model *transform.ModelError
			if !errors.As(err, &model) || model.Model != "main.fct_total" || model.Err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if left := w.entries("build"); left != nil {
				t.Errorf("the failed build left %v", left)
			}
		})
	}
}

func TestFailedChecksKeepTheLastPublication(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, []log{{block: 101, account: "a", amount: 5}, {block: 102, account: "stranger", amount: 1}})
	good := w.mustRun()
	var failures []string
	for _, r := range good.Manifest.Checks {
		if !r.Passed() {
			failures = append(failures, r.Title())
		}
	}
	if diff := cmp.Diff([]string{"main.fct_total: accepted_values account", "main.fct_total: no_strangers"}, failures); diff != "" {
		t.Errorf("warnings: %s", diff)
	}

	w.commit(150, 200, []log{{block: 160, account: "a", amount: -9}, {block: 170, account: "c", amount: -1}})
	candidate, err := w.build()
	var check *transform.CheckError
	if !errors.As(err, &check) {
		t.Fatalf("got %v, want a CheckError", err)
	}
	want := `1 check failed, nothing is published:
  main.fct_total: totals_are_positive: 2 failing rows. Nobody owes.
    {"account":"a","total_lpt":-0.000000000000000004}
    {"account":"c","total_lpt":-0.000000000000000001}`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	if _, err := transform.Publish(t.Context(), w.home, candidate, transform.PublishOptions{}); !errors.As(err, &check) {
		t.Errorf("publishing the failed candidate: %v", err)
	}
	pending, err := transform.PendingCandidate(w.home)
	if err != nil || pending.ID != candidate.ID {
		t.Errorf("the candidate isn't there to be looked at: %v", err)
	}
	if current, err := transform.Current(w.home); err != nil || current.ID != good.ID {
		t.Errorf("the present publication is %v (%v), want %s", current, err, good.ID)
	}
	if diff := cmp.Diff([]string{good.ID}, query(t, transform.StablePath(w.home), "select publication from meta.publication")); diff != "" {
		t.Error(diff)
	}
}

func TestChecksCatchWhatTheyAreFor(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, []log{{block: 101, account: "a", amount: 5}, {block: 102, account: "a", amount: 5}})
	text := strings.Replace(stagingSQL, `description: "Who"}`, `description: "Who", checks: [unique, {references: main.fct_total.account}]}`, 1)
	text = strings.Replace(text, "cast(account as varchar) as account", "cast(null as varchar) as account", 1)
	text = strings.Replace(text, "*/", "checks:\n  - {unique: [account, amount_lpt]}\n*/", 1)
	text = strings.Replace(text, "description: \"How much\"}", "description: \"How much\", checks: [{accepted_values: ['1.0']}]}", 1)
	w.write("staging/chain__log.sql", strings.Replace(text, "checks: [unique,", "checks: [not_null, unique,", 1))
	_, err := w.build()
	var check *transform.CheckError
	if !errors.As(err, &check) {
		t.Fatalf("got %v, want a CheckError", err)
	}
	got := map[string]int64{}
	for _, r := range check.Failed {
		got[r.Title()] = r.Failing
	}
	want := map[string]int64{
		"staging.chain__log: not_null account": 2, "staging.chain__log: unique account": 1, "staging.chain__log: unique account, amount_lpt": 1,
		"staging.chain__log: accepted_values amount_lpt": 2, "main.fct_total: not_null account": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFileChecksAgain(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	p := w.mustRun()
	opt := transform.CheckOptions{Home: w.home, Path: p.Path, SQL: w.sql, AsOf: p.Manifest.AsOf}
	results, err := transform.CheckFile(t.Context(), opt)
	if err != nil || len(results) != len(p.Manifest.Checks) {
		t.Errorf("%d results, %v", len(results), err)
	}
	w.write("checks/impossible.sql", "/*\nseverity: error\n*/\nselect twice(1) as x, getvariable('as_of') as now")
	if _, err = transform.CheckFile(t.Context(), opt); err == nil || !strings.Contains(err.Error(), `{"x":2,"now":"2026-11-23 20:00:00"}`) {
		t.Errorf("got %v", err)
	}
}

func TestAFailedBuildLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.write("marts/fct_total.sql", strings.Replace(martSQL, "from logs", ", error('broken') as x from logs", 1))
	if _, err := w.build(); err == nil {
		t.Fatal("built")
	}
	if left := w.entries("build"); left != nil {
		t.Errorf("left %v", left)
	}
	if _, err := transform.Current(w.home); !errors.Is(err, transform.ErrNoPublication) {
		t.Errorf("got %v", err)
	}
	if _, err := transform.PendingCandidate(w.home); !errors.Is(err, transform.ErrNoCandidate) {
		t.Errorf("got %v", err)
	}
}

func TestABuildWithoutEnoughMemorySaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	w.memory = 32 << 20
	w.commit(100, 150, some(100, 150))
	w.write("marts/fct_total.sql", strings.Replace(martSQL, "from logs", "from logs where (select len(list(i)) from range(20000000) as numbers(i)) > 0", 1))
	_, err := w.build()
	if err == nil || !strings.HasSuffix(err.Error(), "give the build more memory (build: memory_limit in the configuration)") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func TestADamagedLakeFileIsNamed(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	path := filepath.Join(w.lake.Dir(), "chain/main/logs/deployment/000000000100-000000000150.parquet")
	if err := os.WriteFile(path, []byte("PAR1 torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.build(); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
}

func TestRawTablesAreWhatAReaderShows(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	p := w.mustRun()
	raw, err := transform.RawTables(t.Context(), w.lake, nil, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: p.Path, Raw: raw})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	result, err := r.Query(t.Context(), "select count(*), sum(amount), min(_run_id) from raw.chain__logs")
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if !result.Next() || result.Row()[0].Text != "5" || result.Row()[1].Text != "600" || result.Row()[2].Text != "run" {
		t.Errorf("got %v, %v", result.Row(), result.Err())
	}
}
