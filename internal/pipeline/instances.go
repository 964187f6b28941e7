package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/chain"
	"github.com/lakepeer/lakepeer/extract/explorer"
	"github.com/lakepeer/lakepeer/extract/gpuprices"
	"github.com/lakepeer/lakepeer/extract/prices"
	"github.com/lakepeer/lakepeer/extract/subgraph"
	"github.com/lakepeer/lakepeer/extract/vastai"
	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// sources makes the streams of the configured instances, and the HTTP clients that they ask by.
type sources struct {
	pipeline *Pipeline
	clients  []*httpclient.Client
	streams  []extract.Stream
}

// sources makes what is configured. close must be called, also after an error.
func (p *Pipeline) sources() (*sources, error) {
	s := &sources{pipeline: p}
	for _, instance := range p.Config.Sources.Chain {
		if err := s.add("chain", instance.Name, s.chain(instance)); err != nil {
			return s, err
		}
	}
	for _, instance := range p.Config.Sources.Subgraph {
		if err := s.add("subgraph", instance.Name, s.subgraph(instance)); err != nil {
			return s, err
		}
	}
	for _, instance := range p.Config.Sources.Explorer {
		if err := s.add("explorer", instance.Name, s.explorer(instance)); err != nil {
			return s, err
		}
	}
	for _, instance := range p.Config.Sources.Prices {
		if err := s.add("prices", instance.Name, s.prices(instance)); err != nil {
			return s, err
		}
	}
	for _, instance := range p.Config.Sources.VastAI {
		if err := s.add("vastai", instance.Name, s.vastai(instance)); err != nil {
			return s, err
		}
	}
	for _, instance := range p.Config.Sources.GPUPrices {
		if err := s.add("gpu_prices", instance.Name, s.gpuPrices(instance)); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *sources) close() {
	for _, client := range s.clients {
		client.Close()
	}
}

func (s *sources) add(source, instance string, make func() ([]extract.Stream, error)) error {
	streams, err := make()
	if err != nil {
		return &ConfigError{fmt.Sprintf("sources.%s %q: %v", source, instance, err)}
	}
	s.streams = append(s.streams, streams...)
	return nil
}

// client makes the HTTP client of an instance.
func (s *sources) client(limits config.Limits) *httpclient.Client {
	return s.clientOf(s.pipeline.HTTP, limits)
}

// clientOf makes one with options that suit a source's hosts.
func (s *sources) clientOf(opt httpclient.Options, limits config.Limits) *httpclient.Client {
	p := s.pipeline
	opt.UserAgent = "lakepeer/" + p.Version
	opt.Secrets = p.Config.Secrets
	opt.RatePerSecond = cmp.Or(limits.RequestsPerSecond, p.HTTP.RatePerSecond, opt.RatePerSecond)
	opt.HeaderTimeout = cmp.Or(limits.Wait(), opt.HeaderTimeout)
	client := httpclient.New(opt)
	s.clients = append(s.clients, client)
	return client
}

func (s *sources) chain(instance config.Chain) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		deployment, err := s.pipeline.deploymentOf(instance)
		if err != nil {
			return nil, err
		}
		return chain.Streams(chain.Config{
			Instance: instance.Name, Endpoint: instance.Endpoint, Deployment: deployment,
			Confirmations: instance.Confirmations, LPTTransfersAll: instance.TransfersOfAll, Client: s.client(instance.Limits),
		})
	}
}

// deploymentOf gives the contracts that a chain instance reads: the home's, unless it is about another chain.
func (p *Pipeline) deploymentOf(instance config.Chain) (livepeer.Deployment, error) {
	if instance.Network == "" {
		return p.deployment, nil
	}
	return resolve(instance.Network)
}

func (s *sources) prices(instance config.Prices) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		p := s.pipeline
		return prices.New(prices.Config{
			Instance: instance.Name, DefiLlama: instance.DefiLlama, CoinGecko: instance.CoinGecko, CoinGeckoKey: instance.CoinGeckoKey,
			From: p.begin(), Onchain: p.onchainPrices(instance), Clock: p.Clock, Client: s.client(instance.Limits),
		})
	}
}

