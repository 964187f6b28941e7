package graphnode

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// query is one query that is being answered.
type query struct {
	store      *Store
	options    Options
	rules      *rules.Rules
	deployment string
	head       Block
	failing    bool // the subgraph has met an error that it went on after
	variables  map[string]any
}

// answer parses, checks and answers a query.
func (q *query) answer(ctx context.Context, text string) answer {
	q.store.mu.RLock()
	defer q.store.mu.RUnlock()
	if q.store.err != nil {
		return answer{errors: []*failure{nodef("Store error: %v", q.store.err)}}
	}
	document, invalid := gqlparser.LoadQueryWithRules(q.store.api, text, q.rules)
	if len(invalid) > 0 {
		return answer{errors: validationFailures(invalid)}
	}
	if len(document.Operations) != 1 {
		return answer{errors: []*failure{attestablef("Operation name required")}}
	}
	operation := document.Operations[0]
	if failures := q.complete(operation); len(failures) > 0 {
		return answer{errors: failures}
	}
	if failures := q.check(document); len(failures) > 0 {
		return answer{errors: failures}
	}
	fields := choose(operation.SelectionSet, q.variables, func(typ string) bool { return typ == "Query" })
	return q.fields(ctx, fields)
}

// complete gives variables their defaults, and names the required ones that have no value.
func (q *query) complete(operation *ast.OperationDefinition) (failures []*failure) {
	values := map[string]any{}
	for _, variable := range operation.VariableDefinitions {
		value, given := q.variables[variable.Variable]
		if !given && variable.DefaultValue != nil {
			value, given = plain(variable.DefaultValue, nil)
		}
		if value == nil && variable.Type.NonNull {
			failures = append(failures, attestablef("No value provided for required variable `%s`", variable.Variable).
				at(variable.Position))
		}
		if given {
			values[variable.Variable] = value
		}
	}
	q.variables = values
	return failures
}

// check reads the arguments of every list in a query, so that what is wrong with one shows even where there is nothing
// to list.
func (q *query) check(document *ast.QueryDocument) (failures []*failure) {
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				t := q.store.types.named[s.Definition.Type.Name()]
				if t != nil && s.Definition.Type.Elem != nil {
					if _, err := listingOf(t, s, q.variables, q.options.maxSkip()); err != nil {
						failures = append(failures, seen(err))
					}
				}
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			}
		}
	}
	walk(document.Operations[0].SelectionSet)
	for _, fragment := range document.Fragments {
		walk(fragment.SelectionSet)
	}
	return failures
}

// seen gives an error as clients see it.
func seen(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return nodef("internal error: %v", err)
}

// part is the fields of a query that share a block constraint. If one of them fails, none is answered.
type part struct {
	fields     []*chosen
	constraint any
	tolerant   bool // data is wanted although the subgraph has met errors
}

// parts divides the fields of a query by their block constraint and by what they want to be done about errors.
func (q *query) parts(fields []*chosen) []*part {
	var parts []*part
	byKey := map[string]*part{}
	for _, c := range fields {
		arguments := argumentsOf(c.field, q.variables)
		next := &part{constraint: arguments["block"], tolerant: arguments["subgraphError"] == "allow"}
		written, _ := json.Marshal(next.constraint) // it came from JSON
		key := string(written)
		if next.tolerant {
			key += " allow"
		}
		if byKey[key] == nil {
			byKey[key] = next
			parts = append(parts, next)
		}
		byKey[key].fields = append(byKey[key].fields, c)
	}
	return parts
}

// fields answers the fields of the root query.
func (q *query) fields(ctx context.Context, fields []*chosen) answer {
	var a answer
	answered := map[*chosen][]byte{}
	for _, p := range q.parts(fields) {
		written, failed := q.part(ctx, p)
		if failed != nil {
			a.errors = append(a.errors, failed)
		}
		for c, body := range written {
			answered[c] = body
		}
	}
	var all writer
	all.open('{')
	for _, c := range fields {
		if body, ok := answered[c]; ok {
			all.key(c.key)
			all.body = append(all.body, body...)
		}
	}
	all.close('}')
	if len(answered) > 0 || len(a.errors) == 0 {
		a.data = all.body
	}
	return a
}

// part answers the fields that share a block.
func (q *query) part(ctx context.Context, p *part) (map[*chosen][]byte, *failure) {
	at, err := q.pinOf(p.constraint)
	if err != nil {
		return nil, seen(err)
	}
	x := &execution{
		ctx: ctx, store: q.store, block: at.block.Number, variables: q.variables, maxSkip: q.options.maxSkip(),
		timeoutRows: q.options.TimeoutRows, listings: map[*ast.Field]*listing{}, chosen: map[choiceKey][]*chosen{},
	}
	written := map[*chosen][]byte{}
	var indexing *failure
	for _, c := range p.fields {
		data := !strings.HasPrefix(c.field.Name, "_")
		if data && q.failing {
			indexing = nodef("indexing_error")
			if !p.tolerant {
				continue
			}
		}
		x.out = writer{}
		if err := q.field(x, c, at); err != nil {
			return nil, seen(err)
		}
		written[c] = x.out.body
	}
	return written, indexing
}

// field answers one field of the root query.
func (q *query) field(x *execution, c *chosen, at pin) error {
	in := introspection{q.store.api}
	switch c.field.Name {
	case "__typename":
		x.out.text("Query")
	case "__schema":
		x.object(c, in.schemaObject())
	case "__type":
		name, _ := argumentsOf(c.field, q.variables)["name"].(string)
		x.object(c, in.definition(name))
	case "_meta":
		x.object(c, q.meta(at))
	default:
		return x.root(c)
	}
	return nil
}
