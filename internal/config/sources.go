package config

import (
	"strings"
	"time"
)

// Sources lists the configured instances by source. Names are unique within a source.
type Sources struct {
	// Chain are EVM chains read by JSON-RPC.
	Chain []Chain `yaml:"chain"`
	// Subgraph are witnesses of the chain: Livepeer's subgraph.
	Subgraph []Subgraph `yaml:"subgraph"`
	// Explorer are witnesses of both, and of what tests say of orchestrators: Livepeer's Explorer.
	Explorer []Explorer `yaml:"explorer"`
	// Prices are witnesses of what ETH and LPT cost.
	Prices []Prices `yaml:"prices"`
	// VastAI are views of the Vast.AI GPU market.
	VastAI []VastAI `yaml:"vastai"`
	// GPUPrices are price lists of GPUs: SkyPilot's catalogue, and files.
	GPUPrices []GPUPrices `yaml:"gpu_prices"`
}

// Limits are what every instance may be told about how it is asked.
type Limits struct {
	// RequestsPerSecond bounds the requests to one host; 0: the default of the HTTP client.
	RequestsPerSecond float64 `yaml:"requests_per_second"`
	// Timeout is how long the beginning of a reply is waited for: "90s", "2m". Empty: the default of the HTTP client.
	Timeout string `yaml:"timeout"`
}

// Wait is Timeout as a duration; 0 if it is empty or none.
func (l Limits) Wait() time.Duration {
	d, err := time.ParseDuration(l.Timeout)
	if err != nil || d < 0 {
		return 0
	}
	return d
}

// Chain is an instance of the source chain.
type Chain struct {
	// Name is the instance's name: lower-case letters, digits, dashes.
	Name string `yaml:"name"`
	// Endpoint is the JSON-RPC address, http or https.
	Endpoint string `yaml:"endpoint"`
	// Network is the preset or deployment file of another chain ("ethereum-legacy"); empty: the home's network.
	Network string `yaml:"network"`
	// Confirmations, if given, settles a block when it is so many blocks below the head, instead of when the
	// endpoint calls it finalized.
	Confirmations *int64 `yaml:"confirmations"`
	// TransfersOfAll reads every log of the LPT token, not only mints, burns and the treasury's and minter's transfers.
	TransfersOfAll bool `yaml:"lpt_transfers_all"`
	Limits         `yaml:",inline"`
}

// Subgraph is an instance of the source subgraph.
type Subgraph struct {
	// Name is as a Chain's.
	Name string `yaml:"name"`
	// Endpoint is a gateway's address; without SubgraphID and Deployment it is the address that answers GraphQL, a graph-node's.
	Endpoint string `yaml:"endpoint"`
	// SubgraphID names the subgraph, of which the gateway chooses the deployment.
	SubgraphID string `yaml:"subgraph_id"`
	// Deployment names one deployment ("Qm…"), which goes before the subgraph.
	Deployment string `yaml:"deployment"`
	// Key is the gateway's API key, 32 hex digits; empty: none. It is sent as a header.
	Key string `yaml:"key"`
	// Chain names the chain instance that says how far the chain is, against which the lag is measured; empty: not asked.
	Chain  string `yaml:"chain"`
	Limits `yaml:",inline"`
}

// Address is where GraphQL is asked.
func (s Subgraph) Address() string {
	base := strings.TrimSuffix(s.Endpoint, "/")
	switch {
	case s.Deployment != "":
		return base + "/api/deployments/id/" + s.Deployment
	case s.SubgraphID != "":
		return base + "/api/subgraphs/id/" + s.SubgraphID
	}
	return base
}

// Explorer is an instance of the source explorer.
type Explorer struct {
	// Name is as a Chain's.
	Name string `yaml:"name"`
	// Endpoint is the address of the Explorer's routes; empty: not asked.
	Endpoint string `yaml:"endpoint"`
	// Leaderboard and AILeaderboard are the addresses of the leaderboard servers, of transcoding and of AI; empty: not asked.
	Leaderboard   string `yaml:"leaderboard"`
	AILeaderboard string `yaml:"ai_leaderboard"`
	// PriceList is the address of the price list; empty: not asked.
	PriceList string `yaml:"price_list"`
	// HistoryDays is how many days of test results and prices the first run asks for.
	HistoryDays int `yaml:"history_days"`
	Limits      `yaml:",inline"`
}

// Prices is an instance of the source prices.
type Prices struct {
	// Name is as a Chain's.
	Name string `yaml:"name"`
	// DefiLlama is the address of DefiLlama's coins service; empty: not asked.
	DefiLlama string `yaml:"defillama"`
	// CoinGecko is the address of CoinGecko's API, version 3; empty: not asked.
	CoinGecko string `yaml:"coingecko"`
	// CoinGeckoKey is the API key; empty: none.
	CoinGeckoKey string `yaml:"coingecko_key"`
	// Chain names the chain instance that answers eth_call about Chainlink and the LPT/WETH pool; empty: not asked.
	Chain  string `yaml:"chain"`
	Limits `yaml:",inline"`
}

// VastAI is an instance of the source vastai.
type VastAI struct {
	// Name is as a Chain's.
	Name string `yaml:"name"`
	// Endpoint is Vast.AI's own address; empty: not asked.
	Endpoint string `yaml:"endpoint"`
	// Key is the API key; empty: offers are searched without one.
	Key string `yaml:"key"`
	// Farm is the address of 500.farm's exporter; empty: not asked.
	Farm string `yaml:"farm"`
	// Grafana is the address of 500.farm's Grafana, which has the market's history; empty: not asked.
	Grafana string `yaml:"grafana"`
	// GrafanaDatasource is the uid of its Prometheus data source.
	GrafanaDatasource string `yaml:"grafana_datasource"`
	// HistoryDays is how many days of history the first run asks for; 0: none.
	HistoryDays int `yaml:"history_days"`
	Limits      `yaml:",inline"`
}

// GPUPrices is an instance of the source gpu_prices.
type GPUPrices struct {
	// Name is as a Chain's.
	Name string `yaml:"name"`
	// SkyPilot is the address of a version of SkyPilot's catalogue; empty: not asked.
	SkyPilot string `yaml:"skypilot"`
	// Clouds are the catalogue's folders that are read.
	Clouds []string `yaml:"clouds"`
	// Folder holds dropped price sheets (CSV); empty: none. Relative as Config.Home.
	Folder string `yaml:"folder"`
	Limits `yaml:",inline"`
}
