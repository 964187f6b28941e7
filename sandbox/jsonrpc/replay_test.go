package jsonrpc_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestReplayOfDevchain(t *testing.T) {
	c, err := jsonrpc.LoadDevchain(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	e := serve(t, c, jsonrpc.Options{})
	if got := len(e.logs(`{"fromBlock":"0x0","toBlock":"latest"}`)); got != 2469 {
		t.Errorf("%d logs, recorded are 2469", got)
	}
	if r := e.call("eth_chainId", `[]`); string(r.Result) != `"0x7a69"` {
		t.Errorf("chain id %s", r.Result)
	}
	r := e.call("eth_getTransactionReceipt", `["0x4eb53d182313e5bd7e0f67b095f5e41454e804e8a7abd4b459773a1526cbb16a"]`)
	if got := string(r.Result); !strings.Contains(got, `"logs":[{`) || !strings.Contains(got, `"blockHash":"0xd4ea768f`) {
		t.Errorf("receipt %.200s", got)
	}
	checkChain(t, c, 0, 300)
}

func TestReplayOfReencodedLogs(t *testing.T) {
	c, err := jsonrpc.LoadReencoded(recorded(t, "reencoded-logs"))
	if err != nil {
		t.Fatal(err)
	}
	e := serve(t, c, jsonrpc.Options{})
	if got := len(e.logs(`{"fromBlock":"0x0","toBlock":"latest"}`)); got != 3366 {
		t.Errorf("%d logs, recorded are 3366", got)
	}
	checkChain(t, c, 5_856_300, 5_856_500)
}

// checkChain checks that blocks follow each other: by hash, by time, and found again by hash.
func checkChain(t *testing.T, c jsonrpc.Chain, from, to int64) {
	t.Helper()
	for n := from + 1; n <= to; n++ {
		before, _ := c.Block(n - 1)
		b, ok := c.Block(n)
		if !ok || b.ParentHash != before.Hash || b.Time < before.Time {
			t.Fatalf("block %d %s at %d doesn't follow %s at %d", n, b.ParentHash, b.Time, before.Hash, before.Time)
		}
		if found, ok := c.BlockNumber(b.Hash); !ok || found != n {
			t.Fatalf("hash of block %d finds %d %v", n, found, ok)
		}
	}
}

func TestNumberedHashes(t *testing.T) {
	for _, n := range []int64{0, 1, 418_000_000} {
		if got := jsonrpc.HashedNumber(jsonrpc.NumberedHash(3, n)); got != n {
			t.Errorf("block %d is found as %d", n, got)
		}
	}
	if jsonrpc.NumberedHash(3, 1) == jsonrpc.NumberedHash(4, 1) {
		t.Error("two seeds make the same hash")
	}
}

func TestUnreadableRecordings(t *testing.T) {
	if _, err := jsonrpc.LoadDevchain(t.TempDir()); err == nil {
		t.Error("an empty folder is a recording")
	}
	if _, err := jsonrpc.LoadReencoded(t.TempDir()); err == nil {
		t.Error("an empty folder is a recording")
	}
}

// BenchmarkGetLogs measures the rate at which logs leave the server.
func BenchmarkGetLogs(b *testing.B) {
	c, err := jsonrpc.LoadReencoded(recorded(b, "reencoded-logs"))
	if err != nil {
		b.Fatal(err)
	}
	server := jsonrpc.NewServer(c, jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 10_000}})
	body := `{"id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"latest"}]}`
	logs := 0
	for b.Loop() {
		w := &discard{header: http.Header{}}
		server.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
		logs += 3366
	}
	b.ReportMetric(float64(logs)/b.Elapsed().Seconds(), "logs/s")
}

// discard is a response writer that forgets.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}
