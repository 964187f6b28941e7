package subgraph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	livepeer "github.com/lakepeer/lakepeer/sandbox/subgraph"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	deployment = "QmTestTestTestTestTestTestTestTestTestTestTest"
	testKey    = "0123456789abcdef0123456789abcdef"
	account    = "0x00000000000000000000000000000000000000aa"
)

var (
	testNetwork = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}
	// now is when the tests are; the subgraph's head is a minute older.
	now   = time.Date(2026, 11, 1, 12, 30, 0, 0, time.UTC)
	begin = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	head  = graphnode.Block{Number: 10_000, Time: now.Unix() - 60, Hash: "0x" + strings.Repeat("ab", 32)}
)

// gone is a delegator with nothing; orchestrator is one that is active, without stake.
var (
	gone = graphnode.Entity{
		"startRound": "0", "bondedAmount": "0", "principal": "0", "unbonded": "0", "fees": "0", "withdrawnFees": "0", "delegatedAmount": "0",
	}
	orchestrator = graphnode.Entity{
		"active": true, "status": "Registered", "activationRound": "0", "deactivationRound": "0", "activationTimestamp": int64(0),
		"lastActiveStakeUpdateRound": "0", "rewardCut": "0", "feeShare": "0", "rewardCutUpdateTimestamp": int64(0), "feeShareUpdateTimestamp": int64(0),
		"totalStake": "0", "totalVolumeETH": "0", "totalVolumeUSD": "0", "thirtyDayVolumeETH": "0", "sixtyDayVolumeETH": "0", "ninetyDayVolumeETH": "0",
	}
)

// roundAt is a round that began at a time.
func roundAt(at time.Time) graphnode.Entity {
	return graphnode.Entity{
		"startTimestamp": at.Unix(), "initialized": true, "length": "5760", "startBlock": "1", "endBlock": "5761", "mintableTokens": "0",
		"volumeETH": "0", "volumeUSD": "0", "totalActiveStake": "0", "totalSupply": "0", "participationRate": "0", "movedStake": "0",
		"newStake": "0", "inflation": "0", "numActiveTranscoders": "0", "activeTranscoderCount": "0", "delegatorsCount": "0",
	}
}

// events fills a store of a schema with an orchestrator and so many days, deposits of a gateway, one an hour. The store is told
// how to change a deposit before it is put.
func events(t testing.TB, schema string, count int, change func(i int, deposit graphnode.Entity)) *graphnode.Store {
	t.Helper()
	store, err := graphnode.NewStore(schema)
	if err != nil {
		t.Fatal(err)
	}
	store.Begin(graphnode.Block{Number: 1, Time: begin.Unix(), Hash: "0x01"})
	put := func(typ, id string, e graphnode.Entity) { store.Put(typ, id, e) }
	put("Broadcaster", account, graphnode.Entity{
		"deposit": "1.5", "reserve": "0", "totalVolumeETH": "0", "totalVolumeUSD": "0", "thirtyDayVolumeETH": "0", "sixtyDayVolumeETH": "0",
		"ninetyDayVolumeETH": "0", "firstFundedDay": int64(0), "firstActiveDay": int64(0), "lastFundedDay": int64(0), "lastActiveDay": int64(0),
	})
	put("Round", "7", roundAt(begin))
	for i := range count {
		hash := fmt.Sprintf("0x%064x", i)
		put("Transaction", hash, graphnode.Entity{
			"blockNumber": "1", "timestamp": begin.Unix(), "gasUsed": "2", "gasPrice": "3", "from": account, "to": account,
		})
		deposit := graphnode.Entity{
			"transaction": hash, "timestamp": begin.Add(time.Duration(i) * time.Hour).Unix(), "round": "7", "sender": account, "amount": fmt.Sprint(i),
		}
		if change != nil {
			change(i, deposit)
		}
		put("DepositFundedEvent", hash+"-0", deposit)
	}
	if err := store.Err(); err != nil {
		t.Fatal(err)
	}
	return store
}

// answering gives the server of a store, behind the gateway.
func answering(store *graphnode.Store, timeoutRows int) http.Handler {
	return graphnode.NewServer(store, graphnode.Options{
		Deployment: func() string { return deployment }, Gateway: true, Head: func() graphnode.Block { return head }, TimeoutRows: timeoutRows,
	})
}

// streamOf makes the streams and gives the one of a name.
func streamOf(t testing.TB, c Config, name string) extract.Stream {
	t.Helper()
	c.Instance, c.From, c.Clock = "main", begin, func() time.Time { return now }
	streams, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range streams {
		if s.ID().Stream == name {
			return s
		}
	}
	t.Fatalf("there is no stream %s", name)
	return nil
}

// landing is a sink that keeps rows as text by column.
type landing struct {
	rows    []map[string]string
	rejects []load.RejectedRow
	marks   []int64
}

// Append implements extract.Sink.
func (l *landing) Append(batch arrow.RecordBatch) error {
	for i := range int(batch.NumRows()) {
		row := map[string]string{}
		for c, field := range batch.Schema().Fields() {
			if batch.Column(c).IsValid(i) {
				row[field.Name] = batch.Column(c).ValueStr(i)
			}
		}
		l.rows = append(l.rows, row)
	}
	return nil
}

// Reject implements extract.Sink.
func (l *landing) Reject(row load.RejectedRow) { l.rejects = append(l.rejects, row) }

// Mark implements extract.Sink.
func (l *landing) Mark(upTo int64) error {
	l.marks = append(l.marks, upTo)
	return nil
}

func newClient(t testing.TB) *httpclient.Client {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		MaxAttempts: 2, Clock: func() time.Time { return now }, BackoffBase: 1, BackoffMax: 1, Secrets: []string{testKey},
	})
	t.Cleanup(client.Close)
	return client
}

// recorder counts the requests of a server, and keeps their bodies and keys.
type recorder struct {
	next   http.Handler
	bodies []string
	keys   []string
}

// ServeHTTP implements http.Handler.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	var body json.RawMessage
	_ = json.NewDecoder(request.Body).Decode(&body) // what isn't JSON is refused by the server
	r.bodies = append(r.bodies, string(body))
	r.keys = append(r.keys, request.Header.Get("Authorization"))
	again := request.Clone(request.Context())
	again.Body = http.NoBody
	again.Body, again.ContentLength = readable(string(body)), int64(len(body))
	r.next.ServeHTTP(w, again)
}

// read reads all of a stream's parts from a server.
func read(t testing.TB, c Config, name string, handler http.Handler) (*landing, extract.Stream, error) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if c.Endpoint == "" {
		c.Endpoint = server.URL
	}
	c.Client = newClient(t)
	stream := streamOf(t, c, name)
	lake, err := load.Open(t.TempDir(), testNetwork, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := stream.Parts(t.Context(), lake)
	if err != nil {
		t.Fatal(err)
	}
	found := &landing{}
	for _, part := range parts {
		switch s := stream.(type) {
		case extract.SnapshotStream:
			err = s.Snapshot(t.Context(), part, found)
		case extract.IntervalStream:
			var end int64
			if end, err = s.SettledUntil(t.Context()); err == nil {
				err = s.Read(t.Context(), part, load.Interval{From: part.From, To: end}, found)
			}
		}
		if err != nil {
			return found, stream, err
		}
	}
	return found, stream, nil
}

// schemaText is Livepeer's schema, with a piece of text replaced.
func schemaText(old, replacement string) string {
	return strings.Replace(livepeer.SchemaText(), old, replacement, 1)
}
