package vastai

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	network = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}
	noon    = time.Date(2026, 11, 1, 12, 30, 0, 0, time.UTC)
)

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
		MaxAttempts: 2, Clock: func() time.Time { return noon }, Sleep: nil, BackoffBase: 1, BackoffMax: 1, Secrets: []string{testKey},
	})
	t.Cleanup(client.Close)
	return client
}

const testKey = "a-key-of-nobody"

// serve gives the address of a server.
func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// streamOf makes the streams of a configuration and gives the one of that name.
func streamOf(t testing.TB, c Config, name string) extract.Stream {
	t.Helper()
	c.Instance, c.Clock = "main", func() time.Time { return noon }
	if c.Client == nil {
		c.Client = newClient(t)
	}
	streams, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(streams, func(s extract.Stream) bool { return s.ID().Stream == name })
	if i < 0 {
		t.Fatalf("there is no stream %s", name)
	}
	return streams[i]
}

// take takes a snapshot of the stream of that name.
func take(t testing.TB, c Config, name string) (*landing, error) {
	t.Helper()
	stream, ok := streamOf(t, c, name).(extract.SnapshotStream)
	if !ok {
		t.Fatalf("%s is no snapshot stream", name)
	}
	parts, err := stream.Parts(t.Context(), nil)
	if err != nil || len(parts) != 1 {
		t.Fatalf("parts %v: %v", parts, err)
	}
	sink := &landing{}
	return sink, stream.Snapshot(t.Context(), parts[0], sink)
}

// recorded reads a file of recorded data, or skips the test.
func recorded(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the recorded data are not beside the checkout: %v", err)
	}
	return body
}

// offer gives a valid offer of a market made for tests: the i-th machine's, of one GPU.
func offer(i int) map[string]any {
	id := 1000 + 7*i
	price := 0.1 + float64(i)/100
	return map[string]any{
		"id": id, "ask_contract_id": id, "machine_id": 100 + i, "host_id": 10 + i%3, "gpu_name": "RTX 4090", "num_gpus": 1, "gpu_frac": 1,
		"gpu_ids": []int{i}, "rentable": i%2 == 0, "dph_base": price, "dph_total": price + 0.01, "score": 100.5 - float64(i),
		"cpu_ghz": 2.5, "public_ipaddr": "203.0.113.7 ", "geolocation": "Texas, US", "end_date": 1.8e9,
		"search": map[string]any{"totalHour": price + 0.01},
	}
}

// market is a server of the search for offers, which keeps to range and limit as the real one is said to do: of more rows
// than the limit it gives some, whichever.
type market struct {
	offers []map[string]any
	// cap is a limit that the server keeps to itself, 0 for none.
	cap int
	// twice says that every answer has each of its rows twice.
	twice    bool
	requests int
	keys     []string
}

// ServeHTTP answers a search.
func (m *market) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.requests++
	m.keys = append(m.keys, r.Header.Get("Authorization"))
	var search struct {
		Limit  int                        `json:"limit"`
		Ask    struct{ Gte, Lt *int64 }   `json:"ask_contract_id"`
		Rented map[string]json.RawMessage `json:"rentable"`
	}
	if r.URL.Path != "/api/v0/bundles/" || r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&search) != nil || search.Rented != nil {
		http.Error(w, "<html>", http.StatusNotFound)
		return
	}
	within := everything()
	if search.Ask.Gte != nil {
		within.from = *search.Ask.Gte
	}
	if search.Ask.Lt != nil {
		within.to = *search.Ask.Lt
	}
	most := search.Limit
	if m.cap > 0 {
		most = min(most, m.cap)
	}
	found := []any{}
	for i := range m.offers {
		o := m.offers[(i*13+5)%len(m.offers)] // in no order
		if id, ok := o["id"].(int); ok && within.contains(int64(id)) && len(found) < most {
			found = append(found, o)
		}
	}
	if m.twice {
		found = append(found, found...)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"offers": found})
}

// reply is a server that answers every request with one body.
func reply(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

func offers(n int) (all []map[string]any) {
	for i := range n {
		all = append(all, offer(i))
	}
	return all
}

func idsOf(l *landing) (found []string) {
	for _, row := range l.rows {
		found = append(found, row["id"])
	}
	slices.Sort(found)
	return found
}

// noAddress fails where a text holds an address of a host.
func noAddress(t testing.TB, where, text string) {
	t.Helper()
	for _, address := range []string{"203.0.113.", "192.0.2.", "198.51.100."} {
		if strings.Contains(text, address) {
			t.Errorf("%s holds an address of a host: %s", where, text)
		}
	}
}
