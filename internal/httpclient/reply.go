package httpclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// read takes the whole body of one attempt and says what became of it.
func (c *call) read(response *http.Response) error {
	defer func() { _ = response.Body.Close() }()
	if c.request.Into != nil && response.StatusCode >= 200 && response.StatusCode <= 299 {
		return c.stream(response)
	}
	body, err := c.body(response)
	if c.request.Meter != nil {
		c.request.Meter.bytes.Add(int64(len(body)))
	}
	if err != nil {
		class, cause := classifyBody(err)
		c.failure = c.fail(class, response.StatusCode, cause, body, err)
		return c.failure
	}
	class, cause := c.judge(response.StatusCode, body)
	if class == "" {
		c.reply = Response{Status: response.StatusCode, Header: response.Header, Body: body}
		return nil
	}
	c.failure = c.fail(class, response.StatusCode, cause, body, nil)
	c.failure.RetryAfter = retryAfter(response.Header.Get("Retry-After"), c.client.opt.Clock())
	return c.failure
}

var errTooLarge = errors.New("the reply is larger than the request allows")

func (c *call) body(response *http.Response) ([]byte, error) {
	limit := c.request.MaxBody
	if response.ContentLength > limit {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", errTooLarge, response.ContentLength, limit)
	}
	var buffer bytes.Buffer
	if response.ContentLength > 0 {
		buffer.Grow(int(response.ContentLength) + bytes.MinRead)
	}
	n, err := buffer.ReadFrom(io.LimitReader(response.Body, limit+1))
	if err == nil && n > limit {
		return nil, fmt.Errorf("%w: at most %d bytes", errTooLarge, limit)
	}
	return buffer.Bytes(), err
}

// judge asks the source first, then the status, then the content.
func (c *call) judge(status int, body []byte) (Class, string) {
	if c.request.Judge != nil {
		if v := c.request.Judge(status, body); v.Answer {
			return "", ""
		} else if v.Class != "" {
			return v.Class, v.Cause
		}
	}
	text := strconv.Itoa(status) + " " + http.StatusText(status)
	switch {
	case status == http.StatusTooManyRequests:
		return Rate, "too many requests (" + text + ")"
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Auth, "not allowed (" + text + ")"
	case status == http.StatusRequestEntityTooLarge:
		return TooLarge, "the server finds it too large (" + text + ")"
	case status == http.StatusRequestTimeout || status == http.StatusGatewayTimeout:
		return Timeout, "the server gave up (" + text + ")"
	case status >= 500:
		return Server, "the server failed (" + text + ")"
	case status < 200 || status > 299:
		return BadRequest, "the request was refused (" + text + ")"
	case c.request.JSON && !json.Valid(body):
		return NotJSON, "the reply is not JSON (" + text + ")"
	}
	return "", ""
}

func classifyBody(err error) (Class, string) {
	switch {
	case errors.Is(err, errTooLarge):
		return TooLarge, err.Error()
	case errors.Is(err, errIdle):
		return Timeout, err.Error()
	default:
		return CutBody, "the reply was cut short: " + plainCause(err)
	}
}

func classifyTransport(err error) (Class, string) {
	var timeout net.Error
	switch {
	case errors.Is(err, errRedirect):
		return BadRequest, errRedirect.Error()
	case errors.As(err, &timeout) && timeout.Timeout():
		return Timeout, "no reply in time: " + plainCause(err)
	default:
		return Network, plainCause(err)
	}
}

// plainCause gives the innermost text: url.Error repeats method and URL, which the Error states itself.
func plainCause(err error) string {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}

// retryAfter reads seconds or an HTTP date; 0 means that the server asked for nothing.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)).Truncate(time.Second)
	}
	return 0
}

// excerpt gives what a person needs to see of a reply, on one line.
func (c *Client) excerpt(body []byte) string {
	const window, shown = 4096, 160
	text := c.Redact(strings.ToValidUTF8(string(body[:min(len(body), window)]), "?"))
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if runes := []rune(text); len(runes) > shown {
		return string(runes[:shown]) + "…"
	}
	return text
}
