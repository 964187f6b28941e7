package graphnode_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// FuzzRequests posts any body: the handler answers JSON with status 200 or 400, whatever it holds.
func FuzzRequests(f *testing.F) {
	for _, body := range []string{
		`{"query":"{ keepers(first: 2, where: {or: [{count_gt: \"1e3\"}, {mentor_: {name: \"A\"}}]}, orderBy: mentor__stock) { id } }"}`,
		`{"query":"query($b: Block_height, $w: Sale_filter) { sales(block: $b, where: $w) { id ...f } } fragment f on Sale { amount }","variables":{"b":{"number":1},"w":{"amount_in":[1,"2",null],"_change_block":{"number_gte":1}}}}`,
		`{"query":"{ events { __typename ... on Sale { receipt { events(skip: 1) { id } } } } _meta { block { hash } } }"}`,
		`{"query":"{ __schema { types { name fields { args { defaultValue } type { ofType { name } } } } } }","variables":null}`,
		`{"query":"mutation { x }"}`, `{"query":""}`, `{}`, `[]`, ``, `{"query":"{ keeper(id: {}) { id } }","variables":{"a":[{}]}}`,
		`{"query":"query($x: [ID!] = [1], $y: Boolean) { keepers(where: {id_in: $x, tags: $x}) { id @skip(if: $y) } }","variables":{"x":{"a":1}}}`,
	} {
		f.Add(body)
	}
	o := options()
	o.Gateway = true
	store := filled(f)
	handlers := []http.Handler{graphnode.NewServer(store, options()), graphnode.NewServer(store, o)}
	f.Fuzz(func(t *testing.T, body string) {
		for _, handler := range handlers {
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
			if response.Code != http.StatusOK && response.Code != http.StatusBadRequest || !json.Valid(response.Body.Bytes()) {
				t.Errorf("%q is answered %d %s", body, response.Code, response.Body)
			}
		}
	})
}
