package jsonrpc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The chain of the tests: blocks 0 to 1000, a log in every tenth block from 100 on, by turns of two contracts, with
// three logs in block 500.
var (
	first  = common.HexToAddress("0x00000000000000000000000000000000000000a1")
	second = common.HexToAddress("0x00000000000000000000000000000000000000b2")
	topicA = common.HexToHash("0xaa")
	topicB = common.HexToHash("0xbb")
)

func chain() *jsonrpc.Replay {
	r := jsonrpc.Recording{ChainID: 777, Head: 1000}
	for number := int64(100); number <= 1000; number += 10 {
		count := 1
		if number == 500 {
			count = 3
		}
		b := jsonrpc.Block{Number: number, Hash: jsonrpc.NumberedHash(1, number), ParentHash: jsonrpc.NumberedHash(1, number-1), Time: 1000 + number}
		r.Blocks = append(r.Blocks, b)
		for i := range count {
			l := jsonrpc.Log{
				Address: first, Topics: []common.Hash{topicA, common.BigToHash(common.Big1)}, Data: bytes.Repeat([]byte{7}, 64),
				BlockNumber: number, BlockHash: b.Hash, BlockTime: b.Time, TransactionHash: jsonrpc.NumberedHash(2, number), Index: i,
			}
			if number%20 == 0 {
				l.Address, l.Topics[0] = second, topicB
			}
			r.Logs = append(r.Logs, l)
		}
	}
	return jsonrpc.NewReplay(r)
}

// endpoint is a running server and a client of it that keeps no connection.
type endpoint struct {
	t      *testing.T
	server *jsonrpc.Server
	url    string
	client *http.Client
}

func serve(t *testing.T, c jsonrpc.Chain, options jsonrpc.Options) *endpoint {
	t.Helper()
	e := &endpoint{t: t, server: jsonrpc.NewServer(c, options), client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	listening := httptest.NewServer(e.server)
	t.Cleanup(listening.Close)
	e.url = listening.URL
	return e
}

// post sends a body and gives the reply's status, header and body.
func (e *endpoint) post(body string) (int, http.Header, []byte, error) {
	e.t.Helper()
	response, err := e.client.Post(e.url, "application/json", bytes.NewBufferString(body))
	if err != nil {
		return 0, nil, nil, err
	}
	content, err := io.ReadAll(response.Body)
	if e := response.Body.Close(); err == nil {
		err = e
	}
	return response.StatusCode, response.Header, content, err
}

// rpcReply is a response object.
type rpcReply struct {
	ID     json.RawMessage `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int            `json:"code"`
		Message string         `json:"message"`
		Data    map[string]any `json:"data"`
	} `json:"error"`
}

// call makes one call; params are JSON.
func (e *endpoint) call(method, params string) rpcReply {
	e.t.Helper()
	_, _, body, err := e.post(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, method, params))
	if err != nil {
		e.t.Fatal(err)
	}
	var r rpcReply
	if err := json.Unmarshal(body, &r); err != nil {
		e.t.Fatalf("%v in %s", err, body)
	}
	return r
}

// logs asks for the logs of a filter and gives them as objects.
func (e *endpoint) logs(filter string) []map[string]any {
	e.t.Helper()
	r := e.call("eth_getLogs", "["+filter+"]")
	if r.Error != nil {
		e.t.Fatalf("%s: %s", filter, r.Error.Message)
	}
	var list []map[string]any
	if err := json.Unmarshal(r.Result, &list); err != nil {
		e.t.Fatalf("%v in %s", err, r.Result)
	}
	return list
}

// recorded gives the folder of a recorded data set or skips the test.
func recorded(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data %q is not beside the repository: %v", name, err)
	}
	return path
}
