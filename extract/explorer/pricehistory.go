package explorer

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// pageRows is how many prices a request asks for.
	pageRows = 1000
	// windowDays is how many days are read at a time: the prices of all orchestrators in them are held.
	windowDays = 30
)

// PriceHistory is the stream price_history: the prices of every orchestrator that the price list has, over time.
type PriceHistory struct{ common }

var (
	_ extract.IntervalStream = (*PriceHistory)(nil)
	_ extract.Metered        = (*PriceHistory)(nil)
)

func newPriceHistory(c Config, t *table) *PriceHistory {
	return &PriceHistory{newCommon(c, t, c.PriceList, load.AxisTime)}
}

// Grid gives 365 days.
func (p *PriceHistory) Grid() int64 { return 365 * daySeconds }

// SettledUntil gives the midnight that was an hour ago or more.
func (p *PriceHistory) SettledUntil(context.Context) (int64, error) { return p.config.settled(), nil }

// Parts gives the one part, of all orchestrators.
func (p *PriceHistory) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	kept, err := p.kept(lake)
	if err != nil {
		return nil, err
	}
	if part, ok := kept["all"]; ok {
		return []load.Part{part}, nil
	}
	part, err := p.part("all", p.config.from(), map[string]string{"path": "/priceHistory/{address}"})
	return []load.Part{part}, err
}

// Read asks for every orchestrator's prices, a month at a time. One that comes into the list later has no prices of the
// time before that here.
func (p *PriceHistory) Read(ctx context.Context, _ load.Part, gap load.Interval, sink extract.Sink) error {
	orchestrators, err := p.orchestrators(ctx)
	if err != nil {
		return err
	}
	for from := gap.From; from < gap.To; {
		window := load.Interval{From: from, To: min(gap.To, from+windowDays*daySeconds)}
		rows := newSheet(p.table)
		for _, orchestrator := range orchestrators {
			if err := p.pages(ctx, orchestrator, window, rows); err != nil {
				return err
			}
		}
		rows.sort()
		if err := rows.deliver(sink); err != nil {
			return err
		}
		if err := sink.Mark(window.To); err != nil {
			return err
		}
		from = window.To
	}
	return nil
}

// orchestrators gives the addresses in the price list.
func (p *PriceHistory) orchestrators(ctx context.Context) ([]string, error) {
	const op, path = "read whose prices there are", "/orchestratorStats?excludeUnavailable=False"
	reply, err := p.host.get(ctx, op, path)
	if err != nil {
		return nil, err
	}
	rows := newSheet(tables()["prices"])
	if err := decodeList(rows, reply); err != nil {
		return nil, fmt.Errorf("%s: the answer of %s%s: %w", op, p.Endpoint(), path, err)
	}
	if len(rows.rows) == 0 {
		return nil, fmt.Errorf("%s: the answer of %s%s: %w", op, p.Endpoint(), path, errEmpty)
	}
	addresses := make([]string, len(rows.rows))
	for i, r := range rows.rows {
		addresses[i] = lower(r.text("address"))
	}
	return addresses, nil
}

// pages adds the prices of one orchestrator within a window, page by page; the list has the newest first.
func (p *PriceHistory) pages(ctx context.Context, orchestrator string, window load.Interval, rows *sheet) error {
	for offset := 0; ; offset += pageRows {
		query := url.Values{
			"limit": {strconv.Itoa(pageRows)}, "offset": {strconv.Itoa(offset)},
			"from": {strconv.FormatInt(window.From, 10)}, "till": {strconv.FormatInt(window.To-1, 10)},
		}
		op := fmt.Sprintf("read the prices of %s from %s", orchestrator, date(window.From))
		reply, err := p.host.get(ctx, op, "/priceHistory/"+orchestrator+"?"+query.Encode())
		if err != nil {
			return err
		}
		n, err := decodePrices(rows, reply.body, orchestrator, window)
		if err != nil {
			return fmt.Errorf("%s: the answer of %s: %w", op, p.Endpoint(), err)
		}
		if n < pageRows {
			return nil
		}
	}
}

// decodePrices reads [{"Time", "PricePerPixel"}] and says how many elements it has. A price of a time that wasn't asked for
// belongs to another window.
func decodePrices(s *sheet, body []byte, orchestrator string, window load.Interval) (int, error) {
	all, err := elements(body)
	for _, element := range all {
		fields, err := fieldsOf(element)
		if err != nil {
			s.reject(-1, err.Error(), element)
			continue
		}
		at := int64(-1)
		if n, err := parseInteger(orMissing(fields["Time"])); err == nil {
			at, _ = n.(int64) // what parseInteger gives
			if at < window.From || at >= window.To {
				continue
			}
		}
		s.add(at, element, fields, map[string]any{"orchestrator": orchestrator})
	}
	return len(all), err
}
