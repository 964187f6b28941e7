package mutate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// Kind is how a log is spoilt.
type Kind string

// The kinds.
const (
	// Drop leaves it out.
	Drop Kind = "drop"
	// Double states it twice; the second one takes the next index, and the block's later logs move on by one.
	Double Kind = "double"
	// Swap lets it and its neighbour in the block trade places: each states what the other did.
	Swap Kind = "swap"
	// Change gives one of its values another.
	Change Kind = "change"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Drop, Double, Swap, Change} }

// Mutant is a stream with one log spoilt.
type Mutant struct {
	// Event is the spoilt log's, Kind how it is spoilt. Note says it in full, with the log's identity.
	Event string
	Kind  Kind
	Note  string
	// Logs are in log order.
	Logs []jsonrpc.Log
}

// Mutant makes the mutant of a number, from 0 on: it goes through all events, and with each time round to the next kind.
func (s *Stream) Mutant(seed uint64, number int) Mutant {
	event := s.names[number%len(s.names)]
	kinds := Kinds()
	return s.Spoil(seed, event, kinds[number/len(s.names)%len(kinds)], number)
}

// Spoil makes a mutant of an event and kind. Where no log of the event has a neighbour that says anything else, a swap becomes a
// change.
func (s *Stream) Spoil(seed uint64, event string, kind Kind, number int) Mutant {
	dice := rand.New(rand.NewPCG(seed, uint64(number)))
	places := s.places[event]
	if kind == Swap {
		places = slices.DeleteFunc(slices.Clone(places), func(i int) bool { return s.neighbour(i) < 0 })
		if len(places) == 0 {
			places, kind = s.places[event], Change
		}
	}
	i := places[dice.IntN(len(places))]
	l := &s.logs[i]
	m := Mutant{Event: event, Kind: kind, Logs: slices.Clone(s.logs)}
	m.Note = fmt.Sprintf("%s of %s, block %d, log %d (transaction %s)", kind, event, l.BlockNumber, l.Index, l.TransactionHash)
	switch kind {
	case Drop:
		m.Logs = slices.Delete(m.Logs, i, i+1)
	case Double:
		m.double(i)
	case Swap:
		m.swap(i, s.neighbour(i))
	case Change:
		m.Note += s.change(dice, m.Logs, i)
	}
	return m
}

// neighbour gives the position of the next or else the last log in the block that says something else, -1 if there is none.
func (s *Stream) neighbour(i int) int {
	for _, k := range []int{i + 1, i - 1} {
		if k >= 0 && k < len(s.logs) && s.events[k] != nil && s.logs[k].BlockNumber == s.logs[i].BlockNumber && !same(&s.logs[i], &s.logs[k]) {
			return k
		}
	}
	return -1
}

// same tells whether two logs state the same.
func same(a, b *jsonrpc.Log) bool {
	return a.Address == b.Address && slices.Equal(a.Topics, b.Topics) && bytes.Equal(a.Data, b.Data)
}

func (m *Mutant) double(i int) {
	m.Logs = slices.Insert(m.Logs, i+1, m.Logs[i])
	for k := i + 1; k < len(m.Logs) && m.Logs[k].BlockNumber == m.Logs[i].BlockNumber; k++ {
		m.Logs[k].Index++
	}
}

func (m *Mutant) swap(i, k int) {
	a, b := &m.Logs[i], &m.Logs[k]
	a.Address, b.Address = b.Address, a.Address
	a.Topics, b.Topics = b.Topics, a.Topics
	a.Data, b.Data = b.Data, a.Data
	m.Note += fmt.Sprintf(" with log %d", b.Index)
}

// change alters one value of a log, which was copied before, and says which.
func (s *Stream) change(dice *rand.Rand, logs []jsonrpc.Log, i int) string {
	l := &logs[i]
	l.Topics, l.Data = slices.Clone(l.Topics), bytes.Clone(l.Data)
	all, err := fields(s.events[i], l)
	if err != nil {
		return ""
	}
	all = slices.DeleteFunc(all, func(f field) bool { return f.length == 0 })
	f := all[dice.IntN(len(all))]
	value := f.of(l)
	before := bytes.Clone(value)
	how := alter(dice, f, value, s.addresses)
	return fmt.Sprintf(": %s %s, 0x%x becomes 0x%x", how, f.name, bytes.TrimLeft(before, "\x00"), bytes.TrimLeft(value, "\x00"))
}
