package httpclient

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Client asks hosts over HTTP within their limits. It is safe for concurrent use; one is shared by all sources.
type Client struct {
	opt       Options
	hosts     *hosts
	redactor  *Redactor
	transport *http.Transport
}

// New makes a client. Close it after use.
func New(opt Options) *Client {
	opt = opt.withDefaults()
	return &Client{
		opt:      opt,
		hosts:    &hosts{opt: opt, by: map[string]*host{}},
		redactor: NewRedactor(opt.Secrets),
		transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: opt.ConnectTimeout, KeepAlive: 30 * time.Second}).DialContext,
			ForceAttemptHTTP2:     true,
			TLSHandshakeTimeout:   opt.ConnectTimeout,
			ResponseHeaderTimeout: opt.HeaderTimeout,
			MaxIdleConnsPerHost:   int(opt.Concurrency),
			IdleConnTimeout:       90 * time.Second,
		},
	}
}

// Close ends the connections that are idle. Requests under way are not disturbed.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Redact gives any text without the client's secrets and without the keys within URLs.
func (c *Client) Redact(text string) string { return c.redactor.Text(text) }

// Request is one question. It is sent again as it is when an attempt fails, so it must be idempotent.
type Request struct {
	// Op says what is being done, for errors: "read logs of blocks 100 to 199".
	Op string
	// Method is GET by default, POST where there is a Body.
	Method string
	// URL is absolute, with whatever key it needs.
	URL string
	// Header is added to the request's own.
	Header http.Header
	// Body is sent with every attempt.
	Body []byte
	// JSON says that the reply must be JSON: Accept is set, and anything else is a failure of class NotJSON.
	JSON bool
	// MaxBody is the largest body accepted, decompressed; 0 means the client's.
	MaxBody int64
	// Final lists classes that are not tried again, because the caller knows something better to ask then.
	Final []Class
	// Into, when set, reads the body of a reply with a status from 200 to 299 as it comes, in place of keeping it whole:
	// Response.Body is empty then, and neither JSON nor Judge look at it. It is called anew with every attempt, so it
	// must begin anew each time. What the connection does wrong fails the attempt as usual; any error of Into's own
	// is a failure of class NotJSON.
	Into func(body io.Reader) error
	// Judge, when set, looks at every whole reply before the client does: see Verdict.
	Judge func(status int, body []byte) Verdict
	// Meter, when set, counts attempts and body bytes.
	Meter *Meter
}

// Verdict is what a source makes of a whole reply. The zero value leaves it to status and content.
type Verdict struct {
	// Answer hands the reply to the caller whatever its status: the error objects of JSON-RPC come with any.
	Answer bool
	// Class makes a failure of a reply whose status says nothing (a rate limit told at status 200).
	Class Class
	// Cause is what the reply says, for the error's text.
	Cause string
}

// Response is a whole reply.
type Response struct {
	Status int
	Header http.Header
	// Body is complete, decompressed, and valid JSON where that was asked for.
	Body []byte
}

// Meter counts what was asked of a host. It is safe for concurrent use.
type Meter struct{ requests, bytes atomic.Int64 }

// Requests is how many attempts were made, retries included.
func (m *Meter) Requests() int64 { return m.requests.Load() }

// Bytes is how many bytes of bodies came, decompressed.
func (m *Meter) Bytes() int64 { return m.bytes.Load() }

// Do sends the request until it gives a whole reply or can't be helped. The error is an *Error, or what the
// context says when it is done.
func (c *Client) Do(ctx context.Context, request Request) (Response, error) {
	return (&call{client: c, request: request}).do(ctx)
}
