package jsonrpc_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestMethods(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Confirmations: 100})
	for _, c := range []struct{ name, method, params, want string }{
		{"chain id", "eth_chainId", `[]`, `"0x309"`},
		{"network", "net_version", `[]`, `"777"`},
		{"head", "eth_blockNumber", `[]`, `"0x3e8"`},
		{"block by number", "eth_getBlockByNumber", `["0x64",false]`, `"number":"0x64"`},
		{"block time", "eth_getBlockByNumber", `["0x64",false]`, `"timestamp":"0x44c"`},
		{"interpolated time", "eth_getBlockByNumber", `["0x69",false]`, `"timestamp":"0x451"`},
		{"latest", "eth_getBlockByNumber", `["latest",false]`, `"number":"0x3e8"`},
		{"finalized", "eth_getBlockByNumber", `["finalized",false]`, `"number":"0x384"`},
		{"safe", "eth_getBlockByNumber", `["safe",false]`, `"number":"0x384"`},
		{"earliest", "eth_getBlockByNumber", `["earliest",false]`, `"number":"0x0"`},
		{"beyond the head", "eth_getBlockByNumber", `["0x3e9",false]`, `null`},
		{"unknown receipt", "eth_getTransactionReceipt", `["0x` + strings.Repeat("0", 64) + `"]`, `null`},
		{"unknown block", "eth_getBlockByHash", `["0x` + strings.Repeat("1", 64) + `",false]`, `null`},
		{"block by hash", "eth_getBlockByHash", fmt.Sprintf(`[%q,false]`, jsonrpc.NumberedHash(1, 100)), `"number":"0x64"`},
		{"call without code", "eth_call", fmt.Sprintf(`[{"to":%q,"data":"0x313ce567"},"latest"]`, first), `"0x"`},
		{"no receipts", "eth_getBlockReceipts", `["0x64"]`, `[]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := e.call(c.method, c.params)
			if r.Error != nil || !strings.Contains(string(r.Result), c.want) {
				t.Errorf("%s%s gives %s %v, want %s in it", c.method, c.params, r.Result, r.Error, c.want)
			}
		})
	}
}

func TestRefusedCalls(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{RefuseBeyondHead: true, Limits: jsonrpc.Limits{MaxAddresses: 1}})
	for _, c := range []struct {
		name, method, params string
		code                 int
	}{
		{"unknown method", "eth_getCode", `[]`, -32601},
		{"call of nothing", "eth_call", `[]`, -32602},
		{"leading zero", "eth_getLogs", `[{"fromBlock":"0x01"}]`, -32602},
		{"not hex", "eth_getLogs", `[{"fromBlock":"12"}]`, -32602},
		{"turned round", "eth_getLogs", `[{"fromBlock":"0x10","toBlock":"0x1"}]`, -32602},
		{"hash and range", "eth_getLogs", `[{"fromBlock":"0x1","blockHash":"0x` + strings.Repeat("1", 64) + `"}]`, -32602},
		{"unknown hash", "eth_getLogs", `[{"blockHash":"0x` + strings.Repeat("1", 64) + `"}]`, -32000},
		{"beyond the head", "eth_getLogs", `[{"fromBlock":"0x1","toBlock":"0xffff"}]`, -32000},
		{"short address", "eth_getLogs", `[{"address":"0x12"}]`, -32602},
		{"many addresses", "eth_getLogs", fmt.Sprintf(`[{"address":[%q,%q]}]`, first, second), -32602},
		{"full transactions", "eth_getBlockByNumber", `["0x1",true]`, -32602},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := e.call(c.method, c.params); r.Error == nil || r.Error.Code != c.code {
				t.Errorf("%s%s gives %s %+v, want code %d", c.method, c.params, r.Result, r.Error, c.code)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	c := chain()
	e := serve(t, c, jsonrpc.Options{})
	block, _ := c.Block(500)
	all := `"fromBlock":"0x0","toBlock":"latest"`
	for _, f := range []struct {
		name, filter string
		want         int
	}{
		{"everything", `{` + all + `}`, 93},
		{"both ends included", `{"fromBlock":"0x64","toBlock":"0x6e"}`, 2},
		{"beyond the head is clamped", `{"fromBlock":"0x3e8","toBlock":"0xffffff"}`, 1},
		{"one address", fmt.Sprintf(`{%s,"address":%q}`, all, first), 45},
		{"two addresses", fmt.Sprintf(`{%s,"address":[%q,%q]}`, all, first, second), 93},
		{"another address", `{` + all + `,"address":"0x` + strings.Repeat("c", 40) + `"}`, 0},
		{"a topic", fmt.Sprintf(`{%s,"topics":[%q]}`, all, topicB), 48},
		{"one of two topics", fmt.Sprintf(`{%s,"topics":[[%q,%q]]}`, all, topicA, topicB), 93},
		{"any first topic", fmt.Sprintf(`{%s,"topics":[null,[%q]]}`, all, topicA), 0},
		{"more topics than there are", `{` + all + `,"topics":[null,null,null]}`, 0},
		{"by hash", fmt.Sprintf(`{"blockHash":%q}`, block.Hash), 3},
	} {
		t.Run(f.name, func(t *testing.T) {
			if got := len(e.logs(f.filter)); got != f.want {
				t.Errorf("%s matches %d logs, want %d", f.filter, got, f.want)
			}
		})
	}
}

func TestBatchesAreShuffledBySeed(t *testing.T) {
	var calls []string
	for i := range 20 {
		calls = append(calls, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"eth_getBlockByNumber","params":["0x%x",false]}`, i, i))
	}
	body := "[" + strings.Join(calls, ",") + "]"
	order := func(seed uint64) string {
		_, _, content, err := serve(t, chain(), jsonrpc.Options{ShuffleSeed: seed}).post(body)
		if err != nil {
			t.Fatal(err)
		}
		var replies []rpcReply
		if err := json.Unmarshal(content, &replies); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, r := range replies {
			var id int64
			var block struct{ Number string }
			if json.Unmarshal(r.ID, &id) != nil || json.Unmarshal(r.Result, &block) != nil || block.Number != fmt.Sprintf("0x%x", id) {
				t.Fatalf("reply %s holds block %s", r.ID, r.Result)
			}
			ids = append(ids, string(r.ID))
		}
		if len(ids) != 20 {
			t.Fatalf("%d replies", len(ids))
		}
		return strings.Join(ids, " ")
	}
	if order(0) != "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19" {
		t.Error("without a seed the replies aren't in order")
	}
	if order(5) != order(5) || order(5) == order(6) || order(5) == order(0) {
		t.Error("the order isn't one of the seed's")
	}
}

