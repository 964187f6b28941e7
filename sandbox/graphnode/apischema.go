package graphnode

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// preamble is the part of every API schema that doesn't depend on the subgraph.
const preamble = `directive @entity on OBJECT
directive @derivedFrom(field: String!) on FIELD_DEFINITION
directive @subgraphId(id: String!) on OBJECT
scalar BigDecimal
scalar BigInt
scalar Bytes
scalar Int8
scalar Timestamp
input BlockChangedFilter {
  number_gte: Int!
}
input Block_height {
  hash: Bytes
  number: Int
  number_gte: Int
}
enum OrderDirection {
  asc
  desc
}
enum _SubgraphErrorPolicy_ {
  "Data is returned even if the subgraph has indexing errors"
  allow
  "Data is left out if the subgraph has indexing errors"
  deny
}
type _Block_ {
  "The hash of the block, null if the block constraint was a number"
  hash: Bytes
  number: Int!
  timestamp: Int
  parentHash: Bytes
}
type _Meta_ {
  block: _Block_!
  "The id of the deployment"
  deployment: String!
  "Whether the subgraph met an error at some block and went on"
  hasIndexingErrors: Boolean!
}
`

// constraint is the arguments that every field of the root query takes.
const constraint = "block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny"

// APISchema gives the schema that clients of a subgraph see, made from the one that the subgraph declares: its types, the
// root query, and for each type X its X_filter and X_orderBy. Requests can be validated against it. The error says what
// is wrong with the subgraph's schema.
func APISchema(entities string) (string, error) {
	c, err := newCatalogue(entities)
	if err != nil {
		return "", err
	}
	return c.api(), nil
}

// api writes the API schema.
func (c *catalogue) api() string {
	var b strings.Builder
	b.WriteString(preamble)
	for _, enum := range c.enums {
		writeEnum(&b, enum)
	}
	for _, t := range c.types {
		writeType(&b, t)
		writeFilter(&b, t)
		writeOrders(&b, t)
	}
	b.WriteString("type Query {\n")
	for _, t := range c.types {
		fmt.Fprintf(&b, "  %s(id: ID!, %s): %s\n", t.singular, constraint, t.name)
		fmt.Fprintf(&b, "  %s(%s, %s): [%s!]!\n", t.plural, listArguments(t), constraint, t.name)
	}
	b.WriteString("  \"Access to the subgraph's metadata\"\n  _meta(block: Block_height): _Meta_\n}\n")
	return b.String()
}

// listArguments are the arguments of a list of entities.
func listArguments(t *entityType) string {
	return fmt.Sprintf("skip: Int = 0, first: Int = %d, orderBy: %s_orderBy, orderDirection: OrderDirection, where: %[2]s_filter",
		defaultFirst, t.name)
}

func writeEnum(b *strings.Builder, enum *ast.Definition) {
	describe(b, "", enum.Description)
	fmt.Fprintf(b, "enum %s {\n", enum.Name)
	for _, value := range enum.EnumValues {
		describe(b, "  ", value.Description)
		fmt.Fprintf(b, "  %s\n", value.Name)
	}
	b.WriteString("}\n")
}

func writeType(b *strings.Builder, t *entityType) {
	describe(b, "", t.description)
	keyword := "type"
	if t.isInterface {
		keyword = "interface"
	}
	fmt.Fprintf(b, "%s %s ", keyword, t.name)
	if len(t.interfaces) > 0 {
		fmt.Fprintf(b, "implements %s ", strings.Join(t.interfaces, " & "))
	}
	b.WriteString("{\n")
	for _, f := range t.fields {
		describe(b, "  ", f.description)
		arguments := ""
		if f.list && f.target != nil {
			arguments = "(" + listArguments(f.target) + ")"
		}
		fmt.Fprintf(b, "  %s%s: %s\n", f.name, arguments, f.typ)
	}
	b.WriteString("}\n")
}

func writeFilter(b *strings.Builder, t *entityType) {
	fmt.Fprintf(b, "input %s_filter {\n", t.name)
	for _, f := range t.fields {
		for _, op := range f.operators() {
			fmt.Fprintf(b, "  %s%s: %s\n", f.name, op, f.wanted(op))
		}
	}
	fmt.Fprintf(b, "  _change_block: BlockChangedFilter\n  and: [%s_filter]\n  or: [%[1]s_filter]\n}\n", t.name)
}

// wanted is the type of what an operator compares a field with.
func (f *fieldType) wanted(op operator) string {
	name := f.typ.Name()
	if f.target != nil {
		if op == related {
			return name + "_filter"
		}
		name = "String"
	}
	if f.list || op == among || op == notAmong {
		return "[" + name + "!]"
	}
	return name
}

func writeOrders(b *strings.Builder, t *entityType) {
	fmt.Fprintf(b, "enum %s_orderBy {\n", t.name)
	for _, name := range slices.Sorted(maps.Keys(t.orders)) {
		fmt.Fprintf(b, "  %s\n", name)
	}
	b.WriteString("}\n")
}

// describe writes a description as a block text.
func describe(b *strings.Builder, indent, text string) {
	if text != "" {
		fmt.Fprintf(b, "%s\"\"\"\n%s%s\n%[1]s\"\"\"\n", indent, indent, strings.ReplaceAll(text, `"""`, `\"""`))
	}
}
