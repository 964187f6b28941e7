package load

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// rowSet is the rows of a slice before it is written: copies of the appended batches, in the order in which they
// came. Sorting moves no rows: it gives an order in which the writer picks them, one column at a time.
type rowSet struct {
	own     *arrow.Schema // the stream's own columns and _extra
	key     []int         // the key columns' places in own
	batches []arrow.RecordBatch
	starts  []int64 // the number of the first row of each batch
	rows    int64
	bytes   int64
	rising  bool // each row's key is greater than the one before it
}

// ref is the place of a row in a rowSet.
type ref struct{ batch, row int }

func newRowSet(own *arrow.Schema, key []int) *rowSet {
	return &rowSet{own: own, key: key, rising: true}
}

// add copies a batch. The batch has the own columns, or those without _extra.
func (s *rowSet) add(b arrow.RecordBatch) error {
	if err := s.fits(b); err != nil {
		return err
	}
	if b.NumRows() == 0 {
		return nil
	}
	var columns []arrow.Array
	defer func() {
		for _, column := range columns {
			column.Release()
		}
	}()
	for _, column := range b.Columns() {
		// Builders allocate by powers of two, so the batch may hold twice the memory that its rows need.
		exact, err := array.Concatenate([]arrow.Array{column}, memory.DefaultAllocator)
		if err != nil {
			return err
		}
		columns = append(columns, exact)
	}
	if len(columns) < s.own.NumFields() {
		columns = append(columns, array.MakeArrayOfNull(memory.DefaultAllocator, arrow.BinaryTypes.String, int(b.NumRows())))
	}
	kept := array.NewRecordBatch(s.own, columns, b.NumRows())
	s.bytes += weight(kept)
	s.batches = append(s.batches, kept)
	s.starts = append(s.starts, s.rows)
	s.rows += kept.NumRows()
	s.watch(len(s.batches) - 1)
	return nil
}

// weight gives the bytes of memory that a batch holds.
func weight(b arrow.RecordBatch) (bytes int64) {
	for _, column := range b.Columns() {
		for _, buffer := range column.Data().Buffers() {
			if buffer != nil {
				bytes += int64(buffer.Cap())
			}
		}
	}
	return bytes
}

// fits tells what is wrong with a batch's columns.
func (s *rowSet) fits(b arrow.RecordBatch) error {
	fields := s.own.Fields()
	if n := int(b.NumCols()); n != len(fields) && n != len(fields)-1 {
		return fmt.Errorf("the batch has %d columns; wanted are %d, and _extra if need be", n, len(fields)-1)
	}
	for i, column := range b.Columns() {
		switch {
		case b.ColumnName(i) != fields[i].Name:
			return fmt.Errorf("column %d is %s; wanted is %s", i, b.ColumnName(i), fields[i].Name)
		case !arrow.TypeEqual(column.DataType(), fields[i].Type):
			return fmt.Errorf("column %s has type %s; wanted is %s", fields[i].Name, column.DataType(), fields[i].Type)
		case column.NullN() > 0 && (!fields[i].Nullable || slices.Contains(s.key, i)):
			return fmt.Errorf("column %s has a NULL, which it may not have: reject such rows", fields[i].Name)
		}
	}
	return nil
}

// watch looks whether the rows of the newest batch go on in rising order.
func (s *rowSet) watch(batch int) {
	last := ref{batch, 0}
	if batch > 0 {
		last = ref{batch - 1, int(s.batches[batch-1].NumRows()) - 1}
	}
	for row := range int(s.batches[batch].NumRows()) {
		at := ref{batch, row}
		if s.rising && at != last {
			s.rising = s.compare(last, at) < 0
		}
		last = at
	}
}

// compare compares two rows by key.
func (s *rowSet) compare(a, b ref) int {
	for _, k := range s.key {
		if c := compareValues(s.batches[a.batch].Column(k), a.row, s.batches[b.batch].Column(k), b.row); c != 0 {
			return c
		}
	}
	return 0
}

func compareValues(a arrow.Array, i int, b arrow.Array, j int) int {
	switch a := a.(type) {
	case *array.Int64:
		return cmp.Compare(a.Value(i), b.(*array.Int64).Value(j))
	case *array.Timestamp:
		return cmp.Compare(a.Value(i), b.(*array.Timestamp).Value(j))
	default:
		return strings.Compare(a.(*array.String).Value(i), b.(*array.String).Value(j))
	}
}

// order gives the rows in key order, each once, and how many were there again. Nil stands for the order in which
// they came. Rows of equal key and different content are a *ConflictError.
func (s *rowSet) order() (refs []ref, duplicates int64, err error) {
	if s.rising {
		return nil, 0, nil
	}
	sorted := make([]ref, 0, s.rows)
	for i, b := range s.batches {
		for row := range int(b.NumRows()) {
			sorted = append(sorted, ref{i, row})
		}
	}
	slices.SortStableFunc(sorted, s.compare)
	refs = sorted[:0]
	for _, at := range sorted {
		if len(refs) == 0 || s.compare(refs[len(refs)-1], at) != 0 {
			refs = append(refs, at)
			continue
		}
		if !s.equal(refs[len(refs)-1], at) {
			return nil, 0, &ConflictError{Key: s.describe(at)}
		}
		duplicates++
	}
	return refs, duplicates, nil
}

// equal tells whether two rows are equal in every column.
func (s *rowSet) equal(a, b ref) bool {
	return bytes.Equal(
		appendRow(nil, s.batches[a.batch].Columns(), a.row),
		appendRow(nil, s.batches[b.batch].Columns(), b.row))
}

// describe gives a row's key as "block_number 5, log_index 2".
func (s *rowSet) describe(at ref) string {
	var key []string
	for _, k := range s.key {
		key = append(key, s.own.Field(k).Name+" "+s.batches[at.batch].Column(k).ValueStr(at.row))
	}
	return strings.Join(key, ", ")
}

// sum adds the rows to a checksum, in the order that refs give.
func (s *rowSet) sum(c *checksum, refs []ref) {
	if refs == nil {
		for _, b := range s.batches {
			columns := b.Columns()
			for row := range int(b.NumRows()) {
				c.row(columns, row)
			}
		}
		return
	}
	for _, at := range refs {
		c.row(s.batches[at.batch].Columns(), at.row)
	}
}

// column gives count rows of one column from the given row on, in the order that refs give. The caller releases it.
func (s *rowSet) column(number int, refs []ref, from, count int64) *arrow.Chunked {
	var chunks []arrow.Array
	if refs == nil {
		for _, b := range s.batches {
			chunks = append(chunks, b.Column(number))
		}
		whole := arrow.NewChunked(s.own.Field(number).Type, chunks)
		defer whole.Release()
		return array.NewChunkedSlice(whole, from, from+count)
	}
	for some := range slices.Chunk(refs[from:from+count], readRowsAtOnce) {
		values := s.gather(number, some)
		defer values.Release()
		chunks = append(chunks, values)
	}
	return arrow.NewChunked(s.own.Field(number).Type, chunks)
}

// release lets the batches go.
func (s *rowSet) release() {
	for _, b := range s.batches {
		b.Release()
	}
	*s = *newRowSet(s.own, s.key)
}
