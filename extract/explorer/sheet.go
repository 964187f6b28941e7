package explorer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// occurrenceColumn is the column that tells rows of the same key apart.
const occurrenceColumn = "occurrence"

// sheet collects the rows of one answer or of several.
type sheet struct {
	table *table
	rows  []placed
	// contents are, by key, the originals of the rows that have it.
	contents map[string][]string
	// clashes are the keys of which the answers say different things.
	clashes map[string]bool
	rejects []load.RejectedRow
}

// placed is a row with its position on the stream's axis, -1 for none, and what it was made of.
type placed struct {
	row
	at       int64
	original json.RawMessage
}

func newSheet(t *table) *sheet {
	return &sheet{table: t, contents: map[string][]string{}, clashes: map[string]bool{}}
}

// object takes a JSON object as a row; the members of the nested objects count as its own.
func (s *sheet) object(original json.RawMessage, known map[string]any, nested ...string) {
	fields, err := fieldsOf(original, nested...)
	if err != nil {
		s.reject(-1, err.Error(), original)
		return
	}
	s.add(-1, original, fields, known)
}

// add takes a row. What is wrong with it rejects it alone. The same content under the same key is there once.
func (s *sheet) add(at int64, original json.RawMessage, fields map[string]json.RawMessage, known map[string]any) {
	if s.table.repeats {
		counted := map[string]any{occurrenceColumn: int64(0)}
		maps.Copy(counted, known)
		known = counted
	}
	r, err := s.table.row(fields, known)
	if err != nil {
		s.reject(at, err.Error(), original)
		return
	}
	id, content := r.id(), fmt.Sprint(r.values)+r.extra
	had := s.contents[id]
	switch {
	case slices.Contains(had, content):
		return
	case s.table.repeats:
		r.values[s.table.index(occurrenceColumn)] = int64(len(had))
	case len(had) > 0:
		s.clashes[id] = true
	}
	s.contents[id] = append(had, content)
	s.rows = append(s.rows, placed{r, at, original})
}

func (s *sheet) reject(at int64, reason string, original json.RawMessage) {
	s.rejects = append(s.rejects, load.RejectedRow{Position: at, Reason: reason, Original: bytes.Clone(original)})
}

// empty tells whether nothing was read, malformed rows included.
func (s *sheet) empty() bool { return len(s.rows)+len(s.rejects) == 0 }

// sort brings the rows into the order of the column at the front of the key, a 64-bit integer.
func (s *sheet) sort() {
	at := s.table.index(s.table.key[0])
	position := func(r placed) int64 {
		n, _ := r.values[at].(int64) // a required column has its type
		return n
	}
	slices.SortStableFunc(s.rows, func(a, b placed) int {
		if d := position(a) - position(b); d != 0 {
			return int(max(-1, min(1, d)))
		}
		return strings.Compare(a.id(), b.id())
	})
}

// deliver hands the rows and the malformed ones to the sink. Of rows that contradict each other none is right for sure.
func (s *sheet) deliver(sink extract.Sink) error {
	schema := s.table.schema()
	fields := append(slices.Clone(schema.Fields()), arrow.Field{Name: "_extra", Type: arrow.BinaryTypes.String, Nullable: true})
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	n := 0
	for _, r := range s.rows {
		if id := r.id(); s.clashes[id] {
			s.reject(r.at, "the answer has another row of "+id, r.original)
			continue
		}
		n++
		for i, value := range r.values {
			appendValue(builder.Field(i), value)
		}
		appendValue(builder.Field(len(r.values)), orNull(r.extra))
	}
	for _, rejected := range s.rejects {
		sink.Reject(rejected)
	}
	if n == 0 {
		return nil
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	return sink.Append(batch)
}

func appendValue(b array.Builder, value any) {
	switch v := value.(type) {
	case int64:
		b.(*array.Int64Builder).Append(v)
	case bool:
		b.(*array.BooleanBuilder).Append(v)
	case string:
		b.(*array.StringBuilder).Append(strings.ToValidUTF8(v, "?"))
	default:
		b.AppendNull()
	}
}

// orNull gives NULL for no text.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
