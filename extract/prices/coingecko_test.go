package prices

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// gecko is a small CoinGecko: one price a day at 00:00, and that of the present moment at the end.
type gecko struct {
	first, last int64 // Unix days
	fault       extracttest.Fault
	odd         int64
}

func (g gecko) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lists := map[string][]any{"prices": {}, "market_caps": {}, "total_volumes": {}}
	add := func(ms int64, price any) {
		lists["prices"] = append(lists["prices"], []any{ms, price})
		lists["total_volumes"] = append(lists["total_volumes"], []any{ms, json.RawMessage("5.50")})
		if g.fault != extracttest.RemovedField {
			lists["market_caps"] = append(lists["market_caps"], []any{ms, 12345})
		}
		if g.fault == extracttest.NewField {
			lists["fully_diluted"] = append(lists["fully_diluted"], []any{ms, 7})
		}
	}
	emptied := r.URL.Path == "/coins/livepeer/market_chart/range" && g.fault == extracttest.EmptyPage
	for day := max(g.first, queried(r, "from")/daySeconds); day <= min(g.last, queried(r, "to")/daySeconds); day++ {
		hole := emptied && day >= g.odd && day < g.odd+30
		if !hole {
			add(day*daySeconds*1000, g.price(r, day))
		}
		if emptied && day >= g.odd+30 && day < g.odd+60 {
			add(day*daySeconds*1000+3_600_000, g.price(r, day))
		}
	}
	add(now.UnixMilli(), 9.99)
	if g.fault == extracttest.DuplicatePage {
		for name, list := range lists {
			lists[name] = append(list, list...)
		}
	}
	answer(w, lists)
}

func (g gecko) price(r *http.Request, day int64) any {
	switch {
	case day != g.odd || !strings.Contains(r.URL.Path, "livepeer"):
	case g.fault == extracttest.WrongType:
		return "dear"
	case g.fault == extracttest.PoisonedRow:
		return 0
	}
	return json.RawMessage(text(day))
}

// geckoDays is how many days are settled of a part that begins 364 days ago.
const geckoDays = 364

func TestCoinGeckoConformance(t *testing.T) {
	today := now.Unix() / daySeconds
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 2 * geckoDays, NewField: "fully_diluted", Optional: "market_cap",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return only[*CoinGecko](t, Config{CoinGecko: url, Client: client, Clock: at(now), From: time.Unix(daySeconds, 0), PageDays: 30})
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			// The odd days are those of a page of the first part's second cell.
			cell := (today*daySeconds/grid*grid + daySeconds - 1) / daySeconds
			return gecko{first: 0, last: today, fault: world.Fault, odd: cell + 60}
		},
		IsData: func(*http.Request, []byte) bool { return true },
	})
}

func TestCoinGeckoAsksForDailyPricesOfTheLastYear(t *testing.T) {
	var windows []int64
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		windows = append(windows, queried(r, "from"), queried(r, "to"))
		gecko{last: 1 << 40}.ServeHTTP(w, r)
	})
	stream := only[*CoinGecko](t, Config{CoinGecko: url, Client: newClient(t), Clock: at(now), From: time.Unix(daySeconds, 0)})
	lake := newLake(t)
	run(t, lake, stream)
	for i := 0; i < len(windows); i += 2 {
		if days := (windows[i+1] - windows[i]) / daySeconds; days <= 90 {
			t.Errorf("%d days are asked for: the service then gives more than one price a day", days)
		}
		if windows[i] < day(-365) || windows[i+1] > day(0) {
			t.Errorf("asked from %s to %s, at %s", showDate(windows[i]), showDate(windows[i+1]), now)
		}
	}
	parts, err := only[*CoinGecko](t, Config{
		CoinGecko: url, Client: newClient(t), Clock: at(now.AddDate(1, 0, 0)), From: time.Unix(daySeconds, 0),
	}).Parts(t.Context(), lake)
	if err != nil || len(parts) != 2 || parts[0].From != day(-freeDays) {
		t.Errorf("a year later the parts are %+v, %v: a part keeps its beginning", parts, err)
	}
}

