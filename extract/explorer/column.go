package explorer

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// kind says what a field's JSON must be and what its column holds.
type kind int

const (
	// given is no field: the source knows the value itself, a text.
	given kind = iota
	// position is the same for a 64-bit integer.
	position
	// integer is a whole number, in an int64 column.
	integer
	// decimal is a number, or a text that is one; the column has the digits as sent.
	decimal
	// text is a JSON string.
	text
	// flag is true or false.
	flag
	// measures is an object of numbers by region, kept as compact JSON text. A number may be null.
	measures
	// object and list are kept as compact JSON text.
	object
	list
	// document is any JSON, kept as compact text.
	document
)

// String gives what a field of the kind is, in words.
func (k kind) String() string {
	return [...]string{
		"what was asked for", "what was asked for", "a whole number", "a number", "a text", "true or false", "numbers by region", "an object",
		"a list", "a value",
	}[k]
}

// column is one column of a raw table and the field that it comes from.
type column struct {
	// name is the column's, field the JSON member's; "votes.for" is the member for of the member votes.
	name, field string
	kind        kind
	// required says that a row without the field is malformed.
	required bool
}

func (c column) arrowField() arrow.Field {
	f := arrow.Field{Name: c.name, Type: arrow.BinaryTypes.String, Nullable: !c.required}
	switch c.kind {
	case integer, position:
		f.Type = arrow.PrimitiveTypes.Int64
	case flag:
		f.Type = arrow.FixedWidthTypes.Boolean
	}
	return f
}

// errOtherType says that a field isn't of its column's kind.
var errOtherType = errors.New("it has another type")

// parse reads a field's value into what the column holds: an int64, a bool or a string; nil for null.
func (c column) parse(value json.RawMessage) (any, error) {
	if string(value) == "null" {
		return nil, nil
	}
	switch c.kind {
	case integer:
		return parseInteger(value)
	case decimal:
		return parseDecimal(value)
	case text:
		var s string
		if json.Unmarshal(value, &s) != nil {
			return nil, errOtherType
		}
		return s, nil
	case flag:
		if s := string(value); s != "true" && s != "false" {
			return nil, errOtherType
		}
		return value[0] == 't', nil
	case measures:
		var numbers map[string]*float64
		if json.Unmarshal(value, &numbers) != nil {
			return nil, errOtherType
		}
	case object, list:
		if opening := map[kind]byte{list: '[', object: '{'}[c.kind]; value[0] != opening {
			return nil, errOtherType
		}
	}
	return compact(value), nil
}

// parseInteger reads a number without a fraction; "12.0" is one.
func parseInteger(value json.RawMessage) (any, error) {
	whole, fraction, _ := strings.Cut(string(value), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0") != "" {
		return nil, errOtherType
	}
	return n, nil
}

// parseDecimal gives the digits of a number, which may stand in quotes.
func parseDecimal(value json.RawMessage) (any, error) {
	digits := string(value)
	if value[0] == '"' && json.Unmarshal(value, &digits) != nil || !json.Valid([]byte(digits)) {
		return nil, errOtherType
	}
	if strings.TrimSpace(digits) != digits || strings.Trim(digits[:1], "-0123456789") != "" {
		return nil, errOtherType
	}
	return digits, nil
}

// compact gives valid JSON without white space.
func compact(value json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	return b.String()
}
