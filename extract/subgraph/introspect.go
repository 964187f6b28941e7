package subgraph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// schemaQuery asks for the fields of all types.
const schemaQuery = `{ __schema { types { name kind fields(includeDeprecated: true) { name type { ...t ofType { ...t ofType { ...t ofType { ...t } } } } } } } }
fragment t on __Type { name kind }`

// served is a field that the subgraph has.
type served struct {
	name string
	// typ names the innermost type; isList, isRequired and isEntity say what is around it.
	typ                          string
	isList, isRequired, isEntity bool
}

// typeRef is a type as introspection states it.
type typeRef struct {
	Name, Kind string
	OfType     *typeRef
}

// fieldsOf gives the fields that the subgraph has for a type. It is asked for all types once.
func (n *node) fieldsOf(ctx context.Context, typ string, meter *httpclient.Meter) ([]served, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.types == nil {
		types, err := n.introspect(ctx, meter)
		if err != nil {
			return nil, err
		}
		n.types = types
	}
	fields, ok := n.types[typ]
	switch {
	case ok:
		return fields, nil
	case n.types["Transcoder"] == nil:
		return nil, fmt.Errorf("ask for the schema of %s: it has no orchestrators: is it Livepeer's subgraph?", n.endpoint)
	default:
		return nil, &extract.UnavailableError{
			Endpoint: n.endpoint, Optional: true, WayOut: "another deployment of the subgraph may have it", Err: fmt.Errorf("its schema has no type %s", typ),
		}
	}
}

func (n *node) introspect(ctx context.Context, meter *httpclient.Meter) (map[string][]served, error) {
	var answer struct {
		Schema struct {
			Types []struct {
				Name, Kind string
				Fields     []struct {
					Name string
					Type typeRef
				}
			}
		} `json:"__schema"`
	}
	if err := n.ask(ctx, question{op: "ask which fields the subgraph has", query: schemaQuery, meter: meter}, &answer); err != nil {
		return nil, err
	}
	types := map[string][]served{}
	for _, t := range answer.Schema.Types {
		if t.Kind != "OBJECT" {
			continue
		}
		types[t.Name] = []served{}
		for _, f := range t.Fields {
			one := served{name: f.Name}
			for at := &f.Type; at != nil; at = at.OfType {
				switch at.Kind {
				case "LIST":
					one.isList = true
				case "NON_NULL":
					one.isRequired = one.isRequired || !one.isList
				default:
					one.typ, one.isEntity = at.Name, at.Kind == "OBJECT" || at.Kind == "INTERFACE"
				}
			}
			types[t.Name] = append(types[t.Name], one)
		}
	}
	return types, nil
}

// shape is what is asked for of an entity's rows: the fields of the catalogue that the subgraph has, and those that it has besides.
type shape struct {
	entity  entity
	fields  []field
	nonNull map[string]bool
	removed []string
	// more are fields that the catalogue doesn't know, as they are selected.
	more []string
}

// shapeOf compares the catalogue with what the subgraph has.
func (n *node) shapeOf(ctx context.Context, e entity, meter *httpclient.Meter) (shape, error) {
	has, err := n.fieldsOf(ctx, e.typ, meter)
	if err != nil {
		return shape{}, err
	}
	s := shape{entity: e, nonNull: map[string]bool{}}
	known := map[string]bool{}
	for _, f := range e.fields {
		known[f.name] = true
		i := slices.IndexFunc(has, func(h served) bool { return h.name == f.name })
		switch {
		case i >= 0:
			s.fields = append(s.fields, f)
			s.nonNull[f.name] = has[i].isRequired
		case f.unit == key || f.unit == roundID || f.unit == ownRound || f.name == e.position():
			return s, fmt.Errorf("%s: the type %s of the subgraph no longer has the field %s, without which its rows can't be told apart: "+
				"a newer version of this program may know what took its place", n.endpoint, e.typ, f.name)
		default:
			s.removed = append(s.removed, f.name)
		}
	}
	for _, h := range has {
		switch {
		case known[h.name] || h.isList && h.isEntity || strings.HasPrefix(h.name, "__"):
		case h.isEntity:
			s.more = append(s.more, h.name+" { id }")
		default:
			s.more = append(s.more, h.name)
		}
	}
	slices.Sort(s.removed)
	slices.Sort(s.more)
	return s, nil
}

// selection is what a query selects of a row. Alone, it is without what leads to other rows, so that none of them can be missing.
func (s shape) selection(alone bool, apart bool) string {
	var parts []string
	for _, f := range s.fields {
		if one := selectionOf(f); one == f.name || !alone && (!apart || f.name != s.entity.apart) {
			parts = append(parts, one)
		}
	}
	if !alone {
		parts = append(parts, s.more...)
	}
	return strings.Join(parts, " ")
}

func selectionOf(f field) string {
	switch f.unit {
	case relation, toRound:
		return f.name + " { id }"
	case ownRound:
		return f.name + " { id startTimestamp startBlock }"
	case members:
		return fmt.Sprintf("%s(first: %d) { id }", f.name, maxPage)
	case transaction:
		var names []string
		for _, t := range transactionFields() {
			names = append(names, t.name)
		}
		return f.name + " { " + strings.Join(names, " ") + " }"
	default:
		return f.name
	}
}
