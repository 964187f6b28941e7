package jsonrpc

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// send writes the replies: as they are rendered, or, where the fault is one of the body's, as the fault says.
func (s *Server) send(w http.ResponseWriter, r *http.Request, answer response, fault *Fault) {
	w.Header().Set("Content-Type", "application/json")
	if fault != nil && fault.Kind.spoilsBody() {
		var whole bytes.Buffer
		out := newWriter(&whole)
		render(out, answer)
		if out.flush() == nil {
			spoil(w, r, whole.Bytes(), fault)
		}
		return
	}
	if !answer.array {
		if f := answer.replies[0].failure; f != nil && f.status != 0 {
			w.WriteHeader(f.status)
		}
	}
	out := newWriter(w)
	render(out, answer)
	_ = out.flush() // The client is gone; there is nobody left to tell.
}

func render(w *writer, answer response) {
	if !answer.array {
		answer.replies[0].write(w)
		return
	}
	w.text("[")
	for i := range answer.replies {
		if i > 0 {
			w.text(",")
		}
		answer.replies[i].write(w)
	}
	w.text("]")
}

// spoil sends a body cut, slowly, or half and then nothing until the client gives up.
func spoil(w http.ResponseWriter, r *http.Request, body []byte, fault *Fault) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	half := body[:len(body)/2]
	switch fault.Kind {
	case CutBody:
		// Fewer bytes than announced: the HTTP server closes the connection.
		_, _ = w.Write(half)
	case StalledBody:
		_, _ = w.Write(half)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	case SlowBody:
		trickle(w, r, body, fault.Delay)
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

// refuseHTTP answers in place of JSON-RPC where the fault is one of HTTP, and tells whether it did.
func (s *Server) refuseHTTP(w http.ResponseWriter, fault *Fault) bool {
	if fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(fault.RetryAfter))
	}
	switch fault.Kind {
	case TooManyRequests:
		s.sendFailure(w, http.StatusTooManyRequests, s.texts.rate.refuse(asked{}))
	case TooManyRequestsText:
		http.Error(w, "Too Many Requests", http.StatusTooManyRequests)
	case RateError:
		s.sendFailure(w, http.StatusOK, s.texts.rate.refuse(asked{}))
	case ServerError:
		status := fault.Status
		if status == 0 {
			status = http.StatusInternalServerError
		}
		http.Error(w, http.StatusText(status), status)
	case HTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"))
	case ResetConnection:
		reset(w)
	default:
		return false
	}
	return true
}

func (s *Server) sendFailure(w http.ResponseWriter, status int, f *failure) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	out := newWriter(w)
	reply{failure: f}.write(out)
	_ = out.flush() // The client is gone; there is nobody left to tell.
}

// reset closes the connection without an answer.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "connection can't be reset: "+err.Error(), http.StatusInternalServerError)
		return
	}
	_ = connection.Close()
}
