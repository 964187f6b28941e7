package load

import (
	"fmt"
	"strings"
)

// Network is what a home is about. One home holds one network's data, for ever.
type Network struct {
	// Name is the network's short name: "arbitrum-one", "sandbox".
	Name string `json:"name"`
	// ChainID is the EVM chain id that the chain's endpoints answer (42161 for Arbitrum One).
	ChainID uint64 `json:"chain_id"`
	// Controller is the address of Livepeer's Controller contract, lower-case 0x… text.
	Controller string `json:"controller"`
}

// String gives "arbitrum-one (chain id 42161, Controller 0xd8e8…)".
func (n Network) String() string {
	return fmt.Sprintf("%s (chain id %d, Controller %s)", n.Name, n.ChainID, n.Controller)
}

// StreamID names one stream of one configured instance of a source.
type StreamID struct {
	// Source is the system: "chain".
	Source string `json:"source"`
	// Instance is the configured occurrence of it: "main".
	Instance string `json:"instance"`
	// Stream is the kind of row: "logs".
	Stream string `json:"stream"`
}

// String gives "chain/main/logs", which is also the stream's folder below the lake.
func (id StreamID) String() string {
	return id.Source + "/" + id.Instance + "/" + id.Stream
}

// Table gives the name under which the stream is loaded: "chain__logs" (in schema raw).
func (id StreamID) Table() string {
	return id.Source + "__" + strings.ReplaceAll(id.Stream, "-", "_")
}
