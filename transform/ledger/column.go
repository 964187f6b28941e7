package ledger

import (
	"encoding/hex"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// column is a column of a table of rows R.
type column[R any] struct {
	name string
	typ  arrow.DataType
	// isFewValued says that its values repeat, so that a dictionary of them is shorter.
	isFewValued bool
	// add appends a row's value to the column's builder.
	add func(array.Builder, *R)
}

// text is a word of few.
func text[R any](name string, get func(*R) string) column[R] {
	return column[R]{name, arrow.BinaryTypes.String, true, func(b array.Builder, r *R) {
		if b, ok := b.(*array.StringBuilder); ok {
			b.Append(get(r))
		}
	}}
}

// flag is a yes or no.
func flag[R any](name string, get func(*R) bool) column[R] {
	return column[R]{name, arrow.FixedWidthTypes.Boolean, false, func(b array.Builder, r *R) {
		if b, ok := b.(*array.BooleanBuilder); ok {
			b.Append(get(r))
		}
	}}
}

// count is a small number; the greatest of all stands for none.
func count[R any](name string, get func(*R) uint64) column[R] {
	return optionalCount(name, func(r *R) (uint64, bool) { return get(r), true })
}

// optionalCount is a small number that isn't always there.
func optionalCount[R any](name string, get func(*R) (n uint64, ok bool)) column[R] {
	return column[R]{name, arrow.PrimitiveTypes.Int64, true, func(b array.Builder, r *R) {
		field, ok := b.(*array.Int64Builder)
		if !ok {
			return
		}
		if n, ok := get(r); ok && n>>63 == 0 {
			field.Append(int64(n))
		} else {
			field.AppendNull()
		}
	}}
}

// day is a UTC day, given by its first second.
func day[R any](name string, get func(*R) int64) column[R] {
	const secondsPerDay = 86_400
	return column[R]{name, arrow.FixedWidthTypes.Date32, true, func(b array.Builder, r *R) {
		if b, ok := b.(*array.Date32Builder); ok {
			b.Append(arrow.Date32(get(r) / secondsPerDay))
		}
	}}
}

// amount is a number of up to 38 digits; one of more is NULL.
func amount[R any](name string, get func(*R) *uint256.Int) column[R] {
	return optionalAmount(name, func(r *R) (*uint256.Int, bool) { return get(r), true })
}

// optionalAmount is an amount that isn't always there.
func optionalAmount[R any](name string, get func(*R) (n *uint256.Int, ok bool)) column[R] {
	return decimal(name, func(r *R) (decimal128.Num, bool) {
		n, ok := get(r)
		if !ok {
			return decimal128.Num{}, false
		}
		return decimalOf(n)
	})
}

// signed is an amount that may be below 0.
func signed[R any](name string, get func(*R) (n *uint256.Int, isNegative bool)) column[R] {
	return decimal(name, func(r *R) (decimal128.Num, bool) {
		n, isNegative := get(r)
		value, ok := decimalOf(n)
		if isNegative {
			value = value.Negate()
		}
		return value, ok
	})
}

func decimal[R any](name string, get func(*R) (decimal128.Num, bool)) column[R] {
	return column[R]{name, &arrow.Decimal128Type{Precision: 38}, false, func(b array.Builder, r *R) {
		field, ok := b.(*array.Decimal128Builder)
		if !ok {
			return
		}
		if n, ok := get(r); ok {
			field.Append(n)
		} else {
			field.AppendNull()
		}
	}}
}

// decimalOf gives a number of up to 38 digits; false if it has more.
func decimalOf(n *uint256.Int) (decimal128.Num, bool) {
	const limitHigh, limitLow = 0x4B3B4CA85A86C47A, 0x098A224000000000 // 1e38
	if n[3] != 0 || n[2] != 0 || n[1] > limitHigh || n[1] == limitHigh && n[0] >= limitLow {
		return decimal128.Num{}, false
	}
	return decimal128.New(int64(n[1]), n[0]), true
}

// digits is a number of any length, as decimal text.
func digits[R any](name string, get func(*R) *uint256.Int) column[R] {
	return text(name, func(r *R) string { return get(r).Dec() })
}

// address is lower-case 0x text; the zero address is NULL.
func address[R any](name string, get func(*R) *common.Address) column[R] {
	return column[R]{name, arrow.BinaryTypes.String, true, func(b array.Builder, r *R) {
		field, ok := b.(*array.StringBuilder)
		if !ok {
			return
		}
		a := get(r)
		if *a == (common.Address{}) {
			field.AppendNull()
			return
		}
		var digits [2 + 2*common.AddressLength]byte
		digits[0], digits[1] = '0', 'x'
		hex.Encode(digits[2:], a[:])
		field.BinaryBuilder.Append(digits[:])
	}}
}

// hash is lower-case 0x text; the zero hash is NULL.
func hash[R any](name string, get func(*R) *common.Hash) column[R] {
	return column[R]{name, arrow.BinaryTypes.String, false, func(b array.Builder, r *R) {
		field, ok := b.(*array.StringBuilder)
		if !ok {
			return
		}
		h := get(r)
		if *h == (common.Hash{}) {
			field.AppendNull()
			return
		}
		var digits [2 + 2*common.HashLength]byte
		digits[0], digits[1] = '0', 'x'
		hex.Encode(digits[2:], h[:])
		field.BinaryBuilder.Append(digits[:])
	}}
}

// instant is a time in UTC; 0 is NULL.
func instant[R any](name string, get func(*R) int64) column[R] {
	return column[R]{name, &arrow.TimestampType{Unit: arrow.Microsecond}, false, func(b array.Builder, r *R) {
		field, ok := b.(*array.TimestampBuilder)
		if !ok {
			return
		}
		if seconds := get(r); seconds > 0 {
			field.Append(arrow.Timestamp(seconds * 1_000_000))
		} else {
			field.AppendNull()
		}
	}}
}
