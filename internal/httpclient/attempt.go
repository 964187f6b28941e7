package httpclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

var (
	errIdle     = errors.New("the reply stalled")
	errRedirect = errors.New("it redirects to another address, which isn't followed")
)

// attempt sends a request once. It holds its seat at the host until the body is closed.
type attempt struct{ call *call }

// RoundTrip waits for the host's limits, sends, and gives a body that ends when it stalls.
func (a *attempt) RoundTrip(request *http.Request) (*http.Response, error) {
	c := a.call
	seat, err := c.client.hosts.get(request.URL.Host).enter(request.Context(), c.request.MaxBody)
	if err != nil {
		return nil, err
	}
	c.attempts++
	if c.request.Meter != nil {
		c.request.Meter.requests.Add(1)
	}
	ctx, cancel := context.WithCancel(request.Context())
	response, err := c.client.transport.RoundTrip(request.WithContext(ctx))
	if err != nil {
		cancel()
		seat.leave()
		return nil, err
	}
	seat.shrink(response.ContentLength)
	body := &watchedBody{ReadCloser: response.Body, idle: c.client.opt.IdleTimeout, cancel: cancel, seat: seat}
	body.timer = time.AfterFunc(body.idle, body.stall)
	response.Body = body
	return response, nil
}

// watchedBody ends a body that brings nothing for the idle time, however long it takes altogether.
type watchedBody struct {
	io.ReadCloser
	idle    time.Duration
	timer   *time.Timer
	cancel  context.CancelFunc
	seat    *seat
	stalled atomic.Bool
}

func (b *watchedBody) stall() {
	b.stalled.Store(true)
	b.cancel()
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.stalled.Load() && err != nil && !errors.Is(err, io.EOF) {
		return n, errIdle
	}
	b.timer.Reset(b.idle)
	return n, err
}

func (b *watchedBody) Close() error {
	b.timer.Stop()
	err := b.ReadCloser.Close()
	b.cancel()
	b.seat.leave()
	return err
}
