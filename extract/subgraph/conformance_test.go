package subgraph

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	livepeer "github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// subject is a stream under test. The node gives 12 rows at once, so that there are pages.
func subject(stream, typ string, serve func(t testing.TB, world extracttest.World, schema string) *graphnode.Store) extracttest.Subject {
	return extracttest.Subject{
		Network: testNetwork, Rows: 100, NewField: "memo", Optional: "amount",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return streamOf(t, Config{Endpoint: url, Client: client}, stream)
		},
		Serve: func(t testing.TB, world extracttest.World) http.Handler {
			text, declared := livepeer.SchemaText(), typ+" @entity {"
			if world.Fault == extracttest.NewField {
				text = schemaText("type "+declared, "type "+declared+"\n  memo: String")
			}
			return spoiled(answering(serve(t, world, text), 0), world)
		},
		IsData: func(_ *http.Request, body []byte) bool { return bytes.Contains(body, []byte("rows: ")) },
		Without: map[extracttest.Fault]string{
			extracttest.EmptyPage: "a page without rows is the end, and the answer says which row is the last",
		},
	}
}

// spoiled changes the answers of a node as a fault says.
func spoiled(next http.Handler, world extracttest.World) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client is gone
		}
		text := strings.Replace(string(asked), `"first":1000`, `"first":12`, 1)
		again := r.Clone(r.Context())
		again.Body, again.ContentLength = readable(text), int64(len(text))
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, again)
		body := answer.Body.String()
		middle := fmt.Sprintf(`"amount":"%d"`, world.Rows/2)
		switch world.Fault {
		case extracttest.WrongType:
			body = strings.Replace(body, middle, `"amount":{"wei":7}`, 1)
		case extracttest.DuplicatePage:
			from, to := strings.Index(body, `"rows":[`), strings.Index(body, `],"last"`)
			if from >= 0 && to > from+len(`"rows":[`) {
				body = body[:to] + "," + body[from+len(`"rows":[`):]
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.Code)
		_, _ = w.Write([]byte(body))
	})
}

// TestConformanceOfEvents has a deposit an hour.
func TestConformanceOfEvents(t *testing.T) {
	s := subject("deposit_funded_events", "DepositFundedEvent implements Event", func(t testing.TB, world extracttest.World, schema string) *graphnode.Store {
		return events(t, schema, world.Rows, func(i int, deposit graphnode.Entity) {
			switch {
			case world.Fault == extracttest.NewField:
				deposit["memo"] = "x"
			case world.Fault == extracttest.PoisonedRow && i == world.Rows/2:
				deposit["sender"] = "0x00000000000000000000000000000000000000bb"
			}
		})
	})
	s.Without[extracttest.RemovedField] = "TestFieldsThatAreNewAndGone: a subgraph's fields go from its schema"
	extracttest.Run(t, s)
}

// TestConformanceOfSnapshots has a hundred locks of one delegator.
func TestConformanceOfSnapshots(t *testing.T) {
	s := subject("unbonding_locks", "UnbondingLock", func(t testing.TB, world extracttest.World, schema string) *graphnode.Store {
		store := events(t, schema, 0, nil)
		store.Put("Delegator", account, gone)
		for i := range world.Rows {
			lock := graphnode.Entity{
				"unbondingLockId": int64(i), "delegator": account, "delegate": account, "amount": fmt.Sprint(i), "withdrawRound": "9", "sender": account,
			}
			switch {
			case world.Fault == extracttest.NewField:
				lock["memo"] = "x"
			case world.Fault == extracttest.PoisonedRow && i == world.Rows/2:
				lock["delegator"] = "0x00000000000000000000000000000000000000bb"
			}
			store.Put("UnbondingLock", fmt.Sprintf("%010d-%s", i, account), lock)
		}
		store.Put("Transcoder", account, orchestrator)
		if err := store.Err(); err != nil {
			t.Fatal(err)
		}
		return store
	})
	s.Without[extracttest.RemovedField] = "TestFieldsThatAreNewAndGone: a subgraph's fields go from its schema"
	extracttest.Run(t, s)
}
