package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// host is a server that is asked, and how much it was.
type host struct {
	base     string
	endpoint string // redacted
	client   *httpclient.Client
	meter    httpclient.Meter
}

func newHost(c Config, base string) *host {
	base = strings.TrimRight(base, "/")
	return &host{base: base, endpoint: c.Client.Redact(base), client: c.Client}
}

// answer is what a route answered, and what the cache in front of it says of that.
type answer struct {
	body []byte
	// age is the header Age in seconds and cacheControl that of its name; nil where there is none.
	age, cacheControl any
}

// stamped adds what the cache said to what is known of a row.
func (a answer) stamped(known map[string]any) map[string]any {
	with := map[string]any{ageColumn: a.age, cacheColumn: a.cacheControl}
	maps.Copy(with, known)
	return with
}

// refusalError is an answer that says why it is none. Its status says what kind of failure that is; its text is the host's.
type refusalError struct {
	// code is the Explorer's word for the kind of failure, "" where there is none.
	code string
	// says is what the host says, and body its words as they came.
	says string
	body []byte
	err  error
}

// Error gives the failed request and what the host says about it.
func (e *refusalError) Error() string { return fmt.Sprintf("%v: it says %q", e.err, e.says) }

// Unwrap gives the failed request.
func (e *refusalError) Unwrap() error { return e.err }

// get asks for path, which has its query. A body of null is a failure: two routes say so that they have failed. The error is a
// *refusalError where the host says what is wrong.
func (h *host) get(ctx context.Context, op, path string) (answer, error) {
	var refused *refusalError
	reply, err := h.client.Do(ctx, httpclient.Request{
		Op: op, URL: h.base + path, JSON: true, Meter: &h.meter,
		Judge: func(status int, body []byte) httpclient.Verdict {
			if refused = nil; status >= http.StatusBadRequest {
				refused = readRefusal(body)
			}
			return httpclient.Verdict{}
		},
	})
	switch {
	case err != nil && refused != nil && ctx.Err() == nil:
		refused.says, refused.err = h.client.Redact(refused.says), err
		return answer{}, refused
	case err != nil:
		return answer{}, err
	case strings.TrimSpace(string(reply.Body)) == "null":
		return answer{}, fmt.Errorf("%s: %s%s answers null, which is no answer: run again later", op, h.endpoint, path)
	}
	a := answer{body: reply.Body, cacheControl: orNull(reply.Header.Get("Cache-Control"))}
	if age, err := strconv.ParseInt(reply.Header.Get("Age"), 10, 64); err == nil {
		a.age = age
	}
	return a, nil
}

// readRefusal reads {"error", "code", "details"}. The leaderboards write the text into it without escaping, so that it needn't
// be JSON. It is nil where the body says nothing.
func readRefusal(body []byte) *refusalError {
	var said struct{ Error, Code, Details string }
	text := strings.TrimSpace(string(body))
	switch {
	case json.Unmarshal(body, &said) == nil && said.Error != "":
		text = said.Error
		if said.Details != "" {
			text += ": " + said.Details
		}
	case strings.HasPrefix(text, `{"error":"`):
		text = strings.TrimRight(strings.TrimPrefix(text, `{"error":"`), `"} `)
	case strings.HasPrefix(text, "Method ") && strings.HasSuffix(text, " Not Allowed"):
	default:
		return nil
	}
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	return &refusalError{code: said.Code, says: strings.ToValidUTF8(text, "?"), body: body}
}

// refusalOf gives the refusal behind an error, nil if there is none.
func refusalOf(err error) *refusalError {
	var refused *refusalError
	if errors.As(err, &refused) {
		return refused
	}
	return nil
}
