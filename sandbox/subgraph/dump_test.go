package subgraph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// small is the world of the tests. It has a poll, a proposal that was voted on, and a bond and a reward in one block.
var small = sandbox.Config{Seed: 33, Rounds: 14, Orchestrators: 8, Delegators: 100, Gateways: 3}

// worldWith makes a world whose subgraph has these defects, or none.
func worldWith(t testing.TB, c sandbox.Config, defects ...subgraph.Defect) *sandbox.World {
	t.Helper()
	c.WitnessDefects = []string{"none"}
	if len(defects) > 0 {
		c.WitnessDefects = nil
	}
	for _, d := range defects {
		c.WitnessDefects = append(c.WitnessDefects, string(d))
	}
	w, err := sandbox.NewWorld(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// types lists the entities of the schema.
func types(t testing.TB) (names []string) {
	t.Helper()
	document, err := parser.ParseSchema(&ast.Source{Input: subgraph.SchemaText()})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range document.Definitions {
		if d.Kind == ast.Object {
			names = append(names, d.Name)
		}
	}
	return names
}

// server answers queries about a world at its end.
func server(w *sandbox.World) http.Handler {
	return graphnode.NewServer(w.Subgraph().Store(), graphnode.Options{
		Deployment: w.DeploymentID, Head: func() graphnode.Block { return graphnode.Block{Number: w.Head(), Time: w.Now().Unix()} },
	})
}

// ask asks for a list of entities by its plural name.
func ask(t testing.TB, h http.Handler, query, list string) (rows []map[string]any) {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": query})
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body)))
	var reply struct {
		Data   map[string][]map[string]any
		Errors []any
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &reply); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%s: %v %v", query, err, reply.Errors)
	}
	return reply.Data[list]
}

// dump gives all entities of a world's subgraph as they are at its end, by type and id.
func dump(t testing.TB, w *sandbox.World) map[string]map[string]graphnode.Entity {
	t.Helper()
	h, all := server(w), map[string]map[string]graphnode.Entity{}
	for _, name := range types(t) {
		list := plural(name)
		all[name] = map[string]graphnode.Entity{}
		for after := ""; ; {
			rows := ask(t, h, fmt.Sprintf(`{ %s(first: 1000, where: {id_gt: %q}) { id } }`, list, after), list)
			for _, row := range rows {
				after = row["id"].(string)
				all[name][after] = w.Subgraph().Store().Get(name, after)
			}
			if len(rows) < 1000 {
				break
			}
		}
	}
	return all
}

// plural gives the name of the list of a type in queries.
func plural(name string) string {
	list := strings.ToLower(name[:1]) + name[1:]
	if strings.HasSuffix(list, "y") && !strings.HasSuffix(list, "ay") {
		return strings.TrimSuffix(list, "y") + "ies"
	}
	return list + "s"
}

// differences gives the fields in which two dumps differ, as Type.field with their numbers; Type+ and Type- are rows that only
// the second or only the first has.
func differences(a, b map[string]map[string]graphnode.Entity) map[string]int {
	found := map[string]int{}
	for name, rows := range a {
		for id, row := range rows {
			other, ok := b[name][id]
			if !ok {
				found[name+"-"]++
				continue
			}
			both := maps.Clone(row)
			maps.Copy(both, other)
			for field := range both {
				if fmt.Sprint(row[field]) != fmt.Sprint(other[field]) {
					found[name+"."+field]++
				}
			}
		}
		for id := range b[name] {
			if _, ok := rows[id]; !ok {
				found[name+"+"]++
			}
		}
	}
	return found
}
