package prices

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Config says where prices are read from. A source without an address is left out.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// DefiLlama is the address of its coins API: "https://coins.llama.fi".
	DefiLlama string
	// CoinGecko is the address of its API: "https://api.coingecko.com/api/v3", or with a key of its Pro plan
	// "https://pro-api.coingecko.com/api/v3".
	CoinGecko string
	// CoinGeckoKey is the key, "" for none. Which header carries it follows from the address.
	CoinGeckoKey string
	// From is when the network was deployed: the first day that prices are wanted of. Without a Pro key CoinGecko
	// begins a year ago at the earliest.
	From time.Time
	// Onchain says which contracts are asked, nil where the deployment names none or no node answers eth_call.
	Onchain *Onchain
	// PageDays is how many days a request asks for at most (DefaultPageDays).
	PageDays int64
	// Clock gives the time (time.Now).
	Clock func() time.Time
	// Client asks.
	Client *httpclient.Client
}

// Onchain names the contracts of a chain that state prices.
type Onchain struct {
	// Endpoint is the JSON-RPC address, with the key that it may need.
	Endpoint string
	// ChainID is the chain that the contracts are on.
	ChainID uint64
	// ChainlinkETHUSD is the address of the proxy of Chainlink's ETH/USD feed.
	ChainlinkETHUSD string
	// LPTWETHPool is the address of the Uniswap V3 pool whose token0 is LPT and whose token1 is WETH.
	LPTWETHPool string
}

// DefaultPageDays is how many days a request asks for: 300 midnights, with the one at its end. DefiLlama answers a few
// hundred.
const DefaultPageDays = 299

// New makes the streams that are configured: defillama, coingecko, onchain. It asks nothing yet.
func New(config Config) ([]extract.Stream, error) {
	if config.Instance == "" || config.Client == nil {
		return nil, errors.New("prices source: an instance name and a client are needed")
	}
	if config.PageDays <= 0 {
		config.PageDays = DefaultPageDays
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	var streams []extract.Stream
	for _, made := range []struct {
		address string
		stream  func() extract.Stream
	}{
		{config.DefiLlama, func() extract.Stream { return newDefiLlama(config) }},
		{config.CoinGecko, func() extract.Stream { return newCoinGecko(config) }},
	} {
		if made.address == "" {
			continue
		}
		if err := checkAddress(config.Instance, made.address); err != nil {
			return nil, err
		}
		if config.From.Unix() <= 0 {
			return nil, fmt.Errorf("prices source %q: the day from which prices are wanted is needed", config.Instance)
		}
		streams = append(streams, made.stream())
	}
	if config.Onchain == nil {
		return streams, nil
	}
	if err := checkAddress(config.Instance, config.Onchain.Endpoint); err != nil {
		return nil, err
	}
	for _, contract := range []string{config.Onchain.ChainlinkETHUSD, config.Onchain.LPTWETHPool} {
		if !isAddress(contract) {
			return nil, fmt.Errorf("prices source %q: %q is no contract's address: it is 0x and 40 hex digits", config.Instance, contract)
		}
	}
	return append(streams, newOnchainPrices(config)), nil
}

// Schemas gives the columns of every stream by the name of its raw table.
func Schemas() map[string]*arrow.Schema {
	return map[string]*arrow.Schema{
		"prices__defillama": arrow.NewSchema(chartFields(), nil),
		"prices__coingecko": arrow.NewSchema(marketFields(), nil),
		"prices__onchain":   arrow.NewSchema(onchainFields(), nil),
	}
}

func checkAddress(instance, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("prices source %q: %s is not an http or https address", instance, httpclient.Redact(address))
	}
	return nil
}

func isAddress(text string) bool {
	digits, ok := strings.CutPrefix(text, "0x")
	return ok && len(digits) == 40 && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}
