package explorer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// answered is a snapshot under test: how its rows stand in an answer.
type answered struct {
	stream string
	// make gives the i-th element, wrap the answer of the elements, which twice has each of them two times.
	make func(i int) map[string]any
	wrap func(elements []any, names []string, twice bool) string
	// optional is the column, and its member of an element, that may be missing; required one that may not; poisoned one
	// that is given a value which can't be true.
	optional, member, required, poisoned string
	poison                               any
}

// plain is an answer that is a list.
func plain(elements []any, _ []string, twice bool) string {
	if twice {
		elements = append(elements, elements...)
	}
	text, _ := json.Marshal(elements) // made of the tests' own values
	return string(text)
}

// within is an answer with the list in a member.
func within(name string) func([]any, []string, bool) string {
	return func(elements []any, names []string, twice bool) string {
		return fmt.Sprintf(`{%q: %s}`, name, plain(elements, names, twice))
	}
}

// mapped is an answer with the elements by name.
func mapped(elements []any, names []string, twice bool) string {
	if twice {
		elements, names = append(elements, elements...), append(names, names...)
	}
	parts := make([]string, len(elements))
	for i, element := range elements {
		text, _ := json.Marshal(element) // made of the tests' own values
		parts[i] = fmt.Sprintf("%q: %s", names[i], text)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func TestConformanceOfSnapshots(t *testing.T) {
	percent := func(i int) map[string]any {
		return map[string]any{"FRA": 50 + i, "GLOBAL": 50 + i}
	}
	for _, a := range []answered{
		{
			"prices", func(i int) map[string]any {
				return map[string]any{"Address": address(i), "PricePerPixel": 1.5 + float64(i), "Active": true, "Status": "Registered", "DelegatedStake": 1.2e22}
			}, plain, "status", "Status", "PricePerPixel", "PricePerPixel", -1,
		},
		{
			"scores", func(i int) map[string]any {
				return map[string]any{"successRates": percent(i), "roundTripScores": percent(i), "scores": percent(i), "pricePerPixel": 0}
			}, mapped, "price_per_pixel", "pricePerPixel", "scores", "", nil,
		},
		{
			"protocol_day", func(i int) map[string]any {
				return map[string]any{"dateS": 1_700_000_000 + 86_400*i, "volumeUsd": 10.5 * float64(i), "inflation": 200_000, "participationRate": 0.5}
			}, within("dayData"), "inflation", "inflation", "volumeUsd", "volumeUsd", -3.5,
		},
		{
			"regions", func(i int) map[string]any {
				return map[string]any{"id": "R" + strconv.Itoa(i), "name": "Region", "type": "ai"}
			}, within("regions"), "", "", "type", "", nil,
		},
		{
			"contracts", func(i int) map[string]any {
				return map[string]any{"name": "Minter", "address": address(i), "link": "https://example.org"}
			}, mapped, "link", "link", "name", "address", "0x12",
		},
	} {
		t.Run(a.stream, func(t *testing.T) { a.conform(t) })
	}
}

func (a answered) conform(t *testing.T) {
	without := map[extracttest.Fault]string{extracttest.EmptyPage: "all rows come in one answer"}
	if a.poisoned == "" {
		without[extracttest.PoisonedRow] = "no two fields of a row say the same"
	}
	if a.optional == "" {
		without[extracttest.RemovedField] = "every field is needed"
	}
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 20, NewField: "brandNew", Optional: a.optional, Without: without,
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			c := everything(url)
			c.Client = client
			return streamOf(t, c, a.stream)
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			var elements []any
			var names []string
			for i := range world.Rows {
				element := a.make(i)
				switch {
				case world.Fault == extracttest.NewField:
					element["brandNew"] = "x"
				case world.Fault == extracttest.RemovedField:
					delete(element, a.member)
				case world.Fault == extracttest.WrongType && i == world.Rows/2:
					element[a.required] = true
				case world.Fault == extracttest.PoisonedRow && i == world.Rows/2:
					element[a.poisoned] = a.poison
				}
				elements, names = append(elements, element), append(names, address(i))
			}
			body := a.wrap(elements, names, world.Fault == extracttest.DuplicatePage)
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
		},
		IsData: func(*http.Request, []byte) bool { return true },
	})
}

