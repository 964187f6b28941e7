package httpclient

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// call is one request with all its attempts. It is the retrying client's policy: what counts as a failure, how
// long to wait, and what one attempt is allowed to take.
type call struct {
	client  *Client
	request Request

	attempts int
	reply    Response
	failure  *Error
}

func (c *call) do(ctx context.Context) (Response, error) {
	c.request.MaxBody = cmp.Or(c.request.MaxBody, c.client.opt.MaxBody)
	if c.request.Method == "" {
		c.request.Method = http.MethodGet
		if c.request.Body != nil {
			c.request.Method = http.MethodPost
		}
	}
	var body any
	if c.request.Body != nil {
		body = bytes.NewReader(c.request.Body)
	}
	request, err := retryablehttp.NewRequestWithContext(ctx, c.request.Method, c.request.URL, body)
	if err != nil {
		return Response{}, c.fail(BadRequest, 0, "the request can't be made: is the address a URL?", nil, err)
	}
	c.dress(request)
	request.SetResponseHandler(c.read)
	retrying := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: &attempt{call: c}, CheckRedirect: c.follow},
		RetryMax:     c.client.opt.MaxAttempts - 1,
		CheckRetry:   c.again,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 },
		PrepareRetry: c.pause,
		ErrorHandler: func(_ *http.Response, err error, _ int) (*http.Response, error) { return nil, err },
	}
	_, err = retrying.Do(request) //nolint:bodyclose // read closes it
	switch {
	case ctx.Err() != nil:
		return Response{}, fmt.Errorf("%s %s: %w", c.request.Method, c.client.redactor.Text(Redact(c.request.URL)), ctx.Err())
	case c.failure != nil:
		return Response{}, c.failure
	case err != nil:
		return Response{}, c.fail(BadRequest, 0, err.Error(), nil, err)
	}
	return c.reply, nil
}

func (c *call) dress(request *retryablehttp.Request) {
	for name, values := range c.request.Header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	request.Header.Set("User-Agent", c.client.opt.UserAgent)
	if c.request.JSON {
		request.Header.Set("Accept", "application/json")
		if c.request.Body != nil {
			request.Header.Set("Content-Type", "application/json")
		}
	}
}

// follow allows a GET to be redirected within its host. A redirect elsewhere could carry a key with it.
func (c *call) follow(next *http.Request, via []*http.Request) error {
	if len(via) > 5 || next.URL.Host != via[0].URL.Host || via[0].Method != http.MethodGet {
		return errRedirect
	}
	return nil
}

// again is asked after the transport (with its error) and after read (with what it made of the reply).
func (c *call) again(ctx context.Context, _ *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err == nil {
		return false, nil
	}
	if c.failure == nil {
		class, cause := classifyTransport(err)
		c.failure = c.fail(class, 0, cause, nil, err)
	}
	return c.worthRetrying(), nil
}

func (c *call) worthRetrying() bool {
	f := c.failure
	if f.RetryAfter > c.client.opt.RetryAfterMax {
		return false
	}
	return f.Class.Retryable() && !slices.Contains(c.request.Final, f.Class)
}

// pause waits before the next attempt: as long as the server asked, else a doubling time, half of it random.
func (c *call) pause(request *http.Request) error {
	opt := c.client.opt
	wait := c.failure.RetryAfter
	if wait == 0 {
		wait = opt.BackoffMax
		if shift := c.attempts - 1; shift < 20 {
			wait = min(opt.BackoffBase<<shift, opt.BackoffMax)
		}
		wait = wait/2 + time.Duration(opt.Rand()*float64(wait/2))
	}
	c.failure = nil
	return opt.Sleep(request.Context(), wait)
}

func (c *call) fail(class Class, status int, cause string, body []byte, err error) *Error {
	return &Error{
		Op:       c.request.Op,
		Method:   c.request.Method,
		URL:      c.client.redactor.Text(Redact(c.request.URL)),
		Class:    class,
		Status:   status,
		Attempts: c.attempts,
		Cause:    c.client.Redact(cause),
		Excerpt:  c.client.excerpt(body),
		Err:      err,
	}
}
