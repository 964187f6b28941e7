package chain

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestLookupsHoldWhatTheChainSays(t *testing.T) {
	s := newSite(t)
	server := jsonrpc.NewServer(detailed(logsEvery(300, 3, 0)), jsonrpc.Options{ShuffleSeed: 5})
	c := config(serve(t, server), s.client)
	report := s.mustRunAll(c)
	blocks, receipts := s.rows("blocks"), s.rows("receipts")
	if len(blocks) != 300 || len(receipts) != 300 {
		t.Fatalf("%d blocks and %d receipts landed, of 300 each", len(blocks), len(receipts))
	}
	want := map[string]string{
		"block_number": "1010", "block_hash": jsonrpc.NumberedHash(1, 1010).Hex(), "parent_hash": jsonrpc.NumberedHash(1, 1009).Hex(),
		"block_timestamp": "1600001010", "l1_block_number": "252", "base_fee_per_gas": "100001010", "transaction_count": "1",
	}
	compareRow(t, want, rowWith(blocks, "block_number", "1010"))
	want = map[string]string{
		"block_number": "1010", "transaction_hash": jsonrpc.NumberedHash(2, 1010).Hex(), "block_hash": jsonrpc.NumberedHash(1, 1010).Hex(),
		"transaction_index": "1", "from_address": lower(common.BigToAddress(big.NewInt(1010))), "to_address": lower(bonding),
		"transaction_type": "2", "status": "1", "gas_used": "301010", "gas_used_for_l1": "1000", "effective_gas_price": "100000000",
		"l1_block_number": "252", "log_count": "1",
	}
	compareRow(t, want, rowWith(receipts, "block_number", "1010"))
	if n := server.Calls("eth_getTransactionReceipt"); n != 300 {
		t.Errorf("%d calls for 300 receipts", n)
	}
	if n := streamOf(t, report, "receipts").Requests; n > 8 {
		t.Errorf("%d requests for 300 receipts", n)
	}
	if again := s.mustRunAll(c); again.Files() != 0 || server.Calls("eth_getTransactionReceipt") != 300 {
		t.Errorf("another run made %d files and asked again", again.Files())
	}
}

// TestBatchesShrinkAndAreMended: whatever happens to a batch, every row lands, once.
func TestBatchesShrinkAndAreMended(t *testing.T) {
	tests := map[string]jsonrpc.Options{
		"seven calls at most":  {Limits: jsonrpc.Limits{MaxBatch: 7}},
		"no batches":           {Faults: []jsonrpc.Fault{{Kind: jsonrpc.BatchError}}},
		"wrong ids":            {Faults: []jsonrpc.Fault{{Kind: jsonrpc.WrongID, Every: 2}}},
		"missing replies":      {Faults: []jsonrpc.Fault{{Kind: jsonrpc.MissingReply, Every: 2}}},
		"batch errors":         {Faults: []jsonrpc.Fault{{Kind: jsonrpc.BatchError, Every: 2}}},
		"too many requests":    {Faults: []jsonrpc.Fault{{Kind: jsonrpc.TooManyRequests, Every: 3, RetryAfter: time.Second}}},
		"rate errors":          {Faults: []jsonrpc.Fault{{Kind: jsonrpc.RateError, Every: 3}}},
		"server errors":        {Faults: []jsonrpc.Fault{{Kind: jsonrpc.ServerError, Every: 3}}},
		"web pages":            {Faults: []jsonrpc.Fault{{Kind: jsonrpc.HTML, Every: 3}}},
		"cut bodies":           {Faults: []jsonrpc.Fault{{Kind: jsonrpc.CutBody, Every: 3}}},
		"six server errors":    {Faults: []jsonrpc.Fault{{Kind: jsonrpc.ServerError, Method: "eth_getBlockByNumber", Every: 1, Times: 6}}},
		"shuffled, odd limits": {ShuffleSeed: 2, Limits: jsonrpc.Limits{MaxBatch: 3}},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if name == "six server errors" || name == "missing replies" || name == "wrong ids" {
				options.Faults[0].Method = "eth_getTransactionReceipt"
			}
			s.mustRunAll(config(serve(t, jsonrpc.NewServer(detailed(logsEvery(200, 3, 0)), options)), s.client))
			for _, stream := range []string{"blocks", "receipts"} {
				if got := s.distinct(stream, "block_number"); got != 200 {
					t.Errorf("%d of 200 %s landed", got, stream)
				}
			}
		})
	}
}

