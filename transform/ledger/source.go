package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/bonding"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// source reads the logs of one part, file after file, in log order. One file is open at a time.
type source struct {
	files []load.File
	// horizon is the block from which on nothing is read.
	horizon int64
	times   *decode.Times
	// used are the addresses that the ledger reads, by their lower-case 0x text.
	used map[string]common.Address

	open      *decode.Batches
	columns   logColumns
	row, rows int

	// log is the present log, and data what its Data lie in.
	log  bonding.Log
	data []byte
}

// logColumns are the columns of a batch of logs.
type logColumns struct {
	block, index, transaction, time *array.Int64
	hash, blockHash, address, data  *array.String
	topics                          [4]*array.String
}

// columnNames are the lake's columns that are read. Hashes of blocks, which are many, are read only to look up their times.
func (s *source) columnNames() []string {
	names := []string{
		"block_number", "log_index", "transaction_index", "block_timestamp", "transaction_hash", "address", "data",
		"topic0", "topic1", "topic2", "topic3",
	}
	if s.times != nil {
		names = append(names, "block_hash")
	}
	return names
}

// next moves to the part's next log that the ledger reads. It gives io.EOF after the last. Other errors name the file.
func (s *source) next(ctx context.Context) error {
	for {
		for s.row++; s.row < s.rows; s.row++ {
			if s.columns.block.Value(s.row) >= s.horizon {
				s.files = nil
				return errors.Join(s.close(), io.EOF)
			}
			if address, ok := s.used[s.columns.address.Value(s.row)]; ok {
				s.log.Address = address
				return s.wrap(s.take())
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.nextBatch(ctx); err != nil {
			return err
		}
	}
}

// nextBatch moves before the first row of the next batch, of the next file if need be.
func (s *source) nextBatch(ctx context.Context) (err error) {
	for {
		if s.open == nil {
			if len(s.files) == 0 {
				return io.EOF
			}
			if s.open, err = decode.OpenBatches(ctx, s.files[0].Path, s.columnNames()); err != nil {
				return s.wrap(err)
			}
		}
		batch, err := s.open.Next()
		if err == nil {
			s.row, s.rows = -1, int(batch.NumRows())
			s.columns, err = s.columnsOf(batch)
			return s.wrap(err)
		}
		if !errors.Is(err, io.EOF) {
			return s.wrap(err)
		}
		if err := s.close(); err != nil {
			return s.wrap(err)
		}
		s.files = s.files[1:]
	}
}

// wrap names the present file.
func (s *source) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read %s: %w", s.files[0].Path, err)
}

// close closes the open file, if there is one.
func (s *source) close() error {
	if s.open == nil {
		return nil
	}
	open := s.open
	s.open, s.row, s.rows = nil, 0, 0
	return open.Close()
}

// columnsOf takes the columns out of a batch.
func (s *source) columnsOf(b arrow.RecordBatch) (c logColumns, err error) {
	texts := map[string]**array.String{
		"transaction_hash": &c.hash, "block_hash": &c.blockHash, "address": &c.address, "data": &c.data,
		"topic0": &c.topics[0], "topic1": &c.topics[1], "topic2": &c.topics[2], "topic3": &c.topics[3],
	}
	numbers := map[string]**array.Int64{
		"block_number": &c.block, "log_index": &c.index, "transaction_index": &c.transaction, "block_timestamp": &c.time,
	}
	for _, name := range s.columnNames() {
		if place := numbers[name]; place != nil {
			*place, err = decode.ColumnOf[*array.Int64](b, name)
		} else {
			*texts[name], err = decode.ColumnOf[*array.String](b, name)
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// take reads the present row, whose address is known.
func (s *source) take() error {
	c, row, log := &s.columns, s.row, &s.log
	log.Block, log.Index, log.Transaction = uint64(c.block.Value(row)), uint64(c.index.Value(row)), 0
	if c.transaction.IsValid(row) {
		log.Transaction = uint64(c.transaction.Value(row))
	}
	log.Time = s.timeOf(row)
	if err := unhex(log.Hash[:], c.hash.Value(row)); err != nil {
		return s.malformed("transaction hash", err)
	}
	log.TopicCount, log.Topics = 0, [4]common.Hash{}
	for i, topics := range c.topics {
		if topics.IsNull(row) {
			break
		}
		if err := unhex(log.Topics[i][:], topics.Value(row)); err != nil {
			return s.malformed("topics", err)
		}
		log.TopicCount++
	}
	text := c.data.Value(row)
	size := max(0, len(text)-len("0x")) / 2
	s.data = slices.Grow(s.data[:0], size)[:size]
	if err := unhex(s.data, text); err != nil {
		return s.malformed("data", err)
	}
	log.Data = s.data
	return nil
}

// timeOf gives the time of a row's block: the row's own, else that of the block; 0 if neither is known.
func (s *source) timeOf(row int) int64 {
	if c := &s.columns; c.time.IsValid(row) && c.time.Value(row) > 0 {
		return c.time.Value(row)
	}
	if s.times == nil {
		return 0
	}
	return s.times.At(s.columns.block.Value(row), s.columns.blockHash.Value(row))
}

func (s *source) malformed(what string, err error) error {
	return fmt.Errorf("block %d, log %d: its %s: %w", s.log.Block, s.log.Index, what, err)
}

// unhex reads 0x text of a known length.
func unhex(into []byte, text string) error {
	if len(text) != len("0x")+2*len(into) {
		return fmt.Errorf("%.80q isn't 0x and %d hex digits", text, 2*len(into))
	}
	_, err := hex.Decode(into, []byte(text[len("0x"):]))
	return err
}
