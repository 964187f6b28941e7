package decode

import (
	"maps"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Positions of the columns that don't depend on the event; the arguments' columns come after them.
const (
	columnInstance = iota
	columnChainID
	columnBlockNumber
	columnLogIndex
	columnTransactionIndex
	columnTransactionHash
	columnBlockHash
	columnEventAt
	columnContractAddress
	columnContract
	columnEvent
	columnTopic0
	columnTopics
	columnData
	columnWideValues
	headColumns
)

// headFields are the columns that don't depend on the event, by position.
func headFields() []arrow.Field {
	text, integer := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64
	return []arrow.Field{
		columnInstance:         {Name: "_instance", Type: text},
		columnChainID:          {Name: "chain_id", Type: integer},
		columnBlockNumber:      {Name: "block_number", Type: integer},
		columnLogIndex:         {Name: "log_index", Type: integer},
		columnTransactionIndex: {Name: "transaction_index", Type: integer, Nullable: true},
		columnTransactionHash:  {Name: "transaction_hash", Type: text, Nullable: true},
		columnBlockHash:        {Name: "block_hash", Type: text, Nullable: true},
		columnEventAt:          {Name: "event_at", Type: &arrow.TimestampType{Unit: arrow.Microsecond}, Nullable: true},
		columnContractAddress:  {Name: "contract_address", Type: text},
		columnContract:         {Name: "contract", Type: text, Nullable: true},
		columnEvent:            {Name: "event", Type: text, Nullable: true},
		columnTopic0:           {Name: "topic0", Type: text, Nullable: true},
		columnTopics:           {Name: "topics", Type: text, Nullable: true},
		columnData:             {Name: "data", Type: text, Nullable: true},
		columnWideValues:       {Name: "wide_values", Type: text, Nullable: true},
	}
}

// dictionaryColumns are the columns of few values, the only ones that are dictionary-encoded.
func dictionaryColumns() []string {
	return []string{"_instance", "contract_address", "contract", "event", "topic0"}
}

// Schema gives the columns of decoded files: first those that every log has, then the arguments of all events, in
// the order of their names. An argument's column is NULL in the rows of events that don't have it. Times are UTC
// without a zone, in microseconds; addresses, hashes and bytes are lower-case 0x text.
func Schema() *arrow.Schema { return layout().schema }

type columnLayout struct {
	schema *arrow.Schema
	// arguments gives the positions of an event's arguments.
	arguments map[*livepeer.Event][]int
}

var layout = sync.OnceValue(func() columnLayout {
	types := map[string]arrow.DataType{}
	for _, e := range livepeer.Events() {
		for _, a := range e.Args {
			types[a.Column] = typeOf(a.Kind)
		}
	}
	fields := headFields()
	positions := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		positions[name] = len(fields)
		fields = append(fields, arrow.Field{Name: name, Type: types[name], Nullable: true})
	}
	l := columnLayout{schema: arrow.NewSchema(fields, nil), arguments: map[*livepeer.Event][]int{}}
	for _, e := range livepeer.Events() {
		for _, a := range e.Args {
			l.arguments[e] = append(l.arguments[e], positions[a.Column])
		}
	}
	return l
})

func typeOf(kind livepeer.Kind) arrow.DataType {
	switch kind {
	case livepeer.Wei:
		return &arrow.Decimal128Type{Precision: 38}
	case livepeer.Int:
		return arrow.PrimitiveTypes.Int64
	case livepeer.Bool:
		return arrow.FixedWidthTypes.Boolean
	default:
		return arrow.BinaryTypes.String
	}
}
