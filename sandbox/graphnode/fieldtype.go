package graphnode

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// values is what the values of a field are, or those of its lists.
type values int

const (
	textual values = iota // ID, String and references
	binary                // Bytes
	integer               // Int, Int8, Timestamp
	whole                 // BigInt
	decimal               // BigDecimal
	truth                 // Boolean
	choice                // an enum
)

// scalars are the types that schemas know without declaring them.
var scalars = map[string]values{
	"ID": textual, "String": textual, "Bytes": binary, "Int": integer, "Int8": integer, "Timestamp": integer,
	"BigInt": whole, "BigDecimal": decimal, "Boolean": truth,
}

const (
	// idCell is the position of the id, which stands beside a row's cells.
	idCell = -1
	// noCell is the position of a derived field.
	noCell = -2
)

// fieldType is a field of an entity or interface.
type fieldType struct {
	name, description string
	typ               *ast.Type
	values            values
	choices           []string // of an enum, in its order
	list              bool
	target            *entityType // what it refers to, if it refers to entities
	derivedFrom       string      // the field of the target that refers back
	at                int         // where rows hold it
}

func (c *catalogue) field(declared *ast.FieldDefinition) (*fieldType, error) {
	f := &fieldType{name: declared.Name, description: declared.Description, typ: declared.Type, at: noCell}
	if f.typ.Elem != nil {
		f.list = true
		if f.typ.Elem.Elem != nil {
			return nil, errors.New("lists of lists aren't kept")
		}
	}
	name := f.typ.Name()
	scalar, isScalar := scalars[name]
	enum := slices.IndexFunc(c.enums, func(def *ast.Definition) bool { return def.Name == name })
	switch {
	case isScalar:
		f.values = scalar
	case enum >= 0:
		f.values = choice
		for _, value := range c.enums[enum].EnumValues {
			f.choices = append(f.choices, value.Name)
		}
	case c.named[name] != nil:
		f.target = c.named[name]
	default:
		return nil, fmt.Errorf("nothing declares the type %s", name)
	}
	if derived := declared.Directives.ForName("derivedFrom"); derived != nil {
		from := derived.Arguments.ForName("field")
		if from == nil {
			return nil, errors.New("@derivedFrom names no field")
		}
		f.derivedFrom = from.Value.Raw
	}
	return f, nil
}

// orderable tells whether rows can be ordered by the field.
func (f *fieldType) orderable() bool { return !f.list && f.at != noCell }

// compare orders two values of the field as a database does: no value comes after every other one, an enum's values in
// the order of their declaration, texts byte by byte, numbers by what they amount to.
func (f *fieldType) compare(a, b any) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	switch f.values {
	case integer:
		return cmp.Compare(a.(int64), b.(int64))
	case truth:
		return cmp.Compare(rank(a.(bool)), rank(b.(bool)))
	case whole, decimal:
		return compareNumbers(a.(string), b.(string))
	case choice:
		return cmp.Compare(slices.Index(f.choices, a.(string)), slices.Index(f.choices, b.(string)))
	default:
		return strings.Compare(a.(string), b.(string))
	}
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
