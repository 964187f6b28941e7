package market

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func day(n int) time.Time { return time.Date(2026, time.January, 5+n, 0, 0, 0, 0, time.UTC) }

// points are a token's daily prices by UTC date, from either service.
type points map[string]float64

func llamaDays(t *testing.T, m *Market, coin string, start time.Time, count int) points {
	t.Helper()
	o := object(t, m.Llama(clock), "GET", fmt.Sprintf("/chart/%s?start=%d&span=%d&period=1d&searchWidth=600", coin, start.Unix(), count), "")
	found := points{}
	chart, _ := o["coins"].(map[string]any)[coin].(map[string]any)
	if chart == nil {
		return found
	}
	for _, p := range chart["prices"].([]any) {
		point := p.(map[string]any)
		seconds := point["timestamp"].(float64)
		when := time.Unix(int64(seconds), 0).UTC().Round(time.Hour)
		if away := math.Abs(seconds - float64(when.Unix())); away > 60 {
			t.Fatalf("a point is %v seconds off", away)
		}
		found[when.Format(time.DateOnly)] = point["price"].(float64)
	}
	return found
}

func geckoChartOf(t *testing.T, m *Market, id string, from, to time.Time) (days points, raw [][2]float64) {
	t.Helper()
	_, _, text := ask(t, m.Gecko(clock, GeckoOptions{}), "GET", fmt.Sprintf("/coins/%s/market_chart/range?vs_currency=usd&from=%d&to=%d", id, from.Unix(), to.Unix()), "")
	var chart struct {
		Prices  [][2]float64 `json:"prices"`
		Caps    [][2]float64 `json:"market_caps"`
		Volumes [][2]float64 `json:"total_volumes"`
	}
	if err := json.Unmarshal([]byte(text), &chart); err != nil || len(chart.Prices) != len(chart.Caps) || len(chart.Prices) != len(chart.Volumes) {
		t.Fatalf("%v: %.200s", err, text)
	}
	days = points{}
	for _, p := range chart.Prices {
		if when := time.UnixMilli(int64(p[0])).UTC(); when.Equal(when.Truncate(24 * time.Hour)) {
			days[when.Format(time.DateOnly)] = p[1]
		}
	}
	return days, chart.Prices
}

// TestTwoWitnesses compares the services: they agree within 1 % but for one day, and one has a gap.
func TestTwoWitnesses(t *testing.T) {
	m := New(Config{Seed: 5})
	for id, coin := range map[string]string{"livepeer": "coingecko:livepeer", "ethereum": "coingecko:ethereum"} {
		llama := llamaDays(t, m, coin, at.Add(-300*24*time.Hour).Truncate(24*time.Hour), 301)
		gecko, _ := geckoChartOf(t, m, id, at.Add(-300*24*time.Hour), at)
		odd, shared := 0, 0
		for date, price := range gecko {
			other, ok := llama[date]
			if !ok {
				continue
			}
			shared++
			if off := math.Abs(price/other - 1); off > 0.01 {
				odd++
				if off < 0.03 || date != m.OddDay().Format(time.DateOnly) {
					t.Errorf("%s on %s: %v and %v", id, date, price, other)
				}
			}
		}
		_, hasGap := llama[m.GapDay().Format(time.DateOnly)]
		if isLPT := id == "livepeer"; shared < 290 || (odd == 1) != isLPT || hasGap == isLPT {
			t.Errorf("%s: %d days shared, %d odd, gap day there: %v", id, shared, odd, hasGap)
		}
	}
}

func TestLlamaLeavesUnknownCoinsOut(t *testing.T) {
	m := New(Config{Seed: 5})
	llama := m.Llama(clock)
	o := object(t, llama, "GET", fmt.Sprintf("/prices/historical/%d/coingecko:livepeer,coingecko:nobody,arbitrum:0x289ba1701c2f088cf0faf8b3705246331cb8a839", at.Unix()), "")
	coins := o["coins"].(map[string]any)
	if len(coins) != 2 || coins["arbitrum:0x289ba1701c2f088cf0faf8b3705246331cb8a839"].(map[string]any)["decimals"] != 18.0 {
		t.Errorf("%v", coins)
	}
	for target, want := range map[string]string{
		"/prices/current/coingecko:nobody": `{"coins":{}}`,
		fmt.Sprintf("/prices/historical/%d/coingecko:livepeer", at.Add(-900*24*time.Hour).Unix()): `{"coins":{}}`,
		fmt.Sprintf("/prices/historical/%d/coingecko:livepeer", at.Add(900*24*time.Hour).Unix()):  `{"coins":{}}`,
	} {
		if _, _, text := ask(t, llama, "GET", target, ""); strings.TrimSpace(text) != want {
			t.Errorf("%s: %s", target, text)
		}
	}
	for _, target := range []string{"/chart/coingecko:livepeer?start=1&end=2", "/chart/coingecko:livepeer?span=1000", "/chart/coingecko:livepeer?period=x"} {
		if status, _, _ := ask(t, llama, "GET", target, ""); status != http.StatusBadRequest {
			t.Errorf("%s: %d", target, status)
		}
	}
}

