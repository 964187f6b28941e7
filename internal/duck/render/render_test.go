package render_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/duck/render"
)

// reader opens an empty published file.
func reader(t *testing.T) *duck.Reader {
	t.Helper()
	path := filepath.Join(t.TempDir(), "w.duckdb")
	db, err := duck.Open(t.Context(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(db.Exec(t.Context(), "attach "+duck.Literal(path)+" as w; detach w"), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	r, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func write(t *testing.T, sql string, to func(io.Writer, *duck.Result) (int64, error)) (string, int64, error) {
	t.Helper()
	result, err := reader(t).Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	var out bytes.Buffer
	rows, err := to(&out, result)
	return out.String(), rows, err
}

const sample = `select 9007199254740993::bigint as i, 123456789012345678901234567890::hugeint as h,
	1.500000000000000000::decimal(38,18) as d, 0.1::double as f, 'a "b", <c>' as t, timestamp '2026-11-23 20:00:00.25' as at,
	date '2026-11-23' as day, '\xFF'::blob as b, [1, 2] as l, true as y, null::varchar as n, 'nan'::double as x
	union all select null, null, null, null, '', null, null, null, null, null, null, null`

func TestJSONLines(t *testing.T) {
	got, rows, err := write(t, sample, render.JSONLines)
	want := `{"i":9007199254740993,"h":"123456789012345678901234567890","d":"1.500000000000000000","f":0.1,"t":"a \"b\", <c>","at":"2026-11-23T20:00:00.25Z","day":"2026-11-23","b":"0xff","l":[1,2],"y":true,"n":null,"x":"nan"}
{"i":null,"h":null,"d":null,"f":null,"t":"","at":null,"day":null,"b":null,"l":null,"y":null,"n":null,"x":null}
`
	if diff := cmp.Diff(want, got); diff != "" || rows != 2 || err != nil {
		t.Errorf("%s rows %d, %v", diff, rows, err)
	}
}

func TestCSV(t *testing.T) {
	got, rows, err := write(t, sample, render.CSV)
	want := `i,h,d,f,t,at,day,b,l,y,n,x
9007199254740993,123456789012345678901234567890,1.500000000000000000,0.1,"a ""b"", <c>",2026-11-23T20:00:00.25Z,2026-11-23,0xff,"[1,2]",true,,nan
,,,,,,,,,,,
`
	if diff := cmp.Diff(want, got); diff != "" || rows != 2 || err != nil {
		t.Errorf("%s rows %d, %v", diff, rows, err)
	}
}

func TestTable(t *testing.T) {
	got, rows, err := write(t, `select 'short' as name, 12 as "a number" union all select 'a ' || chr(27) || '[2J longer one', 1`, render.Table)
	want := strings.Join([]string{
		" name              │ a number ",
		"───────────────────┼──────────",
		" short             │       12 ",
		" a  [2J longer one │        1 ",
		"",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" || rows != 2 || err != nil {
		t.Errorf("%s rows %d, %v", diff, rows, err)
	}
}

func TestParquetKeepsTypesAndDigits(t *testing.T) {
	got, rows, err := write(t, sample, render.Parquet)
	if err != nil || rows != 2 {
		t.Fatal(rows, err)
	}
	path := filepath.Join(t.TempDir(), "result.parquet")
	if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(t.Context(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	types, err := duck.Values[string](t.Context(), db, "select column_type from (describe from "+duck.Literal(path)+")")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"BIGINT", "DECIMAL(38,0)", "DECIMAL(38,18)", "DOUBLE", "VARCHAR", "TIMESTAMP", "DATE", "VARCHAR", "VARCHAR", "BOOLEAN", "VARCHAR", "DOUBLE"}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	text, err := duck.Value[string](t.Context(), db, "select concat_ws('|', i, h, d, f, t, \"at\", day, b, l, y, x) from "+duck.Literal(path)+" where i is not null")
	if want := `9007199254740993|123456789012345678901234567890|1.500000000000000000|0.1|a "b", <c>|2026-11-23 20:00:00.25|2026-11-23|0xff|[1,2]|true|nan`; text != want || err != nil {
		t.Errorf("got  %s\nwant %s\n%v", text, want, err)
	}
}

func TestParquetOfManyRows(t *testing.T) {
	_, rows, err := write(t, "select * from range(40000) t(i)", render.Parquet)
	if rows != 40_000 || err != nil {
		t.Error(rows, err)
	}
}

func TestParquetRefusesWhatItWouldChange(t *testing.T) {
	for sql, says := range map[string]string{
		"select 1 as a, 2 as a": "two columns are called a",
		"select 170141183460469231731687303715884105727::hugeint as big": "column big",
	} {
		if _, _, err := write(t, sql, render.Parquet); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want an error that says %q", sql, err, says)
		}
	}
}

func TestErrorsInTheMiddleAreReported(t *testing.T) {
	sql := "select case when i = 9000 then error('broken') else i end as x from range(10000) t(i)"
	for name, to := range map[string]func(io.Writer, *duck.Result) (int64, error){
		"table": render.Table, "csv": render.CSV, "json": render.JSONLines, "parquet": render.Parquet,
	} {
		result, err := reader(t).Query(t.Context(), sql)
		if err == nil {
			_, err = to(io.Discard, result)
			_ = result.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "broken") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
