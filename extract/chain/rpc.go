package chain

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// rpc is a thin JSON-RPC client. Calls are retried by the HTTP client, also where a provider says "too many
// requests" at status 200; what the provider refuses for good comes back as an *RPCError.
type rpc struct {
	client   *httpclient.Client
	url      string
	endpoint string // redacted
	meter    httpclient.Meter
	lastID   int64
}

// RPCError is an error object that an endpoint answered with.
type RPCError struct {
	// Op is what was being done.
	Op string
	// Endpoint is who refused it, redacted.
	Endpoint string
	// Code and Message are the endpoint's own. Codes mean different things to different providers.
	Code    int64
	Message string
	data    string
}

func (e *RPCError) Error() string {
	return fmt.Sprintf("%s: %s refuses: %s (code %d); if it goes on refusing, use another endpoint", e.Op, e.Endpoint, e.Message, e.Code)
}

type question struct {
	method string
	params []any
}

// ask is one call and what is allowed of it.
type ask struct {
	op string
	question
	// mustExist says that a null answer is the fault of a backend that lags behind: it is asked again.
	mustExist bool
	final     []httpclient.Class
}

// ask gives the result's JSON text.
func (r *rpc) ask(ctx context.Context, a ask) (string, error) {
	r.lastID++
	id := r.lastID
	body, err := r.post(ctx, a, envelope(id, a.question))
	if err != nil {
		return "", err
	}
	answer, err := parseReply(body)
	if err != nil {
		return "", fmt.Errorf("%s: read the reply of %s: %w", a.op, r.endpoint, err)
	}
	if answer.refusal != nil {
		return "", r.refused(a.op, answer.refusal)
	}
	if answer.id != strconv.FormatInt(id, 10) {
		return "", fmt.Errorf("%s: %s answers request %s instead of %d: it mixes replies up, use another endpoint", a.op, r.endpoint, answer.id, id)
	}
	return answer.result, nil
}

// mixedError says that the replies of a batch are not those to its questions.
type mixedError struct {
	op, endpoint string
	cause        error
}

func (e *mixedError) Error() string {
	return fmt.Sprintf("%s: read the replies of %s: %v", e.op, e.endpoint, e.cause)
}

// batch gives the answers in the order of the questions, whatever order they come in. An error object in place of
// the answers is an *RPCError; a single answer's error stays with that answer; replies that aren't those to the
// questions are a *mixedError.
func (r *rpc) batch(ctx context.Context, op string, questions []question) ([]reply, error) {
	first := r.lastID + 1
	r.lastID += int64(len(questions))
	calls := make([]any, len(questions))
	for i, q := range questions {
		calls[i] = envelope(first+int64(i), q)
	}
	body, err := r.post(ctx, ask{op: op}, calls)
	if err != nil {
		return nil, err
	}
	if whole, err := parseReply(body); err == nil && whole.refusal != nil {
		return nil, r.refused(op, whole.refusal)
	}
	answers := make([]reply, len(questions))
	known := make([]bool, len(questions))
	err = elements(body, func(element string) error {
		answer, err := parseReply(element)
		if err != nil {
			return err
		}
		id, err := strconv.ParseInt(answer.id, 10, 64)
		if i := id - first; err != nil || i < 0 || i >= int64(len(answers)) || known[i] {
			return fmt.Errorf("it answers request %s, which was not asked or is answered already", answer.id)
		} else {
			answers[i], known[i] = answer, true
		}
		return nil
	})
	for i := range known {
		if err == nil && !known[i] {
			err = fmt.Errorf("it does not answer %s", questions[i].method)
		}
	}
	if err != nil {
		return nil, &mixedError{op, r.endpoint, err}
	}
	return answers, nil
}

func (r *rpc) post(ctx context.Context, a ask, content any) (string, error) {
	body, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("%s: %w", a.op, err)
	}
	response, err := r.client.Do(ctx, httpclient.Request{
		Op: a.op, URL: r.url, Body: body, JSON: true, Meter: &r.meter, Final: a.final,
		Judge: func(status int, body []byte) httpclient.Verdict { return judge(a, status, body) },
	})
	return string(response.Body), err
}

func (r *rpc) refused(op string, e *RPCError) error {
	e.Op, e.Endpoint, e.Message = op, r.endpoint, r.client.Redact(e.Message)
	return e
}

// quantity asks for a number.
func (r *rpc) quantity(ctx context.Context, op, method string) (int64, error) {
	result, err := r.ask(ctx, ask{op: op, question: question{method, []any{}}})
	if err != nil {
		return 0, err
	}
	n, err := reply{result: result}.quantity()
	if err != nil {
		return 0, fmt.Errorf("%s: read the reply of %s: %w", op, r.endpoint, err)
	}
	return n, nil
}

func envelope(id int64, q question) any {
	return map[string]any{"jsonrpc": "2.0", "id": id, "method": q.method, "params": q.params}
}

// judge tells the HTTP client what a reply is: error objects come with any status, and a rate limit with status 200.
func judge(a ask, status int, body []byte) httpclient.Verdict {
	text := string(body[:min(len(body), 1<<20)])
	if strings.HasPrefix(trim(text), "[") {
		return httpclient.Verdict{}
	}
	answer, err := parseReply(text)
	switch {
	case err != nil:
		return httpclient.Verdict{}
	case answer.refusal == nil && a.mustExist && answer.result == "null":
		return httpclient.Verdict{Class: httpclient.Server, Cause: "the server does not have it yet"}
	case answer.refusal == nil:
		return httpclient.Verdict{}
	}
	e := answer.refusal
	switch classify(e.Message, e.data).kind {
	case tooLarge, tooSlow:
		return httpclient.Verdict{Answer: true}
	case tooOften:
		return httpclient.Verdict{Class: httpclient.Rate, Cause: e.Message}
	case lagging:
		return httpclient.Verdict{Class: httpclient.Server, Cause: e.Message}
	}
	return httpclient.Verdict{Answer: status < 500 && status != 401 && status != 403 && status != 429}
}
