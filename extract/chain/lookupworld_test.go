package chain

import (
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// detailed is a chain of the logs on which every log's block and transaction is recorded.
func detailed(logs []jsonrpc.Log) *jsonrpc.Replay { return forked(1, logs) }

// forked is such a chain, whose other blocks have hashes of their own.
func forked(fork uint64, logs []jsonrpc.Log) *jsonrpc.Replay {
	r := jsonrpc.Recording{ChainID: network.ChainID, Head: firstBlock + 100, Logs: logs}
	seen := map[int64]bool{}
	for _, log := range logs {
		n := log.BlockNumber
		r.Head = max(r.Head, n+50)
		if seen[n] {
			continue
		}
		seen[n] = true
		r.Blocks = append(r.Blocks, jsonrpc.Block{
			Number: n, Hash: log.BlockHash, ParentHash: jsonrpc.NumberedHash(fork, n-1), Time: log.BlockTime, L1Number: n / 4, BaseFee: big.NewInt(1e8 + n),
		})
		r.Receipts = append(r.Receipts, jsonrpc.Receipt{
			TransactionHash: log.TransactionHash, TransactionIndex: log.TransactionIndex, BlockNumber: n, From: common.BigToAddress(big.NewInt(n)),
			To: &log.Address, Type: 2, Succeeded: true, GasUsed: 300_000 + uint64(n), GasUsedForL1: 1000, GasPrice: big.NewInt(1e8),
		})
	}
	r.Blocks = append(r.Blocks, jsonrpc.Block{Number: r.Head, Hash: jsonrpc.NumberedHash(fork, r.Head), Time: 1_600_000_000 + r.Head})
	return jsonrpc.NewReplay(r)
}

// runAll extracts every stream of an instance once.
func (s *site) runAll(c Config) (extract.Report, error) {
	s.t.Helper()
	streams, err := Streams(c)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.runStreams(streams)
}

func (s *site) runStreams(streams []extract.Stream) (extract.Report, error) {
	s.now = s.now.Add(time.Minute)
	runner := extract.Runner{Lake: s.lake, Streams: streams, RunID: "r", Clock: func() time.Time { return s.now }}
	return runner.Run(s.t.Context())
}

func (s *site) mustRunAll(c Config) extract.Report {
	s.t.Helper()
	streams, err := Streams(c)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.mustRunStreams(streams)
}

func (s *site) mustRunStreams(streams []extract.Stream) extract.Report {
	s.t.Helper()
	report, err := s.runStreams(streams)
	if err != nil || !report.Complete() {
		s.t.Fatalf("run: %v, missing: %s", err, strings.Join(report.Missing(), "; "))
	}
	return report
}

// streamOf gives a stream's report.
func streamOf(t *testing.T, report extract.Report, name string) extract.StreamReport {
	t.Helper()
	for _, stream := range report.Streams {
		if stream.Stream.Stream == name {
			return stream
		}
	}
	t.Fatalf("the report has no stream %s", name)
	return extract.StreamReport{}
}

func compareRow(t *testing.T, want, got map[string]string) {
	t.Helper()
	for column, value := range want {
		if got[column] != value {
			t.Errorf("%s is %q, want %q", column, got[column], value)
		}
	}
}

func rowWith(rows []map[string]string, column, value string) map[string]string {
	for _, row := range rows {
		if row[column] == value {
			return row
		}
	}
	return nil
}

// edit changes a reply's result if it is an object.
func edit(reply map[string]json.RawMessage, change func(map[string]json.RawMessage)) {
	var object map[string]json.RawMessage
	if json.Unmarshal(reply["result"], &object) != nil || object == nil {
		return
	}
	change(object)
	reply["result"], _ = json.Marshal(object)
}

// answering lets change every reply before it is sent; i is its number within its batch, -1 outside of one.
func answering(next http.Handler, change func(i int, method string, reply map[string]json.RawMessage)) http.Handler {
	type call struct{ Method string }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(asked)))
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		body := recorder.Body.Bytes()
		var calls []call
		var replies []map[string]json.RawMessage
		if json.Unmarshal(asked, &calls) == nil && json.Unmarshal(body, &replies) == nil && len(calls) == len(replies) {
			for i := range replies {
				change(i, calls[i].Method, replies[i])
			}
			body, _ = json.Marshal(replies)
		}
		var single call
		var reply map[string]json.RawMessage
		if json.Unmarshal(asked, &single) == nil && json.Unmarshal(body, &reply) == nil {
			change(-1, single.Method, reply)
			body, _ = json.Marshal(reply)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
}

// rebatching changes the list of replies to every batch.
func rebatching(next http.Handler, change func([]json.RawMessage) []json.RawMessage) http.Handler {
	return rewritten(next, func(body []byte) []byte {
		var page []json.RawMessage
		if json.Unmarshal(body, &page) == nil {
			body, _ = json.Marshal(change(page))
		}
		return body
	})
}

// rewritten changes the body of every reply.
func rewritten(next http.Handler, change func([]byte) []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		body := change(recorder.Body.Bytes())
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
}
