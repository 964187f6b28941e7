package explorer

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// table says what a stream's rows are, and how one is read.
type table struct {
	// stream is the stream's name, description what a row of it is.
	stream, description string
	columns             []column
	// key are the columns that no two rows of an answer share.
	key []string
	// few are the columns of which few values exist.
	few []string
	// repeats says that an answer may have several rows of the same key but for the column occurrence, which counts them
	// from 0 in the answer's order.
	repeats bool
	// check tells what can't be true of a row whose fields have the right types; nil if nothing is known.
	check func(row) error
}

// row is one row as it is landed: a value for each column, and the fields that no column knows.
type row struct {
	table  *table
	values []any // of table.columns: nil, int64, bool or string
	extra  string
}

func (t *table) index(name string) int {
	return slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })
}

// schema gives the table's columns.
func (t *table) schema() *arrow.Schema {
	fields := make([]arrow.Field, len(t.columns))
	for i, c := range t.columns {
		fields[i] = c.arrowField()
	}
	return arrow.NewSchema(fields, nil)
}

// dictionary gives the columns of which few values exist.
func (t *table) dictionary() []string {
	few := t.few
	if t.index(cacheColumn) >= 0 {
		few = append(slices.Clone(few), cacheColumn)
	}
	return few
}

// value gives a column's value, nil if it has none.
func (r row) value(name string) any {
	if i := r.table.index(name); i >= 0 {
		return r.values[i]
	}
	return nil
}

// text gives a column's value, "" if it has none.
func (r row) text(name string) string {
	s, _ := r.value(name).(string) // "" for NULL
	return s
}

// id gives the row's key as text.
func (r row) id() string {
	parts := make([]string, len(r.table.key))
	for i, name := range r.table.key {
		parts[i] = fmt.Sprint(r.value(name))
	}
	return strings.Join(parts, ", ")
}

// row makes a row of an object's members and of what the source knows itself. A required field that is missing or has another type,
// and what can't be true, is an error; an optional one of another type stays in _extra under its own name.
func (t *table) row(fields map[string]json.RawMessage, known map[string]any) (row, error) {
	fields = maps.Clone(fields)
	r := row{table: t, values: make([]any, len(t.columns))}
	var wrong []string
	for i, c := range t.columns {
		if c.kind == given || c.kind == position {
			r.values[i] = known[c.name]
			continue
		}
		raw, there := fields[c.field]
		if there {
			value, err := c.parse(raw)
			if r.values[i] = value; err == nil {
				delete(fields, c.field)
			}
		}
		if c.required && r.values[i] == nil {
			wrong = append(wrong, fmt.Sprintf("%s is %s, not %s", c.field, shown(raw), c.kind))
		}
	}
	if len(wrong) > 0 {
		return r, errors.New(strings.Join(wrong, "; "))
	}
	if len(fields) > 0 {
		extra, err := json.Marshal(fields)
		if err != nil {
			return r, fmt.Errorf("write the unknown fields: %w", err)
		}
		r.extra = strings.ToValidUTF8(string(extra), "?")
	}
	if t.check != nil {
		return r, t.check(r)
	}
	return r, nil
}

// shown gives the beginning of a value, for messages.
func shown(raw json.RawMessage) string {
	if raw == nil {
		return "missing"
	}
	return strings.ToValidUTF8(fmt.Sprintf("%.40s", raw), "?")
}
