package chain

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// BenchmarkDecode takes a reply of 10,000 logs apart and builds its batch.
func BenchmarkDecode(b *testing.B) {
	const n = 10_000
	chain := replay(logsEvery(n, 1, 0))
	server := jsonrpc.NewServer(chain, jsonrpc.Options{})
	url := serve(b, server)
	response, err := http.Post(url, "application/json", strings.NewReader(
		`{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"0xffff"}]}`))
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		b.Fatal(err)
	}
	reader, err := newReader(asks{Contracts: deployment().Contracts})
	if err != nil {
		b.Fatal(err)
	}
	within := load.Interval{From: 0, To: 1 << 20}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		reader.reset()
		answer, err := parseReply(string(body))
		if err == nil {
			err = reader.read(answer.result, within)
		}
		if err == nil {
			err = deliver(reader, within, discard{})
		}
		if err != nil || len(reader.rows) != n {
			b.Fatalf("%d rows, %v", len(reader.rows), err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

type discard struct{}

func (discard) Append(arrow.RecordBatch) error { return nil }
func (discard) Reject(load.RejectedRow)        {}
func (discard) Mark(int64) error               { return nil }

// counting is a Sink that counts.
type counting struct{ rows, rejects int }

func (c *counting) Append(batch arrow.RecordBatch) error { c.rows += int(batch.NumRows()); return nil }
func (c *counting) Reject(load.RejectedRow)              { c.rejects++ }
func (c *counting) Mark(int64) error                     { return nil }

// BenchmarkExtraction reads 100,000 logs from loopback into a lake; the server's own work is part of the time.
func BenchmarkExtraction(b *testing.B) {
	const n = 100_000
	url := serve(b, jsonrpc.NewServer(replay(logsEvery(n, 2, 0)), jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 10_000}}))
	for b.Loop() {
		s := newSite(b)
		c := config(url, s.client)
		c.RangeSize, c.LogCap = DefaultRangeSize, DefaultLogCap
		s.mustRun(c)
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkNothingToDo runs over a complete lake of 20,000 logs.
func BenchmarkNothingToDo(b *testing.B) {
	s := newSite(b)
	c := config(serve(b, jsonrpc.NewServer(replay(logsEvery(20_000, 2, 0)), jsonrpc.Options{})), s.client)
	c.RangeSize, c.LogCap = DefaultRangeSize, DefaultLogCap
	c.Deployment.Contracts = append(c.Deployment.Contracts, livepeer.Contract{Name: livepeer.PollCreator, Address: lower(broker)[:41] + "f"})
	s.mustRun(c)
	for b.Loop() {
		if report := s.mustRun(c); report.Files() != 0 {
			b.Fatal("it made files")
		}
	}
}

var _ extract.Sink = discard{}
