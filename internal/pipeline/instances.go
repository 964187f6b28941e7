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
	"github.com/lakepeer/lakepeer/extract/gpuprices"
	"github.com/lakepeer/lakepeer/extract/prices"
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
		from := p.deployment.DeployedAt
		if from.IsZero() {
			from = p.Clock().Add(-historyWithoutDate)
		}
		return prices.New(prices.Config{
			Instance: instance.Name, DefiLlama: instance.DefiLlama, CoinGecko: instance.CoinGecko, CoinGeckoKey: instance.CoinGeckoKey,
			From: from, Onchain: p.onchainPrices(instance), Clock: p.Clock, Client: s.client(instance.Limits),
		})
	}
}

// historyWithoutDate is how far back prices are read of a network that doesn't say when it was deployed.
const historyWithoutDate = 365 * 24 * time.Hour

// onchainPrices says where contracts are asked for prices; nil if the deployment names none or no chain is named.
func (p *Pipeline) onchainPrices(instance config.Prices) *prices.Onchain {
	feeds := p.deployment.PriceFeeds
	if feeds.ChainlinkETHUSD == "" || feeds.LPTWETHPool == "" {
		return nil
	}
	for _, c := range p.Config.Sources.Chain {
		if c.Name == instance.Chain && c.Network == "" {
			return &prices.Onchain{
				Endpoint: c.Endpoint, ChainID: p.deployment.ChainID,
				ChainlinkETHUSD: feeds.ChainlinkETHUSD, LPTWETHPool: feeds.LPTWETHPool,
			}
		}
	}
	return nil
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
	for _, of := range []map[string]*arrow.Schema{chain.Schemas(), prices.Schemas(), vastai.Schemas(), gpuprices.Schemas()} {
		maps.Copy(all, of)
	}
	return all
}
