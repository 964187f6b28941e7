package vastai

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// TestConformanceOfTheHistory has a sample of one series every twelve hours.
func TestConformanceOfTheHistory(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 100, NewField: "histograms", Optional: "job",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return streamOf(t, Config{Grafana: url, Datasource: "abc", HistoryDays: 70, Client: client}, "farm_history")
		},
		Serve:  serveHistory,
		IsData: func(r *http.Request, _ []byte) bool { return r.URL.Query().Get("step") == strconv.Itoa(historyStep) },
	})
}

// serveHistory serves as many samples of the GPU count as the world has rows, and nothing of the prices.
func serveHistory(_ testing.TB, world extracttest.World) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		start, _ := strconv.ParseInt(q.Get("start"), 10, 64)
		end, _ := strconv.ParseInt(q.Get("end"), 10, 64)
		result := []any{}
		live := q.Get("step") != strconv.Itoa(historyStep)
		var values []any
		for i := range world.Rows {
			at := sampleTime(i, world)
			sample := []any{at, strconv.Itoa(i)}
			if i == world.Rows/2 && world.Fault == extracttest.WrongType {
				sample[1] = i
			}
			if i == world.Rows/2 && world.Fault == extracttest.PoisonedRow {
				sample[0] = at + 7
			}
			if at >= start && at <= end || live && i == 0 {
				values = append(values, sample)
			}
		}
		series := map[string]any{"metric": map[string]string{"__name__": liveness, "gpu_name": "RTX 4090", "verified": "yes", "rented": "no", "job": "vast"}, "values": values}
		if world.Fault == extracttest.RemovedField {
			series["metric"] = map[string]string{"__name__": liveness, "gpu_name": "RTX 4090", "verified": "yes", "rented": "no"}
		}
		if world.Fault == extracttest.NewField {
			series["histograms"] = []int{1}
		}
		if len(values) > 0 && q.Get("query") == liveness {
			result = append(result, series)
			if world.Fault == extracttest.DuplicatePage {
				result = append(result, series)
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": map[string]any{"resultType": "matrix", "result": result}})
	})
}

// sampleTime gives the time of a row; with an empty page the later half comes two weeks later.
func sampleTime(i int, world extracttest.World) int64 {
	at := noon.Add(-69*24*time.Hour).Unix()/historyStep*historyStep + int64(i)*12*historyStep
	if world.Fault == extracttest.EmptyPage && i >= world.Rows/2 {
		at += 14 * 86_400
	}
	return at
}

// TestConformanceOfTheOffers has a market that takes several questions, because an answer has 60 offers at most.
func TestConformanceOfTheOffers(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 200, NewField: "brand_new", Optional: "cpu_ghz",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return streamOf(t, Config{Endpoint: url, RowLimit: 60, Client: client}, "offers")
		},
		Serve:  serveOffers,
		IsData: func(r *http.Request, _ []byte) bool { return r.URL.Path == "/api/v0/bundles/" },
	})
}

// serveOffers serves a market of as many offers as the world has rows.
func serveOffers(_ testing.TB, world extracttest.World) http.Handler {
	m := &market{offers: offers(world.Rows)}
	for i, o := range m.offers {
		switch world.Fault {
		case extracttest.EmptyPage:
			if i >= world.Rows/2 {
				o["id"] = 1_000_000 + i
			}
		case extracttest.NewField:
			o["brand_new"] = "x"
		case extracttest.RemovedField:
			delete(o, "cpu_ghz")
		case extracttest.WrongType:
			if i == world.Rows/2 {
				o["machine_id"] = "a text"
			}
		case extracttest.PoisonedRow:
			if i == world.Rows/2 {
				o["num_gpus"] = 0
			}
		case extracttest.DuplicatePage:
			m.twice = true
		}
	}
	return m
}

// farmSubject is one of 500.farm's lists under test.
type farmSubject struct {
	stream, listName string
	// make gives the i-th element of the list, which gives so many rows.
	make func(i int) map[string]any
	rows int
	// optional is the column, and the member of an element, that may be missing; required one that may not, and
	// poisoned one that has a value which can't be true.
	optional, required, poisoned string
	poison                       any
}

// TestConformanceOfTheFarm has each list in one answer, so that no page of it can be empty.
func TestConformanceOfTheFarm(t *testing.T) {
	for _, s := range []farmSubject{
		{"farm_offers", "offers", offer, 1, "cpu_ghz", "machine_id", "gpu_frac", 1.5},
		{"farm_machines", "offers", machine, 1, "min_chunk", "gpu_name", "num_gpus_rented", 5},
		{"farm_hosts", "hosts", host, 1, "tflops", "gpus", "", nil},
		{"farm_gpu_stats", "models", model, 9, "price_90th_percentile", "count", "price_median", 0.1},
	} {
		without := map[extracttest.Fault]string{extracttest.EmptyPage: "the list comes in one answer"}
		if s.poisoned == "" {
			without[extracttest.PoisonedRow] = "no two fields of a row say the same"
		}
		t.Run(s.stream, func(t *testing.T) {
			extracttest.Run(t, extracttest.Subject{
				Network: network, Rows: 8 * s.rows, NewField: "brand_new", Optional: s.optional, Without: without,
				Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
					return streamOf(t, Config{Farm: url, Client: client}, s.stream)
				},
				Serve:  s.serve,
				IsData: func(*http.Request, []byte) bool { return true },
			})
		})
	}
}

// serve serves the list.
func (s farmSubject) serve(t testing.TB, world extracttest.World) http.Handler {
	count := world.Rows / s.rows
	var list []any
	for i := range count {
		element := s.make(i)
		for _, fields := range s.fields(element) {
			switch {
			case world.Fault == extracttest.RemovedField:
				delete(fields, s.optional)
			case world.Fault == extracttest.WrongType && i == count/2:
				fields[s.required] = []bool{true}
			case world.Fault == extracttest.PoisonedRow && i == count/2:
				fields[s.poisoned] = s.poison
			default:
				continue
			}
			if world.Fault != extracttest.RemovedField {
				break // one row is enough
			}
		}
		if world.Fault == extracttest.NewField {
			element["brand_new"] = "x"
		}
		list = append(list, element)
	}
	if world.Fault == extracttest.DuplicatePage {
		list = append(list, list...)
	}
	return reply(answerOf(t, s.listName, count, list))
}

// fields gives what each row of an element is made of.
func (s farmSubject) fields(element map[string]any) []map[string]any {
	if s.rows == 1 {
		return []map[string]any{element}
	}
	var all []map[string]any
	stats, _ := element["stats"].(map[string]any)
	for _, occupancy := range occupancies() {
		leaves, _ := stats[occupancy].(map[string]any)
		for _, verification := range verifications() {
			one, _ := leaves[verification].([]any)
			fields, _ := one[0].(map[string]any)
			all = append(all, fields)
		}
	}
	return all
}
