package vastai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// Offers is the stream vastai.offers: every offer of Vast.AI's on-demand market, rented ones included.
type Offers struct {
	snapshot
	address string
	key     string
	limit   int
}

var (
	_ extract.SnapshotStream = (*Offers)(nil)
	_ extract.Metered        = (*Offers)(nil)
)

// offerTable says how an offer is read.
func offerTable() *table {
	return &table{
		columns: offerColumns(), nested: []string{"search", "instance"}, key: []string{"id"}, score: "score", check: checkOffer,
	}
}

// checkOffer tells what can't be true of an offer.
func checkOffer(r row) error {
	switch {
	case r.integer("id") < 1:
		return fmt.Errorf("its id is %d", r.integer("id"))
	case r.integer("num_gpus") < 1:
		return fmt.Errorf("it has %d GPUs", r.integer("num_gpus"))
	case r.number("gpu_frac") <= 0 || r.number("gpu_frac") > 1:
		return fmt.Errorf("it is %g of a machine", r.number("gpu_frac"))
	case r.number("dph_base") < 0:
		return fmt.Errorf("its price is %g", r.number("dph_base"))
	}
	return nil
}

// filters are those of the search: all of the on-demand market, each chunk of a machine by itself.
func filters() map[string]any {
	return map[string]any{"type": "on-demand", "disable_bundling": true, "external": map[string]any{"eq": false}}
}

func newOffers(c Config) *Offers {
	t := offerTable()
	return &Offers{
		snapshot: snapshot{
			stream: "offers", instance: c.Instance, endpoint: c.Client.Redact(c.Endpoint), client: c.Client, table: t, schema: schemaOf(t),
			asks: filters(),
		},
		address: c.Endpoint + "/api/v0/bundles/", key: c.Key, limit: c.RowLimit,
	}
}

// Snapshot appends every offer of the market. Where the market is larger than one answer may be it is asked for in
// ranges of offer ids, because an answer that is cut off is a random sample.
func (o *Offers) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	c := &census{ask: o.ask, limit: o.limit, sink: sink, schema: o.schema}
	if err := c.read(ctx, everything(), nil); err != nil {
		return fmt.Errorf("count the offers of %s: %w", o.endpoint, err)
	}
	if c.landed == 0 {
		return fmt.Errorf("count the offers of %s: there are none, which is no market: run again later", o.endpoint)
	}
	return nil
}

// ask gives the offers of a range of ids.
func (o *Offers) ask(ctx context.Context, within ids) (*page, error) {
	question := filters()
	question["limit"] = o.limit
	if bounds := within.bounds(); len(bounds) > 0 {
		question["ask_contract_id"] = bounds
	}
	body, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", within, err)
	}
	header := http.Header{}
	if o.key != "" {
		header.Set("Authorization", "Bearer "+o.key)
	}
	p := newPage(o.table)
	_, err = o.client.Do(ctx, httpclient.Request{
		Op: "read " + within.String(), URL: o.address, Body: body, Header: header, JSON: true, MaxBody: maxBody, Meter: &o.meter,
		Into: func(reply io.Reader) error {
			p.release()
			p = newPage(o.table)
			_, err := readEnvelope(reply, "offers", func(offer json.RawMessage) error { return o.checked(p, within, offer) })
			return err
		},
	})
	if err != nil {
		p.release()
		return nil, o.unavailable(err)
	}
	return p, nil
}

// checked reads an offer, which must be one that was asked for: an endpoint that ignores the range can't be counted.
func (o *Offers) checked(p *page, within ids, offer json.RawMessage) error {
	var named struct {
		ID *int64 `json:"id"`
	}
	if json.Unmarshal(offer, &named) == nil && named.ID != nil {
		if !within.contains(*named.ID) {
			return fmt.Errorf("offer %d was not asked for", *named.ID)
		}
		p.ids = append(p.ids, *named.ID)
	}
	return p.element(offer)
}

// unavailable says what to do where Vast.AI doesn't let us in. Without a key that is no failure: it may want one.
func (o *Offers) unavailable(err error) error {
	wayOut := "the key isn't accepted: correct it, or leave the endpoint empty and rely on 500.farm"
	if o.key == "" {
		wayOut = "the search of offers needs a key: set the instance's key, or leave its endpoint empty and rely on 500.farm"
	}
	err = unavailable(o.endpoint, wayOut, err)
	var refused *extract.UnavailableError
	if errors.As(err, &refused) {
		refused.Optional = o.key == ""
	}
	return err
}
