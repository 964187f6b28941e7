package graphnode

import (
	"slices"
	"strings"
)

// comparison compares a stored field with a value, which has the form of a cell, or with several ones.
type comparison struct {
	field    *fieldType
	operator operator
	value    any
	several  []any
	set      map[any]bool // of several
}

// oneOf holds if a field has one of several values, or none of them.
func oneOf(f *fieldType, op operator, several []any) *comparison {
	c := &comparison{field: f, operator: op, several: several, set: make(map[any]bool, len(several))}
	for _, value := range several {
		c.set[value] = true
	}
	return c
}

func (c *comparison) holds(_ *execution, v view) bool {
	cell := v.value(c.field)
	switch {
	case cell == nil:
		return c.operator == equal && c.value == nil
	case c.operator == among:
		return c.set[cell]
	case c.operator == notAmong:
		return !c.set[cell]
	case c.value == nil:
		return c.operator == not
	case c.field.list:
		return c.holdsFor(cell.([]string))
	}
	switch c.operator {
	case equal:
		return cell == c.value
	case not:
		return cell != c.value
	case above:
		return c.field.compare(cell, c.value) > 0
	case below:
		return c.field.compare(cell, c.value) < 0
	case atLeast:
		return c.field.compare(cell, c.value) >= 0
	case atMost:
		return c.field.compare(cell, c.value) <= 0
	}
	return c.matches(cell.(string))
}

// matches compares a text with a part of one.
func (c *comparison) matches(text string) bool {
	part := c.value.(string)
	how, nocase := strings.CutSuffix(string(c.operator), "_nocase")
	if nocase {
		text, part = strings.ToLower(text), strings.ToLower(part)
	}
	if c.field.values == binary {
		text, part = strings.TrimPrefix(text, "0x"), strings.TrimPrefix(part, "0x")
	}
	how, negated := strings.CutPrefix(how, string(not))
	var is bool
	switch how {
	case "_starts_with":
		is = strings.HasPrefix(text, part)
	case "_ends_with":
		is = strings.HasSuffix(text, part)
	default:
		is = strings.Contains(text, part)
	}
	return is != negated
}

// holdsFor compares a list with another one: it is the same, or it has all of the other's elements.
func (c *comparison) holdsFor(cell []string) bool {
	wanted := c.value.([]string)
	how, nocase := strings.CutSuffix(string(c.operator), "_nocase")
	same := func(a, b string) bool { return a == b || nocase && strings.EqualFold(a, b) }
	how, negated := strings.CutPrefix(how, string(not))
	is := how == string(equal) && slices.Equal(cell, wanted)
	if how == string(contains) {
		is = !slices.ContainsFunc(wanted, func(w string) bool {
			return !slices.ContainsFunc(cell, func(has string) bool { return same(has, w) })
		})
	}
	return is != negated
}

func (c *comparison) span(_ *execution, f *fieldType) span {
	if c.field.name != f.name || f.list {
		return span{}
	}
	switch c.operator {
	case equal:
		return span{points: []any{c.value}, isPoints: true}
	case among:
		return span{points: c.several, isPoints: true}
	case above, atLeast:
		return span{low: c.value}
	case below, atMost:
		return span{high: c.value}
	}
	return span{}
}