// TestConformanceOfStats has ten orchestrators tested on each of eight days.
func TestConformanceOfStats(t *testing.T) {
	const each = 10
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 80, NewField: "brand_new", Optional: "round_trip_score",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return streamOf(t, Config{Leaderboard: url, Client: client, HistoryDays: 10}, "leaderboard_stats")
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				since, _ := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
				day := int((since - midnight(noon.AddDate(0, 0, -10).Unix())) / daySeconds)
				switch {
				case world.Fault == extracttest.EmptyPage && day == 4:
					day = -1 // nothing was tested
				case world.Fault == extracttest.EmptyPage && day > 4:
					day--
				}
				_, _ = w.Write([]byte(statsOf(day, each, world)))
			})
		},
		IsData: func(r *http.Request, _ []byte) bool { return r.URL.Path == "/aggregated_stats" },
	})
}

// statsOf gives the results of a day, those of which begin at row each*day.
func statsOf(day, each int, world extracttest.World) string {
	var elements []any
	var names []string
	for i := max(0, day*each); day >= 0 && i < min(world.Rows, (day+1)*each); i++ {
		result := map[string]any{"success_rate": 1, "round_trip_score": 0.5, "score": float64(i) / 100}
		switch {
		case world.Fault == extracttest.NewField:
			result["brand_new"] = 1
		case world.Fault == extracttest.RemovedField:
			delete(result, "round_trip_score")
		case world.Fault == extracttest.WrongType && i == world.Rows/2:
			result["success_rate"] = "all of it"
		case world.Fault == extracttest.PoisonedRow && i == world.Rows/2:
			result["success_rate"] = 98.5
		}
		elements, names = append(elements, map[string]any{"FRA": result}), append(names, address(i))
	}
	return mapped(elements, names, world.Fault == extracttest.DuplicatePage && day == 3)
}

// TestConformanceOfLookups has the accounts of ten snapshots of the scores.
func TestConformanceOfLookups(t *testing.T) {
	const snapshots, each = 10, 2
	stake := func(i int) map[string]any {
		return map[string]any{"pendingStake": strconv.Itoa(1000 + i), "pendingFees": "7"}
	}
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: snapshots * each, NewField: "brandNew", Optional: "pending_fees",
		Without: map[extracttest.Fault]string{
			extracttest.DuplicatePage: "an answer is about one account", extracttest.EmptyPage: "an answer is about one account",
		},
		Prepare: func(t testing.TB, lake *load.Lake) {
			for snapshot := range snapshots {
				var rows [][]any
				for i := range each {
					rows = append(rows, []any{address(snapshot*each + i)})
				}
				commit(t, lake, load.StreamID{Source: "explorer", Instance: "main", Stream: "scores"},
					instant(noon.Add(time.Duration(snapshot)*time.Minute)), []string{"orchestrator"}, rows...)
			}
		},
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return streamOf(t, Config{Endpoint: url, Client: client}, "pending_stake")
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n, _ := strconv.ParseInt(strings.TrimPrefix(r.URL.Path, "/pending-stake/0x"), 16, 64)
				i := int(n) - 1
				answer := stake(i)
				switch {
				case world.Fault == extracttest.NewField:
					answer["brandNew"] = "x"
				case world.Fault == extracttest.RemovedField:
					delete(answer, "pendingFees")
				case world.Fault == extracttest.WrongType && i == world.Rows/2:
					answer["pendingStake"] = true
				case world.Fault == extracttest.PoisonedRow && i == world.Rows/2:
					answer["pendingStake"] = "-5"
				}
				_ = json.NewEncoder(w).Encode(answer)
			})
		},
		IsData: func(*http.Request, []byte) bool { return true },
	})
}