func TestProKeyReachesBackToTheDeployment(t *testing.T) {
	stream := only[*CoinGecko](t, Config{
		CoinGecko: "https://pro-api.coingecko.com/api/v3", CoinGeckoKey: "CG-secret", Client: newClient(t), Clock: at(now), From: time.Unix(day(-2000)+5, 0),
	})
	parts, err := stream.Parts(t.Context(), newLake(t))
	if err != nil || parts[0].From != day(-2000) {
		t.Errorf("the parts are %+v, %v", parts, err)
	}
	if header := stream.header(); header.Get("x-cg-pro-api-key") != "CG-secret" || header.Get("x-cg-demo-api-key") != "" {
		t.Errorf("the headers are %v", header)
	}
}

func TestCoinGeckoRefusals(t *testing.T) {
	const key = "CG-very-secret"
	for _, test := range []struct {
		name, body, want string
		status           int
	}{
		{"rate at 200", `{"status":{"error_code":429,"error_message":"slow down"}}`, "too many requests: slow down (code 429)", 200},
		{"missing key", `{"error_code":10002,"error_message":"API Key Missing"}`, "wants a key", 401},
		{"plan", `{"status":{"error_code":10005,"error_message":"no"}}`, "plan doesn't have this", 401},
		{"wrong host", `{"status":{"error_code":10011,"error_message":"use another host than for ` + key + `"}}`, "Demo keys to https://api.coingecko.com", 400},
		{"too far back", `{"error":{"status":{"error_code":10012,"error_message":"time range"}}}`, "last 365 days only", 401},
		{"unknown coin", `{"error":"coin not found"}`, "404 Not Found", 404},
		{"no prices", `{"market_caps":[]}`, `no list "prices"`, 200},
		{"an empty market", `{"prices":[],"market_caps":[],"total_volumes":[]}`, "no price on any of these days", 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("x-cg-demo-api-key") != key {
					t.Errorf("the key isn't sent: %v", r.Header)
				}
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			stream := only[*CoinGecko](t, Config{CoinGecko: url, CoinGeckoKey: key, Client: newClient(t, key), Clock: at(now), From: now})
			out := readPart(t, stream, load.Interval{From: day(-2), To: day(-1)})
			if out.err == nil || !strings.Contains(out.err.Error(), test.want) || strings.Contains(out.err.Error(), key) {
				t.Errorf("got %v, want %q", out.err, test.want)
			}
		})
	}
}

func TestDecodeMarketJoinsTheLists(t *testing.T) {
	points, err := decodeMarket([]byte(`{
		"prices": [[1000, 1.10], [2999, 2.2], [3000, 3], [3000, 4], ["x", 5], [6000, null]],
		"market_caps": [[2999, null], [1000, 7e3], [5000, 1]], "total_volumes": [[1000, 8], [1000, 8]],
		"more": [[1000, "a"]], "odd": [[9, 9]]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	good := wellFormed(points)
	if len(good) != 2 || len(points) != 6 {
		t.Fatalf("%d rows and %d rejected: %+v", len(good), len(points)-len(good), points)
	}
	if p := good[0]; p.at != 1 || p.price != "1.10" || p.marketCap != "7e3" || p.volume != "8" || p.extra != `{"more":"a","odd":[[9, 9]]}` {
		t.Errorf("the first row is %+v", p)
	}
	if p := good[1]; p.at != 2 || p.millis != 2999 || p.marketCap != "" {
		t.Errorf("the second row is %+v", p)
	}
}

func FuzzDecodeMarket(f *testing.F) {
	f.Add([]byte(`{"prices":[[1734739200000,13.2],[1734739200000,13.3],[1,"x"],[]],"market_caps":[[1734739200000,null],[7,8]],"total_volumes":[[1,2]],"x":1}`))
	f.Add([]byte(`{"prices":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		points, err := decodeMarket(body)
		if err != nil {
			return
		}
		var prices struct{ Prices []json.RawMessage }
		_ = json.Unmarshal(body, &prices) // what another reading makes of it may differ in the case of names only
		if len(prices.Prices) > 0 && len(points) == 0 {
			t.Error("prices came, and neither a row nor a rejected one is there")
		}
		checkPoints(t, points)
		checkBatch(t, marketBatch(coin{"c", "LPT"}, wellFormed(points)))
	})
}
