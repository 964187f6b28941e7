package graphnode_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

func TestErrorsReadAsGraphNodesDo(t *testing.T) {
	s := filled(t)
	s.Put("Keeper", "d", keeper(graphnode.Entity{"boss": "gone", "stock": nil}))
	a := serve(t, s, options())
	const behind = "Failed to decode `block.number` value: `subgraph " + deployment
	for _, c := range []struct{ query, variables, want, attestable string }{
		{`{ keepers(first: 1001) { id } }`, ``, "The `first` argument must be between 0 and 1000, but is 1001", "false"},
		{`{ keepers(first: 0) { id } }`, ``, "The `first` argument must be between 0 and 1000, but is 0", "false"},
		{`{ keepers(first: -1) { id } }`, ``, "The `first` argument must be between 0 and 1000, but is -1", "false"},
		{`{ keepers(skip: 5001) { id } }`, ``, "The `skip` argument must be between 0 and 5000, but is 5001", "false"},
		{`{ keepers(skip: -1) { id } }`, ``, "The `skip` argument must be between 0 and 5000, but is -1", "false"},
		{`{ badges { owner { sales(first: 2000) { id } } } }`, ``, "The `first` argument must be between 0 and 1000, but is 2000", "false"},
		{
			`{ keepers(block: {number: 1001}) { id } }`, ``,
			behind + " has only indexed up to block number 1000 and data for block number 1001 is therefore not yet available`", "false",
		},
		{
			`{ keepers(block: {number: 49}) { id } }`, ``,
			behind + " only has data starting at block number 50 and data for block number 49 is therefore not available`", "false",
		},
		{`{ keepers(block: {number_gte: 2000}) { id } }`, ``, "Failed to decode `block.number_gte` value: `subgraph " + deployment +
			" has only indexed up to block number 1000 and data for block number 2000 is therefore not yet available`", "false"},
		{`{ keepers(block: {hash: "0x99"}) { id } }`, ``, "Failed to decode `block.hash` value: `no block with that hash found`", "false"},
		{`{ keepers { name boss { id } } }`, ``, "Null value resolved for non-null field `boss`", "true"},
		{`{ keepers { stock } }`, ``, "Null value resolved for non-null field `stock`", "true"},
		{`{ keepers { nope } }`, ``, `Cannot query field "nope" on type "Keeper".`, "false"},
		{`{ keepers(where: {nope: 1}) { id } }`, ``, `Field "nope" is not defined by type "Keeper_filter".`, "false"},
		{`query($w: Keeper_filter) { keepers(where: $w) { id } }`, `{"w":{"nope":1}}`, "Entity `Keeper` has no attribute `nope`", "true"},
		{`query($w: Keeper_filter) { keepers(where: $w) { id } }`, `{"w":[]}`, "Filter must by an object", "true"},
		{`query($w: Keeper_filter) { keepers(where: $w) { id } }`, `{"w":{"or":1}}`, "Non-list value passed to `or` filter", "true"},
		{`query($x: ID!) { keeper(id: $x) { id } }`, ``, "No value provided for required variable `x`", "true"},
		{`query($n: Int) { keepers(first: $n) { id } }`, `{"n":"many"}`, "Invalid value provided for argument `first`: \"many\"", "true"},
		{`query($o: Keeper_orderBy) { keepers(orderBy: $o) { id } }`, `{"o":"x"}`, "Invalid value provided for argument `orderBy`: \"x\"", "true"},
		{
			`query($o: OrderDirection) { keepers(orderDirection: $o) { id } }`, `{"o":"up"}`,
			"Invalid value provided for argument `orderDirection`: \"up\"", "true",
		},
		{
			`query($b: Block_height) { keepers(block: $b) { id } }`, `{"b":{"number":"x"}}`,
			"Invalid value provided for argument `block.number`: \"x\"", "true",
		},
		{`{ keepers(where: {open: true, or: [{id: "a"}]}) { id } }`, ``, "Cannot mix column filters with 'or' operator at the same level. " +
			"Found column filter(s) 'open' alongside 'or' operator.", "true"},
		{`{ keepers(where: {count_gt: null}) { id } }`, ``, "Filter not supported by value `null`: `gt`", "true"},
		{`{ keepers(where: {count: "x"}) { id } }`, ``, "Failed to decode `BigInt` value: `\"x\" is no integer`", "true"},
		{`{ keepers(where: {age: 3000000000}) { id } }`, ``, "Invalid value provided for argument `age`: 3000000000", "true"},
		{`{ keepers(orderBy: sales) { id } }`, ``, "Ordering by `sales` is not supported for type `Keeper`", "true"},
		{`query a { keepers { id } } query b { keepers { id } }`, ``, "Operation name required", "true"},
	} {
		t.Run(c.query+c.variables, func(t *testing.T) {
			a := asker{t, a.url}
			variables := c.variables
			if variables == "" {
				variables = "{}"
			}
			response, body := a.post("/", `{"query":`+quoted(c.query)+`,"variables":`+variables+`}`, nil) //nolint:bodyclose // post has closed it
			if got := messages(t, body); response.StatusCode != http.StatusOK || !slices.Equal(got, []string{c.want}) {
				t.Errorf("the answer is %d %q, want %q", response.StatusCode, got, c.want)
			}
			if strings.Contains(body, `"data"`) {
				t.Errorf("%s has data", body)
			}
			if got := response.Header.Get("graph-attestable"); got != c.attestable {
				t.Errorf("graph-attestable is %s for %s", got, body)
			}
		})
	}
}

