package subgraph

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Meta is the stream subgraph.meta: how far the subgraph was, and how far the chain.
type Meta struct{ common }

var (
	_ extract.SnapshotStream = (*Meta)(nil)
	_ extract.Metered        = (*Meta)(nil)
)

func newMeta(config Config, n *node) *Meta {
	return &Meta{newCommon(config, n, entity{typ: "Meta", stream: "meta", cut: daily}, load.AxisInstant)}
}

func metaSchema() *arrow.Schema {
	number, flag := arrow.PrimitiveTypes.Int64, arrow.FixedWidthTypes.Boolean
	return arrow.NewSchema([]arrow.Field{
		{Name: pinnedColumn, Type: number},
		{Name: "pinned_timestamp", Type: number, Nullable: true},
		{Name: "block_number", Type: number},
		{Name: "block_hash", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "block_timestamp", Type: number},
		{Name: "has_indexing_errors", Type: flag},
		{Name: "chain_head_block", Type: number, Nullable: true},
		{Name: deploymentColumn, Type: arrow.BinaryTypes.String},
	}, nil)
}

// Schema gives the block that snapshots are of with its time in Unix seconds, the subgraph's newest block, and the chain's. What the
// chain says is NULL where no node of it is configured.
func (m *Meta) Schema() *arrow.Schema { return metaSchema() }

// Key is the pinned block.
func (m *Meta) Key() []string { return []string{pinnedColumn} }

// Dictionary names no column.
func (m *Meta) Dictionary() []string { return nil }

// Grid gives one day.
func (m *Meta) Grid() int64 { return daySeconds }

// Parts gives the one part.
func (m *Meta) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	part, err := m.part("all", 0, map[string]string{})
	return []load.Part{part}, err
}

// Snapshot appends the one row.
func (m *Meta) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	beat, err := m.node.heart(ctx, &m.meter)
	if err != nil {
		return err
	}
	head, at, err := m.node.chain(ctx, beat.pinned)
	if err != nil {
		return err
	}
	values := []any{
		beat.pinned, known(at), beat.Number, known(beat.Hash), beat.Time, beat.Failing, known(head), beat.Deployment,
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, metaSchema())
	defer builder.Release()
	for i, value := range values {
		appendValue(builder.Field(i), value)
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	return sink.Append(batch)
}

// known gives nil for what isn't.
func known[T comparable](value T) any {
	var nothing T
	if value == nothing {
		return nil
	}
	return value
}