// begin is when the network was deployed: what is read by time is read from then on.
func (p *Pipeline) begin() time.Time {
	if p.deployment.DeployedAt.IsZero() {
		return p.Clock().Add(-historyWithoutDate)
	}
	return p.deployment.DeployedAt
}

// historyWithoutDate is how far back is read of a network that doesn't say when it was deployed.
const historyWithoutDate = 365 * 24 * time.Hour

func (s *sources) subgraph(instance config.Subgraph) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		p := s.pipeline
		return subgraph.New(subgraph.Config{
			Instance: instance.Name, Endpoint: instance.Address(), Key: instance.Key, RPC: p.chainEndpoint(instance.Chain),
			From: p.begin(), Clock: p.Clock, Client: s.client(instance.Limits),
		})
	}
}

func (s *sources) explorer(instance config.Explorer) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		return explorer.New(explorer.Config{
			Instance: instance.Name, Endpoint: instance.Endpoint, Leaderboard: instance.Leaderboard, AILeaderboard: instance.AILeaderboard,
			PriceList: instance.PriceList, HistoryDays: instance.HistoryDays,
			Chain: s.pipeline.homeChain(), Subgraph: s.pipeline.firstSubgraph(), Clock: s.pipeline.Clock,
			Client: s.clientOf(explorer.ClientOptions(s.pipeline.HTTP), instance.Limits),
		})
	}
}

// chainEndpoint is the address of the chain instance of a name, "" if there is none about the home's network.
func (p *Pipeline) chainEndpoint(name string) string {
	for _, c := range p.Config.Sources.Chain {
		if c.Name == name && c.Network == "" {
			return c.Endpoint
		}
	}
	return ""
}

// homeChain names the first chain instance about the home's network, "" if there is none.
func (p *Pipeline) homeChain() string {
	for _, c := range p.Config.Sources.Chain {
		if c.Network == "" {
			return c.Name
		}
	}
	return ""
}

// firstSubgraph names the first subgraph instance, "" if there is none.
func (p *Pipeline) firstSubgraph() string {
	for _, s := range p.Config.Sources.Subgraph {
		return s.Name
	}
	return ""
}

// onchainPrices says where contracts are asked for prices; nil if the deployment names none or no chain is named.
func (p *Pipeline) onchainPrices(instance config.Prices) *prices.Onchain {
	feeds := p.deployment.PriceFeeds
	address := p.chainEndpoint(instance.Chain)
	if feeds.ChainlinkETHUSD == "" || feeds.LPTWETHPool == "" || address == "" {
		return nil
	}
	return &prices.Onchain{
		Endpoint: address, ChainID: p.deployment.ChainID,
		ChainlinkETHUSD: feeds.ChainlinkETHUSD, LPTWETHPool: feeds.LPTWETHPool,
	}
}

func (s *sources) vastai(instance config.VastAI) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		return vastai.New(vastai.Config{
			Instance: instance.Name, Endpoint: instance.Endpoint, Key: instance.Key, Farm: instance.Farm,
			Grafana: instance.Grafana, Datasource: instance.GrafanaDatasource, HistoryDays: instance.HistoryDays,
			Clock: s.pipeline.Clock, Client: s.clientOf(vastai.ClientOptions(s.pipeline.HTTP), instance.Limits),
		})
	}
}

func (s *sources) gpuPrices(instance config.GPUPrices) func() ([]extract.Stream, error) {
	return func() ([]extract.Stream, error) {
		return gpuprices.New(gpuprices.Config{
			Instance: instance.Name, SkyPilot: instance.SkyPilot, Clouds: instance.Clouds, Folder: instance.Folder,
			Sheet:  filepath.Join(s.pipeline.Config.Inputs, "vendor_prices.csv"),
			Client: s.client(instance.Limits),
		})
	}
}

// schemas are the columns of every raw stream, by the name of its raw table.
func schemas() map[string]*arrow.Schema {
	all := map[string]*arrow.Schema{}
	for _, of := range []map[string]*arrow.Schema{chain.Schemas(), subgraph.Schemas(), explorer.Schemas(), prices.Schemas(), vastai.Schemas(), gpuprices.Schemas()} {
		maps.Copy(all, of)
	}
	return all
}
