package transform_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/transform"
)

// model gives a model's text with a one-column table and a body.
func model(body string) string {
	return "/*\ndescription: d\ngrain: g\nkey: [k]\nevidence: onchain\ncolumns:\n  - {name: k, type: BIGINT, unit: none, description: d}\n*/\n" + body
}

func project(t *testing.T, files map[string]string) (*transform.Project, error) {
	t.Helper()
	db, err := duck.Open(t.Context(), duck.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	sql := fstest.MapFS{}
	for name, text := range files {
		sql[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return transform.LoadProject(t.Context(), db, sql, []string{"chain__logs"})
}

func TestModelsComeInTheOrderOfTheirReferences(t *testing.T) {
	files := map[string]string{
		"staging/z.sql":  model("select k from raw.chain__logs order by k"),
		"staging/a.sql":  model("select k from staging.z order by k"),
		"marts/dim.sql":  model("select k from main.last order by k"),
		"marts/last.sql": model("with a as (select * from staging.a) select k from a order by k"),
		"marts/none.sql": model("select 1 as k order by k"),
	}
	for range 5 {
		p, err := project(t, files)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range p.Models {
			got = append(got, m.Table())
		}
		if diff := cmp.Diff([]string{"staging.z", "staging.a", "main.last", "main.dim", "main.none"}, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestMistakesInAProjectAreTold(t *testing.T) {
	good := model("select k from raw.chain__logs order by k")
	tests := []struct {
		name, file, text, want string
	}{
		{"no header", "marts/x.sql", "select 1 as k", "sql/marts/x.sql:1: there is no header: the file must begin with a comment /* … */ that holds YAML"},
		{"unknown key", "marts/x.sql", strings.Replace(good, "grain", "gain", 1), `sql/marts/x.sql:3: unknown key "gain": did you mean "grain"?`},
		{"unknown column key", "marts/x.sql", strings.Replace(good, "unit:", "units:", 1), `sql/marts/x.sql:7: unknown key "units": did you mean "unit"?`},
		{"undeclared key", "marts/x.sql", strings.Replace(good, "[k]", "[kk]", 1), `sql/marts/x.sql:2: the key's column "kk" is not declared`},
		{"unknown check", "marts/x.sql", strings.Replace(good, "description: d}", "description: d, checks: [notnull]}", 1), `sql/marts/x.sql:7: unknown check "notnull"`},
		{"unknown check key", "marts/x.sql", strings.Replace(good, "description: d}", "description: d, checks: [{acepted_values: [a]}]}", 1), `sql/marts/x.sql:7: unknown key "acepted_values": did you mean "accepted_values"?`},
		{"check without form", "marts/x.sql", strings.Replace(good, "*/", "checks:\n  - {name: x}\n*/", 1), "sql/marts/x.sql:9: a column's check is"},
		{"unknown severity", "marts/x.sql", strings.Replace(good, "*/", "checks:\n  - {name: x, severity: fatal, sql: select 1}\n*/", 1), `sql/marts/x.sql:9: unknown severity "fatal": it is error or warn`},
		{"check that doesn't parse", "marts/x.sql", strings.Replace(good, "*/", "checks:\n  - {name: x, sql: selec 1}\n*/", 1), `sql/marts/x.sql: check x`},
		{"check of an unknown table", "marts/x.sql", strings.Replace(good, "*/", "checks:\n  - {name: c, sql: select 1 from main.y}\n*/", 1), "sql/marts/x.sql: check c: it reads main.y, which doesn't exist"},
		{"reference to an unknown table", "marts/x.sql", strings.Replace(good, "description: d}", "description: d, checks: [{references: main.y.k}]}", 1), "it reads main.y, which doesn't exist"},
		{"syntax", "marts/x.sql", model("select k frm\nraw.chain__logs where"), "sql/marts/x.sql:10:1: syntax error"},
		{"two statements", "marts/x.sql", model("select 1; select 2"), "sql/marts/x.sql: there are 2 statements: write one SELECT"},
		{"pivot", "marts/x.sql", model("from (pivot raw.chain__logs on k)"), "sql/marts/x.sql: only a SELECT can stand here (and no PIVOT)"},
		{"unknown reference", "marts/x.sql", model("select k from staging.logz order by k"), "build main.x (sql/marts/x.sql): it reads staging.logz, which doesn't exist: did you mean staging.logs?"},
		{"unqualified reference", "marts/x.sql", model("select k from logs order by k"), "it reads logs, which doesn't exist"},
		{"unknown raw stream", "marts/x.sql", model("select k from raw.chain__log order by k"), "did you mean raw.chain__logs?"},
		{"circle", "marts/x.sql", model("select k from main.y order by k"), "the models read each other in a circle: main.x → main.y → main.x"},
		{"itself", "marts/x.sql", model("select k from main.x order by k"), "the models read each other in a circle: main.x → main.x"},
		{"check file", "checks/x.sql", "/*\nseverity: bad\n*/ select 1", `sql/checks/x.sql:2: unknown severity "bad"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"staging/logs.sql": good, tt.file: tt.text}
			if tt.name == "circle" {
				files["marts/y.sql"] = model("select k from main.x order by k")
			}
			_, err := project(t, files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestLintNamesEachBrokenRule(t *testing.T) {
	tests := []struct {
		name, file, text, want string
	}{
		{"clean", "marts/x.sql", model("select k from staging.logs order by k"), ""},
		{"marts and raw", "marts/x.sql", model("select k from raw.chain__logs order by k"), "only staging reads raw"},
		{"staging and marts", "staging/x.sql", model("select k from main.base order by k"), "staging reads raw, reference and staging"},
		{"order", "marts/x.sql", model("select k from staging.logs"), "it must end in ORDER BY k, its key"},
		{"order of an inner query", "marts/x.sql", model("select k from (select k from staging.logs order by k)"), "it must end in ORDER BY k, its key"},
		{"clock", "marts/x.sql", model("select k from staging.logs where d < now() order by k"), "it calls now, which reads the clock"},
		{"chance", "marts/x.sql", model("select random() as k order by k"), "it calls random, which is chance"},
		{"any row", "marts/x.sql", model("select any_value(k) as k from staging.logs order by k"), "it calls any_value"},
		{"first row", "marts/x.sql", model("select first(k) as k from staging.logs order by k"), "it calls first"},
		{"approximate", "marts/x.sql", model("select approx_count_distinct(k) as k from staging.logs order by k"), "approximate"},
		{"ties", "marts/x.sql", model("select max_by(k, event_at) as k from staging.logs order by k"), `it calls max_by by "event_at", in which rows can tie`},
		{"no ties", "marts/x.sql", model("select max_by(k, l.log_position) as k from staging.logs as l order by k"), ""},
		{"unordered list", "marts/x.sql", model("select string_agg(k, ',') as k from staging.logs order by k"), "it calls string_agg without ORDER BY"},
		{"file", "staging/x.sql", model("select k from read_parquet('x') order by k"), "it reads from the function read_parquet"},
		{"run's columns", "marts/x.sql", strings.ReplaceAll(model("select 1 as _run_id, 1 as k order by k"), "{name: k", "{name: _run_id"), "the column _run_id differs between runs"},
		{"evidence", "marts/x.sql", strings.Replace(model("select k from staging.logs order by k"), "onchain", "hearsay", 1), `evidence "hearsay"`},
		{"no grain", "marts/x.sql", strings.Replace(model("select k from staging.logs order by k"), "grain: g\n", "", 1), "the header has no grain"},
		{"no unit", "marts/x.sql", strings.Replace(model("select k from staging.logs order by k"), "unit: none, ", "", 1), `the column "k" has no unit`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.text
			if strings.Contains(tt.name, "run's") {
				text = strings.Replace(text, "key: [k]", "key: [_run_id]", 1)
			}
			p, err := project(t, map[string]string{
				"staging/logs.sql": model("select k from raw.chain__logs order by k"), "marts/base.sql": model("select k from staging.logs order by k"), tt.file: text,
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range transform.Lint(p) {
				got = append(got, f.String())
			}
			if tt.want == "" && got == nil {
				return
			}
			if tt.want == "" || !strings.Contains(strings.Join(got, "\n"), tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
