package jsonrpc

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
)

// maxRequest is the greatest request body that the server reads, in bytes.
const maxRequest = 8 << 20

// Server is an http.Handler that serves a chain over JSON-RPC, single calls and batches, on every path.
// It is safe for concurrent use.
type Server struct {
	chain   Chain
	options Options
	texts   texts
	faults  *injector

	mu       sync.Mutex
	requests int
	calls    map[string]int
}

// NewServer makes a server of the chain.
func NewServer(chain Chain, options Options) *Server {
	return &Server{
		chain:   chain,
		options: options,
		texts:   options.Dialect.texts(),
		faults:  newInjector(options.Faults, options.Noise),
		calls:   map[string]int{},
	}
}

// Requests counts the HTTP requests received so far, refused ones included.
func (s *Server) Requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// Calls counts the calls of a method received so far; each call of a batch counts.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// ServeHTTP answers one HTTP request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "method not allowed: JSON-RPC is posted", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, fmt.Sprintf("reading the request: %v", err), http.StatusBadRequest)
		return
	}
	calls, batch, refused := parseCalls(body)
	number := s.count(calls)
	fault := s.faults.next(calls)
	if fault != nil && s.refuseHTTP(w, fault) {
		return
	}
	if refused != nil {
		s.send(w, r, response{replies: []reply{{failure: refused}}}, fault)
		return
	}
	answer := s.respond(calls, batch, fault)
	if answer.array {
		answer = s.mangle(answer, fault, number)
	}
	s.send(w, r, answer, fault)
}

// response is what one HTTP request is answered with: one reply, or an array of them.
type response struct {
	replies []reply
	array   bool
}

// count notes the request and its calls and gives the request's number, from 1.
func (s *Server) count(calls []call) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	for i := range calls {
		s.calls[calls[i].Method]++
	}
	return s.requests
}

// respond runs the calls of a request.
func (s *Server) respond(calls []call, batch bool, fault *Fault) response {
	if limit := s.options.Limits.MaxBatch; batch && limit > 0 && len(calls) > limit {
		refused := fail(codeInvalidRequest, "batch of %d calls is too large, at most %d are allowed", len(calls), limit)
		return response{replies: []reply{{failure: refused}}}
	}
	replies := make([]reply, len(calls))
	for i := range calls {
		replies[i] = s.answer(calls[i], fault)
	}
	if fault != nil {
		hurtObject(calls, replies, fault.Kind)
	}
	return response{replies: replies, array: batch}
}

// answer runs one call.
func (s *Server) answer(c call, fault *Fault) reply {
	r := reply{id: c.ID}
	switch c.Method {
	case "eth_getLogs":
		r.result, r.failure = s.getLogs(c.Params, fault)
	case "eth_chainId":
		r.result = func(w *writer) { w.quantity(int64(s.chain.ID())) }
	case "net_version":
		r.result = func(w *writer) { w.value(fmt.Sprint(s.chain.ID())) }
	case "web3_clientVersion":
		r.result = func(w *writer) { w.value("lakepeer-sandbox/v1 (" + string(s.options.Dialect) + ")") }
	case "eth_blockNumber":
		r.result = func(w *writer) { w.quantity(s.head()) }
	case "eth_getBlockByNumber":
		r.result, r.failure = s.getBlock(c.Params)
	case "eth_getBlockByHash":
		r.result, r.failure = s.getBlockByHash(c.Params)
	case "eth_call":
		r.result, r.failure = s.ethCall(c.Params)
	case "eth_getTransactionReceipt":
		r.result, r.failure = s.getReceipt(c.Params)
	case "eth_getBlockReceipts":
		r.result, r.failure = s.getBlockReceipts(c.Params)
	default:
		r.failure = fail(codeMethodNotFound, "the method %s does not exist/is not available", c.Method)
	}
	return r
}

// mangle orders a batch's replies by the shuffle seed and does to them what the fault says.
func (s *Server) mangle(answer response, fault *Fault, number int) response {
	replies := answer.replies
	if seed := s.options.ShuffleSeed; seed != 0 {
		order := rand.New(rand.NewPCG(seed, uint64(number)))
		order.Shuffle(len(replies), func(i, j int) { replies[i], replies[j] = replies[j], replies[i] })
	}
	if fault == nil {
		return answer
	}
	middle := len(replies) / 2
	switch fault.Kind {
	case BatchError:
		return response{replies: []reply{{failure: fail(codeServer, "batch request failed: upstream unavailable")}}}
	case WrongID:
		replies[middle].id = []byte("987654321")
	case MissingReply:
		answer.replies = slices.Delete(replies, middle, middle+1)
	}
	return answer
}

// head is the newest block that the server admits to.
func (s *Server) head() int64 { return max(s.chain.Head()-s.options.HeadLag, 0) }

// finalized is the newest final block that the server admits to.
func (s *Server) finalized() int64 {
	if n := s.options.Confirmations; n > 0 {
		return max(s.head()-n, 0)
	}
	return min(s.chain.Finalized(), s.head())
}