// TestSingleRefusalsAreAskedAgain: one call of a batch is refused, another is answered with null, as behind a load
// balancer; each is asked again alone.
func TestSingleRefusalsAreAskedAgain(t *testing.T) {
	s := newSite(t)
	var mu sync.Mutex // blocks and receipts are asked for at once
	struck := map[string]bool{}
	server := jsonrpc.NewServer(detailed(logsEvery(100, 3, 0)), jsonrpc.Options{})
	url := serve(t, answering(server, func(i int, method string, reply map[string]json.RawMessage) {
		mu.Lock()
		defer mu.Unlock()
		if i < 0 || struck[method] || method == "eth_getLogs" {
			return
		}
		switch i {
		case 3:
			delete(reply, "result")
			reply["error"] = json.RawMessage(`{"code":-32005,"message":"too many requests"}`)
		case 4:
			reply["result"] = json.RawMessage("null")
			struck[method] = true
		}
	}))
	s.mustRunAll(config(url, s.client))
	if b, r := len(s.rows("blocks")), len(s.rows("receipts")); b != 100 || r != 100 || len(struck) != 2 {
		t.Errorf("%d blocks and %d receipts landed, of 100 each, with %v struck", b, r, struck)
	}
}

func TestWhatIsNeverAnsweredIsAnError(t *testing.T) {
	s := newSite(t)
	logs := logsEvery(100, 3, 0)
	url := serve(t, answering(jsonrpc.NewServer(detailed(logs), jsonrpc.Options{}), func(_ int, method string, reply map[string]json.RawMessage) {
		if method == "eth_getTransactionReceipt" {
			reply["result"] = json.RawMessage("null")
		}
	}))
	report, err := s.runAll(config(url, s.client))
	if err != nil {
		t.Fatal(err)
	}
	text := streamOf(t, report, "receipts").Parts[0].Error
	if report.Complete() || !strings.Contains(text, "look up the receipt of transaction 0x") || !strings.Contains(text, "does not have it yet") {
		t.Errorf("the report says %q", text)
	}
	if len(s.rows("receipts")) != 0 || len(s.rows("blocks")) != 100 {
		t.Error("a part of the keys was committed, or the other stream was stopped")
	}
}

// TestReorganisedBlocksAreAnErrorAndMendedByTheNextRun: the logs were read before the reorganisation.
func TestReorganisedBlocksAreAnErrorAndMendedByTheNextRun(t *testing.T) {
	logs := logsEvery(100, 3, 0)
	other := append([]jsonrpc.Log{}, logs...)
	for i := 50; i < len(other); i++ {
		other[i].BlockHash = jsonrpc.NumberedHash(9, other[i].BlockNumber)
		if i < len(other)-1 {
			other[i].BlockNumber++ // the transaction is in the block after it
		}
	}
	s := newSite(t)
	s.mustRun(config(serve(t, jsonrpc.NewServer(detailed(logs), jsonrpc.Options{})), s.client))
	c := config(serve(t, jsonrpc.NewServer(forked(9, other), jsonrpc.Options{})), s.client)
	streams, err := Streams(c)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.runStreams(streams[len(streams)-2:])
	if err != nil {
		t.Fatal(err)
	}
	for _, stream := range report.Streams {
		if text := stream.Parts[0].Error; !strings.Contains(text, "the chain was reorganised after the logs were read") {
			t.Errorf("%s: %q", stream.Stream, text)
		}
	}
	s.mustRunAll(c)
	if b, r := s.distinct("blocks", "block_hash"), s.distinct("receipts", "transaction_hash"); b != 100 || r != 100 {
		t.Errorf("%d blocks and %d receipts after the reorganisation, want 100 each", b, r)
	}
}

