package httpclient

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// hosts gives each host the limits that it deserves, however many sources ask it.
type hosts struct {
	opt Options
	mu  sync.Mutex
	by  map[string]*host
}

// host bounds what is asked of one host at a time.
type host struct {
	pace     *rate.Limiter
	slots    *semaphore.Weighted
	bytes    *semaphore.Weighted
	capacity int64
}

func (h *hosts) get(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if found, ok := h.by[name]; ok {
		return found
	}
	limit := rate.Inf
	if h.opt.RatePerSecond > 0 {
		limit = rate.Limit(h.opt.RatePerSecond)
	}
	made := &host{
		pace:     rate.NewLimiter(limit, 1),
		slots:    semaphore.NewWeighted(h.opt.Concurrency),
		bytes:    semaphore.NewWeighted(h.opt.InFlightBytes),
		capacity: h.opt.InFlightBytes,
	}
	h.by[name] = made
	return made
}

// enter waits for a slot, for room for a body of up to size bytes, and for the host's pace. All the room is taken
// at once and before the request is sent: no request waits while it holds a part of what another one needs.
func (h *host) enter(ctx context.Context, size int64) (*seat, error) {
	size = min(size, h.capacity)
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	if err := h.bytes.Acquire(ctx, size); err != nil {
		h.slots.Release(1)
		return nil, err
	}
	s := &seat{host: h, size: size}
	if err := h.pace.Wait(ctx); err != nil {
		s.leave()
		return nil, err
	}
	return s, nil
}

// seat is what one attempt holds of its host.
type seat struct {
	host *host
	size int64
	once sync.Once
}

// shrink gives room back once the size of the body is known.
func (s *seat) shrink(size int64) {
	if size >= 0 && size < s.size {
		s.host.bytes.Release(s.size - size)
		s.size = size
	}
}

func (s *seat) leave() {
	s.once.Do(func() {
		s.host.bytes.Release(s.size)
		s.host.slots.Release(1)
	})
}
