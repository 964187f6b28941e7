package prices

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// geckoWindow is the least number of days that a request asks for. Above 90 days the service gives one price a day,
	// at 00:00 UTC, and below it one an hour or more; rows must not depend on how much was asked for.
	geckoWindow = 92
	// freeDays is how far back a new part begins without a Pro key: the service answers 365 days.
	freeDays = 364
	// proHost begins the names of the hosts that take Pro keys, and no others.
	proHost = "pro-api."
)

// CoinGecko is the stream prices.coingecko: the price at 00:00 UTC of each day.
type CoinGecko struct {
	daily
	key   string
	isPro bool
	from  int64
}

var (
	_ extract.IntervalStream = (*CoinGecko)(nil)
	_ extract.Estimator      = (*CoinGecko)(nil)
	_ extract.Metered        = (*CoinGecko)(nil)
)

func newCoinGecko(config Config) *CoinGecko {
	u, err := url.Parse(config.CoinGecko)
	return &CoinGecko{
		daily: newDaily(config, "coingecko", config.CoinGecko, []coin{{"livepeer", "LPT"}, {"ethereum", "ETH"}}),
		key:   config.CoinGeckoKey, isPro: err == nil && strings.HasPrefix(u.Host, proHost), from: midnight(config.From.Unix()),
	}
}

// Schema gives price, capitalisation and volume in USD as they come; price_time is in Unix seconds.
func (g *CoinGecko) Schema() *arrow.Schema { return arrow.NewSchema(marketFields(), nil) }

// Key is the moment and the coin.
func (g *CoinGecko) Key() []string { return []string{"price_time", "coin_id", "price_time_ms"} }

// Dictionary names the columns of which few values exist.
func (g *CoinGecko) Dictionary() []string { return []string{"coin_id", "asset"} }

// Parts gives one part per coin. It begins on the day of the network's deployment with a Pro key, and else 364 days before
// it is first asked for; that day is kept.
func (g *CoinGecko) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	from := g.from
	if !g.isPro {
		from = max(from, midnight(g.clock().Unix())-freeDays*daySeconds)
	}
	return g.parts(lake, from)
}

// Read asks for the days of the gap. The service adds the price of the present moment: it lies outside of every gap.
func (g *CoinGecko) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	c, err := parseCoin(part)
	if err != nil {
		return err
	}
	return g.pages(ctx, gap, geckoWindow, func(p page) error {
		points, err := g.market(ctx, c, p.window)
		if err != nil {
			return err
		}
		return deliver(points, p, sink, func(points []point) batch { return marketBatch(c, points) })
	})
}

func (g *CoinGecko) market(ctx context.Context, c coin, window load.Interval) ([]point, error) {
	op := fmt.Sprintf("read CoinGecko's prices of %s from %s to %s", c.ID, showDate(window.From), showDate(window.To))
	query := url.Values{
		"vs_currency": {"usd"}, "from": {strconv.FormatInt(window.From, 10)}, "to": {strconv.FormatInt(window.To, 10)},
	}
	reply, err := g.client.Do(ctx, httpclient.Request{
		Op: op, URL: g.base + "/coins/" + url.PathEscape(c.ID) + "/market_chart/range?" + query.Encode(),
		Header: g.header(), JSON: true, Meter: &g.meter, Judge: judgeGecko,
	})
	if err != nil {
		return nil, err
	}
	points, err := decodeMarket(reply.Body)
	if err == nil && len(points) == 0 {
		err = errors.New("it has no price on any of these days, on which the coin was traded: run again later")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: the answer of %s: %w", op, g.endpoint, err)
	}
	return points, nil
}

// header carries the key, whose header's name depends on its kind.
func (g *CoinGecko) header() http.Header {
	switch {
	case g.key == "":
		return nil
	case g.isPro:
		return http.Header{"X-Cg-Pro-Api-Key": {g.key}}
	default:
		return http.Header{"X-Cg-Demo-Api-Key": {g.key}}
	}
}
