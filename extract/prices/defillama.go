package prices

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// llamaWindow is the least number of days that a request asks for: see daily.pages.
	llamaWindow = 30
	// searchWidth is how far from a midnight the service may look for a price.
	searchWidth = "4h"
)

// DefiLlama is the stream prices.defillama: of each day the known price that is nearest to 00:00 UTC.
type DefiLlama struct {
	daily
	from int64
}

var (
	_ extract.IntervalStream = (*DefiLlama)(nil)
	_ extract.Estimator      = (*DefiLlama)(nil)
	_ extract.Metered        = (*DefiLlama)(nil)
)

func newDefiLlama(config Config) *DefiLlama {
	return &DefiLlama{
		daily: newDaily(config, "defillama", config.DefiLlama, []coin{{"coingecko:livepeer", "LPT"}, {"coingecko:ethereum", "ETH"}}),
		from:  midnight(config.From.Unix()),
	}
}

// Schema gives the coin's and the point's fields as they come; price_time is in Unix seconds.
func (l *DefiLlama) Schema() *arrow.Schema { return arrow.NewSchema(chartFields(), nil) }

// Key is the moment and the coin.
func (l *DefiLlama) Key() []string { return []string{"price_time", "coin"} }

// Dictionary names the columns of which few values exist.
func (l *DefiLlama) Dictionary() []string { return []string{"coin", "asset", "symbol"} }

// Parts gives one part per coin, from the day on which the network was deployed.
func (l *DefiLlama) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	return l.parts(lake, l.from)
}

// Read asks for the prices at every midnight of the gap and at the one that ends it, because the nearest price to a
// midnight may lie before it. What is nearest to them but outside of the gap belongs to another one.
func (l *DefiLlama) Read(ctx context.Context, part load.Part, gap load.Interval, sink extract.Sink) error {
	c, err := parseCoin(part)
	if err != nil {
		return err
	}
	return l.pages(ctx, gap, llamaWindow, func(p page) error {
		chart, err := l.chart(ctx, c, p.window)
		if err != nil {
			return err
		}
		return deliver(chart.points, p, sink, func(points []point) batch { return chart.batch(c, points) })
	})
}

func (l *DefiLlama) chart(ctx context.Context, c coin, window load.Interval) (chart, error) {
	op := fmt.Sprintf("read DefiLlama's prices of %s from %s to %s", c.ID, showDate(window.From), showDate(window.To))
	query := url.Values{
		"start": {strconv.FormatInt(window.From, 10)}, "span": {strconv.FormatInt((window.To-window.From)/daySeconds+1, 10)},
		"period": {"1d"}, "searchWidth": {searchWidth},
	}
	reply, err := l.client.Do(ctx, httpclient.Request{
		Op: op, URL: l.base + "/chart/" + url.PathEscape(c.ID) + "?" + query.Encode(), JSON: true, Meter: &l.meter,
	})
	if err != nil {
		return chart{}, err
	}
	answer, err := decodeChart(reply.Body, c.ID)
	if err == nil && len(answer.points) == 0 {
		err = errors.New("it has no price on any of these days, on which the coin was traded: run again later")
	}
	if err != nil {
		return chart{}, fmt.Errorf("%s: the answer of %s: %w", op, l.endpoint, err)
	}
	return answer, nil
}
