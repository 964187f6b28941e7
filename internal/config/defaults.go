package config

import (
	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// DefaultHome is where a home is kept if nothing says otherwise.
const DefaultHome = "lakepeer-home"

// DefaultInputs is where the input files are kept if nothing says otherwise.
const DefaultInputs = "inputs"

// Default is the configuration that holds where nothing else is said: every source, by public endpoints without keys.
func Default() Config {
	return Config{
		Network: "arbitrum-one",
		Home:    DefaultHome,
		Inputs:  DefaultInputs,
		Sources: Sources{
			Chain:     []Chain{defaultChain()},
			Subgraph:  []Subgraph{defaultSubgraph()},
			Explorer:  []Explorer{defaultExplorer()},
			Prices:    []Prices{defaultPrices()},
			VastAI:    []VastAI{defaultVastAI()},
			GPUPrices: []GPUPrices{defaultGPUPrices()},
		},
		Publications: Publications{Keep: 7},
	}
}

func defaultChain() Chain {
	return Chain{Name: "main", Endpoint: "https://arb1.arbitrum.io/rpc"}
}

func defaultSubgraph() Subgraph {
	return Subgraph{
		Name: "main", Chain: "main",
		Endpoint: "https://gateway.thegraph.com", SubgraphID: "FE63YgkzcpVocxdCEyEYbvjYqEf2kb1A6daMYRxmejYC",
	}
}

func defaultExplorer() Explorer {
	return Explorer{
		Name: "main", Endpoint: "https://explorer.livepeer.org/api",
		Leaderboard: "https://leaderboard-serverless.vercel.app/api", AILeaderboard: "https://leaderboard-api.livepeer.cloud/api",
		PriceList: "https://nyc.livepeer.com", HistoryDays: 30,
	}
}

func defaultPrices() Prices {
	return Prices{
		Name: "main", DefiLlama: "https://coins.llama.fi", CoinGecko: "https://api.coingecko.com/api/v3", Chain: "main",
	}
}

func defaultVastAI() VastAI {
	return VastAI{
		Name: "main", Endpoint: "https://console.vast.ai", Farm: "https://500.farm/vastai-exporter",
		Grafana: "https://500.farm/vastai/grafana.v2", GrafanaDatasource: "EdgV2xcnz", HistoryDays: 365,
	}
}

func defaultGPUPrices() GPUPrices {
	return GPUPrices{
		Name:     "main",
		SkyPilot: "https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v8",
		Clouds:   []string{"aws", "azure", "gcp", "lambda", "runpod", "vast"},
		Folder:   DefaultInputs + "/gpu_prices",
	}
}

// fillDefaults puts the default into every key that the file leaves out. A key that is there keeps its value, also an
// empty one.
func (c *Config) fillDefaults(doc *strictyaml.Document) {
	d := Default()
	orDefault(find(doc.Root, "network"), &c.Network, d.Network)
	orDefault(find(doc.Root, "home"), &c.Home, d.Home)
	orDefault(find(doc.Root, "inputs"), &c.Inputs, d.Inputs)
	orDefault(find(doc.Root, "publications", "keep"), &c.Publications.Keep, d.Publications.Keep)
	if isNull(find(doc.Root, "sources")) {
		if c.Network == d.Network {
			c.Sources = d.Sources
		}
		return
	}
	c.Sources.fillDefaults(doc, c.Network == d.Network)
}

func (s *Sources) fillDefaults(doc *strictyaml.Document, isDefaultNetwork bool) {
	for i := range s.Chain {
		at, chain, d := item{doc, "chain", i}, &s.Chain[i], defaultChain()
		orDefault(at.find("name"), &chain.Name, d.Name)
		if isDefaultNetwork && chain.Network == "" {
			orDefault(at.find("endpoint"), &chain.Endpoint, d.Endpoint)
		}
	}
	for i := range s.Subgraph {
		at, subgraph, d := item{doc, "subgraph", i}, &s.Subgraph[i], defaultSubgraph()
		orDefault(at.find("name"), &subgraph.Name, d.Name)
		if isDefaultNetwork && isNull(at.find("endpoint")) {
			subgraph.Endpoint = d.Endpoint
			orDefault(at.find("subgraph_id"), &subgraph.SubgraphID, d.SubgraphID)
		}
		if len(s.Chain) > 0 {
			orDefault(at.find("chain"), &subgraph.Chain, s.Chain[0].Name)
		}
	}
	for i := range s.Explorer {
		at, explorer, d := item{doc, "explorer", i}, &s.Explorer[i], defaultExplorer()
		orDefault(at.find("name"), &explorer.Name, d.Name)
		orDefault(at.find("endpoint"), &explorer.Endpoint, d.Endpoint)
		orDefault(at.find("leaderboard"), &explorer.Leaderboard, d.Leaderboard)
		orDefault(at.find("ai_leaderboard"), &explorer.AILeaderboard, d.AILeaderboard)
		orDefault(at.find("price_list"), &explorer.PriceList, d.PriceList)
		orDefault(at.find("history_days"), &explorer.HistoryDays, d.HistoryDays)
	}
	for i := range s.Prices {
		at, prices, d := item{doc, "prices", i}, &s.Prices[i], defaultPrices()
		orDefault(at.find("name"), &prices.Name, d.Name)
		orDefault(at.find("defillama"), &prices.DefiLlama, d.DefiLlama)
		orDefault(at.find("coingecko"), &prices.CoinGecko, d.CoinGecko)
		if len(s.Chain) > 0 {
			orDefault(at.find("chain"), &prices.Chain, s.Chain[0].Name)
		}
	}
	for i := range s.VastAI {
		at, market, d := item{doc, "vastai", i}, &s.VastAI[i], defaultVastAI()
		orDefault(at.find("name"), &market.Name, d.Name)
		orDefault(at.find("endpoint"), &market.Endpoint, d.Endpoint)
		orDefault(at.find("farm"), &market.Farm, d.Farm)
		orDefault(at.find("grafana"), &market.Grafana, d.Grafana)
		orDefault(at.find("grafana_datasource"), &market.GrafanaDatasource, d.GrafanaDatasource)
		orDefault(at.find("history_days"), &market.HistoryDays, d.HistoryDays)
	}
	for i := range s.GPUPrices {
		at, prices, d := item{doc, "gpu_prices", i}, &s.GPUPrices[i], defaultGPUPrices()
		orDefault(at.find("name"), &prices.Name, d.Name)
		orDefault(at.find("skypilot"), &prices.SkyPilot, d.SkyPilot)
		orDefault(at.find("folder"), &prices.Folder, d.Folder)
		if isNull(at.find("clouds")) {
			prices.Clouds = d.Clouds
		}
	}
}

// item is an instance's place in the file.
type item struct {
	doc    *strictyaml.Document
	source string
	index  int
}

// find gives the node of a key of the instance, nil if it is left out.
func (i item) find(key string) *yaml.Node {
	return find(i.doc.Root, "sources", i.source, i.index, key)
}

func orDefault[T any](node *yaml.Node, value *T, otherwise T) {
	if isNull(node) {
		*value = otherwise
	}
}

// isNull tells that a key is left out, or has nothing after its colon.
func isNull(node *yaml.Node) bool { return node == nil || node.Tag == "!!null" }
