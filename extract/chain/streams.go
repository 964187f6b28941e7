package chain

import (
	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Streams makes the streams of an instance, parents before the streams that look up what they want: logs,
// lpt_transfers (where the deployment has the token), lpt_transfers_all (if it is configured), blocks and receipts.
// They share the configuration's client, and nothing else. Nothing is asked yet; it fails if the configuration can't work.
func Streams(config Config) ([]extract.Stream, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	streams := []extract.Stream{logsOf(config)}
	if _, ok := config.Deployment.Contract(livepeer.LivepeerToken); ok {
		streams = append(streams, transfersOf(config, transfersName))
		if config.LPTTransfersAll {
			streams = append(streams, transfersOf(config, transfersAllName))
		}
	}
	return append(streams, blocksOf(config), receiptsOf(config)), nil
}

// Schemas gives the columns of every stream of the source, by the name of its raw table.
func Schemas() map[string]*arrow.Schema {
	return map[string]*arrow.Schema{
		"chain__logs":              Schema(),
		"chain__lpt_transfers":     Schema(),
		"chain__lpt_transfers_all": Schema(),
		"chain__blocks":            schemaOf(blockColumns()),
		"chain__receipts":          schemaOf(receiptColumns()),
	}
}
