package chain

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// lookedUp is a stream of lookups under test.
type lookedUp struct {
	stream, method string
	// place is the member that says where the object is: the block's number. required is one that must be there,
	// optional the column and missing the member that may be missing.
	place, required, optional, missing string
	// poison makes an object of the right types something that can't be true.
	poison func(object map[string]json.RawMessage)
}

// TestConformanceOfLookups has every fault: an answer of a batch is a page. A page that is empty or brings its rows
// twice can't be told from one that is mixed up, so its keys are asked for again.
func TestConformanceOfLookups(t *testing.T) {
	for _, l := range []lookedUp{
		{
			"blocks", "eth_getBlockByNumber", "number", "timestamp", "base_fee_per_gas", "baseFeePerGas",
			func(block map[string]json.RawMessage) { block["number"] = json.RawMessage(`"0x1"`) },
		},
		{
			"receipts", "eth_getTransactionReceipt", "blockNumber", "gasUsed", "gas_used_for_l1", "gasUsedForL1",
			func(receipt map[string]json.RawMessage) { receipt["transactionHash"] = receipt["blockHash"] },
		},
	} {
		t.Run(l.stream, func(t *testing.T) {
			extracttest.Run(t, extracttest.Subject{
				Network: network, Rows: 200, NewField: "brandNew", Optional: l.optional, Prepare: landLogs,
				Stream: l.open,
				Serve:  l.serve,
				IsData: func(_ *http.Request, body []byte) bool { return strings.Contains(string(body), l.method) },
			})
		})
	}
}

// landLogs commits the logs whose blocks and transactions are looked up, about 33 a slice.
func landLogs(t testing.TB, lake *load.Lake) {
	t.Helper()
	s := siteOf(t, lake)
	runner := extract.Runner{
		Lake: lake, RunID: "parents", FileRows: 30, Clock: func() time.Time { return s.now },
		Streams: []extract.Stream{newLogs(t, config(serve(t, jsonrpc.NewServer(detailed(logsEvery(200, 3, 0)), jsonrpc.Options{})), s.client))},
	}
	report, err := runner.Run(t.Context())
	if files := len(s.files("logs")); err != nil || !report.Complete() || files < 4 {
		t.Fatalf("the logs landed in %d slices, %v, missing: %s", files, err, strings.Join(report.Missing(), "; "))
	}
}

// open makes the stream; a slice's keys take it two requests.
func (l lookedUp) open(t testing.TB, url string, client *httpclient.Client) extract.Stream {
	t.Helper()
	c := config(url, client)
	c.BatchSize = 20
	streams, err := Streams(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, stream := range streams {
		if stream.ID().Stream == l.stream {
			return stream
		}
	}
	t.Fatalf("the source has no stream %s", l.stream)
	return nil
}

// serve serves the chain whose logs were landed.
func (l lookedUp) serve(_ testing.TB, world extracttest.World) http.Handler {
	logs := logsEvery(world.Rows, 3, 0)
	middle, _ := json.Marshal(hexQuantity(logs[len(logs)/2].BlockNumber))
	server := answering(jsonrpc.NewServer(detailed(logs), jsonrpc.Options{ShuffleSeed: 7}), func(_ int, method string, reply map[string]json.RawMessage) {
		if method == l.method {
			edit(reply, func(object map[string]json.RawMessage) { l.spoil(object, string(middle), world.Fault) })
		}
	})
	empty := 3 // the request for rows whose answer is empty
	return rebatching(server, func(page []json.RawMessage) []json.RawMessage {
		switch world.Fault {
		case extracttest.DuplicatePage:
			return append(page, page...)
		case extracttest.EmptyPage:
			if empty--; empty == 0 {
				return page[:0]
			}
		}
		return page
	})
}

// spoil puts a fault into an object, or into that of the block in the middle.
func (l lookedUp) spoil(object map[string]json.RawMessage, middle string, fault extracttest.Fault) {
	isMiddle := string(object[l.place]) == middle
	switch {
	case fault == extracttest.NewField:
		object["brandNew"] = json.RawMessage("7")
	case fault == extracttest.RemovedField:
		delete(object, l.missing)
	case fault == extracttest.WrongType && isMiddle:
		object[l.required] = json.RawMessage("21000")
	case fault == extracttest.PoisonedRow && isMiddle:
		l.poison(object)
	}
}
