package inputs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// OperatorsFile is the name of the file of operators.
const OperatorsFile = "operators.yaml"

// Operator is who runs one or more orchestrators and gateways. Fees that one address of an operator pays to another
// are not external income.
type Operator struct {
	// ID is the operator's key in the file: lower-case letters, digits and dashes.
	ID string
	// Name is what people call it; the ID if the file doesn't say.
	Name string
	// Addresses are its accounts, in lower case.
	Addresses []string
	// Visibility is "public" or "private".
	Visibility string
}

var operatorID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// ParseOperators reads operators.yaml, a mapping from an operator's id to its name, addresses and visibility:
//
//	example-pool:
//	  name: Example Pool
//	  addresses: [0x00000000000000000000000000000000000000a1]
//	  visibility: public
//
// It gives the operators in the file's order, without those that have problems, and all problems.
func ParseOperators(file string, data []byte) ([]Operator, []Problem) {
	o := &operators{file: file, seen: map[string]*yaml.Node{}}
	doc, err := strictyaml.Parse(file, data)
	var mistake *strictyaml.Error
	switch {
	case errors.As(err, &mistake):
		o.problems = append(o.problems, Problem{File: file, Line: mistake.Line, Text: mistake.Problem})
	case err != nil:
		o.problems = append(o.problems, Problem{File: file, Text: err.Error()})
	case doc.Root != nil:
		o.read(doc.Root)
	}
	return o.all, o.problems
}

// operators is a file being read.
type operators struct {
	file string
	// seen are the addresses so far, by their text in lower case.
	seen     map[string]*yaml.Node
	all      []Operator
	problems []Problem
}

func (o *operators) problem(node *yaml.Node, key, format string, args ...any) {
	o.problems = append(o.problems, Problem{File: o.file, Line: node.Line, Column: key, Text: fmt.Sprintf(format, args...)})
}

func (o *operators) read(root *yaml.Node) {
	if root.Kind != yaml.MappingNode {
		o.problem(root, "", "write a mapping: an operator's id, a colon, and its keys indented below")
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		before := len(o.problems)
		if !operatorID.MatchString(key.Value) {
			o.problem(key, "", "the operator's id %q must be lower-case letters, digits and dashes", clip(key.Value))
		}
		if slices.ContainsFunc(root.Content[:i], func(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Value == key.Value }) {
			o.problem(key, "", "the operator %q is there twice", clip(key.Value))
		}
		one := o.operator(key, value)
		if len(o.problems) == before {
			o.all = append(o.all, one)
		}
	}
}

func (o *operators) operator(id, node *yaml.Node) Operator {
	one := Operator{ID: id.Value, Name: id.Value, Visibility: visibilities[0]}
	if node.Kind != yaml.MappingNode {
		o.problem(node, id.Value, "write its name, addresses and visibility indented below")
		return one
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch key.Value {
		case "name":
			one.Name = o.text(value, key.Value)
		case "visibility":
			if one.Visibility = o.text(value, key.Value); !slices.Contains(visibilities, one.Visibility) {
				o.problem(value, key.Value, "%s", notAllowed(one.Visibility, visibilities))
			}
		case "addresses":
			one.Addresses = o.addresses(value)
		default:
			o.problem(key, "", "unknown key %q%s", clip(key.Value), hint(key.Value, []string{"name", "addresses", "visibility"}))
		}
	}
	if len(one.Addresses) == 0 {
		o.problem(id, id.Value, "it has no address: list them under addresses")
	}
	return one
}

func (o *operators) text(node *yaml.Node, key string) string {
	if node.Kind != yaml.ScalarNode || strings.TrimSpace(node.Value) == "" {
		o.problem(node, key, "write a text")
		return ""
	}
	return node.Value
}

func (o *operators) addresses(node *yaml.Node) []string {
	if node.Kind != yaml.SequenceNode {
		o.problem(node, "addresses", "write a list, each address on a line after a dash")
		return nil
	}
	var all []string
	for _, item := range node.Content {
		kept, problem := readAddress(item.Value)
		first, twice := o.seen[kept]
		switch {
		case problem != "":
			o.problem(item, "addresses", "%s", problem)
		case twice:
			o.problem(item, "addresses", "%s is already in line %d: an address belongs to one operator", kept, first.Line)
		default:
			o.seen[kept] = item
		}
		all = append(all, kept)
	}
	return all
}
