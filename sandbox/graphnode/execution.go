package graphnode

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxEntities is how many entities one answer may be made of.
const maxEntities = 1_000_000

// execution answers the fields of a query that ask for one block.
type execution struct {
	ctx         context.Context
	store       *Store
	block       int64
	variables   map[string]any
	maxSkip     int
	timeoutRows int
	listings    map[*ast.Field]*listing
	chosen      map[choiceKey][]*chosen
	entities    int // that the answer is made of so far
	out         writer
}

// choiceKey names the fields that are chosen of an entity: those below a field, for a type.
type choiceKey struct {
	parent *chosen
	typ    *entityType
}

// count adds to the entities of the answer, and refuses more than it may have.
func (x *execution) count(n int) error {
	if x.entities += n; x.entities > maxEntities {
		return nodef("query potentially returns `%d` entities or more and thereby exceeds the limit of `%d` entities. "+
			"Possible solutions are reducing the depth of the query, querying fewer relationships or using `first` to "+
			"return smaller collections", x.entities, maxEntities)
	}
	return nil
}

// listing gives what a field asks of its list.
func (x *execution) listing(t *entityType, field *ast.Field) (*listing, error) {
	if known := x.listings[field]; known != nil {
		return known, nil
	}
	l, err := listingOf(t, field, x.variables, x.maxSkip)
	if err != nil {
		return nil, err
	}
	x.listings[field] = l
	return l, nil
}

// root writes what a field of the root query answers.
func (x *execution) root(c *chosen) error {
	if t := x.store.types.plural(c.field.Name); t != nil {
		l, err := x.listing(t, c.field)
		if err != nil {
			return err
		}
		rows, err := x.list(l, nil)
		if err != nil {
			return err
		}
		return x.rows(c, rows)
	}
	t := x.store.types.singular(c.field.Name)
	for _, member := range t.members {
		if v, there := x.store.tables[member].at(idOf(c.field, x.variables), x.block); there {
			return x.entity(c, v)
		}
	}
	x.out.null()
	return nil
}

// idOf reads the id that a field asks for, which may be written as a number.
func idOf(field *ast.Field, variables map[string]any) string {
	id, err := (&fieldType{values: textual}).coerced(argumentsOf(field, variables)["id"])
	if err != nil {
		return ""
	}
	return id.(string)
}

// rows writes a list of entities.
func (x *execution) rows(c *chosen, rows []found) error {
	x.out.open('[')
	for _, row := range rows {
		x.out.next()
		if err := x.entity(c, row.view); err != nil {
			return err
		}
	}
	x.out.close(']')
	return nil
}

// entity writes what a field chooses of an entity.
func (x *execution) entity(parent *chosen, v view) error {
	key := choiceKey{parent, v.typ}
	fields, known := x.chosen[key]
	if !known {
		fields = choose(parent.selections, x.variables, v.typ.is)
		x.chosen[key] = fields
	}
	x.out.open('{')
	for _, c := range fields {
		x.out.key(c.key)
		if c.field.Name == "__typename" {
			x.out.text(v.typ.name)
			continue
		}
		if err := x.field(c, v, v.typ.named[c.field.Name]); err != nil {
			return err
		}
	}
	x.out.close('}')
	return nil
}

// field writes what a field of an entity holds or leads to.
func (x *execution) field(c *chosen, v view, f *fieldType) error {
	switch {
	case f.target != nil && f.list:
		return x.many(c, v, f)
	case f.target != nil:
		return x.one(c, v, f)
	}
	value := v.value(f)
	if value == nil && f.typ.NonNull {
		return nullError(c.field)
	}
	x.out.value(value)
	return nil
}

// one writes the entity that a field refers to, or that refers back. A reference that leads nowhere is null where that is
// allowed.
func (x *execution) one(c *chosen, v view, f *fieldType) error {
	target, there, err := x.referred(c, v, f)
	switch {
	case err != nil:
		return err
	case there:
		if err := x.count(1); err != nil {
			return err
		}
		return x.entity(c, target)
	case f.typ.NonNull:
		return nullError(c.field)
	}
	x.out.null()
	return nil
}

func (x *execution) referred(c *chosen, v view, f *fieldType) (view, bool, error) {
	if f.derivedFrom == "" {
		id, _ := v.value(f).(string)
		for _, member := range f.target.members {
			if target, there := x.store.tables[member].at(id, x.block); there {
				return target, true, nil
			}
		}
		return view{}, false, nil
	}
	first := &listing{typ: f.target, where: unconditional(f.target), order: orderKey{field: f.target.named["id"]}, first: 2}
	back, err := x.list(first, func(member *entityType) condition { return leadsTo(v, f, member) })
	if err != nil || len(back) == 0 {
		return view{}, false, err
	}
	if len(back) > 1 {
		return view{}, false, attestablef("Ambiguous result for derived field `%s`: Multiple `%s` entities refer back via `%s`",
			f.name, f.target.name, f.derivedFrom).at(c.field.Position)
	}
	return back[0].view, true, nil
}

// many writes the entities that a field refers to, or that refer back, as far as its arguments ask for them.
func (x *execution) many(c *chosen, v view, f *fieldType) error {
	if f.derivedFrom == "" && v.value(f) == nil {
		if f.typ.NonNull {
			return nullError(c.field)
		}
		x.out.null()
		return nil
	}
	l, err := x.listing(f.target, c.field)
	if err != nil {
		return err
	}
	rows, err := x.list(l, func(member *entityType) condition { return leadsTo(v, f, member) })
	if err != nil {
		return err
	}
	return x.rows(c, rows)
}

// leadsTo is the condition that an entity is among those which a field of another one leads to.
func leadsTo(from view, f *fieldType, member *entityType) condition {
	if f.derivedFrom == "" {
		ids, _ := from.value(f).([]string)
		several := make([]any, len(ids))
		for i, id := range ids {
			several[i] = id
		}
		return oneOf(member.named["id"], among, several)
	}
	back := member.named[f.derivedFrom]
	if back.list {
		return &comparison{field: back, operator: contains, value: []string{from.id()}}
	}
	return &comparison{field: back, operator: equal, value: from.row.id}
}

func unconditional(t *entityType) map[*entityType]condition {
	where := map[*entityType]condition{}
	for _, member := range t.members {
		where[member] = allOf{}
	}
	return where
}
