package subgraph

import (
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// cut says how a stream's rows come about.
type cut int

const (
	// byTime: they never change, and stand on the axis of time by the field timestamp.
	byTime cut = iota
	// byDay and byRound: they don't change once their day, by the field date, or their round is over; it stands by its startTimestamp.
	byDay
	byRound
	// daily: they change, and are taken once a day, all at the same block.
	daily
	// stillOpen are those of byRound that aren't over, taken as daily is.
	stillOpen
)

// isSnapshot tells whether rows are taken as they are now.
func (c cut) isSnapshot() bool { return c == daily || c == stillOpen }

// entity is a type of the subgraph's schema with what is read of it. Each is a stream.
type entity struct {
	// typ is the type's name.
	typ string
	cut cut
	// about says what a row is.
	about  string
	fields []field
	// stream is the stream's name where it isn't that of the list.
	stream string
	// apart is a relation that can lead to nothing, and to which value it then has: rows with it are asked for without the relation,
	// as a part of their own.
	apart, nothing string
	// when is a condition of the rows that are read, in GraphQL; "" for all. It keeps what is read each night from growing with the
	// history: what a row left out was stands in earlier snapshots, and in the events.
	when string
}

// changedLately is the condition for what changed in the last blocks before the pinned one.
const changedLately = "{_change_block: {number_gte: $since}}"

// field is a field of an entity. Its description says what it means.
type field struct {
	name  string
	unit  unit
	about string
}

// listName is the name of the field of the schema's Query that gives a list of a type.
func listName(typ string) string {
	name := strings.ToLower(typ[:1]) + typ[1:]
	switch {
	case name == "protocol":
		return "protocols"
	case strings.HasSuffix(name, "y") && !strings.HasSuffix(name, "ay"):
		return strings.TrimSuffix(name, "y") + "ies"
	default:
		return name + "s"
	}
}

// name is the stream's.
func (e entity) name() string {
	if e.stream != "" {
		return e.stream
	}
	return livepeer.Snake(listName(e.typ))
}

// position is the field by which rows stand on the axis of time, "" for snapshots. That of a pool is its round's.
func (e entity) position() string {
	switch e.cut {
	case byTime:
		return "timestamp"
	case byDay:
		return "date"
	case byRound:
		return "startTimestamp"
	default:
		return ""
	}
}

// ofRound tells whether rows stand by a round that they belong to.
func (e entity) ofRound() bool { return e.typ == "Pool" }

// entities lists everything that is read.
func entities() []entity {
	return slices.Concat(stakeEvents(), orchestratorEvents(), networkEvents(), ticketEvents(), voteEvents(), series(), states(), governance())
}

// event makes the entity of an event, with the fields that all of them have.
func event(typ, about string, fields ...field) entity {
	return entity{typ: typ, about: about, fields: slices.Concat([]field{
		{"id", key, "Hash of the transaction and index of the log within its block, joined by a hyphen"},
		{"timestamp", moment, "Time of the block"},
		{"round", toRound, "Round of the block"},
		{"transaction", transaction, ""},
	}, fields)}
}

// without asks for rows whose relation leads to nothing apart.
func (e entity) without(relation, nothing string) entity {
	e.apart, e.nothing = relation, nothing
	return e
}

// transactionFields are kept of an event's transaction.
func transactionFields() []field {
	return []field{
		{"id", key, "Hash of the transaction"},
		{"blockNumber", l2Block, "Block of the transaction"},
		{"from", text, "Who sent the transaction, and paid for it"},
		{"gasPrice", price, "Price of gas that was offered"},
		{"gasUsed", gas, "Gas that the transaction was allowed to use: the subgraph states the limit"},
	}
}
