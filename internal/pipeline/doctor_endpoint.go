package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// examination asks one endpoint.
type examination func(ctx context.Context) []Finding

// examinations gives one for every endpoint that is configured.
func (d *doctor) examinations() []examination {
	var all []examination
	add := func(address string, examine examination) {
		if address != "" {
			all = append(all, examine)
		}
	}
	for _, c := range d.Config.Sources.Chain {
		add(c.Endpoint, d.chain(c))
	}
	for _, s := range d.Config.Sources.Subgraph {
		add(s.Address(), d.subgraph(s))
	}
	for _, e := range d.Config.Sources.Explorer {
		d.explorer(e, add)
	}
	for _, p := range d.Config.Sources.Prices {
		add(p.DefiLlama, d.defiLlama(p))
		add(p.CoinGecko, d.coinGecko(p))
	}
	for _, v := range d.Config.Sources.VastAI {
		add(v.Endpoint, d.vastAI(v))
		add(v.Farm, d.exists("vastai/"+v.Name+" farm", v.Farm+"/gpu-stats", "check farm, or empty it to do without"))
		add(v.Grafana, d.grafana(v))
	}
	for _, g := range d.Config.Sources.GPUPrices {
		if len(g.Clouds) > 0 {
			page := g.SkyPilot + "/" + g.Clouds[0] + "/vms.csv"
			add(g.SkyPilot, d.exists("gpu_prices/"+g.Name+" skypilot", page, "check skypilot and clouds, or empty skypilot to do without"))
		}
		add(g.Folder, d.sheets(g))
	}
	return all
}

// probe asks an endpoint once. The clock of the server is taken down.
func (d *doctor) probe(ctx context.Context, request httpclient.Request) (httpclient.Response, error) {
	reply, err := d.client.Do(ctx, request)
	if err == nil {
		d.clock.take(reply.Header)
	}
	return reply, err
}

// endpoint makes a finding about an endpoint.
func endpoint(subject string, level Level, text, wayOut string) Finding {
	return Finding{Check: "endpoint", Subject: subject, Level: level, Text: text, WayOut: wayOut}
}

// refused makes a finding of a request that failed; hint, if not empty, takes the place of the usual way out.
func (d *doctor) refused(subject string, err error, hint string) Finding {
	var failure *httpclient.Error
	switch {
	case errors.As(err, &failure):
		text := failure.URL + " fails: " + failure.Cause
		if failure.Excerpt != "" {
			text += fmt.Sprintf(" (the reply begins %q)", failure.Excerpt)
		}
		if hint == "" {
			hint = failure.Class.WayOut()
		}
		return endpoint(subject, LevelFail, text, hint)
	case errors.Is(err, context.DeadlineExceeded):
		return endpoint(subject, LevelFail, fmt.Sprintf("no whole answer within %s", d.Timeout), httpclient.Timeout.WayOut())
	default:
		return endpoint(subject, LevelFail, err.Error(), hint)
	}
}

// class gives the kind of an HTTP failure, "" for another error.
func class(err error) httpclient.Class {
	var failure *httpclient.Error
	if errors.As(err, &failure) {
		return failure.Class
	}
	return ""
}

// exists asks for a page's header only.
func (d *doctor) exists(subject, page, hint string) examination {
	return func(ctx context.Context) []Finding {
		_, err := d.probe(ctx, httpclient.Request{URL: page, Method: http.MethodHead})
		if err != nil && class(err) != httpclient.TooLarge {
			return []Finding{d.refused(subject, err, hint)}
		}
		return []Finding{endpoint(subject, LevelOK, page+" is there", "")}
	}
}

func (d *doctor) defiLlama(p config.Prices) examination {
	const coin = "coingecko:livepeer"
	return func(ctx context.Context) []Finding {
		subject := "prices/" + p.Name + " defillama"
		reply, err := d.probe(ctx, httpclient.Request{URL: p.DefiLlama + "/prices/current/" + coin, JSON: true})
		if err != nil {
			return []Finding{d.refused(subject, err, "")}
		}
		var answer struct {
			Coins map[string]struct{ Price json.Number }
		}
		if json.Unmarshal(reply.Body, &answer) != nil || answer.Coins[coin].Price == "" {
			return []Finding{endpoint(subject, LevelFail, "it states no price of LPT", "check that defillama is the address of the coins service: "+config.Default().Sources.Prices[0].DefiLlama)}
		}
		return []Finding{endpoint(subject, LevelOK, fmt.Sprintf("it answers: LPT is at %s USD", answer.Coins[coin].Price), "")}
	}
}

func (d *doctor) coinGecko(p config.Prices) examination {
	return func(ctx context.Context) []Finding {
		subject := "prices/" + p.Name + " coingecko"
		header, plan := coinGeckoKey(p)
		reply, err := d.probe(ctx, httpclient.Request{
			URL: p.CoinGecko + "/simple/price?ids=livepeer&vs_currencies=usd", JSON: true, Header: header,
		})
		if err != nil {
			return []Finding{d.coinGeckoRefused(subject, p, err)}
		}
		var answer map[string]map[string]json.Number
		if json.Unmarshal(reply.Body, &answer) != nil || answer["livepeer"]["usd"] == "" {
			return []Finding{endpoint(subject, LevelFail, "it states no price of LPT", "check that coingecko is the address of the API, version 3")}
		}
		return []Finding{endpoint(subject, LevelOK, fmt.Sprintf("it answers %s: LPT is at %s USD", plan, answer["livepeer"]["usd"]), "")}
	}
}

