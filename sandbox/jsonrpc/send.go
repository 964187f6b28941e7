package jsonrpc

import (
	"bytes"
	"net/http"

	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// send writes the replies: as they are rendered, or, where the fault is one of the body's, as the fault says.
func (s *Server) send(w http.ResponseWriter, r *http.Request, answer response, fault *Fault) {
	w.Header().Set("Content-Type", "application/json")
	if fault != nil && fault.Kind.SpoilsBody() {
		var whole bytes.Buffer
		out := newWriter(&whole)
		render(out, answer)
		if out.flush() == nil {
			faults.Spoil(w, r, whole.Bytes(), fault.Kind, fault.Delay)
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
		faults.Page(w)
	case ResetConnection:
		faults.Reset(w)
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
