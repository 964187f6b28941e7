package jsonrpc_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

const (
	oneCall = `{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"latest"}]}`
	batch   = `[{"id":1,"method":"eth_chainId"},{"id":2,"method":"eth_blockNumber"},{"id":3,"method":"net_version"}]`
)

func TestFaultsOfHTTP(t *testing.T) {
	for _, c := range []struct {
		name       string
		fault      jsonrpc.Fault
		status     int
		retryAfter string
		body       string
	}{
		{"429 with Retry-After", jsonrpc.Fault{Kind: jsonrpc.TooManyRequests, RetryAfter: 1500 * time.Millisecond}, 429, "2", `"code":429`},
		{"429", jsonrpc.Fault{Kind: jsonrpc.TooManyRequests}, 429, "", `Too Many Requests`},
		{"429 as text", jsonrpc.Fault{Kind: jsonrpc.TooManyRequestsText}, 429, "", "Too Many Requests\n"},
		{"rate error at 200", jsonrpc.Fault{Kind: jsonrpc.RateError}, 200, "", `"error"`},
		{"500", jsonrpc.Fault{Kind: jsonrpc.ServerError}, 500, "", "Internal Server Error"},
		{"503", jsonrpc.Fault{Kind: jsonrpc.ServerError, Status: 503}, 503, "", "Service Unavailable"},
		{"HTML", jsonrpc.Fault{Kind: jsonrpc.HTML}, 200, "", "<html>"},
		{"query time-out", jsonrpc.Fault{Kind: jsonrpc.TimeoutError}, 200, "", "log query timed out"},
		{"slow", jsonrpc.Fault{Kind: jsonrpc.SlowBody, Delay: time.Millisecond}, 200, "", `"result":[{`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.fault.At = 2
			e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{c.fault}})
			for i := range 3 {
				status, header, body, err := e.post(oneCall)
				if err != nil {
					t.Fatal(err)
				}
				if i != 1 {
					if status != http.StatusOK || !strings.Contains(string(body), `"result":[{`) {
						t.Errorf("request %d meets the fault: %d %.80s", i+1, status, body)
					}
					continue
				}
				if status != c.status || header.Get("Retry-After") != c.retryAfter || !strings.Contains(string(body), c.body) {
					t.Errorf("HTTP %d, Retry-After %q, %.80s", status, header.Get("Retry-After"), body)
				}
			}
		})
	}
}

func TestCutAndResetConnections(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.CutBody, At: 1}, {Kind: jsonrpc.ResetConnection, At: 2}}})
	if _, _, body, err := e.post(oneCall); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("a cut body ends with %v after %d bytes", err, len(body))
	}
	if _, _, _, err := e.post(oneCall); err == nil {
		t.Error("a reset connection answers")
	}
	if status, _, _, err := e.post(oneCall); status != http.StatusOK || err != nil {
		t.Errorf("after the faults: %d %v", status, err)
	}
}

func TestStalledBodyWaitsForTheClient(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.StalledBody}}})
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, strings.NewReader(oneCall))
	if err != nil {
		t.Fatal(err)
	}
	response, err := e.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(response.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(response.Body); !errors.Is(err, context.Canceled) {
		t.Errorf("the body ends with %v", err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFaultsOfBatches(t *testing.T) {
	for _, c := range []struct {
		kind    jsonrpc.Kind
		replies int
		wrong   int
	}{
		{jsonrpc.BatchError, -1, 0},
		{jsonrpc.WrongID, 3, 1},
		{jsonrpc.MissingReply, 2, 0},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			_, _, body, err := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: c.kind}}}).post(batch)
			if err != nil {
				t.Fatal(err)
			}
			var replies []rpcReply
			if err := json.Unmarshal(body, &replies); (err != nil) != (c.replies < 0) {
				t.Fatalf("%v in %s", err, body)
			}
			wrong := 0
			for _, r := range replies {
				if len(r.ID) != 1 {
					wrong++
				}
			}
			if c.replies >= 0 && (len(replies) != c.replies || wrong != c.wrong) {
				t.Errorf("%s", body)
			}
		})
	}
}

