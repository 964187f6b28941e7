package chain

import (
	"context"
	"fmt"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// node is an instance's endpoint, as one of its streams sees it.
type node struct {
	config Config
	id     load.StreamID
	rpc    *rpc
}

func newNode(config Config, stream string) node {
	return node{
		config: config,
		id:     load.StreamID{Source: "chain", Instance: config.Instance, Stream: stream},
		rpc:    &rpc{client: config.Client, url: config.Endpoint, endpoint: config.Client.Redact(config.Endpoint)},
	}
}

// ID names the stream.
func (n *node) ID() load.StreamID { return n.id }

// SchemaVersion is 1.
func (n *node) SchemaVersion() int { return 1 }

// Endpoint gives the endpoint without its key.
func (n *node) Endpoint() string { return n.rpc.endpoint }

// Usage gives the requests made and the bytes received by this stream.
func (n *node) Usage() (requests, bytes int64) {
	return n.rpc.meter.Requests(), n.rpc.meter.Bytes()
}

// Identify compares the endpoint's chain id with that of the instance's deployment.
func (n *node) Identify(ctx context.Context) error {
	id, err := n.rpc.quantity(ctx, "ask for the chain id", "eth_chainId")
	if err != nil {
		return err
	}
	if want := int64(n.config.Deployment.ChainID); id != want {
		return &extract.WrongNetworkError{
			Endpoint: n.Endpoint(), Has: fmt.Sprintf("chain id %d", id), Wants: fmt.Sprintf("%s (chain id %d)", n.config.Deployment.Name, want),
		}
	}
	return nil
}
