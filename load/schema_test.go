package load

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// TestAddedColumnIsNoNewContent reads an interval again after the stream has gained a nullable column: without
// values in it nothing is committed, with values a revision is, and files of both versions stay readable.
func TestAddedColumnIsNoNewContent(t *testing.T) {
	f := newFixture(t)
	text := arrow.BinaryTypes.String
	fields := []arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "a", Type: text, Nullable: true},
		{Name: "b", Type: text, Nullable: true},
	}
	land := func(version int, values ...string) (File, bool) {
		schema := arrow.NewSchema(fields[:version+1], nil)
		w, err := f.lake.NewWriter(WriterOptions{Part: f.part, Schema: schema, Key: []string{"id"}, SchemaVersion: version, ExtractedAt: testInstant})
		f.must(err)
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		defer b.Release()
		b.Field(0).(*array.Int64Builder).Append(1)
		for i, value := range values {
			if value == "" {
				b.Field(i + 1).AppendNull()
			} else {
				b.Field(i + 1).(*array.StringBuilder).Append(value)
			}
		}
		batch := b.NewRecordBatch()
		defer batch.Release()
		f.must(w.Append(batch))
		file, committed, err := w.Commit(t.Context(), blocks(0, 10), nil)
		f.must(err)
		return file, committed
	}
	land(1, "x")
	if _, committed := land(2, "x", ""); committed {
		t.Error("a column without values made a revision")
	}
	file, committed := land(2, "x", "y")
	if !committed || file.Slice.Revision != 2 {
		t.Errorf("a column with values: committed %v, revision %d", committed, file.Slice.Revision)
	}
	f.verify()
}
