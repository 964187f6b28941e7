package httpclient

import (
	"fmt"
	"strings"
	"time"
)

// Class is what kind of failure a request met.
type Class string

// The classes of failure.
const (
	// Rate: the host wants fewer requests (429, or a text that says so).
	Rate Class = "rate"
	// Timeout: no connection, no header, or no further byte of the body in time (also 408, 504).
	Timeout Class = "timeout"
	// Server: the host failed (5xx).
	Server Class = "server"
	// Network: the connection was refused or reset, or the name isn't known.
	Network Class = "network"
	// CutBody: the connection ended before the body did.
	CutBody Class = "cut body"
	// TooLarge: the body passes the cap of the request, or the server says so (413).
	TooLarge Class = "too large"
	// NotJSON: JSON was expected, and something else came (an HTML page, a plain text).
	NotJSON Class = "not JSON"
	// Auth: the key is missing, wrong or not allowed to do this (401, 403).
	Auth Class = "auth"
	// BadRequest: the request itself was refused (other 4xx), or is not one.
	BadRequest Class = "bad request"
)

// Retryable tells whether sending the same request again can help.
func (c Class) Retryable() bool {
	switch c {
	case Rate, Timeout, Server, Network, CutBody, NotJSON:
		return true
	default:
		return false
	}
}

// WayOut says what a person can do about a failure of this class.
func (c Class) WayOut() string {
	switch c {
	case Rate:
		return "run again later, lower the request rate of this endpoint, or use an endpoint of your own"
	case Timeout:
		return "run again later, or use another endpoint"
	case Server, CutBody:
		return "the fault is the server's: run again later, or use another endpoint"
	case Network:
		return "check the address of the endpoint and the connection, then run again"
	case TooLarge:
		return "ask for less at a time"
	case NotJSON:
		return "check that the address is the service's own and not a web page in front of it"
	case Auth:
		return "check the endpoint's key and what it allows"
	default:
		return "check the endpoint's address and configuration"
	}
}

// Error is a request that failed for good. Its text is redacted.
type Error struct {
	// Op is what was being done, in the source's words: "read logs of blocks 100 to 199".
	Op string
	// Method and URL are what was asked; the URL is redacted.
	Method, URL string
	// Class is the kind of failure.
	Class Class
	// Status is the HTTP status, 0 when there was no reply.
	Status int
	// Attempts is how often it was tried.
	Attempts int
	// RetryAfter is how long the server asked to wait, 0 if it didn't.
	RetryAfter time.Duration
	// Cause is what happened, redacted.
	Cause string
	// Excerpt is the beginning of the reply's body: redacted, printable, short.
	Excerpt string
	// Err is what the transport said, for errors.Is and errors.As. Its own text may hold the URL with its key:
	// print the Error, not what it wraps.
	Err error
}

// Error gives operation, address, cause, the beginning of the reply, and the way out.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	fmt.Fprintf(&b, "%s %s: %s", e.Method, e.URL, e.Cause)
	if e.Attempts > 1 {
		fmt.Fprintf(&b, ", after %d attempts", e.Attempts)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", which asks to wait %s", e.RetryAfter)
	}
	if e.Excerpt != "" {
		fmt.Fprintf(&b, " (the reply begins %q)", e.Excerpt)
	}
	b.WriteString("; " + e.Class.WayOut())
	return b.String()
}

// Unwrap gives what the transport said.
func (e *Error) Unwrap() error { return e.Err }
