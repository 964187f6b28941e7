package graphnode_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

func quoted(text string) string {
	written, _ := json.Marshal(text) // a text always has a JSON form
	return string(written)
}

const (
	question = `{"query":"{ badges { id } }"}`
	answered = `{"data":{"badges":[{"id":"1"}]}}`
	key      = "0123456789abcdef0123456789abcdef"
)

func TestGraphNodesPaths(t *testing.T) {
	a := serve(t, filled(t), options())
	for path, want := range map[string]string{
		"/":                           answered,
		"/subgraphs/name/some/shop":   answered,
		"/subgraphs/id/" + deployment: answered,
		"/subgraphs/id/QmOther":       `{"errors":[{"message":"deployment ` + "`QmOther`" + ` does not exist"}]}`,
	} {
		response, body := a.post(path, question, nil) //nolint:bodyclose // post has closed it
		if body != want || response.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s answers %s, want %s", path, body, want)
		}
	}
	response, _ := a.post("/", question, nil) //nolint:bodyclose // post has closed it
	if got := response.Header.Get("graph-indexed"); got != `{"hash":"`+head.Hash+`","number":1000,"timestamp":1700000000}` {
		t.Errorf("graph-indexed is %s", got)
	}
	if got := response.Header.Get("graph-attestable"); got != "true" {
		t.Errorf("graph-attestable is %s", got)
	}
}

func TestOnlyPostIsAnswered(t *testing.T) {
	o := options()
	o.Gateway = true
	a := serve(t, filled(t), o)
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{http.MethodGet, "/api/subgraphs/id/shop", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{http.MethodPut, "/", http.StatusMethodNotAllowed, "Method Not Allowed\n"},
		{http.MethodGet, "/", http.StatusOK, "Ready to roll!"},
		{http.MethodGet, "/ready", http.StatusOK, "Ready"},
		{http.MethodOptions, "/api/subgraphs/id/shop", http.StatusNoContent, ""},
		{http.MethodPost, "/elsewhere", http.StatusNotFound, "404 page not found\n"},
	} {
		request, err := http.NewRequest(c.method, a.url+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, body := a.do(request) //nolint:bodyclose // post has closed it
		if response.StatusCode != c.status || body != c.body || response.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s is answered %d %q, want %d %q", c.method, c.path, response.StatusCode, body, c.status, c.body)
		}
	}
}

func TestKeys(t *testing.T) {
	o := options()
	o.Gateway, o.Key = true, key
	a := serve(t, filled(t), o)
	refused := func(why string) string { return `{"errors":[{"message":"auth error: ` + why + `"}]}` }
	for _, c := range []struct{ path, header, want string }{
		{"/api/subgraphs/id/shop", "Bearer " + key, answered},
		{"/api/" + key + "/subgraphs/id/shop", "", answered},
		{"/api/deployments/id/" + deployment, "Bearer " + key, answered},
		{"/api/" + key + "/deployments/id/" + deployment, "", answered},
		{"/api/" + key + "/deployments/id/QmOther", "", `{"errors":[{"message":"subgraph not found: QmOther"}]}`},
		{"/api/subgraphs/id/shop", "", refused("missing authorization header")},
		{"/api/subgraphs/id/shop", "Basic " + key, refused("invalid authorization header")},
		{"/api/subgraphs/id/shop", "Bearer ", refused("missing API key")},
		{"/api/subgraphs/id/shop", "Bearer short", refused("malformed API key")},
		{"/api/subgraphs/id/shop", "Bearer " + strings.Repeat("z", 32), refused("malformed API key")},
		{"/api/subgraphs/id/shop", "Bearer " + strings.Repeat("0", 32), refused("API key not found")},
		{"/api/" + key + "/subgraphs/id/shop", "Bearer short", refused("malformed API key")},
	} {
		var headers map[string]string
		if c.header != "" {
			headers = map[string]string{"Authorization": c.header}
		}
		response, body := a.post(c.path, question, headers) //nolint:bodyclose // post has closed it
		if body != c.want || response.StatusCode != http.StatusOK {
			t.Errorf("%s with %q is answered %d %s, want %s", c.path, c.header, response.StatusCode, body, c.want)
		}
	}
}

