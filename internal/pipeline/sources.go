package pipeline

import (
	"maps"

	"github.com/lakepeer/lakepeer/extract/explorer"
	"github.com/lakepeer/lakepeer/extract/subgraph"
)

// Source is one configured source instance. As JSON it is a contract: fields are only added.
type Source struct {
	Source   string `json:"source"`
	Instance string `json:"instance"`
	// Endpoint is where its first stream is asked, redacted.
	Endpoint string `json:"endpoint"`
	// Streams are the kinds of row that it gives.
	Streams []SourceStream `json:"streams"`
}

// SourceStream is one kind of row of a source.
type SourceStream struct {
	Name        string `json:"name"`
	Axis        string `json:"axis"`
	Description string `json:"description"`
	// Endpoint is where it is asked, redacted.
	Endpoint string `json:"endpoint"`
}

// Sources lists what is configured. Nothing is asked.
func (p *Pipeline) Sources() ([]Source, error) {
	made, err := p.sources()
	defer made.close()
	if err != nil {
		return nil, err
	}
	described := descriptions()
	var sources []Source
	for _, stream := range made.streams {
		id := stream.ID()
		if n := len(sources); n == 0 || sources[n-1].Source != id.Source || sources[n-1].Instance != id.Instance {
			sources = append(sources, Source{Source: id.Source, Instance: id.Instance, Endpoint: stream.Endpoint()})
		}
		last := &sources[len(sources)-1]
		last.Streams = append(last.Streams, SourceStream{
			Name: id.Stream, Axis: string(stream.Axis()), Endpoint: stream.Endpoint(), Description: described[id.Table()],
		})
	}
	return sources, nil
}

// descriptions say what a row of each stream is, by the name of its raw table.
func descriptions() map[string]string {
	all := maps.Clone(streamDescriptions)
	maps.Copy(all, subgraph.Descriptions())
	maps.Copy(all, explorer.Descriptions())
	return all
}

// streamDescriptions are those of the sources that don't say it themselves.
var streamDescriptions = map[string]string{
	"chain__logs":              "every event of Livepeer's contracts, of the polls and of the delegator pools, by contract address",
	"chain__lpt_transfers":     "LPT minted and burned, and transfers from and to treasury and minter",
	"chain__lpt_transfers_all": "every log of the token",
	"chain__blocks":            "time, L1 block number and base fee of the blocks that logs are in",
	"chain__receipts":          "sender, gas and price of the transactions of orchestrators and gateways",
	"prices__defillama":        "daily USD prices of ETH and LPT, by DefiLlama",
	"prices__coingecko":        "daily USD prices of ETH and LPT, by CoinGecko",
	"prices__onchain":          "ETH/USD of Chainlink and LPT/WETH of its pool, as contracts state them now",
	"vastai__offers":           "every offer of the market, rented ones included",
	"vastai__farm_offers":      "the same as 500.farm serves them",
	"vastai__farm_machines":    "the machines behind the offers, by 500.farm",
	"vastai__farm_hosts":       "the hosts of the machines, by 500.farm",
	"vastai__farm_gpu_stats":   "GPUs rented and free and their prices by GPU model, by 500.farm",
	"vastai__farm_history":     "hourly counts and prices by GPU model, by 500.farm's Grafana",
	"gpu_prices__skypilot":     "price lists of clouds, by SkyPilot's catalogue",
	"gpu_prices__files":        "price sheets dropped into a folder",
}
