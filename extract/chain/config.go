package chain

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"

	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Config says which contracts are read from where.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// Endpoint is the JSON-RPC address, with the key that it may need.
	Endpoint string
	// Deployment is the contracts and the chain they are on, which need not be the one that the home is about.
	Deployment livepeer.Deployment
	// Confirmations, if not nil, bounds what is settled to so many blocks below the head, instead of to the block
	// that the endpoint calls finalized.
	Confirmations *int64
	// RangeSize is how many blocks the first request asks for (DefaultRangeSize). It then follows the yield.
	RangeSize int64
	// LogCap is how many logs a reply may hold at most (DefaultLogCap); the range is kept well below it.
	LogCap int64
	// BatchSize is how many blocks or receipts are asked for in one request (DefaultBatchSize), until the endpoint
	// refuses as many.
	BatchSize int
	// LPTTransfersAll adds the stream lpt_transfers_all: every log of the token, which are about ten times all
	// others.
	LPTTransfersAll bool
	// Client asks.
	Client *httpclient.Client
}

// Defaults and bounds of the requests.
const (
	// DefaultRangeSize is accepted by most providers.
	DefaultRangeSize = 10_000
	// DefaultLogCap is what the public endpoint and most providers allow.
	DefaultLogCap = 10_000
	// DefaultBatchSize is a number of calls that every provider known allows in one request.
	DefaultBatchSize = 50
	// DefaultConfirmations is how far below the head is settled where the endpoint knows no finalized block: five
	// minutes on Arbitrum.
	DefaultConfirmations = 1_200
	// Grid is the length of a grid cell in blocks, and the longest range asked for.
	Grid = 1_000_000
	// maxAddresses is how many addresses an endpoint must accept in one filter.
	maxAddresses = 1000
)

// complete checks a configuration and fills in the defaults.
func (c Config) complete() (Config, error) {
	if u, err := url.Parse(c.Endpoint); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return c, fmt.Errorf("chain source %q: endpoint %s is not an http or https address", c.Instance, httpclient.Redact(c.Endpoint))
	}
	if c.Client == nil || c.Instance == "" || len(c.Deployment.Contracts) == 0 {
		return c, errors.New("chain source: an instance name, a client and a deployment with contracts are needed")
	}
	if c.Confirmations != nil && *c.Confirmations < 0 {
		return c, fmt.Errorf("chain source %q: %d confirmations: give 0 or more", c.Instance, *c.Confirmations)
	}
	c.RangeSize = cmp.Or(max(0, c.RangeSize), DefaultRangeSize)
	c.LogCap = cmp.Or(max(0, c.LogCap), DefaultLogCap)
	c.BatchSize = cmp.Or(max(0, c.BatchSize), DefaultBatchSize)
	return c, nil
}
