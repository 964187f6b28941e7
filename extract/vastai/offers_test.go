package vastai

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
)

// TestCensusFindsEveryOffer asks markets of many sizes, with limits that are stated and ones that the server keeps to itself.
func TestCensusFindsEveryOffer(t *testing.T) {
	for _, size := range []int{1, 2, 3, 7, 50, 199, 201} {
		for _, limits := range [][2]int{{5000, 0}, {200, 0}, {60, 0}, {5000, 60}, {5000, 64}, {50, 10}, {2, 0}} {
			m := &market{offers: offers(size), cap: limits[1]}
			got, err := take(t, Config{Endpoint: serve(t, m), RowLimit: limits[0]}, "offers")
			if err != nil {
				t.Fatalf("%d offers, limits %v: %v", size, limits, err)
			}
			found := idsOf(got)
			if len(found) != size || len(slices.Compact(found)) != size || len(got.rejects) != 0 {
				t.Errorf("%d offers, limits %v: %d rows landed, %d rejected", size, limits, len(found), len(got.rejects))
			}
			if limit := min(limits[0], cmp.Or(limits[1], limits[0])); m.requests > 5+8*size/limit {
				t.Errorf("%d offers, limits %v took %d requests", size, limits, m.requests)
			}
		}
	}
}

// TestCensusRefusesWhatCannotBeTrue never takes a part of a market for all of it.
func TestCensusRefusesWhatCannotBeTrue(t *testing.T) {
	ignoring := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"offers": offers(10)})
	})
	requests := 0
	vanishing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 1 {
			(&market{offers: offers(20)}).ServeHTTP(w, r)
			return
		}
		_, _ = w.Write([]byte(`{"offers":[]}`))
	})
	for name, c := range map[string]struct {
		server http.Handler
		says   string
	}{
		"an empty market":          {reply(`{"offers":[]}`), "there are none"},
		"no list":                  {reply(`{"success":false,"msg":"maintenance at 203.0.113.9"}`), "maintenance"},
		"a key that needs more":    {reply(`{"offers":[],"success":true,"needs_machine":true}`), "needs more"},
		"a page":                   {reply(`<!doctype html>`), "not the JSON"},
		"ranges are ignored":       {ignoring, "was not asked for"},
		"half of it gone at once":  {vanishing, "a moment ago"},
		"the answer ends too soon": {reply(`{"offers":[{"id":1},`), "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := take(t, Config{Endpoint: serve(t, c.server)}, "offers")
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("the error is %v, want one that says %q", err, c.says)
			}
			noAddress(t, "the error", err.Error())
		})
	}
}

// TestKey goes in the header only, and a refusal says what to do with and without one.
func TestKey(t *testing.T) {
	m := &market{offers: offers(3)}
	if _, err := take(t, Config{Endpoint: serve(t, m), Key: testKey}, "offers"); err != nil || m.keys[0] != "Bearer "+testKey {
		t.Errorf("the key was sent as %q: %v", m.keys, err)
	}
	for key, says := range map[string]string{"": "needs a key", testKey: "isn't accepted"} {
		for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
			refusing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Error(w, fmt.Sprintf(`{"msg":"Invalid user key %s"}`, r.Header.Get("Authorization")), status)
			})
			_, err := take(t, Config{Endpoint: serve(t, refusing), Key: key}, "offers")
			var unavailable *extract.UnavailableError
			if !errors.As(err, &unavailable) || unavailable.Optional != (key == "") || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), testKey) {
				t.Errorf("status %d gives %v", status, err)
			}
		}
	}
}

// TestMalformedOffersAreRejected keeps the bytes of each, without the address in them.
func TestMalformedOffersAreRejected(t *testing.T) {
	wrong := map[string]any{
		"id": nil, "machine_id": "100", "host_id": 1.5, "gpu_name": 5, "num_gpus": 0, "gpu_frac": 1.25, "rentable": "true", "dph_base": -0.1,
	}
	for field, value := range wrong {
		t.Run(field, func(t *testing.T) {
			all := offers(10)
			all[4][field] = value
			body, err := json.Marshal(map[string]any{"offers": all})
			if err != nil {
				t.Fatal(err)
			}
			p, err := readOffers(body)
			if err != nil || p.landed() != 9 || len(p.rejects) != 1 || p.elements != 10 {
				t.Fatalf("%d of %d landed, %d rejected: %v", p.landed(), p.elements, len(p.rejects), err)
			}
			defer p.release()
			noAddress(t, "the rejected row", string(p.rejects[0].Original))
			if !strings.Contains(string(p.rejects[0].Original), `"geolocation":"Texas, US"`) {
				t.Errorf("the bytes of the rejected row are not kept: %s", p.rejects[0].Original)
			}
		})
	}
}

