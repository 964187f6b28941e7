package graphnode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// shop is the schema of the tests' subgraph.
const shop = `
enum Grade { Poor Fair Good }

"Something that happened"
interface Event {
  id: ID!
  timestamp: Int!
  receipt: Receipt!
}

type Receipt @entity(immutable: true) {
  id: ID!
  number: BigInt!
  events: [Event!]! @derivedFrom(field: "receipt")
}

type Keeper @entity {
  id: ID!
  name: String
  hash: Bytes
  grade: Grade!
  stock: BigDecimal!
  count: BigInt!
  age: Int
  open: Boolean!
  mentor: Keeper
  boss: Keeper!
  tags: [String!]!
  friends: [Keeper!]!
  sales: [Sale!]! @derivedFrom(field: "keeper")
  badge: Badge @derivedFrom(field: "owner")
}

type Badge @entity { id: ID!, owner: Keeper! }

type Sale implements Event @entity(immutable: true) {
  id: ID!
  timestamp: Int!
  receipt: Receipt!
  keeper: Keeper!
  amount: BigDecimal!
}

type Visit implements Event @entity(immutable: true) {
  id: ID!
  timestamp: Int!
  receipt: Receipt!
}
`

const deployment = "QmTestTestTestTestTestTestTestTestTestTestTest"

var head = graphnode.Block{Number: 1000, Time: 1_700_000_000, Hash: "0x" + strings.Repeat("ab", 32)}

func newShop(t testing.TB) *graphnode.Store {
	t.Helper()
	store, err := graphnode.NewStore(shop)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func keeper(fields graphnode.Entity) graphnode.Entity {
	all := graphnode.Entity{
		"grade": "Fair", "stock": "1", "count": "1", "open": true, "boss": "a", "tags": []string{}, "friends": []string{},
	}
	for name, value := range fields {
		all[name] = value
	}
	return all
}

// filled is a shop with keepers a, b, c and B, and what they sold.
func filled(t testing.TB) *graphnode.Store {
	t.Helper()
	s := newShop(t)
	s.Begin(graphnode.Block{Number: 100, Time: 1000, Hash: "0x64"})
	s.Put("Keeper", "a", keeper(graphnode.Entity{
		"name": "Anna", "hash": "0xaabb", "grade": "Good", "stock": "10.50", "count": "9", "age": int64(30),
		"tags": []string{"old", "Kind"}, "friends": []string{"c", "b", "gone"},
	}))
	s.Put("Keeper", "b", keeper(graphnode.Entity{
		"name": "Bert", "hash": "0xaacc", "grade": "Poor", "stock": "0.0", "count": "10", "mentor": "a", "open": false,
	}))
	s.Put("Keeper", "c", keeper(graphnode.Entity{"name": "anton_c", "stock": "2", "count": "-3", "mentor": "gone", "age": int64(30)}))
	s.Put("Badge", "1", graphnode.Entity{"owner": "b"})
	s.Begin(graphnode.Block{Number: 200, Time: 2000, Hash: "0xC8"})
	s.Put("Keeper", "B", keeper(graphnode.Entity{"stock": "2", "count": "100000000000000000000000", "mentor": "b"}))
	for i := range 5 {
		receipt := fmt.Sprintf("r%d", i/2)
		s.Put("Receipt", receipt, graphnode.Entity{"number": fmt.Sprint(100 * (i / 2))})
		s.Put("Sale", fmt.Sprintf("s%d", i), graphnode.Entity{
			"timestamp": int64(2000 + i/2), "receipt": receipt, "keeper": "a", "amount": fmt.Sprint(i),
		})
	}
	s.Put("Visit", "v1", graphnode.Entity{"timestamp": int64(2001), "receipt": "r0"})
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

func options() graphnode.Options {
	return graphnode.Options{
		Deployment: func() string { return deployment },
		Head:       func() graphnode.Block { return head },
		StartBlock: 50,
	}
}

// asker posts queries to a server of a store.
type asker struct {
	t   testing.TB
	url string
}

func serve(t testing.TB, s *graphnode.Store, o graphnode.Options) asker {
	t.Helper()
	server := httptest.NewServer(graphnode.NewServer(s, o))
	t.Cleanup(server.Close)
	return asker{t, server.URL}
}

// post sends a body to a path, and gives the answer.
func (a asker) post(path, body string, headers map[string]string) (*http.Response, string) {
	a.t.Helper()
	request, err := http.NewRequest(http.MethodPost, a.url+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	return a.do(request)
}

func (a asker) do(request *http.Request) (*http.Response, string) {
	a.t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return response, string(content)
}

// ask answers a query with variables, given as JSON or not at all.
func (a asker) ask(query, variables string) string {
	a.t.Helper()
	if variables == "" {
		variables = "null"
	}
	text, err := json.Marshal(query)
	if err != nil {
		a.t.Fatal(err)
	}
	response, body := a.post("/", `{"query":`+string(text)+`,"variables":`+variables+`}`, nil) //nolint:bodyclose // post has closed it
	if response.StatusCode != http.StatusOK {
		a.t.Fatalf("%s is answered with status %d: %s", query, response.StatusCode, body)
	}
	return body
}

// data answers a query that must succeed, without the frame around its data.
func (a asker) data(query, variables string) string {
	a.t.Helper()
	body := a.ask(query, variables)
	data, ok := strings.CutPrefix(body, `{"data":`)
	if !ok || strings.Contains(body, `"errors":`) {
		a.t.Fatalf("%s fails: %s", query, body)
	}
	return strings.TrimSuffix(data, "}")
}

// messages answers a query that must fail, and gives what its errors say.
func messages(t testing.TB, body string) []string {
	t.Helper()
	var answer struct {
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Errors) == 0 {
		t.Fatalf("%s holds no errors: %v", body, err)
	}
	var texts []string
	for _, e := range answer.Errors {
		texts = append(texts, e.Message)
	}
	return texts
}

// ids gives the ids of the only list in an answer's data.
func ids(t testing.TB, data string) string {
	t.Helper()
	var lists map[string][]struct{ ID string }
	if err := json.Unmarshal([]byte(data), &lists); err != nil || len(lists) != 1 {
		t.Fatalf("%s isn't one list: %v", data, err)
	}
	var b bytes.Buffer
	for _, list := range lists {
		for _, row := range list {
			b.WriteString(row.ID + " ")
		}
	}
	return strings.TrimSpace(b.String())
}
