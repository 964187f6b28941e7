package vastai

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// kind says what a field's JSON must be and what its column holds.
type kind int

const (
	// integer is a number without a fraction ("1735707781.0" is one), in an int64 column.
	integer kind = iota
	// number is any number, in a float64 column: the number sent is the shortest text of the float64, so nothing is lost.
	number
	// text is a JSON string.
	text
	// flag is true or false.
	flag
	// list and object are kept as compact JSON text.
	list
	object
	// size is the length of a list whose elements aren't kept.
	size
	// place is an object of which only country, location and isp are kept, as JSON text.
	place
)

// column is one column of a raw table and the field that it comes from.
type column struct {
	// name is the column's.
	name string
	// field is the JSON member's: "search.totalHour" is the member totalHour of the member search.
	field string
	kind  kind
	// required says that a row without the field is malformed.
	required bool
}

// arrowType is what the column holds.
func (c column) arrowType() arrow.DataType {
	switch c.kind {
	case integer, size:
		return arrow.PrimitiveTypes.Int64
	case number:
		return arrow.PrimitiveTypes.Float64
	case flag:
		return arrow.FixedWidthTypes.Boolean
	default:
		return arrow.BinaryTypes.String
	}
}

// errOtherType says that a field isn't of its column's kind.
var errOtherType = errors.New("it has another type")

// parse reads a field's value into what the column holds; nil for null.
func (c column) parse(value json.RawMessage) (any, error) {
	if string(value) == "null" {
		return nil, nil
	}
	switch c.kind {
	case integer:
		return parseInteger(value)
	case number:
		if !isNumber(value) {
			return nil, errOtherType
		}
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil {
			return nil, errOtherType
		}
		return f, nil
	case text:
		return parseText(value)
	case flag:
		if s := string(value); s != "true" && s != "false" {
			return nil, errOtherType
		}
		return value[0] == 't', nil
	case place:
		return parsePlace(value)
	case size:
		var elements []json.RawMessage
		if json.Unmarshal(value, &elements) != nil {
			return nil, errOtherType
		}
		return int64(len(elements)), nil
	default:
		if opening := map[kind]byte{list: '[', object: '{'}[c.kind]; value[0] != opening {
			return nil, errOtherType
		}
		return compact(value), nil
	}
}

func isNumber(value json.RawMessage) bool {
	return len(value) > 0 && (value[0] == '-' || value[0] >= '0' && value[0] <= '9')
}

func parseInteger(value json.RawMessage) (any, error) {
	if !isNumber(value) {
		return nil, errOtherType
	}
	whole, fraction, _ := strings.Cut(string(value), ".")
	if strings.Trim(fraction, "0") != "" {
		return nil, errOtherType
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return nil, errOtherType
	}
	return n, nil
}

func parseText(value json.RawMessage) (any, error) {
	var s string
	if value[0] != '"' || json.Unmarshal(value, &s) != nil {
		return nil, errOtherType
	}
	return s, nil
}

// parsePlace keeps what says where a host is without saying who it is.
func parsePlace(value json.RawMessage) (any, error) {
	var kept struct {
		Country  string `json:"country,omitempty"`
		Location string `json:"location,omitempty"`
		ISP      string `json:"isp,omitempty"`
	}
	if value[0] != '{' || json.Unmarshal(value, &kept) != nil {
		return nil, errOtherType
	}
	out, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("write a location: %w", err)
	}
	return string(out), nil
}

// compact gives valid JSON without white space.
func compact(value json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	return b.String()
}
