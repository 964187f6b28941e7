package graphnode

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// introspection answers __schema and __type from an API schema.
type introspection struct {
	schema *ast.Schema
}

func (in introspection) schemaObject() *object {
	return &object{"__Schema", func(field string, _ map[string]any) any {
		switch field {
		case "types":
			var types []*object
			for _, name := range slices.Sorted(maps.Keys(in.schema.Types)) {
				types = append(types, in.definition(name))
			}
			return types
		case "queryType":
			return in.definition(in.schema.Query.Name)
		case "directives":
			var directives []*object
			for _, name := range slices.Sorted(maps.Keys(in.schema.Directives)) {
				directives = append(directives, in.directive(in.schema.Directives[name]))
			}
			return directives
		}
		return nil
	}}
}

// definition gives a type by its name, nil if there is none.
func (in introspection) definition(name string) *object {
	def := in.schema.Types[name]
	if def == nil {
		return nil
	}
	return &object{"__Type", func(field string, _ map[string]any) any {
		switch field {
		case "kind":
			return string(def.Kind)
		case "name":
			return def.Name
		case "description":
			return described(def.Description)
		case "fields":
			if def.Kind == ast.Object || def.Kind == ast.Interface {
				return in.fields(def)
			}
		case "interfaces":
			if def.Kind == ast.Object || def.Kind == ast.Interface {
				return in.definitions(def.Interfaces)
			}
		case "possibleTypes":
			if def.IsAbstractType() {
				var names []string
				for _, possible := range in.schema.GetPossibleTypes(def) {
					names = append(names, possible.Name)
				}
				return in.definitions(names)
			}
		case "enumValues":
			if def.Kind == ast.Enum {
				return enumValues(def)
			}
		case "inputFields":
			if def.Kind == ast.InputObject {
				return in.inputFields(def)
			}
		case "isOneOf":
			return def.Directives.ForName("oneOf") != nil
		}
		return nil
	}}
}

func (in introspection) definitions(names []string) []*object {
	list := []*object{}
	for _, name := range names {
		list = append(list, in.definition(name))
	}
	return list
}

// of gives a type as a field has it: wrapped as a list or as one that is never null.
func (in introspection) of(t *ast.Type) *object {
	switch {
	case t.NonNull:
		inner := *t
		inner.NonNull = false
		return in.wrapped("NON_NULL", &inner)
	case t.Elem != nil:
		return in.wrapped("LIST", t.Elem)
	}
	return in.definition(t.NamedType)
}

func (in introspection) wrapped(kind string, inner *ast.Type) *object {
	return fixed("__Type", map[string]any{"kind": kind, "ofType": in.of(inner)})
}

func (in introspection) fields(def *ast.Definition) []*object {
	list := []*object{}
	for _, f := range def.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		list = append(list, fixed("__Field", map[string]any{
			"name": f.Name, "description": described(f.Description), "args": in.arguments(f.Arguments), "type": in.of(f.Type),
			"isDeprecated": false,
		}))
	}
	return list
}

func (in introspection) inputFields(def *ast.Definition) []*object {
	list := []*object{}
	for _, f := range def.Fields {
		list = append(list, in.input(f.Name, f.Description, f.Type, f.DefaultValue))
	}
	return list
}

func (in introspection) arguments(arguments ast.ArgumentDefinitionList) []*object {
	list := []*object{}
	for _, a := range arguments {
		list = append(list, in.input(a.Name, a.Description, a.Type, a.DefaultValue))
	}
	return list
}

func (in introspection) input(name, description string, t *ast.Type, otherwise *ast.Value) *object {
	values := map[string]any{"name": name, "description": described(description), "type": in.of(t), "isDeprecated": false}
	if otherwise != nil {
		values["defaultValue"] = otherwise.String()
	}
	return fixed("__InputValue", values)
}

func (in introspection) directive(def *ast.DirectiveDefinition) *object {
	values := map[string]any{
		"name": def.Name, "description": described(def.Description), "args": in.arguments(def.Arguments),
		"isRepeatable": def.IsRepeatable, "isDeprecated": false,
	}
	locations := []string{}
	for _, location := range def.Locations {
		locations = append(locations, string(location))
	}
	values["locations"] = locations
	return fixed("__Directive", values)
}

func enumValues(def *ast.Definition) []*object {
	list := []*object{}
	for _, value := range def.EnumValues {
		list = append(list, fixed("__EnumValue", map[string]any{
			"name": value.Name, "description": described(value.Description), "isDeprecated": false,
		}))
	}
	return list
}

// described gives a description, or null if there is none.
func described(text string) any {
	if text == "" {
		return nil
	}
	return text
}
