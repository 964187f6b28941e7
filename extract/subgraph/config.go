package subgraph

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Config says what is asked where.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// Endpoint is the address that answers GraphQL.
	Endpoint string
	// Key is the gateway's API key, "" for none. It is sent as a header.
	Key string
	// RPC is the address of a node of the chain, against whose head the subgraph's lag is measured; "" for none.
	RPC string
	// From is when the network was deployed: where the events begin.
	From time.Time
	// Clock gives the time (time.Now).
	Clock func() time.Time
	// Client asks.
	Client *httpclient.Client
}

// New makes the streams. It asks nothing yet; it fails if the configuration can't work.
func New(config Config) ([]extract.Stream, error) {
	if config.Instance == "" || config.Client == nil {
		return nil, errors.New("subgraph source: an instance name and a client are needed")
	}
	for name, address := range map[string]string{"endpoint": config.Endpoint, "chain's endpoint": config.RPC} {
		u, err := url.Parse(address)
		isAddress := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
		if !isAddress && (name == "endpoint" || address != "") {
			return nil, fmt.Errorf("subgraph source %q: the %s %s is not an http or https address", config.Instance, name, httpclient.Redact(address))
		}
	}
	if config.From.Unix() <= 0 {
		return nil, fmt.Errorf("subgraph source %q: the day from which events are wanted is needed", config.Instance)
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	node := newNode(config)
	streams := []extract.Stream{newMeta(config, node)}
	for _, e := range entities() {
		if e.cut.isSnapshot() {
			streams = append(streams, newSnapshot(config, node, e))
		} else {
			streams = append(streams, newHistory(config, node, e))
		}
	}
	return streams, nil
}

// Schemas gives the columns of every stream by the name of its raw table.
func Schemas() map[string]*arrow.Schema {
	schemas := map[string]*arrow.Schema{"subgraph__meta": metaSchema()}
	for _, e := range entities() {
		schemas["subgraph__"+e.name()] = schemaOf(e.columns())
	}
	return schemas
}

// Descriptions says what a row of every stream is, by the name of its raw table.
func Descriptions() map[string]string {
	described := map[string]string{"subgraph__meta": "How far the subgraph was when it was asked"}
	for _, e := range entities() {
		described["subgraph__"+e.name()] = e.about
	}
	return described
}
