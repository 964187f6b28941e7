package httpclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a client with a world of its own: nothing waits, and what would have been waited for is kept.
type bench struct {
	*Client
	waited []time.Duration
}

var noon = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func newBench(t *testing.T, opt Options) *bench {
	t.Helper()
	b := &bench{}
	opt.Clock = func() time.Time { return noon }
	opt.Rand = func() float64 { return 0.5 }
	opt.Sleep = func(ctx context.Context, d time.Duration) error {
		b.waited = append(b.waited, d)
		return ctx.Err()
	}
	b.Client = New(opt)
	t.Cleanup(b.Close)
	return b
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// replies answers the n-th request with the n-th function, and all further ones with the last.
func replies(each ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		i := min(int(n.Add(1)), len(each)) - 1
		each[i](w, r)
	}
}

func status(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"half":`)
}

func TestDoRecovers(t *testing.T) {
	ok := status(200, `{"a":1}`)
	tests := []struct {
		name   string
		first  http.HandlerFunc
		waited []time.Duration
	}{
		{"429 with seconds", status(429, "slow down", "Retry-After", "7"), []time.Duration{7 * time.Second}},
		{"429 with a date", status(429, "", "Retry-After", noon.Add(90*time.Second).Format(http.TimeFormat)), []time.Duration{90 * time.Second}},
		{"503 without advice", status(503, ""), []time.Duration{375 * time.Millisecond}},
		{"HTML at 200", status(200, "<html>sorry</html>"), []time.Duration{375 * time.Millisecond}},
		{"cut body", cut, []time.Duration{375 * time.Millisecond}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, Options{})
			meter := &Meter{}
			got, err := b.Do(t.Context(), Request{URL: serve(t, replies(test.first, ok)), JSON: true, Body: []byte(`{}`), Meter: meter})
			if err != nil || string(got.Body) != `{"a":1}` {
				t.Fatalf("got %q, %v", got.Body, err)
			}
			if diff := cmp.Diff(test.waited, b.waited); diff != "" {
				t.Errorf("waits differ (-want +got):\n%s", diff)
			}
			if meter.Requests() != 2 || meter.Bytes() < 7 {
				t.Errorf("metered %d requests, %d bytes", meter.Requests(), meter.Bytes())
			}
		})
	}
}

func TestDoGivesUp(t *testing.T) {
	tests := []struct {
		name     string
		handler  http.HandlerFunc
		class    Class
		attempts int
		text     string
	}{
		{"rate", status(429, "no"), Rate, 3, "too many requests (429 Too Many Requests), after 3 attempts (the reply begins \"no\"); run again later"},
		{"too long a wait", status(429, "", "Retry-After", "3600"), Rate, 1, "which asks to wait 1h0m0s"},
		{"server", status(500, ""), Server, 3, "the server failed (500 Internal Server Error)"},
		{"auth", status(401, "bad key sesame-open"), Auth, 1, `begins "bad key ***"`},
		{"client", status(404, "none\x00\n\there"), BadRequest, 1, `begins "none here"`},
		{"html", status(200, "<html>"), NotJSON, 3, "the reply is not JSON"},
		{"too large", status(200, strings.Repeat("1", 2000)), TooLarge, 1, "larger than the request allows"},
		{"cut", cut, CutBody, 3, "unexpected EOF"},
		{"413", status(413, ""), TooLarge, 1, "the server finds it too large"},
		{"504", status(504, ""), Timeout, 3, "the server gave up"},
		{"elsewhere", status(302, "", "Location", "http://other.example.com/"), BadRequest, 1, "isn't followed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, Options{MaxAttempts: 3, MaxBody: 1000, Secrets: []string{"sesame-open"}})
			_, err := b.Do(t.Context(), Request{Op: "read things", URL: serve(t, test.handler) + "/v2/sesame-open-key?token=x", JSON: true})
			var failure *Error
			if !errors.As(err, &failure) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if failure.Class != test.class || failure.Attempts != test.attempts {
				t.Errorf("class %q after %d attempts, want %q after %d", failure.Class, failure.Attempts, test.class, test.attempts)
			}
			text := err.Error()
			if !strings.Contains(text, test.text) || !strings.HasPrefix(text, "read things: GET http://127.0.0.1:") {
				t.Errorf("text is %s", text)
			}
			if strings.Contains(text, "sesame") || strings.Contains(text, "token=x") {
				t.Errorf("text shows a secret: %s", text)
			}
		})
	}
}

func TestDoNetwork(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	b := newBench(t, Options{MaxAttempts: 2})
	_, err = b.Do(t.Context(), Request{URL: "http://" + address + "/?apikey=hunter2"})
	var failure *Error
	if !errors.As(err, &failure) || failure.Class != Network || failure.Attempts != 2 {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("text shows a secret: %s", err)
	}
}

func TestStalledBodyIsGivenUpAndSlowOneIsNot(t *testing.T) {
	const idle = 60 * time.Millisecond
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	stalled := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"half":`)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
	slow := func(w http.ResponseWriter, _ *http.Request) {
		tick := time.NewTicker(idle / 4)
		defer tick.Stop()
		_, _ = io.WriteString(w, "[")
		for range 10 {
			<-tick.C
			_, _ = io.WriteString(w, "1,")
			_ = http.NewResponseController(w).Flush()
		}
		_, _ = io.WriteString(w, "1]")
	}
	b := newBench(t, Options{IdleTimeout: idle, MaxAttempts: 1})
	_, err := b.Do(t.Context(), Request{URL: serve(t, stalled), JSON: true})
	var failure *Error
	if !errors.As(err, &failure) || failure.Class != Timeout {
		t.Errorf("stalled: got %v, want a time-out", err)
	}
	got, err := b.Do(t.Context(), Request{URL: serve(t, slow), JSON: true})
	if err != nil || len(got.Body) != 23 {
		t.Errorf("slow: got %q, %v", got.Body, err)
	}
}

func TestFinalAndJudge(t *testing.T) {
	b := newBench(t, Options{MaxAttempts: 3})
	_, err := b.Do(t.Context(), Request{URL: serve(t, status(503, "")), Final: []Class{Server}})
	var failure *Error
	if !errors.As(err, &failure) || failure.Attempts != 1 {
		t.Errorf("final: got %v", err)
	}
	judge := func(status int, body []byte) Verdict {
		if string(body) == `"slow"` {
			return Verdict{Class: Rate, Cause: "it says slow"}
		}
		return Verdict{Answer: status == 500}
	}
	got, err := b.Do(t.Context(), Request{URL: serve(t, replies(status(200, `"slow"`), status(500, `"mine"`))), JSON: true, Judge: judge})
	if err != nil || got.Status != 500 || len(b.waited) != 1 {
		t.Errorf("judge: got %v, %v after waits %v", got, err, b.waited)
	}
}

func TestCancelEndsTheWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := New(Options{Sleep: func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	}})
	defer c.Close()
	_, err := c.Do(ctx, Request{URL: serve(t, status(503, ""))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestHostBounds(t *testing.T) {
	var now, most atomic.Int64
	gate := make(chan struct{})
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		<-gate
		now.Add(-1)
		_, _ = fmt.Fprint(w, "1")
	})
	b := newBench(t, Options{Concurrency: 5, InFlightBytes: 100, MaxBody: 40})
	done := make(chan error)
	for range 6 {
		go func() {
			_, err := b.Do(t.Context(), Request{URL: url})
			done <- err
		}()
	}
	for range 6 {
		gate <- struct{}{}
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("%d requests of 40 bytes were under way at once within 100 bytes", most.Load())
	}
}
