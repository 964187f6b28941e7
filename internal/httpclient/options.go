package httpclient

import (
	"cmp"
	"context"
	"math/rand/v2"
	"time"
)

// Options configures a [Client]. Every zero value means the default that its comment names.
type Options struct {
	// UserAgent is sent with every request ("lakepeer").
	UserAgent string
	// Secrets are literal values (keys, tokens) that never leave in any text; values of fewer than 6 characters
	// are ignored, because replacing them would make texts unreadable without hiding anything.
	Secrets []string

	// RatePerSecond bounds the requests per second to one host (no bound).
	RatePerSecond float64
	// Concurrency bounds the requests under way to one host (8).
	Concurrency int64
	// InFlightBytes bounds the sum of body bytes that requests under way to one host may bring (64 MiB).
	InFlightBytes int64
	// MaxBody is the largest body accepted, decompressed, where the request names none (32 MiB).
	MaxBody int64

	// ConnectTimeout bounds the making of a connection (10 s).
	ConnectTimeout time.Duration
	// HeaderTimeout bounds the wait from the request's last byte to the reply's header (60 s).
	HeaderTimeout time.Duration
	// IdleTimeout bounds the wait for the next byte of a body (30 s).
	IdleTimeout time.Duration

	// MaxAttempts is how often a request is tried altogether (5).
	MaxAttempts int
	// BackoffBase and BackoffMax shape the wait between attempts: it doubles from the base (500 ms) up to the
	// most (30 s), and half of it is random.
	BackoffBase, BackoffMax time.Duration
	// RetryAfterMax is the longest Retry-After that is waited for (2 min). A server that asks for more is not
	// asked again in this run.
	RetryAfterMax time.Duration

	// Clock, Rand (a number in [0, 1)) and Sleep are the world outside; tests replace them.
	Clock func() time.Time
	Rand  func() float64
	Sleep func(ctx context.Context, d time.Duration) error
}

func (o Options) withDefaults() Options {
	o.UserAgent = cmp.Or(o.UserAgent, "lakepeer")
	o.Concurrency = cmp.Or(o.Concurrency, 8)
	o.InFlightBytes = cmp.Or(o.InFlightBytes, 64<<20)
	o.MaxBody = cmp.Or(o.MaxBody, 32<<20)
	o.ConnectTimeout = cmp.Or(o.ConnectTimeout, 10*time.Second)
	o.HeaderTimeout = cmp.Or(o.HeaderTimeout, time.Minute)
	o.IdleTimeout = cmp.Or(o.IdleTimeout, 30*time.Second)
	o.MaxAttempts = cmp.Or(o.MaxAttempts, 5)
	o.BackoffBase = cmp.Or(o.BackoffBase, 500*time.Millisecond)
	o.BackoffMax = cmp.Or(o.BackoffMax, 30*time.Second)
	o.RetryAfterMax = cmp.Or(o.RetryAfterMax, 2*time.Minute)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
