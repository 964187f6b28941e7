// Package strictyaml reads YAML files that people write by hand, and answers their mistakes with the file, the line
// and, for a misspelt name, the nearest one that would have been right:
//
//	lakepeer.yaml:7: unknown key "memroy_limit": did you mean "memory_limit"?
package strictyaml

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Error is a mistake in a file, with its place.
type Error struct {
	// File is the file's name as the caller gave it.
	File string
	// Line counts from 1; 0 if the place is not known.
	Line int
	// Problem says what is wrong and, where it can be said, what would be right.
	Problem string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}

// Document is a parsed file, whose nodes still know their lines.
type Document struct {
	// File is the name that errors carry.
	File string
	// Root is the document's top node; nil if the file holds nothing.
	Root *yaml.Node
}

// Parse reads one YAML document. An empty file is a document without root. The error is an *Error.
func Parse(file string, data []byte) (*Document, error) {
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		line, problem := place(err)
		return nil, &Error{File: file, Line: line, Problem: problem}
	}
	doc := &Document{File: file}
	if len(node.Content) > 0 && node.Content[0].Tag != "!!null" {
		doc.Root = node.Content[0]
	}
	return doc, nil
}

// Decode fills v, a pointer to a struct with yaml tags, and refuses keys that v doesn't have and values that don't
// fit. The error is an *Error.
func (d *Document) Decode(v any) error {
	if d.Root == nil {
		return nil
	}
	if err := d.checkKeys(d.Root, reflect.TypeOf(v)); err != nil {
		return err
	}
	if err := d.Root.Decode(v); err != nil {
		line, problem := place(err)
		return &Error{File: d.File, Line: line, Problem: problem}
	}
	return nil
}

// Errorf makes an *Error at a node.
func (d *Document) Errorf(node *yaml.Node, format string, args ...any) *Error {
	line := 0
	if node != nil {
		line = node.Line
	}
	return &Error{File: d.File, Line: line, Problem: fmt.Sprintf(format, args...)}
}

// Decode parses data and fills v; see Parse and Document.Decode.
func Decode(file string, data []byte, v any) error {
	doc, err := Parse(file, data)
	if err != nil {
		return err
	}
	return doc.Decode(v)
}

// checkKeys walks node beside the type that it will be decoded into.
func (d *Document) checkKeys(node *yaml.Node, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Struct && !decodesItself(t):
		fields := fieldsOf(t)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			field, ok := fields[key.Value]
			if !ok {
				return d.Errorf(key, "unknown key %q%s", key.Value, hint(key.Value, fields))
			}
			if err := d.checkKeys(value, field); err != nil {
				return err
			}
		}
	case node.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, item := range node.Content {
			if err := d.checkKeys(item, t.Elem()); err != nil {
				return err
			}
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 1; i < len(node.Content); i += 2 {
			if err := d.checkKeys(node.Content[i], t.Elem()); err != nil {
				return err
			}
		}
	}
	return nil
}

// decodesItself tells whether values of t are read by their own UnmarshalYAML.
func decodesItself(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.Unmarshaler]())
}

// fieldsOf gives the keys that a struct takes, with the types of their values.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case strings.Contains(options, "inline"):
			for k, v := range fieldsOf(f.Type) {
				fields[k] = v
			}
		case name == "":
			fields[strings.ToLower(f.Name)] = f.Type
		default:
			fields[name] = f.Type
		}
	}
	return fields
}

func hint(key string, fields map[string]reflect.Type) string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	if near := Nearest(key, names); near != "" {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ""
}

// place takes yaml's own error apart into a line (0 if it isn't known) and a problem. Of several it takes the first.
func place(err error) (line int, problem string) {
	var several *yaml.LoadErrors
	if errors.As(err, &several) && len(several.Errors) > 0 {
		err = several.Errors[0]
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return one.Mark.Line, one.Message
	}
	return 0, err.Error()
}
