package prices

import (
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

// TestSandboxsServices reads the two services as the sandbox serves them, whose DefiLlama has a gap of a day, bridged by
// the hour before it, and whose CoinGecko gives a price a day only for long ranges.
func TestSandboxsServices(t *testing.T) {
	made := market.New(market.Config{Seed: 7})
	clock := at(made.OddDay().AddDate(0, 0, 20).Add(9 * time.Hour))
	from := made.GapDay().AddDate(0, 0, -10)
	lake := newLake(t)
	for _, stream := range []struct {
		name   string
		config Config
	}{
		{"defillama", Config{DefiLlama: serve(t, made.Llama(clock).ServeHTTP), PageDays: 7}},
		{"coingecko", Config{CoinGecko: serve(t, made.Gecko(clock, market.GeckoOptions{}).ServeHTTP), PageDays: 7}},
	} {
		t.Run(stream.name, func(t *testing.T) {
			stream.config.Instance, stream.config.Clock, stream.config.From, stream.config.Client = "main", clock, from, newClient(t)
			made, err := New(stream.config)
			if err != nil {
				t.Fatal(err)
			}
			report := run(t, lake, made[0])
			if !report.Complete() || len(report.Streams[0].Parts) != 2 {
				t.Fatalf("%+v", report)
			}
			days := (midnight(clock().Unix()) - midnight(from.Unix())) / daySeconds
			for _, part := range report.Streams[0].Parts {
				// The price nearest to a midnight may lie before it, so at either end one may be lent or borrowed.
				if lost := days - part.Rows; lost < -1 || lost > 1 {
					t.Errorf("part %s has %d rows for %d days", part.Part, part.Rows, days)
				}
			}
		})
	}
}

// TestSandboxDaysOneByOne gets the same from a run a day as from one for all days.
func TestSandboxDaysOneByOne(t *testing.T) {
	made := market.New(market.Config{Seed: 7})
	end := made.OddDay().AddDate(0, 0, 5).Add(9 * time.Hour)
	from := end.AddDate(0, 0, -12)
	lakes := [2]*load.Lake{newLake(t), newLake(t)}
	for lake, clocks := range [2][]time.Time{{end}, nil} {
		for n := 11; lake == 1 && n >= 0; n-- {
			clocks = append(clocks, end.AddDate(0, 0, -n))
		}
		for _, clock := range clocks {
			stream := only[*CoinGecko](t, Config{
				CoinGecko: serve(t, made.Gecko(at(clock), market.GeckoOptions{}).ServeHTTP), Clock: at(clock), From: from, Client: newClient(t),
			})
			if report := run(t, lakes[lake], stream); !report.Complete() {
				t.Fatal(report.Missing())
			}
		}
	}
	id := load.StreamID{Source: "prices", Instance: "main", Stream: "coingecko"}
	once, daily := landed(t, lakes[0], id), landed(t, lakes[1], id)
	if len(once) != 12 || len(daily) != len(once) {
		t.Errorf("%d prices at once, %d day by day, want 12", len(once), len(daily))
	}
	for millis, price := range once {
		if daily[millis] != price {
			t.Errorf("at %d: %q at once, %q day by day", millis, price, daily[millis])
		}
	}
}