func TestNewAndMissingFieldsOfLookups(t *testing.T) {
	s := newSite(t)
	url := serve(t, answering(jsonrpc.NewServer(detailed(logsEvery(100, 3, 0)), jsonrpc.Options{}), func(_ int, method string, reply map[string]json.RawMessage) {
		switch method {
		case "eth_getBlockByNumber":
			edit(reply, func(block map[string]json.RawMessage) {
				block["sendCount"], block["blobs"] = json.RawMessage(`"0x1"`), json.RawMessage(`{"n":[1]}`)
				delete(block, "l1BlockNumber")
				block["baseFeePerGas"] = json.RawMessage("null")
			})
		case "eth_getTransactionReceipt":
			edit(reply, func(receipt map[string]json.RawMessage) {
				receipt["timeboosted"], receipt["multiGas"] = json.RawMessage("true"), json.RawMessage("7")
				delete(receipt, "gasUsedForL1")
				receipt["to"] = json.RawMessage("null")
			})
		}
	}))
	report := s.mustRunAll(config(url, s.client))
	for name, field := range map[string]string{"blocks": "blobs", "receipts": "multiGas"} {
		if fields := streamOf(t, report, name).NewFields; len(fields) != 1 || fields[0] != field {
			t.Errorf("%s: new fields %q, want %s", name, fields, field)
		}
	}
	compareRow(t, map[string]string{"_extra": `{"blobs":{"n":[1]}}`, "l1_block_number": "NULL", "base_fee_per_gas": "NULL"}, s.rows("blocks")[0])
	compareRow(t, map[string]string{"_extra": `{"multiGas":7}`, "gas_used_for_l1": "NULL", "to_address": "NULL"}, s.rows("receipts")[0])
}

// TestMalformedLookupsAreQuarantined: exactly the bad row is missing, until the endpoint has mended it.
func TestMalformedLookupsAreQuarantined(t *testing.T) {
	world := jsonrpc.NewServer(detailed(logsEvery(100, 3, 0)), jsonrpc.Options{})
	bad := true
	url := serve(t, answering(world, func(_ int, method string, reply map[string]json.RawMessage) {
		edit(reply, func(object map[string]json.RawMessage) {
			if !bad || object["blockNumber"] == nil && object["number"] == nil {
				return
			}
			switch {
			case method == "eth_getBlockByNumber" && string(object["number"]) == `"0x3f2"`:
				delete(object, "timestamp")
			case method == "eth_getTransactionReceipt" && string(object["blockNumber"]) == `"0x3f2"`:
				object["gasUsed"] = json.RawMessage("21000")
			}
		})
	}))
	s := newSite(t)
	c := config(url, s.client)
	for run := range 3 {
		bad = run < 2
		report, err := s.runAll(c)
		if err != nil {
			t.Fatal(err)
		}
		for name, reason := range map[string]string{"blocks": "no timestamp", "receipts": "gasUsed: 21000 is not a hex quantity"} {
			part, rows := streamOf(t, report, name).Parts[0], len(s.rows(name))
			switch {
			case !bad && (part.Rejected != 0 || rows != 100):
				t.Errorf("run %d: %s has %d rows and %d rejected after it was mended", run, name, rows, part.Rejected)
			case bad && (part.Rejected != 1 || rows != 99 || report.Complete()):
				t.Errorf("run %d: %s has %d rows and %d rejected, want 99 and 1", run, name, rows, part.Rejected)
			case bad && !strings.Contains(part.FirstRejected.Reason, reason):
				t.Errorf("run %d: %s was rejected because of %q", run, name, part.FirstRejected.Reason)
			}
		}
	}
}

func TestKeys(t *testing.T) {
	k := key{12, "0xab"}
	if got, err := parseKey(k.String()); err != nil || got != k {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "12", "x:0xab", ":0xab"} {
		if _, err := parseKey(text); err == nil {
			t.Errorf("%q passes as a key", text)
		}
	}
	if got := fmt.Sprint(sortedKeys(map[key]bool{{9, "0xb"}: true, {10, "0xa"}: true, {9, "0xa"}: true})); got != "[10:0xa 9:0xa 9:0xb]" {
		t.Errorf("sorted: %s", got)
	}
}
