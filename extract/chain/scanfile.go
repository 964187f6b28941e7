package chain

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// scanRows is how many rows of a lake file are held at a time.
const scanRows = 8192

// scan looks for logs that create contracts in one lake file.
type scan struct {
	reader *pqarrow.FileReader
	// columns are the indexes of block_number, address, topic0, topic1, data.
	columns []int
	signs   map[[2]string]creator
	found   []livepeer.Contract
}

// scanFile reads topic0 of every row group first, as a dictionary: a group without one of the topics, which is
// nearly every one, is left at that.
func scanFile(ctx context.Context, path string, signs map[[2]string]creator) ([]livepeer.Contract, error) {
	parquet, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, err
	}
	defer func() { _ = parquet.Close() }()
	s := &scan{signs: signs}
	props := pqarrow.ArrowReadProperties{BatchSize: scanRows}
	for _, name := range []string{"block_number", "address", "topic0", "topic1", "data"} {
		index := parquet.MetaData().Schema.ColumnIndexByName(name)
		if index < 0 {
			return nil, fmt.Errorf("it has no column %s", name)
		}
		s.columns = append(s.columns, index)
	}
	props.SetReadDict(s.columns[2], true)
	if s.reader, err = pqarrow.NewFileReader(parquet, props, memory.DefaultAllocator); err != nil {
		return nil, err
	}
	for group := range parquet.NumRowGroups() {
		if err := s.group(ctx, group); err != nil {
			return nil, err
		}
	}
	return s.found, nil
}

func (s *scan) group(ctx context.Context, group int) error {
	has := false
	err := s.batches(ctx, s.columns[2:3], group, func(batch arrow.RecordBatch) error {
		topics, err := dictionary(batch.Column(0))
		has = has || err == nil && s.known(topics)
		return err
	})
	if err != nil || !has {
		return err
	}
	return s.batches(ctx, s.columns, group, s.collect)
}

// known tells whether a dictionary has one of the topics.
func (s *scan) known(topics *array.Dictionary) bool {
	values, ok := topics.Dictionary().(*array.String)
	if !ok {
		return false
	}
	for sign := range s.signs {
		for i := range values.Len() {
			if values.Value(i) == sign[1] {
				return true
			}
		}
	}
	return false
}

func (s *scan) collect(batch arrow.RecordBatch) error {
	blocks, ok := batch.Column(0).(*array.Int64)
	addresses, okAddress := batch.Column(1).(*array.String)
	topics, err := dictionary(batch.Column(2))
	topic1, okTopic := batch.Column(3).(*array.String)
	datas, okData := batch.Column(4).(*array.String)
	if err != nil || !ok || !okAddress || !okTopic || !okData {
		return errors.New("its columns are not of the types that they are written with")
	}
	names := topics.Dictionary().(*array.String)
	for i := range int(batch.NumRows()) {
		if topics.IsNull(i) {
			continue
		}
		sign, ok := s.signs[[2]string{addresses.Value(i), names.Value(topics.GetValueIndex(i))}]
		if !ok {
			continue
		}
		first := ""
		if topic1.IsValid(i) {
			first = topic1.Value(i)
		}
		if address := sign.address(first, datas.Value(i)); address != "" {
			s.found = append(s.found, livepeer.Contract{Name: sign.child, Address: address, FirstBlock: blocks.Value(i)})
		}
	}
	return nil
}

// batches calls visit with some columns of a row group, scanRows rows at a time.
func (s *scan) batches(ctx context.Context, columns []int, group int, visit func(arrow.RecordBatch) error) error {
	reader, err := s.reader.GetRecordReader(ctx, columns, []int{group})
	if err != nil {
		return err
	}
	defer reader.Release()
	for reader.Next() {
		if err := visit(reader.RecordBatch()); err != nil {
			return err
		}
	}
	if err := reader.Err(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

func dictionary(column arrow.Array) (*array.Dictionary, error) {
	topics, ok := column.(*array.Dictionary)
	if !ok {
		return nil, fmt.Errorf("topic0 is read as %s, not as a dictionary", column.DataType())
	}
	return topics, nil
}