// coinGeckoKey gives the header that carries the key, and which plan that is.
func coinGeckoKey(p config.Prices) (header http.Header, plan string) {
	u, err := url.Parse(p.CoinGecko)
	isPro := err == nil && strings.HasPrefix(u.Host, "pro-api.")
	switch {
	case p.CoinGeckoKey == "":
		return nil, "without a key"
	case isPro:
		return http.Header{"X-Cg-Pro-Api-Key": {p.CoinGeckoKey}}, "a Pro key"
	default:
		return http.Header{"X-Cg-Demo-Api-Key": {p.CoinGeckoKey}}, "a demo key"
	}
}

// coinGeckoRefused tells a key of the other plan from other failures: the error codes 10010 and 10011 say so.
func (d *doctor) coinGeckoRefused(subject string, p config.Prices, err error) Finding {
	finding := d.refused(subject, err, "")
	switch {
	case strings.Contains(finding.Text, "10010"):
		finding.WayOut = "the key is of the Pro plan: set coingecko to https://pro-api.coingecko.com/api/v3"
	case strings.Contains(finding.Text, "10011"):
		finding.WayOut = "the key is a demo key: set coingecko to https://api.coingecko.com/api/v3"
	case class(err) == httpclient.Rate:
		finding.Level = LevelWarn
		finding.WayOut = "without a key all users of an address share one limit: set coingecko_key: ${COINGECKO_KEY}, or run again later"
	case class(err) == httpclient.Auth && p.CoinGeckoKey == "":
		finding.WayOut = "set coingecko_key: ${COINGECKO_KEY}"
	}
	return finding
}

// vastAI searches for one offer, which also tells whether the key may search.
func (d *doctor) vastAI(v config.VastAI) examination {
	const search = `{"type":"on-demand","disable_bundling":true,"external":{"eq":false},"limit":1}`
	return func(ctx context.Context) []Finding {
		subject := "vastai/" + v.Name
		request := httpclient.Request{URL: v.Endpoint + "/api/v0/bundles/", Body: []byte(search), JSON: true}
		if v.Key != "" {
			request.Header = http.Header{"Authorization": {"Bearer " + v.Key}}
		}
		reply, err := d.probe(ctx, request)
		switch {
		case class(err) == httpclient.Auth && v.Key == "":
			finding := d.refused(subject, err, "set key: ${VASTAI_KEY}, or empty endpoint: 500.farm's offers are read all the same")
			finding.Level = LevelWarn
			return []Finding{finding}
		case class(err) == httpclient.Rate:
			finding := d.refused(subject, err, "")
			finding.Level = LevelWarn
			return []Finding{finding}
		case err != nil:
			return []Finding{d.refused(subject, err, "")}
		}
		var answer struct{ Offers []json.RawMessage }
		if json.Unmarshal(reply.Body, &answer) != nil || len(answer.Offers) == 0 {
			return []Finding{endpoint(subject, LevelWarn, "a search finds no offer", "check that endpoint is Vast.AI's own address, and what the key allows")}
		}
		return []Finding{endpoint(subject, LevelOK, "a search finds offers", "")}
	}
}

func (d *doctor) grafana(v config.VastAI) examination {
	return func(ctx context.Context) []Finding {
		subject := "vastai/" + v.Name + " grafana"
		reply, err := d.probe(ctx, httpclient.Request{URL: v.Grafana + "/api/health", JSON: true})
		if err != nil {
			return []Finding{d.refused(subject, err, "check grafana, or empty it to do without the history")}
		}
		var answer struct{ Database, Version string }
		if json.Unmarshal(reply.Body, &answer) != nil || answer.Database != "ok" {
			return []Finding{endpoint(subject, LevelWarn, "it doesn't say that its database is well", "run again later")}
		}
		return []Finding{endpoint(subject, LevelOK, strings.TrimSpace("it is well: Grafana "+answer.Version), "")}
	}
}

// sheets looks at a folder of dropped price sheets.
func (d *doctor) sheets(g config.GPUPrices) examination {
	return func(context.Context) []Finding {
		subject := "gpu_prices/" + g.Name + " folder"
		entries, err := os.ReadDir(g.Folder)
		switch {
		case os.IsNotExist(err):
			return []Finding{endpoint(subject, LevelOK, g.Folder+" isn't there: no price sheets are read", "")}
		case err != nil:
			return []Finding{endpoint(subject, LevelFail, err.Error(), "make the folder readable, or empty folder to do without")}
		}
		sheets := 0
		for _, entry := range entries {
			if !entry.IsDir() && strings.EqualFold(filepath.Ext(entry.Name()), ".csv") {
				sheets++
			}
		}
		return []Finding{endpoint(subject, LevelOK, fmt.Sprintf("%s holds %d price sheets", g.Folder, sheets), "")}
	}
}
