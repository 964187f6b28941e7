package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// The names of the standard columns.
const (
	columnInstance    = "_instance"
	columnExtractedAt = "_extracted_at"
	columnRunID       = "_run_id"
	columnExtra       = "_extra"
)

// instant is the type of _extracted_at.
var instant = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}

// standardFields are the columns that every file has after the stream's own. All but the last are constant within
// a file; the last is also the optional last one of appended batches.
var standardFields = []arrow.Field{
	{Name: columnInstance, Type: arrow.BinaryTypes.String},
	{Name: columnExtractedAt, Type: instant},
	{Name: columnRunID, Type: arrow.BinaryTypes.String},
	{Name: columnExtra, Type: arrow.BinaryTypes.String, Nullable: true},
}

// constantColumns is the number of constant standard columns; _extra comes after them.
const constantColumns = 3

// ownSchema gives the columns that a writer keeps of its batches: the stream's own and _extra.
func ownSchema(schema *arrow.Schema) (*arrow.Schema, error) {
	fields := make([]arrow.Field, 0, schema.NumFields()+1)
	seen := map[string]bool{}
	for _, f := range schema.Fields() {
		if !supported(f.Type) {
			return nil, fmt.Errorf("column %s has type %s: the lake keeps int32, int64, float64, bool, utf8, binary, decimal128 and timestamps in microseconds", f.Name, f.Type)
		}
		if f.Name == "" || strings.HasPrefix(f.Name, "_") {
			return nil, fmt.Errorf("column %q: a stream's own column has a name, which doesn't begin with _", f.Name)
		}
		if seen[f.Name] {
			return nil, fmt.Errorf("column %s occurs twice", f.Name)
		}
		seen[f.Name] = true
		fields = append(fields, arrow.Field{Name: f.Name, Type: f.Type, Nullable: f.Nullable})
	}
	return arrow.NewSchema(append(fields, standardFields[constantColumns]), nil), nil
}

// fileSchema gives the columns of a file, from those that ownSchema gives.
func fileSchema(own *arrow.Schema) *arrow.Schema {
	return arrow.NewSchema(slices.Concat(own.Fields()[:own.NumFields()-1], standardFields), nil)
}

// describe gives the columns as text: "block_number int64, topic0 utf8 null".
func describe(schema *arrow.Schema) string {
	columns := make([]string, schema.NumFields())
	for i, f := range schema.Fields() {
		columns[i] = f.Name + " " + f.Type.String()
		if f.Nullable {
			columns[i] += " null"
		}
	}
	return strings.Join(columns, ", ")
}

// supported tells whether the lake keeps the type exactly: what is read back is what was written.
func supported(t arrow.DataType) bool {
	switch t := t.(type) {
	case *arrow.Int32Type, *arrow.Int64Type, *arrow.Float64Type, *arrow.BooleanType,
		*arrow.StringType, *arrow.BinaryType, *arrow.Decimal128Type:
		return true
	case *arrow.TimestampType:
		return t.Unit == arrow.Microsecond && (t.TimeZone == "UTC" || t.TimeZone == "")
	default:
		return false
	}
}

// positions gives where the named columns are, in the order of names.
func positions(schema *arrow.Schema, names []string) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		found := schema.FieldIndices(name)
		if len(found) != 1 {
			return nil, fmt.Errorf("the schema has no column %s", name)
		}
		at[i] = found[0]
	}
	return at, nil
}
