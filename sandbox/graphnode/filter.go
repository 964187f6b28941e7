package graphnode

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// filters makes a filter, as a client wrote it, into the conditions for the rows of each member of a type.
func filters(t *entityType, where any) (map[*entityType]condition, error) {
	made := map[*entityType]condition{}
	for _, member := range t.members {
		c, err := conditionOf(t, member, where)
		if err != nil {
			return nil, err
		}
		made[member] = c
	}
	return made, nil
}

// conditionOf makes a filter of a type into a condition for one of its members.
func conditionOf(t, member *entityType, where any) (condition, error) {
	if where == nil {
		return allOf{}, nil
	}
	object, ok := where.(map[string]any)
	if !ok {
		return nil, attestablef("Filter must by an object") // graph-node's spelling
	}
	if _, hasOr := object["or"]; hasOr {
		if err := onlyOr(object); err != nil {
			return nil, err
		}
	}
	var all allOf
	for _, key := range slices.Sorted(maps.Keys(object)) {
		c, err := entryOf(t, member, key, object[key])
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// onlyOr refuses conditions on fields beside an or.
func onlyOr(object map[string]any) error {
	var columns []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if key != "or" && key != "and" {
			columns = append(columns, "'"+key+"'")
		}
	}
	if len(columns) == 0 {
		return nil
	}
	return attestablef("Cannot mix column filters with 'or' operator at the same level. "+
		"Found column filter(s) %s alongside 'or' operator.", strings.Join(columns, ", "))
}

// entryOf makes one entry of a filter into a condition.
func entryOf(t, member *entityType, key string, value any) (condition, error) {
	switch key {
	case "and", "or":
		parts, err := conditionsOf(t, member, key, value)
		if err != nil {
			return nil, err
		}
		if key == "or" {
			return anyOf(parts), nil
		}
		return allOf(parts), nil
	case "_change_block":
		return changeOf(value)
	}
	known, ok := t.filters[key]
	if !ok {
		return nil, attestablef("Entity `%s` has no attribute `%s`", t.name, key)
	}
	f := member.named[known.field.name]
	if known.operator == related {
		where, err := filters(f.target, value)
		if err != nil {
			return nil, err
		}
		return &relation{field: f, where: where}, nil
	}
	return comparisonOf(f, known.operator, value)
}

func conditionsOf(t, member *entityType, key string, value any) ([]condition, error) {
	list, ok := value.([]any)
	if object, isObject := value.(map[string]any); isObject {
		list, ok = []any{object}, true
	}
	if !ok {
		return nil, attestablef("Non-list value passed to `%s` filter", key)
	}
	conditions := make([]condition, 0, len(list))
	for _, part := range list {
		c, err := conditionOf(t, member, part)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, c)
	}
	return conditions, nil
}

func changeOf(value any) (condition, error) {
	object, _ := value.(map[string]any)
	number, _ := object["number_gte"].(json.Number)
	since, err := number.Int64()
	if err != nil {
		return nil, argumentError("_change_block", value)
	}
	return changedSince(since), nil
}

// comparisonOf makes a comparison of a field with a client's value. Nothing but equality can be asked of null.
func comparisonOf(f *fieldType, op operator, value any) (condition, error) {
	if value == nil {
		if op == equal || op == not {
			return &comparison{field: f, operator: op}, nil
		}
		return nil, attestablef("Filter not supported by value `null`: `%s`", strings.TrimPrefix(string(op), "_"))
	}
	several := op == among || op == notAmong
	if !f.list && !several {
		coerced, err := f.coerced(value)
		return &comparison{field: f, operator: op, value: coerced}, err
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	coerced := make([]any, 0, len(list))
	texts := make([]string, 0, len(list))
	for _, element := range list {
		one, err := f.coerced(element)
		if err != nil {
			return nil, err
		}
		coerced = append(coerced, one)
		if text, isText := one.(string); isText {
			texts = append(texts, text)
		}
	}
	if several {
		return oneOf(f, op, coerced), nil
	}
	return &comparison{field: f, operator: op, value: texts}, nil
}
