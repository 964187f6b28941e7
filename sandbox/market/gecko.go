package market

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// GeckoOptions say how CoinGecko treats keys. The zero value is the public service.
type GeckoOptions struct {
	// Key, if not empty, lifts the limit of 365 days when it is sent as x-cg-demo-api-key.
	Key string
}

// Gecko serves CoinGecko's charts at /coins/{id}/market_chart/range (from, to in Unix seconds) and
// /coins/{id}/market_chart (days): a point every five minutes for up to a day, every hour for up to 90 days, else
// every midnight; after the last one the price of now, where the range reaches it. Without a key nothing is told about
// the time more than 365 days ago.
func (m *Market) Gecko(now Clock, options GeckoOptions) http.Handler {
	mux := http.NewServeMux()
	chart := func(w http.ResponseWriter, r *http.Request, window func(url.Values, time.Time) (from, to float64, err error)) {
		token, known := geckoCoin(r.PathValue("id"))
		if !known {
			writeJSON(w, http.StatusNotFound, map[string]string{"error": "coin not found"})
			return
		}
		at := now()
		q := r.URL.Query()
		from, to, err := window(q, at)
		if err == nil && q.Get("vs_currency") != "usd" {
			err = fmt.Errorf("invalid vs_currency")
		}
		if err != nil {
			writeJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": err.Error()})
			return
		}
		public := options.Key == "" || r.Header.Get("x-cg-demo-api-key") != options.Key
		if oldest := float64(at.Add(-366 * 24 * time.Hour).Unix()); public && from < oldest {
			refuseOld(w, at)
			return
		}
		writeJSON(w, http.StatusOK, m.geckoChart(token, from, to, at))
	}
	mux.HandleFunc("GET /coins/{id}/market_chart/range", func(w http.ResponseWriter, r *http.Request) { chart(w, r, geckoRange) })
	mux.HandleFunc("GET /coins/{id}/market_chart", func(w http.ResponseWriter, r *http.Request) { chart(w, r, geckoDays) })
	mux.HandleFunc("GET /ping", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"gecko_says": "(V3) To the Moon!"})
	})
	return mux
}

func geckoCoin(id string) (Token, bool) {
	switch strings.ToLower(id) {
	case "livepeer":
		return LPT, true
	case "ethereum":
		return ETH, true
	}
	return "", false
}

func refuseOld(w http.ResponseWriter, at time.Time) {
	writeJSON(w, http.StatusUnauthorized, map[string]any{"error": map[string]any{"status": map[string]any{
		"timestamp": at.UTC().Format("2006-01-02T15:04:05.000-07:00"), "error_code": 10012,
		"error_message": "Your request exceeds the allowed time range. Public API users are limited to querying historical data " +
			"within the past 365 days. Upgrade to a paid plan to enjoy full historical data access.",
	}}})
}

func geckoRange(q url.Values, _ time.Time) (from, to float64, err error) {
	if !q.Has("from") || !q.Has("to") {
		return 0, 0, fmt.Errorf("missing parameter from or to")
	}
	if from, err = number(q, "from", 0); err == nil {
		to, err = number(q, "to", 0)
	}
	return from, to, err
}

func geckoDays(q url.Values, now time.Time) (from, to float64, err error) {
	days, err := number(q, "days", 1)
	to = float64(now.Unix())
	return to - days*86400, to, err
}

// The circulating supplies, for market capitalisations.
const (
	supplyETH = 120_700_000
	supplyLPT = 47_000_000
)

// geckoChart gives the points of a range; each is [milliseconds, dollars].
func (m *Market) geckoChart(token Token, from, to float64, now time.Time) map[string]any {
	prices, caps, volumes := [][2]float64{}, [][2]float64{}, [][2]float64{}
	add := func(at time.Time) {
		ms, price := float64(at.UnixMilli()), m.geckoPrice(token, at)
		supply := float64(supplyLPT)
		if token == ETH {
			supply = supplyETH
		}
		prices, caps = append(prices, [2]float64{ms, price}), append(caps, [2]float64{ms, price * supply})
		volumes = append(volumes, [2]float64{ms, price * supply * (0.05 + 0.02*m.jitter(forGecko+1<<8, token, at))})
	}
	step := 86400.0
	switch length := to - from; {
	case length <= 86400:
		step = 300
	case length <= 90*86400:
		step = 3600
	}
	begin := max(from, float64(m.tokensBegin().Unix()))
	for at := math.Ceil(begin/step) * step; at <= to; at += step {
		point := time.UnixMilli(int64(at) * 1000)
		if step < 86400 {
			late := roll(m.config.Seed, forGecko, uint64(at)) % uint64(step*1000/6)
			point = point.Add(time.Duration(late) * time.Millisecond)
		}
		if !point.After(now) && float64(point.UnixMilli()) <= to*1000 {
			add(point)
		}
	}
	if to >= float64(now.Unix()) && from <= float64(now.Unix()) {
		add(now.Truncate(time.Millisecond))
	}
	return map[string]any{"prices": prices, "market_caps": caps, "total_volumes": volumes}
}
