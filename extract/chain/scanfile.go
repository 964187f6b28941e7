package chain

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// scan looks for logs that create contracts in one lake file.
type scan struct {
	file  *lakeFile // its columns are block_number, address, topic0, topic1, data
	signs map[[2]string]creator
	found []livepeer.Contract
}

// scanFile reads topic0 of every row group first, as a dictionary: a group without one of the topics, which is
// nearly every one, is left at that.
func scanFile(ctx context.Context, path string, signs map[[2]string]creator) (found []livepeer.Contract, err error) {
	defer rescue(&err)
	f, err := openLakeFile(path, []string{"block_number", "address", "topic0", "topic1", "data"}, "topic0")
	if err != nil {
		return nil, err
	}
	defer f.close()
	s := &scan{file: f, signs: signs}
	for group := range f.parquet.NumRowGroups() {
		if err := s.group(ctx, group); err != nil {
			return nil, err
		}
	}
	return s.found, nil
}

func (s *scan) group(ctx context.Context, group int) error {
	has := false
	err := s.file.batches(ctx, s.file.columns[2:3], []int{group}, func(batch arrow.RecordBatch) error {
		topics, err := dictionary(batch.Column(0))
		has = has || err == nil && s.known(topics)
		return err
	})
	if err != nil || !has {
		return err
	}
	return s.file.batches(ctx, s.file.columns, []int{group}, s.collect)
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
		return errTypes
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

func dictionary(column arrow.Array) (*array.Dictionary, error) {
	topics, ok := column.(*array.Dictionary)
	if !ok {
		return nil, fmt.Errorf("topic0 is read as %s, not as a dictionary", column.DataType())
	}
	return topics, nil
}
