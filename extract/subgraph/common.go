package subgraph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

const (
	daySeconds = 24 * 60 * 60
	// grid is the length of a grid cell of what stands along time: no file of it crosses a multiple.
	grid        = 91 * daySeconds
	extraColumn = "_extra"
)

// common is what the streams of entities have in common.
type common struct {
	id     load.StreamID
	node   *node
	entity entity
	axis   load.Axis
	meter  httpclient.Meter
	// removed are the fields that the subgraph has no more.
	removed []string
}

func newCommon(config Config, n *node, e entity, axis load.Axis) common {
	return common{id: load.StreamID{Source: "subgraph", Instance: config.Instance, Stream: e.name()}, node: n, entity: e, axis: axis}
}

// ID names the stream.
func (c *common) ID() load.StreamID { return c.id }

// Schema gives the fields of a row as they come: numbers of any length are texts, of a relation it is the id.
func (c *common) Schema() *arrow.Schema { return schemaOf(c.entity.columns()) }

// Dictionary names the columns of which few values exist.
func (c *common) Dictionary() []string {
	var few []string
	for _, column := range c.entity.columns() {
		switch column.name {
		case "round_id", "status", "support", "choice_id", "param", deploymentColumn:
			few = append(few, column.name)
		}
	}
	return few
}

// SchemaVersion is 1.
func (c *common) SchemaVersion() int { return 1 }

// Axis says what the slices are cut along.
func (c *common) Axis() load.Axis { return c.axis }

// Endpoint gives the address without a key.
func (c *common) Endpoint() string { return c.node.endpoint }

// Usage gives the requests made and the bytes received. What all streams share counts for the first that asks.
func (c *common) Usage() (requests, bytes int64) { return c.meter.Requests(), c.meter.Bytes() }

// RemovedFields gives the fields that the subgraph has no more.
func (c *common) RemovedFields() []string { return c.removed }

// part makes a part of the stream.
func (c *common) part(name string, from int64, asks map[string]string) (load.Part, error) {
	asks["list"] = listName(c.entity.typ)
	definition, err := json.Marshal(asks)
	if err != nil {
		return load.Part{}, fmt.Errorf("define the part %s of %s: %w", name, c.id, err)
	}
	return load.Part{Stream: c.id, Name: name, Axis: c.axis, From: from, Asks: definition}, nil
}

// list begins to read the entity's list.
func (c *common) list(ctx context.Context, of scope, window load.Interval) (*list, error) {
	l, err := c.node.list(ctx, c.entity, of, window, &c.meter)
	if err != nil {
		return nil, err
	}
	c.removed = l.shape.removed
	return l, nil
}

// batchOf gives the well-formed rows in columns, nil if there are none; stamps are the values of the last columns.
func batchOf(schema *arrow.Schema, rows []row, stamps ...any) arrow.RecordBatch {
	fields := append(slices.Clone(schema.Fields()), arrow.Field{Name: extraColumn, Type: arrow.BinaryTypes.String, Nullable: true})
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	count := 0
	for _, r := range rows {
		if r.wrong != "" {
			continue
		}
		count++
		values := append(slices.Clone(r.values[:len(r.values)-len(stamps)]), stamps...)
		for i, value := range values {
			appendValue(builder.Field(i), value)
		}
		if r.extra == "" {
			builder.Field(len(values)).AppendNull()
		} else {
			appendValue(builder.Field(len(values)), r.extra)
		}
	}
	if count == 0 {
		return nil
	}
	return builder.NewRecordBatch()
}

func appendValue(b array.Builder, value any) {
	switch v := value.(type) {
	case int64:
		b.(*array.Int64Builder).Append(v)
	case bool:
		b.(*array.BooleanBuilder).Append(v)
	case string:
		b.(*array.StringBuilder).Append(v)
	default:
		b.AppendNull()
	}
}

// rejectedOf gives the malformed rows, each once.
func rejectedOf(rows []row, seen map[string]bool) (list []load.RejectedRow) {
	for _, r := range rows {
		if r.wrong == "" || seen[string(r.original)] {
			continue
		}
		seen[string(r.original)] = true
		list = append(list, load.RejectedRow{Position: r.at, Reason: r.wrong, Original: slices.Clone(r.original)})
	}
	return list
}
