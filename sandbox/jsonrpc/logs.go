package jsonrpc

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// filter is what eth_getLogs asks for.
type filter struct {
	from, to  int64
	addresses []common.Address
	topics    [][]common.Hash
}

// filterParams are a filter as it arrives.
type filterParams struct {
	FromBlock json.RawMessage   `json:"fromBlock"`
	ToBlock   json.RawMessage   `json:"toBlock"`
	BlockHash *common.Hash      `json:"blockHash"`
	Address   json.RawMessage   `json:"address"`
	Topics    []json.RawMessage `json:"topics"`
}

// parseFilter reads and checks a filter.
func (s *Server) parseFilter(params []json.RawMessage) (f filter, failed *failure) {
	if len(params) == 0 {
		return f, fail(codeInvalidParams, "missing value for required argument 0")
	}
	var p filterParams
	if err := json.Unmarshal(params[0], &p); err != nil {
		return f, fail(codeInvalidParams, "invalid argument 0: %v", err)
	}
	if f.from, f.to, failed = s.parseBlocks(&p); failed != nil {
		return f, failed
	}
	addresses, err := oneOrMany[common.Address](p.Address)
	if err != nil {
		return f, fail(codeInvalidParams, "invalid address: %v", err)
	}
	f.addresses = addresses
	for _, raw := range p.Topics {
		hashes, err := oneOrMany[common.Hash](raw)
		if err != nil {
			return f, fail(codeInvalidParams, "invalid topic: %v", err)
		}
		f.topics = append(f.topics, hashes)
	}
	return f, nil
}

// parseBlocks reads the filter's range: a block's hash, or two ends that are both included.
func (s *Server) parseBlocks(p *filterParams) (from, to int64, failed *failure) {
	if p.BlockHash != nil {
		if p.FromBlock != nil || p.ToBlock != nil {
			return 0, 0, fail(codeInvalidParams, "cannot specify both blockHash and fromBlock/toBlock, choose one or the other")
		}
		n, ok := s.chain.BlockNumber(*p.BlockHash)
		if !ok || n > s.head() {
			return 0, 0, fail(codeServer, "unknown block")
		}
		return n, n, nil
	}
	from, to = s.head(), s.head()
	if len(p.FromBlock) > 0 {
		if from, failed = s.blockNumber(p.FromBlock); failed != nil {
			return 0, 0, failed
		}
	}
	if len(p.ToBlock) > 0 {
		if to, failed = s.blockNumber(p.ToBlock); failed != nil {
			return 0, 0, failed
		}
	}
	if from > to {
		return 0, 0, fail(codeInvalidParams, "invalid block range params")
	}
	if to > s.head() && s.options.RefuseBeyondHead {
		return 0, 0, s.texts.beyond.refuse(asked{})
	}
	return from, to, nil
}

// oneOrMany reads a value, a list of values, or null, which is nil: anything.
func oneOrMany[T any](raw json.RawMessage) ([]T, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if raw[0] == '[' {
		var many []T
		if err := json.Unmarshal(raw, &many); err != nil || len(many) == 0 {
			return nil, err
		}
		return many, nil
	}
	var one T
	if err := json.Unmarshal(raw, &one); err != nil {
		return nil, err
	}
	return []T{one}, nil
}

// matches tells whether a log is one that the filter asks for; a nil list asks for anything.
func (f *filter) matches(l *Log) bool {
	if f.addresses != nil && !slices.Contains(f.addresses, l.Address) || len(l.Topics) < len(f.topics) {
		return false
	}
	for i, wanted := range f.topics {
		if wanted != nil && !slices.Contains(wanted, l.Topics[i]) {
			return false
		}
	}
	return true
}