// TestUnknownAndRetypedFieldsAreKept puts them into _extra, but for what says who a host is.
func TestUnknownAndRetypedFieldsAreKept(t *testing.T) {
	o := offer(0)
	o["cpu_ghz"], o["brand_new"], o["seen_from"], o["host_ip_addr"] = "2.5", []int{1}, "203.0.113.9", "198.51.100.1"
	o["search"] = map[string]any{"totalHour": 0.5, "taxHour": 0.1}
	body, err := json.Marshal(map[string]any{"offers": []any{o}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := take(t, Config{Endpoint: serve(t, &market{offers: []map[string]any{o}})}, "offers")
	if err != nil || len(got.rows) != 1 {
		t.Fatalf("%d rows of %s: %v", len(got.rows), body, err)
	}
	row := got.rows[0]
	want := `{"brand_new":[1],"cpu_ghz":"2.5","search.taxHour":0.1,"seen_from":"(not kept)"}`
	if row["_extra"] != want || row["cpu_ghz"] != "" || row["search_total_hour"] != "0.5" || row["end_date"] != "1.8e+09" {
		t.Errorf("_extra is %s, want %s; cpu_ghz %q", row["_extra"], want, row["cpu_ghz"])
	}
	for column, value := range row {
		noAddress(t, column, value)
	}
}

// TestTheHighestScoreOfAnIDWins whatever the order.
func TestTheHighestScoreOfAnIDWins(t *testing.T) {
	low, high := offer(1), offer(1)
	low["score"], low["dph_base"], high["score"] = 1, 9, 2.5
	for _, pair := range [][]any{{low, high, offer(2)}, {high, offer(2), low, high}} {
		body, err := json.Marshal(map[string]any{"offers": pair})
		if err != nil {
			t.Fatal(err)
		}
		p, err := readOffers(body)
		if err != nil || p.landed() != 2 {
			t.Fatalf("%d rows: %v", p.landed(), err)
		}
		sink := &landing{}
		if err := p.deliver(schemaOf(offerTable()), nil, sink); err != nil {
			t.Fatal(err)
		}
		p.release()
		for _, row := range sink.rows {
			if row["id"] == "1007" && row["score"] != "2.5" {
				t.Errorf("the row with score %s is kept", row["score"])
			}
		}
	}
}

// TestRecordedOffersOfTheAPI reads answers of two generations of the API.
func TestRecordedOffersOfTheAPI(t *testing.T) {
	bare := recorded(t, "vastai-cli/search-offers-raw-1.json")
	for name, body := range map[string][]byte{
		"2022": recorded(t, "samples/vastai/bundles-2022-11-one.json"),
		"2024": fmt.Appendf(nil, `{"offers":%s}`, bare),
	} {
		p, err := readOffers(body)
		if err != nil || p.landed() != 1 || len(p.rejects) != 0 {
			t.Fatalf("%s: %d rows, %v: %v", name, p.landed(), p.rejects, err)
		}
		sink := &landing{}
		if err := p.deliver(schemaOf(offerTable()), nil, sink); err != nil {
			t.Fatal(err)
		}
		p.release()
		row := sink.rows[0]
		if row["_extra"] != "" || row["gpu_frac"] != "0.25" || row["num_gpus"] != "1" || row["gpu_name"] == "" {
			t.Errorf("%s: %v", name, row)
		}
		for column, value := range row {
			noAddress(t, name+" "+column, value)
		}
	}
}

// readOffers reads an answer's bytes.
func readOffers(body []byte) (*page, error) {
	p := newPage(offerTable())
	_, err := readEnvelope(strings.NewReader(string(body)), "offers", p.element)
	return p, err
}

func FuzzOffers(f *testing.F) {
	seed, err := json.Marshal(map[string]any{"offers": offers(2), "count": 2, "timestamp": "2026-11-01T12:00:00Z"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(`{"offers":[1,null,"a",{"id":1},{"public_ipaddr":"203.0.113.7"}]}`))
	f.Add([]byte(`{"success":false,"error":"x"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := readOffers(body)
		defer p.release()
		if err != nil {
			return
		}
		sink := &landing{}
		if err := p.deliver(schemaOf(offerTable()), nil, sink); err != nil {
			t.Fatal(err)
		}
		if len(sink.rows) != p.landed() || len(sink.rejects) != len(p.rejects) || p.landed()+len(p.rejects) > p.elements {
			t.Errorf("%d elements gave %d rows and %d rejects", p.elements, len(sink.rows), len(sink.rejects))
		}
	})
}
