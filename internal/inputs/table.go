package inputs

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Row is one row of a CSV file.
type Row struct {
	// Line is where it begins.
	Line int
	// Values are in the order of the schema's columns: trimmed, addresses in lower case, times in UTC, defaults filled
	// in, "" for what isn't known.
	Values []string
}

// ParseTable reads a CSV file. It gives the rows that keep the rules and every problem of the others; file is the name
// that the problems carry.
func ParseTable(file string, s Schema, data []byte) ([]Row, []Problem) {
	t := &table{file: file, schema: s, seen: map[string]int{}}
	if !utf8.Valid(data) {
		t.problem(1, "", "the file is not UTF-8: save it with that encoding")
		return nil, t.problems
	}
	t.reader = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	t.reader.Comment = '#'
	t.reader.FieldsPerRecord = -1
	t.reader.ReuseRecord = true
	t.read()
	return t.rows, t.problems
}

// table is a file being read.
type table struct {
	file   string
	schema Schema
	reader *csv.Reader
	// places gives for each field of a record the column of the schema, -1 for none.
	places   []int
	seen     map[string]int
	rows     []Row
	problems []Problem
}

func (t *table) problem(line int, column, format string, args ...any) {
	t.problems = append(t.problems, Problem{File: t.file, Line: line, Column: column, Text: fmt.Sprintf(format, args...)})
}

func (t *table) read() {
	header, err := t.next()
	switch {
	case errors.Is(err, io.EOF):
		t.problem(1, "", "the file has no header: begin with the line %s", strings.Join(t.schema.names(), ","))
		return
	case err != nil || !t.header(header):
		return
	}
	for {
		record, err := t.next()
		if err != nil {
			return
		}
		t.row(record)
	}
}

// next gives the next record. A mistake in the form of the file ends it, and is taken down.
func (t *table) next() ([]string, error) {
	record, err := t.reader.Read()
	var malformed *csv.ParseError
	if errors.As(err, &malformed) {
		t.problem(malformed.Line, "", "%s: write a value that has quotes or commas in double quotes, and each quote in it twice", malformed.Err)
	}
	return record, err
}

// header finds the columns and tells whether rows can be read with them.
func (t *table) header(record []string) bool {
	line, _ := t.reader.FieldPos(0)
	before := len(t.problems)
	for _, name := range record {
		name = strings.TrimSpace(name)
		place := t.schema.column(name)
		switch {
		case place < 0:
			t.problem(line, "", "unknown column %q%s", clip(name), hint(name, t.schema.names()))
		case slices.Contains(t.places, place):
			t.problem(line, name, "the column is there twice")
		}
		t.places = append(t.places, place)
	}
	for i, column := range t.schema.Columns {
		if column.Required && !slices.Contains(t.places, i) {
			t.problem(line, column.Name, "the column is missing: add it to the header")
		}
	}
	return len(t.problems) == before
}

func (t *table) row(record []string) {
	line, _ := t.reader.FieldPos(0)
	if len(record) != len(t.places) {
		t.problem(line, "", "the row has %d values, the header %d columns", len(record), len(t.places))
		return
	}
	row := Row{Line: line, Values: make([]string, len(t.schema.Columns))}
	for i, value := range record {
		row.Values[t.places[i]] = strings.TrimSpace(value)
	}
	before := len(t.problems)
	for i, column := range t.schema.Columns {
		at := line
		if field := slices.Index(t.places, i); field >= 0 {
			at, _ = t.reader.FieldPos(field)
		}
		kept, problem := column.read(row.Values[i])
		if problem != "" {
			t.problem(at, column.Name, "%s", problem)
		}
		row.Values[i] = kept
	}
	if len(t.problems) == before {
		t.relations(row)
	}
	if len(t.problems) == before {
		t.rows = append(t.rows, row)
	}
}

// read gives a value as it is kept, or what is wrong with it.
func (c Column) read(value string) (kept, problem string) {
	switch {
	case value == "" && c.Required:
		return "", "a value is needed"
	case value == "":
		return c.Default, ""
	case len(c.Allowed) > 0 && !slices.Contains(c.Allowed, value):
		return "", notAllowed(value, c.Allowed)
	}
	return c.Type.read(value)
}

// relations checks what concerns several values: order, and that no two rows have the same key.
func (t *table) relations(row Row) {
	value := func(name string) string { return row.Values[t.schema.column(name)] }
	for _, pair := range t.schema.Before {
		first, second := value(pair[0]), value(pair[1])
		if first != "" && second != "" && first > second {
			t.problem(row.Line, pair[1], "%s is before %s, which is %s", second, pair[0], first)
		}
	}
	if len(t.schema.Key) == 0 {
		return
	}
	var key strings.Builder
	for _, name := range t.schema.Key {
		fmt.Fprintf(&key, "%q", value(name))
	}
	if line, ok := t.seen[key.String()]; ok {
		t.problem(row.Line, "", "the same %s as in line %d: keep one of the rows", strings.Join(t.schema.Key, ", "), line)
		return
	}
	t.seen[key.String()] = row.Line
}