// getLogs answers eth_getLogs within the provider's limits.
func (s *Server) getLogs(params []json.RawMessage, fault *Fault) (func(*writer), *failure) {
	f, failed := s.parseFilter(params)
	if failed != nil {
		return nil, failed
	}
	if failed := s.checkFilter(&f); failed != nil {
		return nil, failed
	}
	if fault != nil && fault.Kind == TimeoutError {
		return nil, s.texts.timeout.refuse(s.suggest(&f, 0, (f.from+f.to)/2))
	}
	f.to = min(f.to, s.head())
	poisoned := fault != nil && spoilsLog(fault.Kind) || s.faults.poisoned()
	limit := s.options.Limits.MaxResults
	if limit == 0 && !poisoned {
		return func(w *writer) { s.writeLogs(w, &f) }, nil
	}
	count, last := s.countLogs(&f, limit)
	if limit > 0 && count > limit {
		return nil, s.texts.results.refuse(s.suggest(&f, int64(limit), max(last-1, f.from)))
	}
	if poisoned {
		return func(w *writer) { s.writePoisoned(w, &f, count/2, fault) }, nil
	}
	return func(w *writer) { s.writeLogs(w, &f) }, nil
}

// checkFilter refuses what the limits forbid before any log is looked at.
func (s *Server) checkFilter(f *filter) *failure {
	limits := s.options.Limits
	if n := limits.MaxAddresses; n > 0 && len(f.addresses) > n {
		return s.texts.addresses.refuse(asked{limit: int64(n)})
	}
	if n := limits.MaxRange; n > 0 && f.to-f.from+1 > n {
		return s.texts.span.refuse(s.suggest(f, n, f.from+n-1))
	}
	return nil
}

// suggest describes a refused filter and the range that the refusal proposes, which ends at to.
func (s *Server) suggest(f *filter, limit, to int64) asked {
	if n := s.options.Limits.Overshoot; n > 0 {
		to = f.to + n
	}
	return asked{limit: limit, span: f.to - f.from + 1, from: f.from, to: to}
}

// countLogs counts what the filter matches, up to one more than the limit (0: all), and gives the block of the
// last log counted.
func (s *Server) countLogs(f *filter, limit int) (count int, last int64) {
	for l := range s.chain.Logs(f.from, f.to) {
		if !f.matches(&l) {
			continue
		}
		count++
		last = l.BlockNumber
		if limit > 0 && count > limit {
			break
		}
	}
	return count, last
}

// writeLogs appends the list of what the filter matches.
func (s *Server) writeLogs(w *writer, f *filter) {
	mode := s.options.Timestamps.mode()
	separator := "["
	for l := range s.chain.Logs(f.from, f.to) {
		if !f.matches(&l) {
			continue
		}
		if w.err != nil {
			return
		}
		w.text(separator)
		w.log(&l, mode)
		separator = ","
	}
	if separator == "[" {
		w.text("[")
	}
	w.text("]")
}

// writePoisoned is writeLogs with the due faults of logs; middle is the position of the middle log.
func (s *Server) writePoisoned(w *writer, f *filter, middle int, fault *Fault) {
	mode := s.options.Timestamps.mode()
	position := 0
	block := int64(-1)
	w.text("[")
	for l := range s.chain.Logs(f.from, f.to) {
		if !f.matches(&l) {
			continue
		}
		if position > 0 {
			w.text(",")
		}
		if kind, ok := s.poison(&l, position == middle, l.BlockNumber != block, fault); ok {
			w.poisoned(&l, mode, kind, f.to+1)
		} else {
			w.log(&l, mode)
		}
		block = l.BlockNumber
		position++
	}
	w.text("]")
}

// poison gives the fault that spoils a log, if one does: the request's own, or a scripted one.
func (s *Server) poison(l *Log, middle, first bool, fault *Fault) (Kind, bool) {
	if fault != nil && spoilsLog(fault.Kind) && middle {
		return fault.Kind, true
	}
	block := int64(-1)
	if first {
		block = l.BlockNumber
	}
	return s.faults.poison(block, middle)
}
