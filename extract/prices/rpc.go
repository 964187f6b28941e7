package prices

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// node is an Ethereum JSON-RPC endpoint.
type node struct {
	client   *httpclient.Client
	url      string
	endpoint string // redacted
	meter    httpclient.Meter
	lastID   int64
}

// refusal is the error object of a JSON-RPC reply.
type refusal struct {
	Code    int64  `json:"code"`
	Message string `json:"message"`
}

func (r *refusal) Error() string { return fmt.Sprintf("%s (code %d)", r.Message, r.Code) }

// envelope is a JSON-RPC reply.
type envelope struct {
	ID     json.RawMessage `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *refusal        `json:"error"`
}

// call gives the result of a method. What the node refuses for good is a *refusal.
func (n *node) call(ctx context.Context, op, method string, params ...any) (json.RawMessage, error) {
	n.lastID++
	id := strconv.FormatInt(n.lastID, 10)
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": n.lastID, "method": method, "params": params})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	response, err := n.client.Do(ctx, httpclient.Request{Op: op, URL: n.url, Body: body, JSON: true, Meter: &n.meter, Judge: judgeNode})
	if err != nil {
		return nil, err
	}
	reply, err := parseEnvelope(response.Body)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: read the reply of %s: %w", op, n.endpoint, err)
	case reply.Error != nil:
		reply.Error.Message = n.client.Redact(reply.Error.Message)
		return nil, reply.Error
	case string(reply.ID) != id:
		return nil, fmt.Errorf("%s: %s answers request %s instead of %s: it mixes replies up, use another endpoint", op, n.endpoint, short(string(reply.ID)), id)
	}
	return reply.Result, nil
}

func parseEnvelope(body []byte) (envelope, error) {
	var reply envelope
	if err := json.Unmarshal(body, &reply); err != nil {
		return reply, fmt.Errorf("it is no JSON-RPC reply: %w", err)
	}
	if len(reply.Result) == 0 && reply.Error == nil {
		return reply, fmt.Errorf("it has neither a result nor an error: %s", short(string(body)))
	}
	return reply, nil
}

// What refusals say that come and go: too many requests, and a node behind a balancer that hasn't the block yet.
var (
	oftenText   = regexp.MustCompile(`(?i)too many requests|rate.?limit|requests per|throttl|quota|limit exceeded|capacity`)
	laggingText = regexp.MustCompile(`(?i)header not found|unknown block|block not found|could not find block|missing trie node|state.*not available|block.*not available`)
)

// judgeNode tells the HTTP client what a reply is: error objects come with any status.
func judgeNode(status int, body []byte) httpclient.Verdict {
	reply, err := parseEnvelope(body)
	switch {
	case err != nil:
		return httpclient.Verdict{}
	case reply.Error == nil && string(reply.Result) == "null":
		return httpclient.Verdict{Class: httpclient.Server, Cause: "the server does not have the block yet"}
	case reply.Error == nil:
		return httpclient.Verdict{}
	case reply.Error.Code == -32005 || oftenText.MatchString(reply.Error.Message):
		return httpclient.Verdict{Class: httpclient.Rate, Cause: reply.Error.Message}
	case laggingText.MatchString(reply.Error.Message):
		return httpclient.Verdict{Class: httpclient.Server, Cause: reply.Error.Message}
	}
	answered := status < 500 && status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests
	return httpclient.Verdict{Answer: answered}
}
