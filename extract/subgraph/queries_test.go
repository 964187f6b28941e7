package subgraph

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	livepeer "github.com/lakepeer/lakepeer/sandbox/subgraph"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
)

// queries gives every question that is ever asked, by what it is about, with all fields that the schema has.
func queries() map[string]string {
	asked := map[string]string{"head": headQuery, "round": roundQuery, "schema": schemaQuery}
	for _, e := range entities() {
		s := shape{entity: e, fields: e.fields}
		scopes := []scope{all}
		if e.apart != "" {
			scopes = []scope{related, unrelated}
		}
		for _, of := range scopes {
			for _, alone := range []bool{false, true} {
				asked[fmt.Sprint(e.name(), of, alone)] = s.query(of, alone)
			}
		}
		for _, f := range e.fields {
			if f.unit == members {
				asked[e.name()+" "+f.name] = e.membersQuery(f.name)
			}
		}
	}
	return asked
}

// TestQueriesAreValid parses every question against the schema that a graph-node makes of Livepeer's.
func TestQueriesAreValid(t *testing.T) {
	text, err := graphnode.APISchema(livepeer.SchemaText())
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	asked := queries()
	if len(asked) < 100 {
		t.Errorf("only %d questions", len(asked))
	}
	literal := regexp.MustCompile(`first: (\d+)`)
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		query := asked[name]
		if _, err := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); err != nil {
			t.Errorf("%s: %v\n%s", name, err, query)
		}
		if strings.Contains(query, "skip") {
			t.Errorf("%s skips rows", name)
		}
		for _, found := range literal.FindAllStringSubmatch(query, -1) {
			if n, err := strconv.Atoi(found[1]); err != nil || n < 1 || n > 1000 {
				t.Errorf("%s asks for %s rows", name, found[1])
			}
		}
	}
}

// TestTheCatalogueIsTheSchemas: every field of every entity is read, and has the type that its unit says.
func TestTheCatalogueIsTheSchemas(t *testing.T) {
	document, err := parser.ParseSchema(&ast.Source{Input: livepeer.SchemaText()})
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]*ast.Definition{}
	for _, d := range document.Definitions {
		types[d.Name] = d
	}
	read := map[string]bool{"Transaction": true} // with its events
	for _, e := range entities() {
		read[e.typ] = true
		definition := types[e.typ]
		if definition == nil {
			t.Errorf("the schema has no %s", e.typ)
			continue
		}
		known := map[string]field{}
		for _, f := range e.fields {
			known[f.name] = f
			if f.about == "" && f.unit != transaction && f.unit != ownRound {
				t.Errorf("%s.%s isn't described", e.typ, f.name)
			}
		}
		for _, d := range definition.Fields {
			f, there := known[d.Name]
			isDerived := d.Directives.ForName("derivedFrom") != nil
			if there == isDerived {
				t.Errorf("%s.%s: read %t, derived %t", e.typ, d.Name, there, isDerived)
			}
			if there && kindOf(types, d.Type) != kindOfUnit(f.unit) {
				t.Errorf("%s.%s is %s, read as %s", e.typ, d.Name, kindOf(types, d.Type), kindOfUnit(f.unit))
			}
			delete(known, d.Name)
		}
		for name := range known {
			t.Errorf("the schema has no %s.%s", e.typ, name)
		}
	}
	for name, d := range types {
		if d.Kind == ast.Object && !read[name] {
			t.Errorf("%s isn't read", name)
		}
	}
}

// kindOf tells what a type of the schema is for a column: texts of all kinds are one.
func kindOf(types map[string]*ast.Definition, typ *ast.Type) string {
	if typ.Elem != nil {
		return "list of " + strings.Replace(kindOf(types, typ.Elem), "BigInt", "text", 1)
	}
	name := typ.Name()
	if d := types[name]; d != nil {
		if d.Kind == ast.Enum {
			return "text"
		}
		return "entity"
	}
	switch name {
	case "String", "Bytes", "ID":
		return "text"
	}
	return name
}

// kindOfUnit is the same for a unit.
func kindOfUnit(u unit) string {
	switch u {
	case relation, toRound, ownRound, transaction:
		return "entity"
	case members:
		return "list of entity"
	case texts:
		return "list of text"
	}
	if scalar := u.form().scalar; scalar != "String" && scalar != "ID" {
		return scalar
	}
	return "text"
}

// TestStagingIsGenerated compares the models with what the catalogue makes of them.
func TestStagingIsGenerated(t *testing.T) {
	for name, want := range StagingModels() {
		text, err := sqlfiles.Files.ReadFile("staging/" + name)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(want, string(text)); diff != "" {
			t.Errorf("%s isn't what go generate ./extract/subgraph writes:\n%s", name, diff)
		}
	}
}
