package prices

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

const (
	daySeconds = 24 * 60 * 60
	// grid is the length of a grid cell: no file of daily prices crosses a multiple of it.
	grid = 365 * daySeconds
	// settling is how long after its end a day's prices may still change.
	settling = 6 * time.Hour
)

// coin is what a part asks for: a coin in the service's own words, and the asset that it is here.
type coin struct {
	ID    string `json:"coin"`
	Asset string `json:"asset"`
}

// daily is what the two price services have in common: one part per coin, read in pages of whole days.
type daily struct {
	id       load.StreamID
	base     string
	endpoint string // redacted
	coins    []coin
	pageDays int64
	clock    func() time.Time
	client   *httpclient.Client
	meter    httpclient.Meter
}

func newDaily(config Config, stream, address string, coins []coin) daily {
	return daily{
		id:   load.StreamID{Source: "prices", Instance: config.Instance, Stream: stream},
		base: strings.TrimRight(address, "/"), endpoint: config.Client.Redact(address), coins: coins,
		pageDays: config.PageDays, clock: config.Clock, client: config.Client,
	}
}

// ID names the stream.
func (d *daily) ID() load.StreamID { return d.id }

// SchemaVersion is 1.
func (d *daily) SchemaVersion() int { return 1 }

// Axis is time.
func (d *daily) Axis() load.Axis { return load.AxisTime }

// Grid gives 365 days.
func (d *daily) Grid() int64 { return grid }

// Endpoint gives the service's address without a key.
func (d *daily) Endpoint() string { return d.endpoint }

// Usage gives the requests made and the bytes received.
func (d *daily) Usage() (requests, bytes int64) { return d.meter.Requests(), d.meter.Bytes() }

// Estimate gives the requests that so many seconds take.
func (d *daily) Estimate(length int64) int64 {
	page := d.pageDays * daySeconds
	return (length + page - 1) / page
}

// SettledUntil gives the midnight that was six hours ago or more: the days before it are over and won't change.
func (d *daily) SettledUntil(context.Context) (int64, error) {
	return midnight(d.clock().Add(-settling).Unix()), nil
}

// parts gives one part per coin. One that the lake has keeps its beginning; a new one begins at from.
func (d *daily) parts(lake *load.Lake, from int64) ([]load.Part, error) {
	committed, err := lake.Parts(d.id)
	if err != nil {
		return nil, err
	}
	known := map[string]load.Part{}
	for _, part := range committed {
		known[part.Name] = part
	}
	parts := make([]load.Part, 0, len(d.coins))
	for _, c := range d.coins {
		name := strings.ReplaceAll(c.ID, ":", "-")
		part, ok := known[name]
		if !ok {
			definition, err := json.Marshal(c)
			if err != nil {
				return nil, fmt.Errorf("define part %s: %w", name, err)
			}
			part = load.Part{Stream: d.id, Name: name, Axis: load.AxisTime, From: from, Asks: definition}
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func parseCoin(part load.Part) (coin, error) {
	var c coin
	if err := json.Unmarshal(part.Asks, &c); err != nil {
		return c, fmt.Errorf("read what part %s asks for: %w", part, err)
	}
	if c.ID == "" || c.Asset == "" {
		return c, fmt.Errorf("part %s asks for no coin: its part.json is not one of this stream", part)
	}
	return c, nil
}

// page is one request's share of a gap: the days that are wanted of it, and what is asked for so as to be sure of them.
type page struct {
	load.Interval
	window load.Interval
}

// pages calls read with one page of the gap after the other. A window has at least widest days: an answer without a
// single price in it is no hole in the record but a wrong answer. It reaches beyond the page as far as what is settled,
// and then before it.
func (d *daily) pages(ctx context.Context, gap load.Interval, widest int64, read func(page) error) error {
	settled, err := d.SettledUntil(ctx)
	if err != nil {
		return err
	}
	for at := gap.From; at < gap.To; {
		p := page{Interval: load.Interval{From: at, To: min(gap.To, midnight(at)+d.pageDays*daySeconds)}}
		p.window.To = max(dayEnd(p.To), min(midnight(at)+widest*daySeconds, settled))
		p.window.From = min(midnight(at), p.window.To-widest*daySeconds)
		if err := read(p); err != nil {
			return err
		}
		at = p.To
	}
	return ctx.Err()
}

// deliver hands the points of a page to the sink: those in it, sorted, and those of them that are malformed.
func deliver(points []point, p page, sink extract.Sink, build func([]point) batch) error {
	points = inside(points, p.Interval)
	separate(points)
	good := points[:0:0]
	for _, point := range points {
		if point.wrong == "" {
			good = append(good, point)
			continue
		}
		sink.Reject(load.RejectedRow{Position: point.at, Reason: point.wrong, Original: []byte(point.original)})
	}
	if len(good) > 0 {
		if err := build(good).appendTo(sink); err != nil {
			return err
		}
	}
	return sink.Mark(p.To)
}

// midnight gives the begin of the UTC day of a time in Unix seconds.
func midnight(at int64) int64 { return at - (at%daySeconds+daySeconds)%daySeconds }

// dayEnd gives the first midnight at or after a time.
func dayEnd(at int64) int64 { return midnight(at + daySeconds - 1) }

// showDate gives a time as a person reads it.
func showDate(at int64) string { return time.Unix(at, 0).UTC().Format(time.DateOnly) }
