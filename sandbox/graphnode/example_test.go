package graphnode_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

func Example() {
	store, err := graphnode.NewStore(`type Round @entity { id: ID! length: BigInt! }`)
	if err != nil {
		fmt.Println(err)
		return
	}
	first, second := graphnode.Block{Number: 7}, graphnode.Block{Number: 8, Time: 1_700_000_000, Hash: "0x08"}
	store.Begin(first)
	store.Put("Round", "1", graphnode.Entity{"length": "5760"})
	store.Begin(second)
	store.Put("Round", "1", graphnode.Entity{"length": "6377"})

	handler := graphnode.NewServer(store, graphnode.Options{
		Deployment: func() string { return "QmExample" },
		Head:       func() graphnode.Block { return second },
	})
	for _, query := range []string{`{ rounds { id length } }`, `{ rounds(block: {number: 7}) { length } }`} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"query":"`+query+`"}`)))
		fmt.Println(answer.Body)
	}
	// Output:
	// {"data":{"rounds":[{"id":"1","length":"6377"}]}}
	// {"data":{"rounds":[{"length":"5760"}]}}
}
