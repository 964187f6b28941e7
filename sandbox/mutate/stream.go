package mutate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// Stream is a chain's logs as a ledger is given them.
type Stream struct {
	logs   []jsonrpc.Log
	events []*livepeer.Event // of the logs; nil for one that is never spoilt
	// places are the positions of an event's logs, names the events in order.
	places    map[string][]int
	names     []string
	addresses []common.Address
}

// NewStream takes what a ledger is given of the logs, which are in log order.
func NewStream(contracts []livepeer.Contract, logs []jsonrpc.Log) (*Stream, error) {
	c, stated := newCatalogue(contracts), Stated(contracts)
	s := &Stream{places: map[string][]int{}}
	known := map[common.Address]bool{}
	for i := range logs {
		l := &logs[i]
		if !stated(l) {
			continue
		}
		e := c.event(l)
		if e != nil {
			if err := s.meet(e, l, known); err != nil {
				return nil, err
			}
			name := c.name(l, e)
			s.places[name] = append(s.places[name], len(s.logs))
		}
		s.logs, s.events = append(s.logs, *l), append(s.events, e)
	}
	if len(s.places) == 0 {
		return nil, fmt.Errorf("none of %d logs is one that a ledger is given", len(logs))
	}
	s.names = slices.Sorted(maps.Keys(s.places))
	return s, nil
}

// meet collects the addresses that a log names.
func (s *Stream) meet(e *livepeer.Event, l *jsonrpc.Log, known map[common.Address]bool) error {
	all, err := fields(e, l)
	if err != nil {
		return fmt.Errorf("block %d, log %d: %w", l.BlockNumber, l.Index, err)
	}
	for _, f := range all {
		if a := common.BytesToAddress(f.of(l)); f.typ == "address" && !known[a] {
			known[a] = true
			s.addresses = append(s.addresses, a)
		}
	}
	return nil
}

// Events gives the names of the events that occur, "BondingManager.Bond", sorted.
func (s *Stream) Events() []string { return s.names }

// Logs gives the stream as it is. Nobody changes it.
func (s *Stream) Logs() []jsonrpc.Log { return s.logs }
