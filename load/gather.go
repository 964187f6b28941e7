package load

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// gather copies one column of the given rows, in their order. The caller releases it.
func (s *rowSet) gather(number int, refs []ref) arrow.Array {
	builder := array.NewBuilder(memory.DefaultAllocator, s.own.Field(number).Type)
	defer builder.Release()
	builder.Reserve(len(refs))
	switch b := builder.(type) {
	case *array.Int32Builder:
		gatherInto[int32, *array.Int32](b, s, number, refs)
	case *array.Int64Builder:
		gatherInto[int64, *array.Int64](b, s, number, refs)
	case *array.TimestampBuilder:
		gatherInto[arrow.Timestamp, *array.Timestamp](b, s, number, refs)
	case *array.Float64Builder:
		gatherInto[float64, *array.Float64](b, s, number, refs)
	case *array.BooleanBuilder:
		gatherInto[bool, *array.Boolean](b, s, number, refs)
	case *array.Decimal128Builder:
		gatherInto[decimal128.Num, *array.Decimal128](b, s, number, refs)
	case *array.StringBuilder:
		b.ReserveData(length[*array.String](s, number, refs))
		gatherInto[string, *array.String](b, s, number, refs)
	case *array.BinaryBuilder:
		b.ReserveData(length[*array.Binary](s, number, refs))
		gatherInto[[]byte, *array.Binary](b, s, number, refs)
	}
	return builder.NewArray()
}

// gatherInto appends the values of the given rows, in arrays of type A.
func gatherInto[T any, A interface {
	arrow.Array
	Value(int) T
}](b interface {
	array.Builder
	Append(T)
}, s *rowSet, number int, refs []ref,
) {
	for _, at := range refs {
		if values := s.batches[at.batch].Column(number).(A); values.IsNull(at.row) {
			b.AppendNull()
		} else {
			b.Append(values.Value(at.row))
		}
	}
}

// length gives the bytes that the values of the given rows have, in arrays of type A.
func length[A interface{ ValueLen(int) int }](s *rowSet, number int, refs []ref) (bytes int) {
	for _, at := range refs {
		bytes += s.batches[at.batch].Column(number).(A).ValueLen(at.row)
	}
	return bytes
}
