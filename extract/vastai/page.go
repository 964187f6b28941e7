package vastai

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

const extraColumn = "_extra"

// stamp is a column that has the same value in every row of an answer.
type stamp struct {
	name string
	// value is an int64 or a string, nil for NULL.
	value any
}

// schemaOf gives the columns of a table's rows, and of the stamps behind them.
func schemaOf(t *table, stamps ...arrow.Field) *arrow.Schema {
	fields := make([]arrow.Field, 0, len(t.columns)+len(stamps))
	for _, c := range t.columns {
		fields = append(fields, arrow.Field{Name: c.name, Type: c.arrowType(), Nullable: !c.required})
	}
	return arrow.NewSchema(append(fields, stamps...), nil)
}

// page is the rows of one answer, in columns. It is made of elements one at a time, so that an answer of many megabytes
// takes no more memory than its rows.
type page struct {
	table    *table
	builders []array.Builder
	extra    *array.StringBuilder
	places   map[string]position // by key
	dropped  []int
	rows     int
	elements int
	// ids are those of the elements, malformed ones too, where the census wants to know them.
	ids     []int64
	rejects []load.RejectedRow
}

// position is where a key's row is, and what it is compared with.
type position struct {
	row   int
	score float64
	sum   string
}

func newPage(t *table) *page {
	p := &page{table: t, extra: array.NewStringBuilder(memory.DefaultAllocator), places: map[string]position{}}
	for _, c := range t.columns {
		p.builders = append(p.builders, array.NewBuilder(memory.DefaultAllocator, c.arrowType()))
	}
	return p
}

// release lets go of the columns. A page that was never made has none.
func (p *page) release() {
	if p == nil {
		return
	}
	for _, b := range p.builders {
		b.Release()
	}
	p.extra.Release()
}

// landed is how many rows the page has, each key once.
func (p *page) landed() int { return p.rows - len(p.dropped) }

// element reads one element of the answer's list. What is wrong with it rejects it alone; the error is not nil only if
// the answer says two different things under one key where it can't.
func (p *page) element(original json.RawMessage) error {
	p.elements++
	r, err := p.table.parse(original)
	if err != nil {
		p.reject(err.Error(), original)
		return nil
	}
	return p.add(r, original)
}

func (p *page) reject(reason string, original json.RawMessage) {
	p.rejects = append(p.rejects, load.RejectedRow{Position: -1, Reason: reason, Original: scrub(original)})
}

// add appends a row, unless its key is there already with a score at least as high.
func (p *page) add(r row, original json.RawMessage) error {
	id, at := r.id(), position{row: p.rows, score: math.Inf(-1), sum: digest(original)}
	if score, ok := r.value(p.table.score).(float64); ok {
		at.score = score
	}
	if had, ok := p.places[id]; ok {
		switch {
		case had.sum == at.sum:
			return nil
		case p.table.score == "":
			return fmt.Errorf("the answer states two different rows of %s", id)
		case had.score > at.score || had.score == at.score && had.sum > at.sum:
			return nil
		}
		p.dropped = append(p.dropped, had.row)
	}
	p.places[id] = at
	p.rows++
	for i, value := range r.values {
		appendValue(p.builders[i], value)
	}
	if r.extra == "" {
		p.extra.AppendNull()
	} else {
		p.extra.Append(r.extra)
	}
	return nil
}

// digest gives something that equal texts share and others don't.
func digest(text json.RawMessage) string {
	sum := sha256.Sum256(text)
	return string(sum[:])
}

func appendValue(b array.Builder, value any) {
	switch v := value.(type) {
	case int64:
		b.(*array.Int64Builder).Append(v)
	case float64:
		b.(*array.Float64Builder).Append(v)
	case bool:
		b.(*array.BooleanBuilder).Append(v)
	case string:
		b.(*array.StringBuilder).Append(v)
	default:
		b.AppendNull()
	}
}

// deliver appends the rows to a sink, with the stamps of the schema's last columns, and rejects the malformed ones.
func (p *page) deliver(schema *arrow.Schema, stamps []stamp, sink extract.Sink) error {
	for _, rejected := range p.rejects {
		sink.Reject(rejected)
	}
	count := p.rows
	var columns []arrow.Array
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	for _, b := range p.builders {
		columns = append(columns, b.NewArray())
	}
	for i, s := range stamps {
		columns = append(columns, constant(schema.Field(len(p.builders)+i).Type, s.value, count))
	}
	columns = append(columns, p.extra.NewArray())
	batch := array.NewRecordBatch(withExtra(schema), columns, int64(count))
	defer batch.Release()
	slices.Sort(p.dropped)
	from := 0
	for _, gone := range append(p.dropped, count) {
		if gone > from {
			piece := batch.NewSlice(int64(from), int64(gone))
			err := sink.Append(piece)
			piece.Release()
			if err != nil {
				return err
			}
		}
		from = gone + 1
	}
	return nil
}

// withExtra gives the columns of a batch: a stream's own and _extra.
func withExtra(schema *arrow.Schema) *arrow.Schema {
	return arrow.NewSchema(append(slices.Clone(schema.Fields()), arrow.Field{Name: extraColumn, Type: arrow.BinaryTypes.String, Nullable: true}), nil)
}

// constant gives a column of one value.
func constant(t arrow.DataType, value any, count int) arrow.Array {
	b := array.NewBuilder(memory.DefaultAllocator, t)
	defer b.Release()
	for range count {
		appendValue(b, value)
	}
	return b.NewArray()
}
