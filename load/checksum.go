package load

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// checksum is the SHA-256 over a slice's content: its rows in key order, then its rejected rows. It doesn't
// depend on how rows came in batches, nor on when and by which run they were read. A NULL adds nothing, so that
// a nullable column added to the schema later leaves the checksums of old content as they are.
type checksum struct {
	hash hash.Hash
	buf  []byte
}

// The tags that begin an entry of the hashed text; a row ends with tagEnd in the place of a column.
const (
	tagEnd      = 0
	tagRow      = 1
	tagRejected = 2
)

func newChecksum() *checksum { return &checksum{hash: sha256.New()} }

// row adds one row of the given columns: the stream's own, in order, and _extra as the last.
func (c *checksum) row(columns []arrow.Array, row int) {
	c.buf = appendRow(c.buf[:0], columns, row)
	c.hash.Write(c.buf)
}

func (c *checksum) rejected(r RejectedRow) {
	c.buf = append(c.buf[:0], tagRejected)
	c.buf = binary.LittleEndian.AppendUint64(c.buf, uint64(r.Position))
	c.buf = appendBytes(c.buf, r.Reason)
	c.buf = appendBytes(c.buf, r.Original)
	c.hash.Write(c.buf)
}

// text gives the checksum so far as hex text.
func (c *checksum) text() string { return hex.EncodeToString(c.hash.Sum(nil)) }

// appendRow appends the row's canonical form, in which equal rows and only they have equal bytes. Each value that
// isn't NULL is preceded by its column: 1 for _extra, 2 and up for the stream's own.
func appendRow(b []byte, columns []arrow.Array, row int) []byte {
	b = append(b, tagRow)
	last := len(columns) - 1
	for i, column := range columns {
		if column.IsNull(row) {
			continue
		}
		number := uint64(i + 2)
		if i == last {
			number = 1
		}
		b = binary.AppendUvarint(b, number)
		b = appendValue(b, column, row)
	}
	return append(b, tagEnd)
}

// appendValue appends one value that isn't NULL, of a supported type. Text and binary have their length before them.
func appendValue(b []byte, column arrow.Array, row int) []byte {
	switch a := column.(type) {
	case *array.Int32:
		return binary.LittleEndian.AppendUint32(b, uint32(a.Value(row)))
	case *array.Int64:
		return binary.LittleEndian.AppendUint64(b, uint64(a.Value(row)))
	case *array.Timestamp:
		return binary.LittleEndian.AppendUint64(b, uint64(a.Value(row)))
	case *array.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(a.Value(row)))
	case *array.Boolean:
		if a.Value(row) {
			return append(b, 1)
		}
		return append(b, 0)
	case *array.Decimal128:
		v := a.Value(row)
		return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(b, v.LowBits()), uint64(v.HighBits()))
	case *array.Binary:
		return appendBytes(b, a.Value(row))
	default:
		return appendBytes(b, column.(*array.String).Value(row))
	}
}

func appendBytes[T string | []byte](b []byte, v T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(v))), v...)
}