func TestAPoisonedRowSpoilsItsBlockOnly(t *testing.T) {
	s := filled(t)
	s.Begin(graphnode.Block{Number: 300})
	s.Put("Keeper", "d", keeper(graphnode.Entity{"boss": "gone"}))
	a := serve(t, s, options())
	body := a.ask(`{ now: keepers { boss { id } } before: keepers(block: {number: 299}, first: 1) { boss { id } } badges { id } }`, "")
	const want = `{"data":{"before":[{"boss":{"id":"a"}}]},"errors":[{"locations":[{"line":1,"column":18}],` +
		`"message":"Null value resolved for non-null field ` + "`boss`" + `"}]}`
	if body != want {
		t.Errorf("the answer is\n%s, want\n%s", body, want)
	}
	if got := ids(t, a.data(`{ keepers(where: {id_not: "d"}) { id boss { id } } }`, "")); got != "B a b c" {
		t.Errorf("without the row come %q", got)
	}
}

func TestIndexingErrors(t *testing.T) {
	o := options()
	o.IndexingError = func() bool { return true }
	a := serve(t, filled(t), o)
	for query, want := range map[string]string{
		`{ _meta { hasIndexingErrors } }`: `{"data":{"_meta":{"hasIndexingErrors":true}}}`,
		`{ badges { id } }`:               `{"errors":[{"message":"indexing_error"}]}`,
		`{ badges { id } _meta { hasIndexingErrors } __typename }`: `{"data":{"_meta":{"hasIndexingErrors":true},"__typename":"Query"},` +
			`"errors":[{"message":"indexing_error"}]}`,
		`{ badges(subgraphError: allow) { id } _meta { hasIndexingErrors } }`: `{"data":{"badges":[{"id":"1"}],` +
			`"_meta":{"hasIndexingErrors":true}},"errors":[{"message":"indexing_error"}]}`,
	} {
		if got := a.ask(query, ""); got != want {
			t.Errorf("%s is answered %s, want %s", query, got, want)
		}
	}
}

func TestLargePagesTimeOut(t *testing.T) {
	o := options()
	o.TimeoutRows = 3
	a := serve(t, filled(t), o)
	if got := messages(t, a.ask(`{ keepers(first: 4) { id } }`, "")); got[0] != "Query timed out" {
		t.Errorf("four rows give %q", got)
	}
	if got := ids(t, a.data(`{ keepers(first: 3) { id } }`, "")); got != "B a b" {
		t.Errorf("three rows give %q", got)
	}
}

func TestAnAnswerIsBounded(t *testing.T) {
	a := serve(t, filled(t), options())
	// Each level multiplies by the five sales of a.
	query := strings.Repeat("sales { keeper { ", 10) + "id" + strings.Repeat(" } }", 10)
	got := messages(t, a.ask(`{ keepers(where: {id: "a"}) { `+query+` } }`, ""))
	if !strings.HasPrefix(got[0], "query potentially returns `1000001` entities or more and thereby exceeds the limit of `1000000` entities.") {
		t.Errorf("a query without end gives %q", got)
	}
}

func TestSkipCanBeUnlimited(t *testing.T) {
	o := options()
	o.MaxSkip = -1
	if got := serve(t, filled(t), o).data(`{ keepers(skip: 100000) { id } }`, ""); got != `{"keepers":[]}` {
		t.Errorf("a large skip gives %s", got)
	}
}
