package chain

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// events is what the streams of logs have in common. They differ in what their parts ask for.
type events struct {
	node
	sizes *sizer
}

func newEvents(config Config, stream string) events {
	return events{node: newNode(config, stream), sizes: newSizer(config.RangeSize, config.LogCap)}
}

// Schema gives the log's own fields as they come. All hex is lower-case 0x text; numbers are numbers.
func (e *events) Schema() *arrow.Schema { return Schema() }

// Key is the log's place on the chain.
func (e *events) Key() []string { return []string{"block_number", "log_index"} }

// Dictionary names the columns of which few values exist.
func (e *events) Dictionary() []string { return []string{"address", "topic0"} }

// Axis is the block number.
func (e *events) Axis() load.Axis { return load.AxisBlock }

// Grid gives 1,000,000 blocks.
func (e *events) Grid() int64 { return Grid }

// Estimate gives the requests that so many blocks take at the range that the endpoint is known to answer.
func (e *events) Estimate(length int64) int64 {
	per := e.sizes.reach()
	return (length + per - 1) / per
}
