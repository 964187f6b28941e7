package decode

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Times are the times of blocks by number and hash. The zero value knows none. A block takes 24 bytes.
type Times struct {
	blocks []blockTime // sorted by block
}

// blockID identifies a block: by its number and the first 8 bytes of its hash.
type blockID struct {
	number int64
	hash   uint64
}

type blockTime struct {
	blockID
	seconds int64
}

func (b blockID) compare(other blockID) int {
	return cmp.Or(cmp.Compare(b.number, other.number), cmp.Compare(b.hash, other.hash))
}

// idOf makes a block's identity of its hash, 0x text. What isn't hex has the hash 0.
func idOf(number int64, hash string) blockID {
	digits := strings.TrimPrefix(hash, "0x")
	head, err := strconv.ParseUint(digits[:min(16, len(digits))], 16, 64)
	if err != nil {
		head = 0
	}
	return blockID{number: number, hash: head}
}

// ReadTimes reads the times of blocks from lake files of the stream chain.blocks.
func ReadTimes(ctx context.Context, paths []string) (*Times, error) {
	t := &Times{}
	for _, path := range paths {
		if err := t.read(ctx, path); err != nil {
			return nil, fmt.Errorf("read the block times of %s: %w", path, err)
		}
	}
	slices.SortFunc(t.blocks, func(a, b blockTime) int { return a.compare(b.blockID) })
	return t, nil
}

func (t *Times) read(ctx context.Context, path string) (err error) {
	defer rescue(&err)
	names := []string{"block_number", "block_hash", "block_timestamp"}
	return eachBatch(ctx, path, names, func(b arrow.RecordBatch) error {
		number, err := ColumnOf[*array.Int64](b, names[0])
		if err != nil {
			return err
		}
		hash, err := ColumnOf[*array.String](b, names[1])
		if err != nil {
			return err
		}
		seconds, err := ColumnOf[*array.Int64](b, names[2])
		if err != nil {
			return err
		}
		t.blocks = slices.Grow(t.blocks, int(b.NumRows()))
		for row := range int(b.NumRows()) {
			if at := timeOrNone(seconds.Value(row)); seconds.IsValid(row) && at > 0 {
				t.blocks = append(t.blocks, blockTime{idOf(number.Value(row), hash.Value(row)), at})
			}
		}
		return nil
	})
}

// At gives a block's time in Unix seconds, 0 if it isn't known. The hash is 0x text.
func (t *Times) At(number int64, hash string) int64 {
	if t == nil {
		return 0
	}
	return t.at(idOf(number, hash))
}

// at gives a block's time in Unix seconds, 0 if it isn't known.
func (t *Times) at(id blockID) int64 {
	if t == nil {
		return 0
	}
	i, ok := slices.BinarySearchFunc(t.blocks, id, func(b blockTime, id blockID) int { return b.compare(id) })
	if !ok {
		return 0
	}
	return t.blocks[i].seconds
}

// FirstUntimed gives the first block of a decoded file, before a block, that has a log without a time whose block's time
// isn't known either; false if there is none.
func (t *Times) FirstUntimed(ctx context.Context, path string, before int64) (block int64, found bool, err error) {
	defer rescue(&err)
	err = eachBatch(ctx, path, timeColumns(), func(b arrow.RecordBatch) error {
		c, err := newTimed(b)
		if err != nil || found {
			return err
		}
		for row := range int(b.NumRows()) {
			id := c.id(row)
			if c.eventAt.IsNull(row) && id.number < before && t.at(id) == 0 {
				block, found = id.number, true
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return 0, false, fmt.Errorf("look for logs without a time in %s: %w", path, err)
	}
	return block, found, nil
}

// fill gives the column event_at with the times of the blocks where a log has none. The caller releases it.
func (t *Times) fill(b arrow.RecordBatch) (arrow.Array, error) {
	c, err := newTimed(b)
	if err != nil {
		return nil, err
	}
	filled := c.eventAt
	if t == nil || filled.NullN() == 0 {
		filled.Retain()
		return filled, nil
	}
	builder := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Microsecond})
	defer builder.Release()
	builder.Reserve(filled.Len())
	for row := range filled.Len() {
		switch {
		case filled.IsValid(row):
			builder.Append(filled.Value(row))
		default:
			if at := t.at(c.id(row)); at > 0 {
				builder.Append(arrow.Timestamp(at * 1_000_000))
			} else {
				builder.AppendNull()
			}
		}
	}
	return builder.NewArray(), nil
}

// timed are the columns of decoded rows that tell their time and block.
type timed struct {
	blockNumber *array.Int64
	blockHash   *array.String
	eventAt     *array.Timestamp
}

func timeColumns() []string { return []string{"block_number", "block_hash", "event_at"} }

func newTimed(b arrow.RecordBatch) (c timed, err error) {
	names := timeColumns()
	if c.blockNumber, err = ColumnOf[*array.Int64](b, names[0]); err != nil {
		return c, err
	}
	if c.blockHash, err = ColumnOf[*array.String](b, names[1]); err != nil {
		return c, err
	}
	c.eventAt, err = ColumnOf[*array.Timestamp](b, names[2])
	return c, err
}

// id gives the block of a row.
func (c timed) id(row int) blockID {
	return idOf(c.blockNumber.Value(row), c.blockHash.Value(row))
}
