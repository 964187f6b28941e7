package vastai

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// table says how one kind of row is read.
type table struct {
	columns []column
	// nested are the members that are objects of which columns are made.
	nested []string
	// key are the columns that no two rows of an answer share.
	key []string
	// check tells what can't be true of a row whose fields have the right types; nil if nothing is known.
	check func(row row) error
	// score is the column by which one of several rows of the same key is kept, the highest first; "" where the rows of
	// an answer can't differ under the same key.
	score string
}

// row is one row as it is landed: a value for each column, and the fields that no column knows.
type row struct {
	table  *table
	values []any // of table.columns: nil, int64, float64, string or bool
	extra  string
}

// value gives a column's value, nil if it has none.
func (r row) value(name string) any {
	i := slices.IndexFunc(r.table.columns, func(c column) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return r.values[i]
}

func (r row) integer(name string) int64 {
	n, _ := r.value(name).(int64) // a required column has its type
	return n
}

func (r row) number(name string) float64 {
	f, _ := r.value(name).(float64) // as above
	return f
}

// id gives the row's key as text.
func (r row) id() string {
	parts := make([]string, len(r.table.key))
	for i, name := range r.table.key {
		parts[i] = fmt.Sprint(r.value(name))
	}
	return strings.Join(parts, ", ")
}

// parse reads one element of an answer's list. A required field that lacks or has another type, and what can't be true,
// is an error; an optional one of another type stays in _extra under its own name.
func (t *table) parse(original json.RawMessage) (row, error) {
	fields, err := t.fields(original)
	if err != nil {
		return row{}, err
	}
	r := row{table: t, values: make([]any, len(t.columns))}
	var wrong []string
	for i, c := range t.columns {
		raw, there := fields[c.field]
		if there {
			r.values[i], err = c.parse(raw)
		}
		if err == nil {
			delete(fields, c.field)
		}
		if c.required && r.values[i] == nil {
			wrong = append(wrong, fmt.Sprintf("%s is %.40s, not %s", c.field, orMissing(raw), c.kind))
		}
		err = nil
	}
	if len(wrong) > 0 {
		return r, errors.New(strings.Join(wrong, "; "))
	}
	r.extra = extra(fields)
	if t.check != nil {
		return r, t.check(r)
	}
	return r, nil
}

func orMissing(raw json.RawMessage) string {
	if raw == nil {
		return "missing"
	}
	return string(scrub(raw))
}

// String gives what a field of the kind is, in words.
func (k kind) String() string {
	switch k {
	case integer:
		return "a whole number"
	case number:
		return "a number"
	case flag:
		return "true or false"
	case list, size:
		return "a list"
	case object, place:
		return "an object"
	default:
		return "a text"
	}
}

// fields gives an element's members, those of the nested objects among them as "search.totalHour".
func (t *table) fields(original json.RawMessage) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(original, &fields); err != nil || fields == nil {
		return nil, errors.New("it is no object")
	}
	for _, name := range t.nested {
		var members map[string]json.RawMessage
		if json.Unmarshal(fields[name], &members) != nil || members == nil {
			continue
		}
		delete(fields, name)
		for member, value := range members {
			fields[name+"."+member] = value
		}
	}
	return fields, nil
}

// extra gives the JSON of what no column took, without personal data; "" if nothing is left.
func extra(fields map[string]json.RawMessage) string {
	kept := map[string]json.RawMessage{}
	for name, value := range fields {
		if !personal(name) {
			kept[name] = scrub(value)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return string(encoded(kept))
}
