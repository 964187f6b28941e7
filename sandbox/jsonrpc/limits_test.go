package jsonrpc_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestDialects asks every provider for too wide a range and for too many results.
func TestDialects(t *testing.T) {
	for _, c := range []struct {
		dialect       jsonrpc.Dialect
		status, code  int
		span, results string
	}{
		{jsonrpc.Nitro, 200, -32000, "exceed maximum block range: 500", "logs matched by query exceeds limit of 10"},
		{jsonrpc.Alchemy, 200, -32600, "this block range should work: [0x64, 0x257]", "this block range should work: [0x64, 0xc7]"},
		{jsonrpc.Infura, 200, -32602, "range 901 exceeds limit of 500", "query returned more than 10 results. Try with this block range [0x64, 0xc7]."},
		{jsonrpc.QuickNode, 413, -32614, "eth_getLogs is limited to a 500 range", "query returned more than 10 results"},
		{jsonrpc.Chainstack, 200, -32602, "Block range limit exceeded.", "logs matched by query exceeds limit of 10"},
		{jsonrpc.DRPC, 200, 35, "ranges over 500 blocks are not supported on freetier", "query exceeds max results 10"},
		{jsonrpc.Ankr, 200, -32600, "block range is too wide", "query returned more than 10 results"},
		{jsonrpc.BlockPI, 200, -32602, "limited to 500 block range", "query returned more than 10 results"},
		{jsonrpc.OneRPC, 200, -32602, "exceeds the range allowed for your plan (901 > 500)", "exceeds limit of 10"},
		{jsonrpc.PublicNode, 200, -32701, "maximum block range: 500", "exceeds limit of 10"},
		{jsonrpc.Reth, 200, -32602, "query exceeds max block range 500", "query exceeds max results 10, retry with the range 100-199"},
		{jsonrpc.Erigon, 200, -32602, "query block range exceeds server limit", "query exceeds max results 10"},
		{jsonrpc.Coinbase, 200, -32602, "please limit the query to at most 500 blocks", "backend response too large"},
	} {
		t.Run(string(c.dialect), func(t *testing.T) {
			e := serve(t, chain(), jsonrpc.Options{Dialect: c.dialect, Limits: jsonrpc.Limits{MaxRange: 500, MaxResults: 10}})
			wide := `[{"fromBlock":"0x64","toBlock":"0x3e8"}]`
			if r := e.call("eth_getLogs", wide); r.Error == nil || r.Error.Code != c.code || !strings.Contains(r.Error.Message, c.span) {
				t.Errorf("a wide range gives %+v, want %d %q", r.Error, c.code, c.span)
			}
			status, _, _, err := e.post(`{"id":1,"method":"eth_getLogs","params":` + wide + `}`)
			if err != nil || status != c.status {
				t.Errorf("a wide range gives HTTP %d %v, want %d", status, err, c.status)
			}
			r := e.call("eth_getLogs", `[{"fromBlock":"0x64","toBlock":"0x1f4"}]`)
			if r.Error == nil || !strings.Contains(r.Error.Message, c.results) {
				t.Errorf("many results give %+v, want %q", r.Error, c.results)
			}
			if got := len(e.logs(`{"fromBlock":"0x64","toBlock":"0xbe"}`)); got != 10 {
				t.Errorf("as many results as allowed are %d", got)
			}
		})
	}
	if len(jsonrpc.Dialects()) != 13 {
		t.Error("a dialect isn't tested")
	}
}

func TestInfuraStatesTheRangeAsData(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Dialect: jsonrpc.Infura, Limits: jsonrpc.Limits{MaxResults: 10}})
	r := e.call("eth_getLogs", `[{"fromBlock":"0x64","toBlock":"0x3e8"}]`)
	if got := fmt.Sprint(r.Error.Data); got != "map[from:0x64 limit:10 to:0xc7]" {
		t.Errorf("data is %s", got)
	}
}

func TestQuickNodeSetsCommas(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Dialect: jsonrpc.QuickNode, Limits: jsonrpc.Limits{MaxRange: 10_000}})
	r := e.call("eth_getLogs", `[{"fromBlock":"0x0","toBlock":"0xffffff"}]`)
	if r.Error == nil || r.Error.Message != "eth_getLogs is limited to a 10,000 range" {
		t.Errorf("%+v", r.Error)
	}
}

func TestSuggestionsOvershoot(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Dialect: jsonrpc.Alchemy, Limits: jsonrpc.Limits{MaxResults: 1, Overshoot: 5}})
	r := e.call("eth_getLogs", `[{"fromBlock":"0x64","toBlock":"0xc8"}]`)
	if found := regexp.MustCompile(`\[(0x\w+), (0x\w+)\]`).FindStringSubmatch(r.Error.Message); len(found) != 3 || found[2] != "0xcd" {
		t.Errorf("suggested %v", found)
	}
}

// TestOneBlockCanBeTooLarge asks for a block with more logs than the limit: only fewer addresses help.
func TestOneBlockCanBeTooLarge(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 2}})
	if r := e.call("eth_getLogs", `[{"fromBlock":"0x1f4","toBlock":"0x1f4"}]`); r.Error == nil {
		t.Error("three logs in a block pass a limit of two")
	}
	if got := len(e.logs(fmt.Sprintf(`{"fromBlock":"0x1f4","toBlock":"0x1f4","address":%q}`, first))); got != 0 {
		t.Errorf("the other contract has %d logs in the block", got)
	}
}
