package market

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"
)

// The rows of an answer.
const (
	// DefaultLimit is the number of rows that a search without a limit gives.
	DefaultLimit = 64
	// MaxLimit is the greatest number of rows that a search gives, whatever its limit.
	MaxLimit = 500
)

// search is what a client asks for.
type search struct {
	conditions []condition
	order      []ordering
	bid        bool
	limit      int
	storage    float64
	unbundled  bool
	columns    []string
	// lot decides which offers a sample holds.
	lot uint64
}

// condition compares a member of the offers.
type condition struct {
	get      func(*Offer) any
	operator string
	operands []any
}

type ordering struct {
	get  func(*Offer) any
	down bool
}

// parseSearch reads the JSON of a search: members with operators, and beside them order, type, limit,
// disable_bundling and allocated_storage.
func (m *Market) parseSearch(text []byte) (s search, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return s, fmt.Errorf("Invalid json body") //nolint:staticcheck // the service's own words
	}
	s = search{limit: DefaultLimit, storage: Storage}
	sum := fnv.New64a()
	_, _ = sum.Write(text)
	s.lot = sum.Sum64()
	for name, value := range members {
		if err := m.parseMember(&s, name, value); err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(s.order) == 0 {
		s.order = []ordering{{func(o *Offer) any { return o.Score }, true}}
	}
	s.limit = min(s.limit, MaxLimit)
	return s, nil
}

func (m *Market) parseMember(s *search, name string, value json.RawMessage) error {
	switch name {
	case "limit":
		return json.Unmarshal(value, &s.limit)
	case "allocated_storage":
		return json.Unmarshal(value, &s.storage)
	case "disable_bundling":
		return json.Unmarshal(value, &s.unbundled)
	case "order":
		return m.parseOrder(s, value)
	case "type":
		var kind string
		if err := json.Unmarshal(value, &kind); err != nil {
			return err
		}
		s.bid = kind == "bid" || kind == "interruptible"
		if !s.bid && !slices.Contains([]string{"on-demand", "ondemand", "ask", "reserved"}, kind) {
			return fmt.Errorf("unknown type %q", kind)
		}
		return nil
	}
	get, known := m.getter(name)
	if !known {
		return fmt.Errorf("unknown field")
	}
	var operators map[string]any
	if err := json.Unmarshal(value, &operators); err != nil {
		return fmt.Errorf("operators expected: %w", err)
	}
	for operator, operand := range operators {
		operands, many := operand.([]any)
		switch operator {
		case "eq", "neq", "gt", "gte", "lt", "lte":
			operands = []any{operand}
		case "in", "notin", "nin":
			if !many {
				return fmt.Errorf("%s needs a list", operator)
			}
		default:
			return fmt.Errorf("unknown operator %s", operator)
		}
		s.conditions = append(s.conditions, condition{get, operator, operands})
	}
	return nil
}

func (m *Market) parseOrder(s *search, value json.RawMessage) error {
	var pairs [][]string
	if err := json.Unmarshal(value, &pairs); err != nil {
		return err
	}
	for _, pair := range pairs {
		if len(pair) != 2 {
			return fmt.Errorf("pairs of field and direction expected")
		}
		get, known := m.getter(pair[0])
		if !known {
			return fmt.Errorf("unknown field %s", pair[0])
		}
		s.order = append(s.order, ordering{get, pair[1] == "desc"})
	}
	return nil
}

// holds tells whether an offer fulfils the condition. Null fulfils only neq and notin.
func (c condition) holds(o *Offer) bool {
	value := c.get(o)
	found := slices.ContainsFunc(c.operands, func(operand any) bool {
		n, comparable := compare(value, operand)
		switch c.operator {
		case "gt":
			return comparable && n > 0
		case "gte":
			return comparable && n >= 0
		case "lt":
			return comparable && n < 0
		case "lte":
			return comparable && n <= 0
		default:
			return comparable && n == 0 || value == nil && operand == nil
		}
	})
	if c.operator == "neq" || c.operator == "notin" || c.operator == "nin" {
		return !found
	}
	return found
}

// compare orders a member and an operand; "false" and "1.5" are taken for what they say.
func compare(value, operand any) (n int, comparable bool) {
	switch v := value.(type) {
	case bool:
		w, ok := operand.(bool)
		if text, is := operand.(string); is {
			parsed, err := strconv.ParseBool(text)
			w, ok = parsed, err == nil
		}
		if v == w {
			return 0, ok
		}
		return -1, ok
	case float64:
		w, ok := operand.(float64)
		if text, is := operand.(string); is {
			parsed, err := strconv.ParseFloat(text, 64)
			w, ok = parsed, err == nil
		}
		return cmp.Compare(v, w), ok
	case string:
		w, ok := operand.(string)
		return cmp.Compare(v, w), ok
	default:
		return 0, false
	}
}

// run gives the offers that a search finds: all of them up to the limit, else a random choice of as many.
func (m *Market) run(s search, at time.Time) []Offer {
	var found []Offer
	offers := m.recent(at)
	for i := range offers {
		o := offers[i]
		if s.bid {
			o.IsBid = true
			o.price(o.MinBid, s.storage)
		} else if s.storage != Storage {
			o.price(o.DphBase, s.storage)
		}
		if !slices.ContainsFunc(s.conditions, func(c condition) bool { return !c.holds(&o) }) {
			found = append(found, o)
		}
	}
	if !s.unbundled {
		found = bundle(found)
	}
	if len(found) > s.limit {
		slices.SortStableFunc(found, func(a, b Offer) int {
			return cmp.Compare(roll(m.config.Seed, forSample, s.lot, uint64(a.ID)), roll(m.config.Seed, forSample, s.lot, uint64(b.ID)))
		})
		found = found[:s.limit]
	}
	slices.SortStableFunc(found, func(a, b Offer) int {
		for _, o := range s.order {
			if n, _ := compare(o.get(&a), o.get(&b)); n != 0 {
				if o.down {
					return -n
				}
				return n
			}
		}
		return 0
	})
	return found
}

// bundle merges a machine's chunks of one size and state into the first of them.
func bundle(offers []Offer) []Offer {
	type kind struct {
		machine, size int64
		rentable      bool
	}
	places, merged := map[kind]int{}, offers[:0]
	for _, o := range offers {
		k := kind{o.MachineID, o.NumGPUs, o.Rentable}
		i, seen := places[k]
		if !seen {
			places[k] = len(merged)
			merged = append(merged, o)
			continue
		}
		count := int64(2)
		if p := merged[i].BundledResults; p != nil {
			count = *p + 1
		}
		merged[i].BundledResults = &count
	}
	return merged
}

// recent gives the offers of a time, from memory if it is the one asked for last. The list must not be changed.
func (m *Market) recent(at time.Time) []Offer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.lastAt.Equal(at) || m.last == nil {
		m.last, m.lastAt = m.Offers(at), at
	}
	return m.last
}

// renderOffers writes the answer of a search.
func (m *Market) renderOffers(s search, offers []Offer) []byte {
	keep := func(name string) bool {
		return len(s.columns) == 0 || slices.Contains(s.columns, "*") || slices.Contains(s.columns, name)
	}
	var b bytes.Buffer
	b.WriteString(`{"offers":[`)
	var row []byte
	for i := range offers {
		if i > 0 {
			b.WriteByte(',')
		}
		row = m.appendOffer(row[:0], &offers[i], keep, nil)
		b.Write(row)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}
