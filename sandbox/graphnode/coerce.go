package graphnode

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// plain gives an argument in the form that JSON has: nil, bool, string, json.Number, []any and map[string]any, an enum's
// value as its name. A variable without a value is absent from lists and objects, and told apart by the second result.
func plain(v *ast.Value, variables map[string]any) (any, bool) {
	switch v.Kind {
	case ast.Variable:
		value, given := variables[v.Raw]
		return value, given
	case ast.IntValue, ast.FloatValue:
		return json.Number(v.Raw), true
	case ast.BooleanValue:
		return v.Raw == "true", true
	case ast.NullValue:
		return nil, true
	case ast.ListValue:
		list := []any{}
		for _, child := range v.Children {
			if value, given := plain(child.Value, variables); given {
				list = append(list, value)
			}
		}
		return list, true
	case ast.ObjectValue:
		object := map[string]any{}
		for _, child := range v.Children {
			if value, given := plain(child.Value, variables); given {
				object[child.Name] = value
			}
		}
		return object, true
	default:
		return v.Raw, true
	}
}

// coerced gives a client's value in the form of the field's cells, or of the elements of its lists.
func (f *fieldType) coerced(value any) (any, error) {
	text, isText := value.(string)
	number, isNumber := value.(json.Number)
	switch f.values {
	case integer:
		return f.coercedInteger(value)
	case truth:
		if _, ok := value.(bool); ok {
			return value, nil
		}
	case whole, decimal:
		if !isText && !isNumber {
			break
		}
		if isNumber {
			text = string(number)
		}
		normal, err := f.normalized(text)
		if err != nil {
			return nil, decodeError(f.typ.Name(), err.Error())
		}
		return normal, nil
	case choice:
		if isText && slices.Contains(f.choices, text) {
			return text, nil
		}
	case binary:
		if isText {
			return "0x" + strings.TrimPrefix(strings.ToLower(text), "0x"), nil
		}
	case textual:
		if isText {
			return text, nil
		}
		if isNumber {
			return string(number), nil
		}
	}
	return nil, argumentError(f.name, value)
}

func (f *fieldType) coercedInteger(value any) (any, error) {
	number, ok := value.(json.Number)
	if text, isText := value.(string); isText && f.typ.Name() != "Int" {
		number, ok = json.Number(text), true
	}
	n, err := strconv.ParseInt(string(number), 10, 64)
	if !ok || err != nil || f.typ.Name() == "Int" && (n > math.MaxInt32 || n < math.MinInt32) {
		return nil, argumentError(f.name, value)
	}
	return n, nil
}

// normalized gives a number of the field as it is kept.
func (f *fieldType) normalized(text string) (string, error) {
	if f.values == whole {
		return normalInteger(text)
	}
	return normalDecimal(text)
}

// kept gives a value that was put into a field in the form of its cells. The error says what the field holds instead.
func (f *fieldType) kept(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case []string:
		if f.list {
			return slices.Clone(v), nil
		}
	case int64:
		if !f.list && f.values == integer {
			return v, nil
		}
	case bool:
		if !f.list && f.values == truth {
			return v, nil
		}
	case string:
		switch {
		case f.list || f.values == integer || f.values == truth:
		case f.values == whole || f.values == decimal:
			return f.normalized(v)
		case f.values == choice && !slices.Contains(f.choices, v):
			return nil, fmt.Errorf("the enum %s has no value %q", f.typ.Name(), v)
		default:
			return v, nil
		}
	}
	return nil, fmt.Errorf("a %T is no value of the type %s", value, f.typ)
}