func TestTheGatewayWrapsWhatNotEveryIndexerWouldSay(t *testing.T) {
	o := options()
	o.Gateway = true
	a := serve(t, filled(t), o)
	const indexer = "bad indexers: {0x5e7c0de5e7c0de5e7c0de5e7c0de5e7c0de5e7c0: "
	for query, want := range map[string]string{
		`{ keepers(first: 1001) { id } }`: indexer + "BadResponse(unattestable response: " +
			"The `first` argument must be between 0 and 1000, but is 1001)}",
		`{ nope { id } }`: indexer + `BadResponse(unattestable response: Cannot query field "nope" on type "Query".)}`,
		`{ keepers(block: {number: 1241}) { id } }`:   indexer + "Unavailable(missing block: 1241, latest: 1000)}",
		`{ keepers(block: {number: 49}) { id } }`:     "bad query: bad query: requested block 49, before minimum `startBlock` of manifest 50",
		`{ keeper(id: "c") { friends { nope: id `:     indexer + `BadResponse(unattestable response: Expected Name, found <EOF>)}`,
		`query($x: ID!) { keeper(id: $x) { id } }`:    "No value provided for required variable `x`",
		`{ keepers(where: {count_gt: null}) { id } }`: "Filter not supported by value `null`: `gt`",
	} {
		response, body := a.post("/api/subgraphs/id/shop", `{"query":`+quoted(query)+`}`, nil) //nolint:bodyclose // post has closed it
		if got := messages(t, body); len(got) != 1 || got[0] != want {
			t.Errorf("%s is answered %q, want %q", query, got, want)
		}
		if response.Header.Get("graph-attestable") != "" {
			t.Error("the gateway lets graph-node's header through")
		}
	}
	body := a.ask(`{ keepers(block: {number: 1240}) { id } }`, "")
	if got := messages(t, body)[0]; !strings.HasPrefix(got, indexer+"BadResponse(unattestable response: Failed to decode `block.number`") {
		t.Errorf("a block that is nearly there gives %q", got)
	}
	if body := a.ask(`{ keepers(block: {number_gte: 1}) { id } }`, ""); !strings.HasPrefix(body, `{"data":`) {
		t.Errorf("a block to be reached at least gives %s", body)
	}
	long := a.ask("{ "+strings.Repeat("x", 400)+" }", "")
	if got := messages(t, long)[0]; len(got) != len(indexer)+len("BadResponse(unattestable response: ")+256+len(")}") {
		t.Errorf("a long text is passed on as %q", got)
	}
}

func TestBodiesThatHoldNoQuery(t *testing.T) {
	plain := serve(t, filled(t), options())
	o := options()
	o.Gateway = true
	gateway := serve(t, filled(t), o)
	for body, why := range map[string]string{
		`{"query"`:                        "unexpected end of JSON input",
		`{}`:                              `The \"query\" field is missing in request data`,
		`{"query":"{a}","variables":[1]}`: "Failed to parse variables",
	} {
		response, got := plain.post("/", body, nil) //nolint:bodyclose // post has closed it
		if want := `{"error":"GraphQL server error (client error): ` + why + `"}`; got != want || response.StatusCode != http.StatusBadRequest {
			t.Errorf("graph-node answers %d %s, want %s", response.StatusCode, got, want)
		}
		response, got = gateway.post("/", body, nil) //nolint:bodyclose // post has closed it
		if want := `{"errors":[{"message":"bad query: ` + why + `"}]}`; got != want || response.StatusCode != http.StatusOK {
			t.Errorf("the gateway answers %d %s, want %s", response.StatusCode, got, want)
		}
	}
}

func TestABrokenStoreAnswersNothing(t *testing.T) {
	for name, spoil := range map[string]func(*graphnode.Store){
		`put Nope \"1\": the schema has no such entity`:                                func(s *graphnode.Store) { s.Put("Nope", "1", nil) },
		`remove Event \"1\": the schema has no such entity`:                            func(s *graphnode.Store) { s.Remove("Event", "1") },
		`put Badge \"1\": field nope: the schema has no such field`:                    func(s *graphnode.Store) { s.Put("Badge", "1", graphnode.Entity{"nope": "x"}) },
		`put Keeper \"1\": field sales: it is derived and can't be written`:            func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"sales": nil}) },
		`put Badge \"1\": field owner: a int is no value of the type Keeper!`:          func(s *graphnode.Store) { s.Put("Badge", "1", graphnode.Entity{"owner": 1}) },
		`put Keeper \"1\": field grade: the enum Grade has no value \"Bad\"`:           func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"grade": "Bad"}) },
		`put Keeper \"1\": field count: \"1.5\" is no integer`:                         func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"count": "1.5"}) },
		`begin block 199: it comes after block 200; write blocks in order`:             func(s *graphnode.Store) { s.Begin(graphnode.Block{Number: 199}) },
		`put Keeper \"1\": field friends: a string is no value of the type [Keeper!]!`: func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"friends": "a"}) },
		`put Keeper \"1\": field age: a string is no value of the type Int`:            func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"age": "1"}) },
		`put Keeper \"1\": field open: a int64 is no value of the type Boolean!`:       func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"open": int64(1)}) },
		`put Keeper \"1\": field stock: \"1e99999\" is no number`:                      func(s *graphnode.Store) { s.Put("Keeper", "1", graphnode.Entity{"stock": "1e99999"}) },
	} {
		s := filled(t)
		spoil(s)
		want := `{"errors":[{"message":"Store error: write to the subgraph's store: ` + name + `"}]}`
		if got := serve(t, s, options()).ask(`{ badges { id } }`, ""); got != want {
			t.Errorf("the answer is %s, want %s", got, want)
		}
	}
}