func TestFinality(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Finality: jsonrpc.FinalityRefused})
	if r := e.call("eth_getBlockByNumber", `["finalized",false]`); r.Error == nil {
		t.Errorf("finalized gives %s", r.Result)
	}
	e = serve(t, chain(), jsonrpc.Options{Finality: jsonrpc.FinalityGenesis, HeadLag: 30})
	if r := e.call("eth_getBlockByNumber", `["finalized",false]`); !strings.Contains(string(r.Result), `"number":"0x0"`) {
		t.Errorf("finalized gives %s", r.Result)
	}
	if r := e.call("eth_blockNumber", `[]`); string(r.Result) != `"0x3ca"` {
		t.Errorf("a head that lags 30 blocks behind is %s", r.Result)
	}
}

func TestTimestamps(t *testing.T) {
	for mode, want := range map[jsonrpc.Timestamps]any{
		jsonrpc.TimestampsPresent: "0x44c", jsonrpc.TimestampsAbsent: nil, jsonrpc.TimestampsZero: "0x0",
	} {
		e := serve(t, chain(), jsonrpc.Options{Timestamps: mode})
		if got := e.logs(`{"fromBlock":"0x64","toBlock":"0x64"}`)[0]["blockTimestamp"]; got != want {
			t.Errorf("%q: blockTimestamp is %v, want %v", mode, got, want)
		}
	}
}

func TestServerCounts(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{})
	e.call("eth_chainId", `[]`)
	if _, _, _, err := e.post(`[{"id":1,"method":"eth_chainId"},{"id":2,"method":"eth_blockNumber"}]`); err != nil {
		t.Fatal(err)
	}
	if e.server.Requests() != 2 || e.server.Calls("eth_chainId") != 2 || e.server.Calls("eth_blockNumber") != 1 {
		t.Errorf("%d requests, %d and %d calls", e.server.Requests(), e.server.Calls("eth_chainId"), e.server.Calls("eth_blockNumber"))
	}
}