func TestFaultsOfLogs(t *testing.T) {
	for _, c := range []struct {
		kind  jsonrpc.Kind
		count int
		holds func(l map[string]any) bool
	}{
		{jsonrpc.LogMissingField, 93, func(l map[string]any) bool { return l["data"] == nil }},
		{jsonrpc.LogWrongType, 93, func(l map[string]any) bool { return l["blockNumber"] == 12345.0 }},
		{jsonrpc.LogOddHex, 93, func(l map[string]any) bool { return len(l["data"].(string))%2 == 1 }},
		{jsonrpc.LogShortData, 93, func(l map[string]any) bool { return len(l["data"].(string)) == 2+2*57 }},
		{jsonrpc.LogShortTopic, 93, func(l map[string]any) bool { return len(l["topics"].([]any)[1].(string)) == 2+2*31 }},
		{jsonrpc.LogBadBlockNumber, 93, func(l map[string]any) bool { return l["blockNumber"] == "12,345" }},
		{jsonrpc.LogForeignAddress, 93, func(l map[string]any) bool { return strings.HasPrefix(l["address"].(string), "0xf0f0") }},
		{jsonrpc.LogRemoved, 93, func(l map[string]any) bool { return l["removed"] == true }},
		{jsonrpc.LogOutOfRange, 93, func(l map[string]any) bool { return l["blockNumber"] == "0x3e9" }},
		{jsonrpc.LogNull, 93, func(l map[string]any) bool { return l == nil }},
		{jsonrpc.LogDuplicated, 94, func(l map[string]any) bool { return l["blockNumber"] == "0x1f4" }},
		{jsonrpc.LogExtraField, 93, func(l map[string]any) bool { return l["isTimeBoosted"] == false }},
		{jsonrpc.LogWithoutTimestamp, 93, func(l map[string]any) bool { return l["blockTimestamp"] == nil }},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: c.kind, Block: 500, Times: 1}}})
			if got := len(e.logs(`{"fromBlock":"0x0","toBlock":"0x1f3"}`)); got != 40 {
				t.Errorf("%d logs before the bad block", got)
			}
			all := e.logs(`{"fromBlock":"0x0","toBlock":"latest"}`)
			if len(all) != c.count || !c.holds(all[40]) {
				t.Errorf("%d logs, the one of block 500 is %v", len(all), all[40])
			}
			if got := e.logs(`{"fromBlock":"0x1f4","toBlock":"0x1f4"}`); len(got) != 3 || got[0] == nil || got[0]["data"] == nil {
				t.Errorf("once healed, the logs are %v", got)
			}
		})
	}
}

func TestMiddleLogOfEachResult(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.LogRemoved, At: 2}}})
	filter := `{"fromBlock":"0x64","toBlock":"0xb4"}`
	for i, want := range []bool{false, true, false} {
		if got := e.logs(filter)[4]["removed"]; got != want {
			t.Errorf("request %d: removed is %v", i+1, got)
		}
	}
}

func TestSchedulesOfFaults(t *testing.T) {
	e := serve(t, chain(), jsonrpc.Options{Faults: []jsonrpc.Fault{
		{Kind: jsonrpc.ServerError, Every: 3, Times: 2},
		{Kind: jsonrpc.HTML, Method: "eth_chainId", At: 2},
	}})
	var got []byte
	for range 10 {
		status, _, _, err := e.post(`{"id":1,"method":"eth_blockNumber"}`)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, "0.....X"[min(status/100, 6)])
		if status == http.StatusInternalServerError {
			got[len(got)-1] = 'X'
		}
	}
	if string(got) != "..X..X...." {
		t.Errorf("struck at %s", got)
	}
	e.call("eth_chainId", `[]`)
	if _, _, body, err := e.post(`{"id":1,"method":"eth_chainId"}`); err != nil || !strings.Contains(string(body), "<html>") {
		t.Errorf("the second call of the method gives %s %v", body, err)
	}
}

func TestNoiseIsOfItsSeed(t *testing.T) {
	run := func(seed uint64) (pattern string) {
		e := serve(t, chain(), jsonrpc.Options{Noise: jsonrpc.Noise{Seed: seed, Share: 0.3, Faults: []jsonrpc.Fault{
			{Kind: jsonrpc.ServerError}, {Kind: jsonrpc.TooManyRequests}, {Kind: jsonrpc.LogNull},
		}}})
		for range 40 {
			status, _, body, err := e.post(oneCall)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case status != http.StatusOK:
				pattern += "x"
			case strings.Contains(string(body), ",null,"):
				pattern += "n"
			default:
				pattern += "."
			}
		}
		return pattern
	}
	a := run(1)
	if a != run(1) || a == run(2) || !strings.Contains(a, "x") || !strings.Contains(a, "n") || strings.Count(a, ".") < 20 {
		t.Errorf("noise of seed 1 is %s", a)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- jsonrpc.NewServer(chain(), jsonrpc.Options{}).Serve(ctx, listener) }()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Post("http://"+listener.Addr().String(), "application/json", strings.NewReader(oneCall))
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("a cancelled server ends with %v", err)
	}
}
