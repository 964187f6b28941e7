package explorer

import (
	"testing"

	"github.com/lakepeer/lakepeer/load"
)

// FuzzAnswers gives any bytes to every decoder: none panics, and rows have what their columns need.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"0x0000000000000000000000000000000000000001":{"successRates":{"FRA":1},"roundTripScores":{},"scores":{},"pricePerPixel":0}}`,
		`{"dayData":[{"dateS":1,"volumeUsd":1,"volumeEth":"1e3"}],"weeklyData":[{"date":1,"weeklyVolumeUsd":1}],"inflation":1,"oneDayVolumeETH":1}`,
		`{"regions":[{"id":"FRA","name":"x","type":"ai"}],"pipelines":[{"id":"a","models":["m"]}]}`,
		`{"FRA":[{"timestamp":1,"region":"FRA","success_rate":1}],"id":"7","votes":{"for":"1"},"self":{"votes":"1"},"delegate":null}`,
		`[{"Address":"0x0000000000000000000000000000000000000001","PricePerPixel":1,"Time":1}]`, `null`, `{"a":`, `{"a":{"a":{"a":-}}}`, "",
	} {
		f.Add([]byte(seed))
	}
	byStream := tables()
	f.Fuzz(func(t *testing.T, body []byte) {
		check := func(s *sheet) {
			if err := s.deliver(&landing{}); err != nil {
				t.Fatal(err)
			}
			for _, r := range s.rows {
				for i, c := range r.table.columns {
					if c.required && r.values[i] == nil {
						t.Fatalf("%s: a row without %s", r.table.stream, c.name)
					}
				}
			}
		}
		for _, r := range routes() {
			s := newSheet(byStream[r.stream])
			_ = r.decode(s, answer{body: body}) // an error is an answer too
			check(s)
		}
		for _, k := range lookupKinds() {
			s := newSheet(byStream[k.stream])
			_ = k.decode(s, key{subject: "7", day: "2026-11-01", voter: "0x1"}, answer{body: body}) // as above
			check(s)
		}
		stats, history := newSheet(byStream["leaderboard_stats"]), newSheet(byStream["price_history"])
		_ = decodeStats(stats, body, test{}, 0)                                                     // as above
		_, _ = decodePrices(history, body, address(0), load.Interval{From: 0, To: 10 * daySeconds}) // as above
		history.sort()
		check(stats)
		check(history)
		_, _ = readTests(body)
		_ = readRefusal(body)
	})
}

// FuzzKeys gives any text as a key: what is read as one is written as one that says the same.
func FuzzKeys(f *testing.F) {
	f.Add("0xab@2026-11-01|a|b")
	f.Add("7/0xab")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := parseKey(text)
		if err != nil {
			return
		}
		if again, err := parseKey(k.String()); err != nil || again != k {
			t.Errorf("%q is %+v, written %q it is %+v, %v", text, k, k.String(), again, err)
		}
	})
}
