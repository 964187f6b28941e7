package market

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxSpan is the greatest number of points that DefiLlama gives of one chart.
const maxSpan = 500

// llamaCoin is a coin that DefiLlama knows.
type llamaCoin struct {
	token    Token
	decimals int
}

// llamaCoins are the ids that DefiLlama answers; about others it says nothing.
func llamaCoins(id string) (llamaCoin, bool) {
	switch strings.ToLower(id) {
	case "coingecko:livepeer":
		return llamaCoin{LPT, 0}, true
	case "arbitrum:0x289ba1701c2f088cf0faf8b3705246331cb8a839", "ethereum:0x58b6a8a3302369daec383334672404ee733ab239":
		return llamaCoin{LPT, 18}, true
	case "coingecko:ethereum":
		return llamaCoin{ETH, 0}, true
	case "arbitrum:0x82af49447d8a07e3bd95bd0d56f35241523fbab1", "ethereum:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2":
		return llamaCoin{ETH, 18}, true
	}
	return llamaCoin{}, false
}

// Llama serves DefiLlama's prices: /chart/{coins}, /prices/historical/{unix}/{coins} and /prices/current/{coins}. It
// has a point an hour, some seconds off the hour, and states the time of the point; GapDay has none of LPT. An unknown
// coin is left out of the answer.
func (m *Market) Llama(now Clock) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /chart/{coins}", func(w http.ResponseWriter, r *http.Request) { m.llamaChart(w, r, now()) })
	mux.HandleFunc("GET /prices/current/{coins}", func(w http.ResponseWriter, r *http.Request) {
		m.llamaPrices(w, r, now(), float64(now().Unix()))
	})
	mux.HandleFunc("GET /prices/historical/{at}/{coins}", func(w http.ResponseWriter, r *http.Request) {
		at, err := strconv.ParseFloat(r.PathValue("at"), 64)
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"message": "timestamp isn't a number"})
			return
		}
		m.llamaPrices(w, r, now(), at)
	})
	return mux
}

// llamaPoint gives the point nearest to an instant (Unix seconds) and no farther from it than width.
func (m *Market) llamaPoint(token Token, at, width float64, now time.Time) (seconds int64, price float64, ok bool) {
	hour := int64(math.Floor(at / 3600))
	best := math.Inf(1)
	around := min(int64(width/3600)+1, 48)
	for h := hour - around; h <= hour+around; h++ {
		s := h*3600 + between(roll(m.config.Seed, forLlama, uint64(h)), -50, 50)
		point := time.Unix(s, 0)
		if point.After(now) || point.Before(m.tokensBegin()) || token == LPT && h/24 == hourOf(m.GapDay())/24 {
			continue
		}
		if away := math.Abs(at - float64(s)); away < best && away <= width {
			best, seconds, ok = away, s, true
		}
	}
	return seconds, m.llamaPrice(token, time.Unix(seconds, 0)), ok
}

func (m *Market) llamaPrices(w http.ResponseWriter, r *http.Request, now time.Time, at float64) {
	width, err := parsePeriod(r.URL.Query().Get("searchWidth"), 6*3600)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"message": err.Error()})
		return
	}
	coins := map[string]any{}
	for _, id := range strings.Split(r.PathValue("coins"), ",") {
		coin, known := llamaCoins(id)
		if !known {
			continue
		}
		if seconds, price, ok := m.llamaPoint(coin.token, at, width, now); ok {
			coins[id] = coin.dress(map[string]any{"price": price, "timestamp": seconds})
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"coins": coins})
}

// dress adds what is said of the coin itself.
func (c llamaCoin) dress(object map[string]any) map[string]any {
	object["symbol"], object["confidence"] = string(c.token), 0.99
	if c.decimals > 0 {
		object["decimals"] = c.decimals
	}
	return object
}

func (m *Market) llamaChart(w http.ResponseWriter, r *http.Request, now time.Time) {
	q := r.URL.Query()
	period, err := parsePeriod(q.Get("period"), 86400)
	width, badWidth := parsePeriod(q.Get("searchWidth"), period/10)
	count, badSpan := number(q, "span", 1)
	start, badStart := number(q, "start", 0)
	end, badEnd := number(q, "end", float64(now.Unix()))
	for _, one := range []error{badWidth, badSpan, badStart, badEnd} {
		if err == nil {
			err = one
		}
	}
	switch {
	case err != nil:
	case q.Has("start") && q.Has("end"):
		err = fmt.Errorf("start and end can't be given both")
	case count < 1 || count > maxSpan:
		err = fmt.Errorf("span must be from 1 to %d", maxSpan)
	}
	if err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"message": err.Error()})
		return
	}
	if !q.Has("start") {
		start = end - (count-1)*period
	}
	coins := map[string]any{}
	for _, id := range strings.Split(r.PathValue("coins"), ",") {
		if coin, known := llamaCoins(id); known {
			if points := m.llamaPoints(coin.token, start, period, width, int(count), now); len(points) > 0 {
				coins[id] = coin.dress(map[string]any{"prices": points})
			}
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"coins": coins})
}

// llamaPoints gives the points nearest to each period's begin; one that is nearest to two is given once.
func (m *Market) llamaPoints(token Token, start, period, width float64, count int, now time.Time) []map[string]any {
	points := []map[string]any{}
	last := int64(math.MinInt64)
	for i := range count {
		seconds, price, ok := m.llamaPoint(token, start+float64(i)*period, width, now)
		if ok && seconds != last {
			points = append(points, map[string]any{"timestamp": seconds, "price": price})
			last = seconds
		}
	}
	return points
}

// parsePeriod reads "4h", "1d", "2w" or seconds.
func parsePeriod(text string, fallback float64) (float64, error) {
	if text == "" {
		return fallback, nil
	}
	unit, digits := 1.0, text
	switch text[len(text)-1] {
	case 'w', 'W':
		unit = 7 * 86400
	case 'd', 'D':
		unit = 86400
	case 'h', 'H':
		unit = 3600
	case 'm':
		unit = 60
	}
	if unit > 1 {
		digits = text[:len(text)-1]
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%q is no period: write 4h, 1d, 1w or seconds", text)
	}
	return n * unit, nil
}
