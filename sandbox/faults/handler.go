package faults

import (
	"bytes"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// slow is the delay between two pieces of a slow body.
const slow = 2 * time.Millisecond

// Handler lets a service's handler misbehave. With the level None it is the handler itself.
func Handler(next http.Handler, service Service, level Level, seed uint64) http.Handler {
	kinds := level.kinds()
	if len(kinds) == 0 {
		return next
	}
	for _, letter := range []byte(service.Name) {
		seed = seed*31 + uint64(letter)
	}
	return &handler{next: next, service: service, level: level, seed: seed, kinds: kinds}
}

type handler struct {
	next    http.Handler
	service Service
	level   Level
	seed    uint64
	kinds   []Kind
	counted atomic.Uint64
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := h.counted.Add(1)
	drawn, strikes := Draw(h.seed, n, h.level.Share(), len(h.kinds))
	if !strikes {
		h.next.ServeHTTP(w, r)
		return
	}
	kind := h.kinds[drawn]
	if h.refuse(w, kind, n) {
		return
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	h.next.ServeHTTP(answer, r)
	body := answer.body.Bytes()
	if kind.spoilsContent() && answer.status == http.StatusOK {
		body = h.service.spoil(body, kind, h.seed^n)
	}
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	if kind.SpoilsBody() && answer.status == http.StatusOK {
		Spoil(w, r, body, kind, slow)
		return
	}
	w.WriteHeader(answer.status)
	_, _ = w.Write(body)
}

// refuse answers in place of the service, and tells whether it did.
func (h *handler) refuse(w http.ResponseWriter, kind Kind, n uint64) bool {
	switch kind {
	case TooManyRequests:
		if n%2 == 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(n/2%2)))
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte(h.service.RateBody))
	case TooManyRequestsText:
		http.Error(w, "Too Many Requests", http.StatusTooManyRequests)
	case ServerError:
		status := []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}[n%4]
		http.Error(w, http.StatusText(status), status)
	case HTML:
		Page(w)
	case ResetConnection:
		Reset(w)
	default:
		return false
	}
	return true
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
