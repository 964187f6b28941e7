package graphnode_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// introspectionQuery is what clients ask to learn a schema.
const introspectionQuery = `{ __schema { queryType { name } mutationType { name } subscriptionType { name }
  types { ...full } directives { name description locations args { ...input } } } }
fragment full on __Type { kind name description fields(includeDeprecated: true) { name description args { ...input } type { ...ref }
  isDeprecated deprecationReason } inputFields { ...input } interfaces { ...ref } enumValues { name } possibleTypes { ...ref } }
fragment input on __InputValue { name description type { ...ref } defaultValue }
fragment ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`

// ref is a type as introspection gives it.
type ref struct {
	Kind, Name string
	OfType     *ref
}

func (r *ref) String() string {
	switch r.Kind {
	case "NON_NULL":
		return r.OfType.String() + "!"
	case "LIST":
		return "[" + r.OfType.String() + "]"
	}
	return r.Name
}

func TestIntrospectionGivesTheSchema(t *testing.T) {
	api, err := graphnode.APISchema(shop)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: api})
	if err != nil {
		t.Fatal(err)
	}
	type named struct {
		Name string
		Type ref
	}
	var got struct {
		Schema struct {
			QueryType struct{ Name string }
			Types     []struct {
				Kind, Name    string
				Fields        []named
				InputFields   []named
				EnumValues    []named
				PossibleTypes []ref
			}
		} `json:"__schema"`
	}
	if err := json.Unmarshal([]byte(serve(t, newShop(t), options()).data(introspectionQuery, "")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema.QueryType.Name != "Query" || len(got.Schema.Types) != len(schema.Types) {
		t.Errorf("%d types are given, rooted at %s; want %d", len(got.Schema.Types), got.Schema.QueryType.Name, len(schema.Types))
	}
	for _, typ := range got.Schema.Types {
		def := schema.Types[typ.Name]
		var want, has []string
		for _, f := range def.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				want = append(want, f.Name+": "+f.Type.String())
			}
		}
		for _, f := range append(typ.Fields, typ.InputFields...) {
			has = append(has, f.Name+": "+f.Type.String())
		}
		if difference := cmp.Diff(want, has); difference != "" || typ.Kind != string(def.Kind) {
			t.Errorf("%s %s has fields other than the schema's: %s", typ.Kind, typ.Name, difference)
		}
		if len(typ.EnumValues) != len(def.EnumValues) || len(typ.PossibleTypes) != len(schema.PossibleTypes[typ.Name]) && typ.Name == "Event" {
			t.Errorf("%s has the values %v and the possible types %v", typ.Name, typ.EnumValues, typ.PossibleTypes)
		}
	}
}

func TestATypeByItsName(t *testing.T) {
	a := serve(t, newShop(t), options())
	for query, want := range map[string]string{
		`{ __type(name: "Badge") { __typename kind fields { name type { kind ofType { name } } } } }`: `{"__type":{"__typename":"__Type",` +
			`"kind":"OBJECT","fields":[{"name":"id","type":{"kind":"NON_NULL","ofType":{"name":"ID"}}},` +
			`{"name":"owner","type":{"kind":"NON_NULL","ofType":{"name":"Keeper"}}}]}}`,
		`{ __type(name: "Event") { description possibleTypes { name } } }`: `{"__type":{"description":"Something that happened",` +
			`"possibleTypes":[{"name":"Sale"},{"name":"Visit"}]}}`,
		`{ __type(name: "Grade") { enumValues { name } fields { name } } }`: `{"__type":{"enumValues":[{"name":"Poor"},{"name":"Fair"},` +
			`{"name":"Good"}],"fields":null}}`,
		`{ __type(name: "Nope") { name } }`: `{"__type":null}`,
	} {
		if got := a.data(query, ""); got != want {
			t.Errorf("%s gives\n%s, want\n%s", query, got, want)
		}
	}
}

func TestAPISchema(t *testing.T) {
	api, err := graphnode.APISchema(shop)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: api})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ typ, field, want string }{
		{"Query", "keeper", "Keeper"},
		{"Query", "badges", "[Badge!]!"},
		{"Query", "events", "[Event!]!"},
		{"Query", "_meta", "_Meta_"},
		{"Keeper", "badge", "Badge"},
		{"Keeper_filter", "count_in", "[BigInt!]"},
		{"Keeper_filter", "mentor_not_ends_with_nocase", "String"},
		{"Keeper_filter", "mentor_", "Keeper_filter"},
		{"Keeper_filter", "sales_", "Sale_filter"},
		{"Keeper_filter", "tags_contains", "[String!]"},
		{"Keeper_filter", "friends", "[String!]"},
		{"Keeper_filter", "grade_not_in", "[Grade!]"},
		{"Keeper_filter", "or", "[Keeper_filter]"},
		{"Keeper_filter", "_change_block", "BlockChangedFilter"},
		{"Block_height", "number_gte", "Int"},
	} {
		def := schema.Types[f.typ].Fields.ForName(f.field)
		if def == nil || def.Type.String() != f.want {
			t.Errorf("%s.%s is %v, want %s", f.typ, f.field, def, f.want)
		}
	}
	for _, absent := range []string{"id_contains", "open_gt", "sales", "tags_gt", "hash_starts_with"} {
		if schema.Types["Keeper_filter"].Fields.ForName(absent) != nil {
			t.Errorf("keepers can be filtered by %s", absent)
		}
	}
	if schema.Types["Keeper_orderBy"].EnumValues.ForName("mentor__stock") == nil {
		t.Error("keepers can't be ordered by their mentor's stock")
	}
}

func TestSchemasThatAreRefused(t *testing.T) {
	for schema, want := range map[string]string{
		`type`:               "parse the subgraph's schema",
		``:                   "it declares no entity",
		`type A { id: ID! }`: "A is neither an enum, an interface nor a type with @entity",
		`type A @entity { id: ID! } type A @entity { id: ID! }`:                  "A is declared twice",
		`type A @entity { name: String }`:                                        "A has no field id",
		`type A @entity { id: Int! }`:                                            "A has no field id",
		`type A @entity { id: ID! b: B }`:                                        "A.b: nothing declares the type B",
		`type A @entity { id: ID! b: [[Int]] }`:                                  "A.b: lists of lists aren't kept",
		`type A @entity { id: ID! b: [A!]! @derivedFrom }`:                       "A.b: @derivedFrom names no field",
		`type A @entity { id: ID! b: [A!]! @derivedFrom(field: "id") }`:          "A.b is derived from A.id, which is no reference",
		`type A @entity { id: ID! b: [Int!]! @derivedFrom(field: "x") }`:         "A.b is derived but of no entity's type",
		`type A implements B @entity { id: ID! }`:                                "A implements B, which is no interface",
		`interface B { id: ID! c: Int } type A implements B @entity { id: ID! }`: "A implements B but has no field c",
		`type Query @entity { id: ID! }`:                                         "make the API schema",
	} {
		_, err := graphnode.NewStore(schema)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %s", schema, err, want)
		}
	}
	if _, err := graphnode.APISchema("type"); err == nil {
		t.Error("a broken schema has an API schema")
	}
}
