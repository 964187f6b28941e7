package chain

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// Config says which contracts are read from where.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// Endpoint is the JSON-RPC address, with the key that it may need.
	Endpoint string
	// Deployment is the contracts and the chain they are on.
	Deployment livepeer.Deployment
	// Confirmations, if not nil, bounds what is settled to so many blocks below the head, instead of to the block
	// that the endpoint calls finalized.
	Confirmations *int64
	// RangeSize is how many blocks the first request asks for (DefaultRangeSize). It then follows the yield.
	RangeSize int64
	// LogCap is how many logs a reply may hold at most (DefaultLogCap); the range is kept well below it.
	LogCap int64
	// Client asks.
	Client *httpclient.Client
}

// Defaults and bounds of the requests.
const (
	// DefaultRangeSize is accepted by most providers.
	DefaultRangeSize = 10_000
	// DefaultLogCap is what the public endpoint and most providers allow.
	DefaultLogCap = 10_000
	// DefaultConfirmations is how far below the head is settled where the endpoint knows no finalized block: five
	// minutes on Arbitrum.
	DefaultConfirmations = 1_200
	// Grid is the length of a grid cell in blocks, and the longest range asked for.
	Grid = 1_000_000
	// maxAddresses is how many addresses an endpoint must accept in one filter.
	maxAddresses = 1000
)

// Logs is the stream chain.logs.
type Logs struct {
	config   Config
	rpc      *rpc
	endpoint string
	sizes    *sizer
	children map[string][]livepeer.Contract // by lake file, which never changes
}

var (
	_ extract.Stream     = (*Logs)(nil)
	_ extract.Anchored   = (*Logs)(nil)
	_ extract.Estimator  = (*Logs)(nil)
	_ extract.Identified = (*Logs)(nil)
	_ extract.Metered    = (*Logs)(nil)
)

// New makes the stream. It asks nothing yet; it fails if the configuration can't work.
func New(config Config) (*Logs, error) {
	if u, err := url.Parse(config.Endpoint); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("chain source %q: endpoint %s is not an http or https address", config.Instance, httpclient.Redact(config.Endpoint))
	}
	if config.Client == nil || config.Instance == "" || len(config.Deployment.Contracts) == 0 {
		return nil, errors.New("chain source: an instance name, a client and a deployment with contracts are needed")
	}
	if config.Confirmations != nil && *config.Confirmations < 0 {
		return nil, fmt.Errorf("chain source %q: %d confirmations: give 0 or more", config.Instance, *config.Confirmations)
	}
	if config.RangeSize <= 0 {
		config.RangeSize = DefaultRangeSize
	}
	if config.LogCap <= 0 {
		config.LogCap = DefaultLogCap
	}
	endpoint := config.Client.Redact(config.Endpoint)
	return &Logs{
		config:   config,
		rpc:      &rpc{client: config.Client, url: config.Endpoint, endpoint: endpoint},
		endpoint: endpoint,
		sizes:    newSizer(config.RangeSize, config.LogCap),
		children: map[string][]livepeer.Contract{},
	}, nil
}

// ID names the stream.
func (l *Logs) ID() load.StreamID {
	return load.StreamID{Source: "chain", Instance: l.config.Instance, Stream: "logs"}
}

// Schema gives the log's own fields as they come. All hex is lower-case 0x text; numbers are numbers.
func (l *Logs) Schema() *arrow.Schema { return Schema() }

// Key is the log's place on the chain.
func (l *Logs) Key() []string { return []string{"block_number", "log_index"} }

// Dictionary names the columns of which few values exist.
func (l *Logs) Dictionary() []string { return []string{"address", "topic0"} }

// SchemaVersion is 1.
func (l *Logs) SchemaVersion() int { return 1 }

// Axis is the block number.
func (l *Logs) Axis() load.Axis { return load.AxisBlock }

// Grid gives 1,000,000 blocks.
func (l *Logs) Grid() int64 { return Grid }

// Endpoint gives the endpoint without its key.
func (l *Logs) Endpoint() string { return l.endpoint }

// Usage gives the requests made and the bytes received.
func (l *Logs) Usage() (requests, bytes int64) {
	return l.rpc.meter.Requests(), l.rpc.meter.Bytes()
}

// Estimate gives the requests that so many blocks take at the range that the endpoint is known to answer.
func (l *Logs) Estimate(length int64) int64 {
	per := l.sizes.reach()
	return (length + per - 1) / per
}

// Identify compares the endpoint's chain id with the deployment's.
func (l *Logs) Identify(ctx context.Context) error {
	id, err := l.rpc.quantity(ctx, "ask for the chain id", "eth_chainId")
	if err != nil {
		return err
	}
	if want := int64(l.config.Deployment.ChainID); id != want {
		return &extract.WrongNetworkError{
			Endpoint: l.endpoint, Has: fmt.Sprintf("chain id %d", id), Wants: fmt.Sprintf("%s (chain id %d)", l.config.Deployment.Name, want),
		}
	}
	return nil
}
