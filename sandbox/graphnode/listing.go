package graphnode

import (
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// defaultFirst is how many entities a list has if nobody says.
	defaultFirst = 100
	// maxFirst is how many it can have at most.
	maxFirst = 1000
	// publicSkip is the largest skip of public nodes.
	publicSkip = 5000
)

// listing is what a field asks of a list of entities.
type listing struct {
	typ         *entityType
	where       map[*entityType]condition // by member of the type
	order       orderKey
	descending  bool
	first, skip int
}

// listingOf reads the arguments of a list. A maxSkip below 0 is none.
func listingOf(t *entityType, field *ast.Field, variables map[string]any, maxSkip int) (*listing, error) {
	arguments := argumentsOf(field, variables)
	l := &listing{typ: t}
	var err error
	if l.first, err = countOf(arguments, "first", defaultFirst, 1, maxFirst); err != nil {
		return nil, err
	}
	most := int64(maxSkip)
	if maxSkip < 0 {
		most = 1<<31 - 1
	}
	if l.skip, err = countOf(arguments, "skip", 0, 0, most); err != nil {
		return nil, err
	}
	if l.order, err = orderOf(t, arguments["orderBy"]); err != nil {
		return nil, err
	}
	switch arguments["orderDirection"] {
	case nil, "asc":
	case "desc":
		l.descending = true
	default:
		return nil, argumentError("orderDirection", arguments["orderDirection"])
	}
	l.where, err = filters(t, arguments["where"])
	return l, err
}

// argumentsOf gives a field's arguments in the form that JSON has.
func argumentsOf(field *ast.Field, variables map[string]any) map[string]any {
	arguments := map[string]any{}
	for _, argument := range field.Arguments {
		if value, given := plain(argument.Value, variables); given {
			arguments[argument.Name] = value
		}
	}
	return arguments
}

func countOf(arguments map[string]any, name string, otherwise int, least, most int64) (int, error) {
	value := arguments[name]
	if value == nil {
		return otherwise, nil
	}
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil {
		return 0, argumentError(name, value)
	}
	if n < least || n > most {
		return 0, rangeError(name, most, n)
	}
	return int(n), nil
}

func orderOf(t *entityType, by any) (orderKey, error) {
	if by == nil {
		return orderKey{field: t.named["id"]}, nil
	}
	name, _ := by.(string)
	key, known := t.orders[name]
	if !known {
		return orderKey{}, argumentError("orderBy", by)
	}
	if !key.field.orderable() {
		return orderKey{}, attestablef("Ordering by `%s` is not supported for type `%s`", name, t.name)
	}
	return key, nil
}

// compared is the field that decides between two entities.
func (k orderKey) compared() *fieldType {
	if k.of != nil {
		return k.of
	}
	return k.field
}
