package prices

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// llama is a small DefiLlama: of each day one price, offset seconds from midnight.
type llama struct {
	first, last int64 // the days that it has, in Unix days
	offset      func(day int64) int64
	fault       extracttest.Fault
	odd         int64 // the day that the fault meets
}

func (l llama) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	coin := strings.TrimPrefix(r.URL.Path, "/chart/")
	var points []any
	for i := range queried(r, "span") {
		day := queried(r, "start")/daySeconds + i
		if day < l.first || day > l.last || l.fault == extracttest.EmptyPage && day >= l.odd && day < l.odd+10 {
			continue
		}
		points = append(points, l.point(day, coin))
	}
	if l.fault == extracttest.DuplicatePage {
		points = append(points, points...)
	}
	about := map[string]any{"symbol": "LPT", "confidence": 0.99, "prices": points}
	if l.fault == extracttest.RemovedField {
		delete(about, "confidence")
	}
	answer(w, map[string]any{"coins": map[string]any{coin: about}})
}

func (l llama) point(day int64, coin string) map[string]any {
	at := day * daySeconds
	if l.offset != nil {
		at += l.offset(day)
	}
	p := map[string]any{"timestamp": at, "price": json.RawMessage(text(day))}
	switch {
	case l.fault == extracttest.NewField:
		p["volume"] = 5
	case day != l.odd || coin != "coingecko:livepeer":
	case l.fault == extracttest.WrongType:
		p["price"] = "dear"
	case l.fault == extracttest.PoisonedRow:
		p["price"] = -1
	}
	return p
}

// llamaDays is how many days the conformance world has, for two coins.
const llamaDays = 100

func TestDefiLlamaConformance(t *testing.T) {
	first := now.Unix()/daySeconds - llamaDays
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 2 * llamaDays, NewField: "volume", Optional: "confidence",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return only[*DefiLlama](t, Config{
				DefiLlama: url, Client: client, Clock: at(now), From: time.Unix(first*daySeconds, 0), PageDays: 10,
			})
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			l := llama{first: first, last: now.Unix() / daySeconds, fault: world.Fault, odd: first + 40}
			if world.Fault == extracttest.EmptyPage {
				l.first -= 10 // what the page in the middle lacks
				return shifted(l)
			}
			return l
		},
		IsData: func(*http.Request, []byte) bool { return true },
	})
}

// shifted serves the prices of ten more days, half a day later each, in place of those of a page that is empty.
func shifted(l llama) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		coin := strings.TrimPrefix(r.URL.Path, "/chart/")
		var points []any
		for i := range queried(r, "span") {
			day := queried(r, "start")/daySeconds + i
			if day >= l.odd && day < l.odd+10 || day > l.last || day < l.first+10 {
				continue
			}
			points = append(points, l.point(day, coin))
			if day >= l.odd+20 && day < l.odd+30 {
				p := l.point(day, coin)
				p["timestamp"] = day*daySeconds + daySeconds/2
				points = append(points, p)
			}
		}
		answer(w, map[string]any{"coins": map[string]any{coin: map[string]any{"symbol": "LPT", "confidence": 0.99, "prices": points}}})
	})
}

// readPart gives what a stream reads of the intervals, one after the other, for its first part.
func readPart(t *testing.T, stream extract.IntervalStream, gaps ...load.Interval) *recorder {
	t.Helper()
	parts, err := stream.Parts(t.Context(), newLake(t))
	if err != nil {
		t.Fatal(err)
	}
	out := &recorder{}
	for _, gap := range gaps {
		out.err = errors.Join(out.err, stream.Read(t.Context(), parts[0], gap, out))
	}
	return out
}

func day(n int64) int64 { return (now.Unix()/daySeconds + n) * daySeconds }