func TestGeckoGranularity(t *testing.T) {
	m := New(Config{Seed: 5})
	for _, c := range []struct {
		name string
		back time.Duration
		want int
	}{{"a day", 24 * time.Hour, 289}, {"30 days", 30 * 24 * time.Hour, 721}, {"200 days", 200 * 24 * time.Hour, 201}} {
		_, raw := geckoChartOf(t, m, "livepeer", at.Add(-c.back), at)
		if len(raw) < c.want-2 || len(raw) > c.want+2 {
			t.Errorf("%s has %d points, want about %d", c.name, len(raw), c.want)
		}
		if last := raw[len(raw)-1][0]; last != float64(at.UnixMilli()) {
			t.Errorf("%s ends at %v, not now", c.name, last)
		}
	}
	_, past := geckoChartOf(t, m, "livepeer", day(-60), day(-50))
	if last := time.UnixMilli(int64(past[len(past)-1][0])); last.After(day(-50)) {
		t.Errorf("a range of the past ends at %s", last)
	}
	status, _, text := ask(t, m.Gecko(clock, GeckoOptions{}), "GET", fmt.Sprintf("/coins/livepeer/market_chart/range?vs_currency=usd&from=%d&to=%d", day(-400).Unix(), day(0).Unix()), "")
	if status != http.StatusUnauthorized || !strings.Contains(text, "10012") {
		t.Errorf("400 days ago: %d %s", status, text)
	}
	if status, _, _ := ask(t, m.Gecko(clock, GeckoOptions{Key: "k"}), "GET", fmt.Sprintf("/coins/livepeer/market_chart/range?vs_currency=usd&from=%d&to=%d", day(-400).Unix(), day(0).Unix()), "", "x-cg-demo-api-key", "k"); status != http.StatusOK {
		t.Errorf("400 days ago with a key: %d", status)
	}
}

// TestPoolIsThePriceOfBothTokens checks that what the chain states follows the walks.
func TestPoolIsThePriceOfBothTokens(t *testing.T) {
	m := New(Config{Seed: 5})
	slot := m.PoolSlot(at)
	root, _ := slot.SqrtPriceX96.Float64()
	price := math.Pow(root/math.Exp2(96), 2)
	if want := m.Price(LPT, at) / m.Price(ETH, at); math.Abs(price/want-1) > 0.01 {
		t.Errorf("the pool says %v, the walks %v", price, want)
	}
	if tick := math.Log(price) / math.Log(1.0001); int64(math.Floor(tick)) != slot.Tick {
		t.Errorf("tick %d, the price's is %v", slot.Tick, tick)
	}
	from, _ := m.TickCumulative(at.Add(-1800 * time.Second))
	to, ok := m.TickCumulative(at)
	if mean := float64(to-from) / 1800; !ok || math.Abs(mean-float64(slot.Tick)) > 200 {
		t.Errorf("the mean tick of half an hour is %v, the last one %d", mean, slot.Tick)
	}
	if _, ok := m.TickCumulative(m.config.Begin.Add(-PoolHistory - time.Hour)); ok {
		t.Error("the pool has observations from before its time")
	}
	round := m.FeedRound(at)
	answer, _ := round.Answer.Float64()
	if want := m.Price(ETH, at); math.Abs(answer/1e8/want-1) > 0.01 || round.UpdatedAt > at.Unix() || at.Unix()-round.UpdatedAt > feedEvery {
		t.Errorf("the feed says %v at %d, the walk %v", answer, round.UpdatedAt, want)
	}
}

