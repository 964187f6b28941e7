package duck_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
)

func open(t *testing.T) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), duck.Options{MemoryLimit: 256 << 20, Threads: 2, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestReferencesLeaveOutCommonTableExpressionsByScope(t *testing.T) {
	db := open(t)
	tests := []struct {
		name, sql string
		want      []string
	}{
		{"plain", "select * from staging.a join main.b using (k)", []string{"main.b", "staging.a"}},
		{"from first", "from staging.a", []string{"staging.a"}},
		{"none", "values (1), (2)", nil},
		{"catalog", "select * from raw.main.x", []string{"raw.main.x"}},
		{"cte", "with a as (select * from staging.a) select * from a", []string{"staging.a"}},
		{"cte sees earlier ones", "with a as (select 1), b as (select * from a) select * from b", nil},
		{"cte doesn't see later ones", "with a as (select * from b), b as (select 1) select * from a, b", []string{"b"}},
		{"cte shadows a table of its own name", "with bond as (select * from bond) select * from bond", []string{"bond"}},
		{"case", "with Bond as (select 1) select * from bOND", nil},
		{"qualified names are never expressions", "with a as (select 1) select * from staging.a", []string{"staging.a"}},
		{"nested scope ends", "select * from (with a as (select 1) select * from a), a", []string{"a"}},
		{"inner sees outer", "with a as (select 1) select * from (with b as (select * from a) select * from b)", nil},
		{"inner shadows outer", "with a as (select * from s.x) select (with a as (select * from s.y) select max(k) from a) from a", []string{"s.x", "s.y"}},
		{"recursive", "with recursive n as (select 1 as i union all select i + 1 from n where i < 3) select * from n", nil},
		{"recursive with another table", "with recursive n as (select i from s.seed union all select i + 1 from n join s.step using (i)) from n", []string{"s.seed", "s.step"}},
		{"materialized", "with a as materialized (from s.x) from a union all from a", []string{"s.x"}},
		{"subqueries", "select (select max(x) from s.a) from s.b where exists (from s.c where k in (select k from s.d))", []string{"s.a", "s.b", "s.c", "s.d"}},
		{"lateral and set operations", "from s.a, lateral (select * from s.b where b.k = a.k) union select * from s.c", []string{"s.a", "s.b", "s.c"}},
		{"file literal", "select * from 'x.parquet'", []string{"x.parquet"}},
		{"describe", "describe staging.a", []string{"staging.a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			statement, err := db.ParseSelect(t.Context(), "query", tt.sql)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, ref := range statement.References().Tables {
				got = append(got, ref.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReferencesNameFunctionsAndVariables(t *testing.T) {
	db := open(t)
	statement, err := db.ParseSelect(t.Context(), "query",
		`select Any_Value(a), row_number() over (order by first(b)), x -> 'k', getvariable('as_of'), max_by(a, t.log_position), arg_min(a, b + 1),
			string_agg(a, ','), list(a order by b), array_agg(a) over (order by b)
		from READ_csv('f') where c > now()`)
	if err != nil {
		t.Fatal(err)
	}
	got := statement.References()
	for _, want := range []string{"any_value", "row_number", "first", "now", "getvariable"} {
		if !contains(got.Functions, want) {
			t.Errorf("functions %v lack %s", got.Functions, want)
		}
	}
	if diff := cmp.Diff([]string{"read_csv"}, got.TableFunctions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"as_of"}, got.Variables); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"string_agg"}, got.Unordered); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]duck.Pick{{Function: "arg_min"}, {Function: "max_by", By: "log_position"}}, got.Picks); diff != "" {
		t.Error(diff)
	}
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func TestParseSelectRefusesEverythingElse(t *testing.T) {
	db := open(t)
	for _, sql := range []string{
		"", "-- nothing", ";", "select 1; select 2", "create table x as select 1", "insert into x values (1)", "drop table x",
		"copy (select 1) to 'f.csv'", "attach 'f' as f", "install httpfs", "load httpfs", "set threads = 1", "pragma version",
		"call checkpoint()", "checkpoint", "export database 'd'", "use x", "begin", "vacuum", "prepare p as select 1", "execute p",
		"explain analyze insert into x values (1)", "pivot x on a", "from (pivot x on a using sum(b))", "update x set a = 1", "delete from x",
		"with a as (insert into x values (1) returning *) select * from a", "set variable as_of = 1", "detach x", "comment on table x is 'y'",
	} {
		_, err := db.ParseSelect(t.Context(), "query", sql)
		var statement *duck.StatementError
		var syntax *duck.SyntaxError
		if !errors.As(err, &statement) && !errors.As(err, &syntax) {
			t.Errorf("%q: got error %v, want a StatementError or a SyntaxError", sql, err)
		}
	}
}

func TestSyntaxErrorsTellThePlace(t *testing.T) {
	db := open(t)
	_, err := db.ParseSelect(t.Context(), "sql/marts/x.sql", "/* ü */\nselect 'ö', 1 frm x where\n")
	want := `sql/marts/x.sql:2:19: syntax error at or near "x"`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestFingerprintIsOfTheMeaning(t *testing.T) {
	db := open(t)
	print := func(sql string) string {
		statement, err := db.ParseSelect(t.Context(), "query", sql)
		if err != nil {
			t.Fatal(err)
		}
		return statement.Fingerprint()
	}
	one := print("select a, 12345678901234567890123456789012345678 as b from x")
	if got := print("/* told */ SELECT a, -- why\n 12345678901234567890123456789012345678 AS b\nFROM x;"); got != one {
		t.Error("white space, comments or case changed the fingerprint")
	}
	for _, other := range []string{
		"select a, 12345678901234567890123456789012345679 as b from x",
		"select a, 12345678901234567890123456789012345678 as c from x",
		"select a, 12345678901234567890123456789012345678 as b from y",
	} {
		if print(other) == one {
			t.Errorf("%q has the fingerprint of another statement", other)
		}
	}
}

func TestOrderBy(t *testing.T) {
	db := open(t)
	tests := []struct {
		sql  string
		want []string
	}{
		{"select a, b from x order by a, t.b", []string{"a", "b"}},
		{"select a from (select a from x order by a)", nil},
		{"with c as (select 1 order by 1) select a from c order by a + 1, a desc", []string{"", "a"}},
		{"select a from x union all select a from y order by a limit 3", []string{"a"}},
	}
	for _, tt := range tests {
		statement, err := db.ParseSelect(t.Context(), "query", tt.sql)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, statement.OrderBy()); diff != "" {
			t.Errorf("%s: %s", tt.sql, diff)
		}
	}
}
