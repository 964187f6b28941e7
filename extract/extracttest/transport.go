package extracttest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// middleware makes one reply of a server faulty.
type middleware func(next http.Handler) http.Handler

func transportFaults() map[string]middleware {
	return map[string]middleware{
		"429 with Retry-After": instead(http.StatusTooManyRequests, "text/plain", "slow down"),
		"5xx":                  instead(http.StatusBadGateway, "text/plain", "bad gateway"),
		"HTML":                 instead(http.StatusOK, "text/html", "<!doctype html><title>Just a moment</title>"),
		"cut body":             cutBody,
		"slow body":            slowBody,
	}
}

func instead(status int, contentType, body string) middleware {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
}

// cutBody announces the whole reply and ends the connection in the middle of it.
func cutBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole := record(next, r)
		w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
		_, _ = w.Write(whole[:len(whole)/2])
	})
}

// slowBody sends the reply in small pieces, with a breath between them.
func slowBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole := record(next, r)
		breath := time.NewTicker(time.Millisecond)
		defer breath.Stop()
		for piece := range bytes.SplitAfterSeq(whole, []byte(",")) {
			_, _ = w.Write(piece)
			_ = http.NewResponseController(w).Flush()
			<-breath.C
		}
	})
}

func record(next http.Handler, r *http.Request) []byte {
	recorder := httptest.NewRecorder()
	next.ServeHTTP(recorder, r)
	return recorder.Body.Bytes()
}

// drain reads a request's body and puts it back.
func drain(r *http.Request) []byte {
	body, _ := io.ReadAll(r.Body) // what can't be read is no request for rows
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body
}