func TestHistoryIsThatOfTheFarm(t *testing.T) {
	m := New(Config{Seed: 5})
	grafana := m.Grafana(clock)
	query := func(selector string, from, to time.Time, step int) (int, map[string]any) {
		target := fmt.Sprintf("/api/datasources/proxy/uid/%s/api/v1/query_range?query=%s&start=%d&end=%d&step=%d", GrafanaUID, strings.NewReplacer(" ", "%20", `"`, "%22", "{", "%7B", "}", "%7D", "=", "%3D", "~", "%7E", "|", "%7C").Replace(selector), from.Unix(), to.Unix(), step)
		status, _, text := ask(t, grafana, "GET", target, "")
		var o map[string]any
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatalf("%s: %v", target, err)
		}
		return status, o
	}
	hour := at.Truncate(time.Hour)
	_, o := query(`vastai_gpu_count{gpu_name="RTX 4090",verified=~"yes|no"}`, hour, hour, 3600)
	sum := 0.0
	for _, s := range o["data"].(map[string]any)["result"].([]any) {
		sample := s.(map[string]any)["values"].([]any)[0].([]any)
		var n float64
		if _, err := fmt.Sscan(sample[1].(string), &n); err != nil || sample[0].(float64) != float64(hour.Unix()) {
			t.Fatalf("%v: %v", sample, err)
		}
		sum += n
	}
	for _, one := range m.statistics(hourOf(hour)).models {
		if one.name == "RTX 4090" && int(sum) != one.groups[allGPUs][anyGPUs].count {
			t.Errorf("the history counts %v, gpu-stats %d", sum, one.groups[allGPUs][anyGPUs].count)
		}
	}
	_, o = query(`vastai_ondemand_price_median_dollars{gpu_name="RTX 4090",verified="any",rented="any"}`, hour.Add(-35*24*time.Hour), hour, 3600)
	values := o["data"].(map[string]any)["result"].([]any)[0].(map[string]any)["values"].([]any)
	if whole := 35*24 + 1; len(values) < whole-20 || len(values) >= whole {
		t.Errorf("35 days have %d samples; a few hours should be missing", len(values))
	}
	if status, o := query("vastai_gpu_count", hour.Add(-12_000*time.Hour), hour, 3600); status != 400 || !strings.Contains(o["error"].(string), "11,000 points") {
		t.Errorf("12,000 points: %d %v", status, o)
	}
	if status, o := query("sum(vastai_gpu_count)", hour, hour, 3600); status != 400 || o["errorType"] != "bad_data" {
		t.Errorf("an expression: %d %v", status, o)
	}
	if status, o := query("nothing", hour, hour, 3600); status != 200 || len(o["data"].(map[string]any)["result"].([]any)) != 0 {
		t.Errorf("an unknown metric: %d %v", status, o)
	}
	for target, want := range map[string]int{"/api/health": 200, "/api/datasources/proxy/uid/x/api/v1/query_range": 404, "/api/other": 404} {
		if status, _, _ := ask(t, grafana, "GET", "/any/prefix"+target, ""); status != want {
			t.Errorf("%s: %d", target, status)
		}
	}
	if status, _, _ := ask(t, grafana, "POST", "/api/datasources/proxy/uid/EdgV2xcnz/api/v1/query_range", "query=x"); status != http.StatusForbidden {
		t.Errorf("a POST: %d", status)
	}
}

func TestCatalogue(t *testing.T) {
	m := New(Config{Seed: 5})
	orders := map[string]bool{}
	var bare, plain, zero, comma bool
	for _, cloud := range []string{"aws", "gcp", "lambda", "vast", "runpod"} {
		status, _, text := ask(t, m.SkyPilot(clock), "GET", "/"+cloud+"/vms.csv", "")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || status != http.StatusOK || len(rows) < 20 {
			t.Fatalf("%s: %d, %d rows: %v", cloud, status, len(rows), err)
		}
		orders[strings.Join(rows[0], ",")] = true
		for _, cells := range rows[1:] {
			row := map[string]string{}
			for i, name := range rows[0] {
				row[name] = cells[i]
			}
			if row["Price"] == "" {
				t.Errorf("%s: no price in %v", cloud, row)
			}
			bare = bare || row["InstanceType"] == ""
			plain = plain || row["AcceleratorName"] == ""
			zero = zero || row["SpotPrice"] == "0.00"
			comma = comma || strings.Contains(row["Region"], ",")
		}
	}
	if len(orders) != 5 || !bare || !plain || !zero || !comma {
		t.Errorf("%d orders of columns; without instance type: %v, without GPU: %v, zero spot: %v, comma: %v", len(orders), bare, plain, zero, comma)
	}
	if status, _, _ := ask(t, m.SkyPilot(clock), "GET", "/azure/vms.csv", ""); status != http.StatusNotFound {
		t.Errorf("another cloud: %d", status)
	}
}
