package httpclient

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// stream hands the body of one attempt to the request's Into, and then looks whether it came whole.
func (c *call) stream(response *http.Response) error {
	body := &boundedBody{reader: response.Body, left: c.request.MaxBody}
	err := c.request.Into(body)
	if err == nil {
		_, _ = io.Copy(io.Discard, body) // what goes wrong is kept in body.err
	}
	if c.request.Meter != nil {
		c.request.Meter.bytes.Add(body.count)
	}
	switch {
	case body.err != nil:
		class, cause := classifyBody(body.err)
		c.failure = c.fail(class, response.StatusCode, cause, nil, body.err)
	case err != nil:
		c.failure = c.fail(NotJSON, response.StatusCode, "the reply can't be read: "+err.Error(), nil, err)
	default:
		c.reply = Response{Status: response.StatusCode, Header: response.Header}
		return nil
	}
	return c.failure
}

// boundedBody counts a body, ends it with an error where it passes the request's cap, and remembers any error but its
// end.
type boundedBody struct {
	reader      io.Reader
	left, count int64
	err         error
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.reader.Read(p)
	b.count += int64(n)
	if b.left -= int64(n); b.left < 0 {
		n, err = 0, fmt.Errorf("%w: more than %d bytes", errTooLarge, b.count+b.left)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}
