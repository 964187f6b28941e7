package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/faults"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

// ServeOptions say how a world is served. The zero value serves it without faults on a free port of loopback.
type ServeOptions struct {
	// Faults is how much goes wrong.
	Faults faults.Level
	// FaultSeed decides which requests meet which fault.
	FaultSeed uint64
	// Listen is the address to listen on; the default is 127.0.0.1:0.
	Listen string
	// Vast says how Vast.AI treats keys.
	Vast market.VastOptions
}

// Servers are a world's servers behind one address: rpc, llama, gecko, vast, farm, grafana, skypilot, subgraph, explorer,
// leaderboard, aileaderboard and pricelist.
type Servers struct {
	// Clock is the time that the servers live in: they know nothing after it. It stands at the world's Now.
	Clock *Clock

	address string
	cancel  context.CancelFunc
	served  chan error
}

// Clock is a time that stands still until it is set. It may be used by many at once.
type Clock struct{ nanos atomic.Int64 }

// NewClock gives a clock that stands at a time.
func NewClock(at time.Time) *Clock {
	c := new(Clock)
	c.Set(at)
	return c
}

// Set puts the clock to a time.
func (c *Clock) Set(at time.Time) { c.nanos.Store(at.UnixNano()) }

// Now gives the time that the clock stands at, in UTC.
func (c *Clock) Now() time.Time { return time.Unix(0, c.nanos.Load()).UTC() }

// ServerNames lists the servers: what Servers.URL knows.
func ServerNames() []string {
	return []string{"rpc", "llama", "gecko", "vast", "farm", "grafana", "skypilot", "subgraph", "explorer", "leaderboard", "aileaderboard", "pricelist"}
}

// Serve serves a world until Close, or until the context is cancelled. It fails if the address can't be listened on.
func Serve(ctx context.Context, w *World, o ServeOptions) (*Servers, error) {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("serving the sandbox on %s: %w; choose another address, or port 0 for any", o.Listen, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &Servers{Clock: NewClock(w.Now()), address: "http://" + listener.Addr().String(), cancel: cancel, served: make(chan error, 1)}
	server := &http.Server{
		Handler: s.handler(w, o), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	go func() {
		err := server.Serve(listener)
		stop()
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		s.served <- err
	}()
	return s, nil
}

// handler puts the servers behind their prefixes.
func (s *Servers) handler(w *World, o ServeOptions) http.Handler {
	mux := http.NewServeMux()
	mount := func(name string, h http.Handler) { mux.Handle("/"+name+"/", http.StripPrefix("/"+name, h)) }
	now, world := s.Clock.Now, view{w, s.Clock}
	rpc := jsonrpc.NewServer(world, jsonrpc.Misbehave(o.Faults, o.FaultSeed))
	mount("rpc", rpc)
	mux.Handle("/rpc", rpc)
	handlers := map[string]http.Handler{
		"llama": w.market.Llama(now), "gecko": w.market.Gecko(now, market.GeckoOptions{}), "vast": w.market.Vast(now, o.Vast),
		"farm": w.market.Farm(now), "grafana": w.market.Grafana(now), "skypilot": w.market.SkyPilot(now),
		"subgraph": world.graph(),
	}
	hosts := w.explorerHosts(world.graph(), nil)
	handlers["explorer"], handlers["pricelist"] = hosts.Explorer(now), hosts.PriceList(now)
	handlers["leaderboard"], handlers["aileaderboard"] = hosts.Leaderboard(now), hosts.AILeaderboard(now)
	for _, service := range faults.Services() {
		h := faults.Handler(handlers[service.Name], service, o.Faults, o.FaultSeed)
		mount(service.Name, h)
		if service.Name == "subgraph" {
			mux.Handle("/subgraph", atRoot(h))
		}
	}
	return mux
}

// atRoot lets a handler take a request for its root.
func atRoot(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = "/", ""
		h.ServeHTTP(w, r)
	})
}

// URL gives a server's address without a slash at its end; "" for a name that isn't one of ServerNames.
func (s *Servers) URL(name string) string {
	if !slices.Contains(ServerNames(), name) {
		return ""
	}
	return s.address + "/" + name
}

// Close ends the servers and waits for that. The error is one of the listener.
func (s *Servers) Close() error {
	s.cancel()
	err := <-s.served
	s.served <- err
	if err != nil {
		return fmt.Errorf("serving the sandbox: %w", err)
	}
	return nil
}

// view is a world as of its servers' clock.
type view struct {
	*World
	clock *Clock
}

// Head gives the newest block at the clock's time.
func (v view) Head() int64 { return min(blockAt(v.clock.Now()), v.World.Head()) }

// Finalized gives the newest final block at the clock's time.
func (v view) Finalized() int64 {
	return min(max(v.Head()-finalityLag, firstBlock), v.World.Finalized())
}
