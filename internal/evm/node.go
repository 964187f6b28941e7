package evm

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Node is an Ethereum JSON-RPC endpoint. It may be used by one at a time.
type Node struct {
	client   *httpclient.Client
	url      string
	endpoint string
	meter    httpclient.Meter
	lastID   int64
}

// NewNode makes a node of an address. Nothing is asked.
func NewNode(client *httpclient.Client, url string) *Node {
	return &Node{client: client, url: url, endpoint: client.Redact(url)}
}

// Endpoint gives the address without its key.
func (n *Node) Endpoint() string { return n.endpoint }

// Usage gives the requests made, repeated ones included, and the bytes received.
func (n *Node) Usage() (requests, bytes int64) { return n.meter.Requests(), n.meter.Bytes() }

// Question is one call.
type Question struct {
	Method string
	Params []any
}

// request is a JSON-RPC call as it is sent.
type request struct {
	Version string `json:"jsonrpc"`
	ID      int64  `json:"id"`
	Method  string `json:"method"`
	Params  []any  `json:"params"`
}

// request numbers a question.
func (n *Node) request(q Question) request {
	n.lastID++
	if q.Params == nil {
		q.Params = []any{}
	}
	return request{Version: "2.0", ID: n.lastID, Method: q.Method, Params: q.Params}
}

// Call gives the result of a method. op says what is being done, for errors. What the node refuses for good is a
// *RefusalError.
func (n *Node) Call(ctx context.Context, op, method string, params ...any) (json.RawMessage, error) {
	asked := n.request(Question{method, params})
	body, err := n.post(ctx, op, asked, judge)
	if err != nil {
		return nil, err
	}
	reply, err := parseReply(body)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: read the reply of %s: %w", op, n.endpoint, err)
	case reply.Error != nil:
		return nil, n.redacted(reply.Error)
	case string(reply.ID) != strconv.FormatInt(asked.ID, 10):
		return nil, fmt.Errorf("%s: %s answers request %s instead of %d: it mixes replies up, use another endpoint", op, n.endpoint, short(string(reply.ID)), asked.ID)
	}
	return reply.Result, nil
}

func (n *Node) post(ctx context.Context, op string, content any, judge func(int, []byte) httpclient.Verdict) ([]byte, error) {
	body, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	response, err := n.client.Do(ctx, httpclient.Request{Op: op, URL: n.url, Body: body, JSON: true, Meter: &n.meter, Judge: judge})
	return response.Body, err
}

func (n *Node) redacted(e *RefusalError) *RefusalError {
	e.Message = n.client.Redact(e.Message)
	return e
}

// reply is a JSON-RPC reply.
type reply struct {
	ID     json.RawMessage `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *RefusalError   `json:"error"`
}

func parseReply(body []byte) (reply, error) {
	var r reply
	if err := json.Unmarshal(body, &r); err != nil {
		return r, fmt.Errorf("it is no JSON-RPC reply: %w", err)
	}
	if len(r.Result) == 0 && r.Error == nil {
		return r, fmt.Errorf("it has neither a result nor an error: %s", short(string(body)))
	}
	return r, nil
}

// judge tells the HTTP client what a reply is: error objects come with any status.
func judge(status int, body []byte) httpclient.Verdict {
	r, err := parseReply(body)
	switch {
	case err != nil:
		return httpclient.Verdict{}
	case r.Error == nil && string(r.Result) == "null":
		return httpclient.Verdict{Class: httpclient.Server, Cause: "the server does not have the block yet"}
	case r.Error == nil:
		return httpclient.Verdict{}
	case r.Error.isRate():
		return httpclient.Verdict{Class: httpclient.Rate, Cause: r.Error.Message}
	case r.Error.isLagging():
		return httpclient.Verdict{Class: httpclient.Server, Cause: r.Error.Message}
	}
	answered := status < 500 && status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests
	return httpclient.Verdict{Answer: answered}
}