// The nearest price to a midnight may lie before it: it then belongs to the day before, whoever asked.
func TestNearestPointsBelongToTheIntervalTheyLieIn(t *testing.T) {
	server := llama{first: 0, last: 1 << 40, offset: func(day int64) int64 { return 40 * (1 - 2*(day%2)) }}
	stream := only[*DefiLlama](t, Config{DefiLlama: serve(t, server.ServeHTTP), Client: newClient(t), Clock: at(now), From: now})
	whole := readPart(t, stream, load.Interval{From: day(-9), To: day(-1)})
	if whole.err != nil {
		t.Fatal(whole.err)
	}
	var days []load.Interval
	for n := int64(-9); n < -1; n++ {
		days = append(days, load.Interval{From: day(n), To: day(n + 1)})
	}
	pieces := readPart(t, stream, days...)
	if pieces.err != nil {
		t.Fatal(pieces.err)
	}
	if diff := cmp.Diff(whole.rows, pieces.rows); diff != "" {
		t.Errorf("the days one by one differ from all at once (-whole +pieces):\n%s", diff)
	}
	if len(whole.rows) != 8 {
		t.Errorf("%d rows for 8 days", len(whole.rows))
	}
}

func TestUnknownCoinIsAnError(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, map[string]any{"coins": map[string]any{}}) })
	stream := only[*DefiLlama](t, Config{DefiLlama: url, Client: newClient(t), Clock: at(now), From: now})
	out := readPart(t, stream, load.Interval{From: day(-3), To: day(-1)})
	var unknown *unknownCoinError
	if !errors.As(out.err, &unknown) || !strings.Contains(out.err.Error(), "it has no coin at all, not coingecko:livepeer") {
		t.Errorf("got %v", out.err)
	}
}

func TestChartWithoutAPriceIsAnError(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"coins": map[string]any{"coingecko:livepeer": map[string]any{"prices": []any{}}}})
	})
	stream := only[*DefiLlama](t, Config{DefiLlama: url, Client: newClient(t), Clock: at(now), From: now})
	if out := readPart(t, stream, load.Interval{From: day(-2), To: day(-1)}); out.err == nil || len(out.marks) > 0 {
		t.Errorf("an empty chart gives %v and the marks %v", out.err, out.marks)
	}
}

func TestDailyPricesSettleAtSix(t *testing.T) {
	for _, test := range []struct{ clock, want string }{
		{"2026-11-02T05:59:59Z", "2026-11-01T00:00:00Z"},
		{"2026-11-02T06:00:00Z", "2026-11-02T00:00:00Z"},
		{"2026-11-02T23:00:00Z", "2026-11-02T00:00:00Z"},
	} {
		clock, err := time.Parse(time.RFC3339, test.clock)
		if err != nil {
			t.Fatal(err)
		}
		stream := only[*DefiLlama](t, Config{DefiLlama: "http://localhost", Client: newClient(t), Clock: at(clock), From: now})
		got, err := stream.SettledUntil(t.Context())
		if text := time.Unix(got, 0).UTC().Format(time.RFC3339); err != nil || text != test.want {
			t.Errorf("at %s settled until %s, %v; want %s", test.clock, text, err, test.want)
		}
	}
}

func FuzzDecodeChart(f *testing.F) {
	f.Add([]byte(`{"coins":{"c":{"symbol":"LPT","confidence":0.99,"decimals":18,"prices":[{"timestamp":1666876743,"price":9.4},{"timestamp":"x","price":null}]}}}`))
	f.Add([]byte(`{"coins":{"c":{"symbol":5,"prices":[[],{"timestamp":1e9,"price":0,"volume":1}]}}}`))
	f.Add([]byte(`{"coins":{}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decodeChart(body, "c")
		if err != nil {
			return
		}
		var answer struct {
			Coins map[string]struct{ Prices []json.RawMessage }
		}
		_ = json.Unmarshal(body, &answer) // what another reading makes of it may differ in the case of names only
		if n := len(answer.Coins["c"].Prices); n > 0 && n != len(got.points) {
			t.Errorf("%d points of %d", len(got.points), n)
		}
		checkPoints(t, got.points)
		checkBatch(t, got.batch(coin{"c", "LPT"}, wellFormed(got.points)))
	})
}
