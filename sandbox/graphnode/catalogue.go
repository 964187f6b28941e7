package graphnode

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// catalogue is what a schema declares.
type catalogue struct {
	types []*entityType // entities and interfaces, as they stand in the schema
	enums []*ast.Definition
	named map[string]*entityType
}

// entityType is an entity or an interface of entities.
type entityType struct {
	name, description string
	singular, plural  string        // its fields of the root query
	members           []*entityType // the entity itself, or those that implement the interface
	interfaces        []string
	isInterface       bool
	fields            []*fieldType
	named             map[string]*fieldType
	cells             int // how many fields a row holds: all but id and the derived ones
	filters           map[string]filterKey
	orders            map[string]orderKey
}

// newCatalogue parses a subgraph's schema. Its errors name the type and field at fault.
func newCatalogue(schema string) (*catalogue, error) {
	document, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: schema})
	if err != nil {
		return nil, fmt.Errorf("parse the subgraph's schema: %w", err)
	}
	c := &catalogue{named: map[string]*entityType{}}
	for _, def := range document.Definitions {
		if def.Kind == ast.Enum {
			c.enums = append(c.enums, def)
			continue
		}
		if err := c.declare(def); err != nil {
			return nil, fmt.Errorf("read the subgraph's schema: %w", err)
		}
	}
	if len(c.types) == 0 {
		return nil, errors.New("read the subgraph's schema: it declares no entity")
	}
	for _, def := range document.Definitions {
		if t := c.named[def.Name]; t != nil {
			if err := c.complete(t, def); err != nil {
				return nil, fmt.Errorf("read the subgraph's schema: %w", err)
			}
		}
	}
	for _, t := range c.types {
		if err := c.connect(t); err != nil {
			return nil, fmt.Errorf("read the subgraph's schema: %w", err)
		}
	}
	return c, nil
}

// declare adds a type by its name, so that fields can refer to it.
func (c *catalogue) declare(def *ast.Definition) error {
	isInterface := def.Kind == ast.Interface
	if !isInterface && (def.Kind != ast.Object || def.Directives.ForName("entity") == nil) {
		return fmt.Errorf("%s is neither an enum, an interface nor a type with @entity", def.Name)
	}
	if c.named[def.Name] != nil {
		return fmt.Errorf("%s is declared twice", def.Name)
	}
	singular := lowerFirst(def.Name)
	t := &entityType{
		name: def.Name, description: def.Description, singular: singular, plural: pluralOf(singular),
		isInterface: isInterface, interfaces: def.Interfaces, named: map[string]*fieldType{},
	}
	if !isInterface {
		t.members = []*entityType{t}
	}
	c.types = append(c.types, t)
	c.named[t.name] = t
	return nil
}

// complete reads the fields of a type, and enters an entity among the members of its interfaces.
func (c *catalogue) complete(t *entityType, def *ast.Definition) error {
	for _, declared := range def.Fields {
		f, err := c.field(declared)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", t.name, declared.Name, err)
		}
		switch {
		case f.name == "id":
			f.at = idCell
		case f.derivedFrom == "":
			f.at = t.cells
			t.cells++
		}
		t.fields = append(t.fields, f)
		t.named[f.name] = f
	}
	if id := t.named["id"]; id == nil || id.list || id.target != nil || id.values != textual && id.values != binary {
		return fmt.Errorf("%s has no field id that is an ID!, a String! or Bytes! as it must have", t.name)
	}
	for _, name := range t.interfaces {
		parent := c.named[name]
		if parent == nil || !parent.isInterface {
			return fmt.Errorf("%s implements %s, which is no interface", t.name, name)
		}
		parent.members = append(parent.members, t)
	}
	return nil
}

// connect checks what needs all types: that members have their interface's fields, and that derived fields have a field to
// be derived from. Then it lists what a client may filter and order by.
func (c *catalogue) connect(t *entityType) error {
	for _, f := range t.fields {
		for _, member := range t.members {
			if member.named[f.name] == nil {
				return fmt.Errorf("%s implements %s but has no field %s", member.name, t.name, f.name)
			}
		}
		if f.derivedFrom == "" {
			continue
		}
		if f.target == nil {
			return fmt.Errorf("%s.%s is derived but of no entity's type", t.name, f.name)
		}
		from := f.target.named[f.derivedFrom]
		if from == nil || from.derivedFrom != "" || from.target == nil {
			return fmt.Errorf("%s.%s is derived from %s.%s, which is no reference", t.name, f.name, f.target.name, f.derivedFrom)
		}
	}
	t.filters, t.orders = filterKeys(t), orderKeys(t)
	return nil
}

// singular gives the type whose entities a field of the root query gives one by one, nil if there is none.
func (c *catalogue) singular(field string) *entityType {
	for _, t := range c.types {
		if t.singular == field {
			return t
		}
	}
	return nil
}

// plural gives the type whose entities a field of the root query lists, nil if there is none.
func (c *catalogue) plural(field string) *entityType {
	for _, t := range c.types {
		if t.plural == field {
			return t
		}
	}
	return nil
}

// is tells whether the type is named so or implements an interface that is.
func (t *entityType) is(name string) bool {
	if t.name == name {
		return true
	}
	for _, parent := range t.interfaces {
		if parent == name {
			return true
		}
	}
	return false
}

func lowerFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

// pluralOf gives the name of the collection of what a name stands for, by the rules of English.
func pluralOf(name string) string {
	ends := func(suffixes ...string) bool {
		for _, suffix := range suffixes {
			if strings.HasSuffix(name, suffix) {
				return true
			}
		}
		return false
	}
	switch {
	case ends("series", "species", "news"):
		return name + "_collection"
	case ends("y") && !ends("ay", "ey", "oy", "uy"):
		return name[:len(name)-1] + "ies"
	case ends("s", "x", "z", "ch", "sh"):
		return name + "es"
	}
	return name + "s"
}
