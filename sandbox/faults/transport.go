package faults

import (
	"net/http"
	"strconv"
	"time"
)

// Spoil sends a body cut, slowly, or half and then nothing until the client gives up; delay is that between two
// pieces of a slow one. Another kind of fault sends nothing.
func Spoil(w http.ResponseWriter, r *http.Request, body []byte, kind Kind, delay time.Duration) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	half := body[:len(body)/2]
	switch kind {
	case CutBody:
		// Fewer bytes than announced: the HTTP server closes the connection.
		_, _ = w.Write(half)
	case StalledBody:
		_, _ = w.Write(half)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	case SlowBody:
		trickle(w, r, body, delay)
	}
}

// pieces is the number of pieces in which a slow body arrives.
const pieces = 8

// trickle writes the body in pieces with a delay between them.
func trickle(w http.ResponseWriter, r *http.Request, body []byte, delay time.Duration) {
	size := len(body)/pieces + 1
	for len(body) > 0 {
		n := min(size, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		body = body[n:]
		if len(body) == 0 {
			return
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
		case <-r.Context().Done():
			timer.Stop()
			return
		}
	}
}

// Page answers with a web page and status 200, as a proxy in front of a service does.
func Page(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"))
}

// Reset closes the connection without an answer.
func Reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "connection can't be reset: "+err.Error(), http.StatusInternalServerError)
		return
	}
	_ = connection.Close()
}
