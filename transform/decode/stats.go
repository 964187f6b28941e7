package decode

import (
	"cmp"
	"maps"
	"slices"

	"github.com/lakepeer/lakepeer/load"
)

// Stats say what became of the logs.
type Stats struct {
	// Rows is how many logs there are.
	Rows int64 `json:"rows"`
	// Timeless is how many of them carry no time of their block.
	Timeless int64 `json:"timeless,omitempty"`
	// Unknown counts the logs of unknown events, by contract, then topic.
	Unknown []UnknownEvent `json:"unknown,omitempty"`
	// Malformed is the first log of a known event that can't be decoded, nil if there is none. Marts must not read
	// past it: what it says is lost to them.
	Malformed *MalformedLog `json:"malformed,omitempty"`
	// MalformedRows is how many such logs there are.
	MalformedRows int64 `json:"malformed_rows,omitempty"`
}

// UnknownEvent is an event that the catalogue doesn't have.
type UnknownEvent struct {
	// Contract is the name of the contract that emits it; "" if the part didn't ask for the address.
	Contract string `json:"contract"`
	// Topic0 is the event's first topic, "" if it has none.
	Topic0 string `json:"topic0"`
	// Rows is how many logs of it there are.
	Rows int64 `json:"rows"`
}

// MalformedLog is a log of a known event that can't be decoded.
type MalformedLog struct {
	// Stream is the stream that the log is in.
	Stream load.StreamID `json:"stream"`
	// Block and LogIndex say which one it is.
	Block    int64 `json:"block"`
	LogIndex int64 `json:"log_index"`
	// Reason says what is wrong with it.
	Reason string `json:"reason"`
}

// unknownKey identifies an unknown event.
type unknownKey struct{ contract, topic0 string }

// unknownCounts counts unknown events.
type unknownCounts map[unknownKey]int64

// list gives the counts by contract, then topic.
func (c unknownCounts) list() []UnknownEvent {
	var out []UnknownEvent
	for _, key := range slices.SortedFunc(maps.Keys(c), func(a, b unknownKey) int {
		return cmp.Or(cmp.Compare(a.contract, b.contract), cmp.Compare(a.topic0, b.topic0))
	}) {
		out = append(out, UnknownEvent{Contract: key.contract, Topic0: key.topic0, Rows: c[key]})
	}
	return out
}

// merge gives the stats of several files together.
func merge(each []Stats) Stats {
	var out Stats
	counts := unknownCounts{}
	for _, s := range each {
		out.Rows += s.Rows
		out.Timeless += s.Timeless
		out.MalformedRows += s.MalformedRows
		for _, u := range s.Unknown {
			counts[unknownKey{u.Contract, u.Topic0}] += u.Rows
		}
		if s.Malformed != nil && (out.Malformed == nil || s.Malformed.before(out.Malformed)) {
			out.Malformed = s.Malformed
		}
	}
	out.Unknown = counts.list()
	return out
}

func (m *MalformedLog) before(other *MalformedLog) bool {
	return cmp.Or(cmp.Compare(m.Block, other.Block), cmp.Compare(m.LogIndex, other.LogIndex)) < 0
}
