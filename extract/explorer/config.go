package explorer

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Config says what is asked where. Streams of an address that is empty are left out.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// Endpoint is the address of the Explorer's routes: "https://explorer.livepeer.org/api".
	Endpoint string
	// Leaderboard and AILeaderboard are the leaderboard servers, of transcoding and of AI:
	// "https://leaderboard-serverless.vercel.app/api" and "https://leaderboard-api.livepeer.cloud/api".
	Leaderboard, AILeaderboard string
	// PriceList is the address of the price list: "https://nyc.livepeer.com".
	PriceList string
	// HistoryDays is how far back results of tests and prices begin when they are read first (DefaultHistoryDays).
	HistoryDays int
	// Chain and Subgraph name instances of the sources chain and subgraph, whose committed rows say which proposals, voters and
	// orchestrators there are; "" for none. Where there is a chain it alone is looked at.
	Chain, Subgraph string
	// Client asks. ClientOptions gives the options that suit these hosts.
	Client *httpclient.Client
	// Clock gives the time (time.Now).
	Clock func() time.Time
}

const (
	// DefaultHistoryDays is a month.
	DefaultHistoryDays = 30
	daySeconds         = 24 * 60 * 60
	// settling is how long after its end a day's results may still change: testers post them as they get them.
	settling = time.Hour
)

// ClientOptions gives the options with what these hosts need where the options leave it open: they are other people's, and a
// lookup asks them for one address after the other.
func ClientOptions(options httpclient.Options) httpclient.Options {
	options.RatePerSecond = cmp.Or(options.RatePerSecond, 4)
	return options
}

// New makes the streams of the addresses that are configured. It asks nothing yet; it fails if the configuration can't work.
func New(config Config) ([]extract.Stream, error) {
	if config.Client == nil || config.Instance == "" {
		return nil, errors.New("explorer source: an instance name and a client are needed")
	}
	if config.HistoryDays < 0 {
		return nil, fmt.Errorf("explorer source %q: history_days is 0 or more", config.Instance)
	}
	for _, one := range []struct{ name, address string }{
		{"endpoint", config.Endpoint}, {"leaderboard", config.Leaderboard}, {"ai_leaderboard", config.AILeaderboard}, {"price_list", config.PriceList},
	} {
		if one.address == "" {
			continue
		}
		if u, err := url.Parse(one.address); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fmt.Errorf("explorer source %q: %s %s is not an http or https address", config.Instance, one.name, httpclient.Redact(one.address))
		}
	}
	config.HistoryDays = cmp.Or(config.HistoryDays, DefaultHistoryDays)
	if config.Clock == nil {
		config.Clock = time.Now
	}
	return config.streams(), nil
}

// streams makes the streams, a host's snapshots before what is looked up of it.
func (c Config) streams() (streams []extract.Stream) {
	byName := tables()
	for _, r := range routes() {
		if base := c.address(r.service); base != "" {
			streams = append(streams, newSnapshot(c, r, byName[r.stream]))
		}
	}
	if c.Leaderboard != "" {
		streams = append(streams, newStats(c, byName["leaderboard_stats"], c.Leaderboard, false))
	}
	if c.AILeaderboard != "" {
		streams = append(streams, newStats(c, byName["leaderboard_ai_stats"], c.AILeaderboard, true))
	}
	if c.PriceList != "" {
		streams = append(streams, newPriceHistory(c, byName["price_history"]))
	}
	for _, k := range lookupKinds() {
		if base := c.address(k.service); base != "" && k.wants.possible(c) {
			streams = append(streams, newLookup(c, k, byName[k.stream]))
		}
	}
	return streams
}

// service is one of the hosts of a Config.
type service int

const (
	site service = iota
	board
	aiBoard
	priceList
)

func (c Config) address(of service) string {
	return [...]string{c.Endpoint, c.Leaderboard, c.AILeaderboard, c.PriceList}[of]
}

// from is the beginning of what is read of the past when nothing was yet.
func (c Config) from() int64 {
	return midnight(c.Clock().Unix()) - int64(c.HistoryDays)*daySeconds
}

// settled is the end of the days whose results won't change.
func (c Config) settled() int64 { return midnight(c.Clock().Add(-settling).Unix()) }

// midnight gives the begin of the UTC day of a time in Unix seconds.
func midnight(at int64) int64 { return at - (at%daySeconds+daySeconds)%daySeconds }

// date gives the UTC date of a time in Unix seconds.
func date(at int64) string { return time.Unix(at, 0).UTC().Format(time.DateOnly) }
