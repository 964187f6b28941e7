package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Cell is one value of a result as exact text: integers and decimals with all their digits, DOUBLE in the shortest form
// that reads back equal, times as "2026-11-23 20:00:00", BLOB as 0x hex, nested values as JSON.
type Cell struct {
	// Text is the value; "" if Null.
	Text string
	// Null marks SQL's NULL.
	Null bool
}

// Result is the answer to a query, read row by row:
//
//	for result.Next() {
//		use(result.Row())
//	}
//	err := errors.Join(result.Err(), result.Close())
type Result struct {
	// Columns are the result's columns in order. Names may occur twice.
	Columns []Column

	rows *sql.Rows
	row  []Cell
	err  error
}

// Next moves to the next row. It gives false at the end and on an error, which Err then tells.
func (r *Result) Next() bool {
	if r.err != nil || !r.rows.Next() {
		return false
	}
	values := make([]sql.NullString, len(r.row))
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	if r.err = r.rows.Scan(targets...); r.err != nil {
		return false
	}
	for i, value := range values {
		r.row[i] = Cell{Text: value.String, Null: !value.Valid}
	}
	return true
}

// Row gives the present row. It is overwritten by Next.
func (r *Result) Row() []Cell { return r.row }

// Err gives what ended the reading early, nil at the regular end.
func (r *Result) Err() error {
	if r.err != nil {
		return r.err
	}
	return r.rows.Err()
}

// Close ends the reading.
func (r *Result) Close() error { return r.rows.Close() }

// Query runs one SELECT. Anything else is refused with a *StatementError, or a *SyntaxError, before anything runs. One
// result is read at a time: it must be closed before the next Query.
func (r *Reader) Query(ctx context.Context, text string) (*Result, error) {
	statement, err := r.db.ParseSelect(ctx, "query", text)
	if err != nil {
		return nil, err
	}
	if err := r.checkFunctions(ctx, statement); err != nil {
		return nil, err
	}
	names, err := r.db.columnNames(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	source, err := r.db.resultSource(ctx, statement, len(names))
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	types, err := Values[string](ctx, r.db, "select column_type from (describe select * from "+source+")")
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	result := &Result{Columns: make([]Column, len(names)), row: make([]Cell, len(names))}
	texts := make([]string, len(names))
	for i, name := range names {
		result.Columns[i] = Column{Name: name, Type: types[i]}
		texts[i] = exactText(resultColumn(i), types[i])
	}
	result.rows, err = r.db.Query(ctx, "select "+strings.Join(texts, ", ")+" from "+source) //nolint:rowserrcheck // Result.Err gives it
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	return result, nil
}

// columnNames prepares a statement, without running it, and gives the names of its columns as written.
func (db *DB) columnNames(ctx context.Context, text string) (names []string, err error) {
	err = db.conn.Raw(func(connection any) error {
		prepared, err := connection.(driver.ConnPrepareContext).PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		defer prepared.Close()
		statement := prepared.(*duckdb.Stmt)
		count, err := statement.ColumnCount()
		if err != nil {
			return err
		}
		names = make([]string, count)
		for i := range names {
			if names[i], err = statement.ColumnName(i); err != nil {
				return err
			}
		}
		return nil
	})
	return names, err
}

// resultSource gives what stands after FROM to read the statement's result with columns of plain names, so that its
// values can be asked for as text: a temporary view, because a view's text may end in a semicolon or a comment.
func (db *DB) resultSource(ctx context.Context, s *Select, columns int) (string, error) {
	if err := db.Exec(ctx, "drop view if exists temp.main.query_result"); err != nil {
		return "", err
	}
	names := make([]string, columns)
	for i := range names {
		names[i] = resultColumn(i)
	}
	list := strings.Join(names, ", ")
	if s.shows() {
		// CREATE VIEW takes no DESCRIBE, SHOW or SUMMARIZE, and SHOW would show the view.
		return "(\n" + strings.TrimRight(s.Text, "; \t\r\n") + "\n) as query_result(" + list + ")", nil
	}
	return "temp.main.query_result", db.Exec(ctx, "create temp view query_result("+list+") as "+s.Text)
}

func resultColumn(i int) string { return fmt.Sprintf("column_%d", i) }

// exactText gives the expression that turns a column of a type into exact text.
func exactText(column, typ string) string {
	switch {
	case typ == "BLOB":
		return "'0x' || lower(hex(" + column + "))"
	case IsNested(typ):
		return "cast(to_json(" + column + ") as varchar)"
	default:
		return "cast(" + column + " as varchar)"
	}
}

// IsNested tells whether a DuckDB type is a list, array, struct, map, union or variant, which a Result gives as JSON.
func IsNested(typ string) bool {
	if strings.HasSuffix(typ, "]") || typ == "VARIANT" {
		return true
	}
	for _, prefix := range []string{"STRUCT(", "MAP(", "UNION("} {
		if strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}
