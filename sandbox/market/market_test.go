package market

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// at is the time of most tests, in the second week of the market's world.
var at = time.Date(2026, time.January, 16, 9, 41, 7, 0, time.UTC)

func clock() time.Time { return at }

// ask gives the status and the body of an answer.
func ask(t testing.TB, h http.Handler, method, target, body string, headers ...string) (int, http.Header, string) {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, w.Header(), string(text)
}

// object asks for a JSON object with status 200.
func object(t testing.TB, h http.Handler, method, target, body string) map[string]any {
	t.Helper()
	status, _, text := ask(t, h, method, target, body)
	var o map[string]any
	if err := json.Unmarshal([]byte(text), &o); err != nil || status != http.StatusOK {
		t.Fatalf("%s %s: %d %v: %.200s", method, target, status, err, text)
	}
	return o
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }

func TestOneSeedIsOneMarket(t *testing.T) {
	whole := func(seed uint64) string {
		m := New(Config{Seed: seed})
		return fmt.Sprint(m.Offers(at)[0].DphBase, m.Price(LPT, at), m.Price(ETH, at), len(m.Offers(at)), string(m.farmStats(at)))
	}
	if whole(1) != whole(1) || whole(1) == whole(2) {
		t.Error("a market isn't a function of its seed alone")
	}
	// Asking for another time in between, or backwards, changes nothing.
	m := New(Config{Seed: 1})
	before := string(m.farmOffers(at))
	m.farmOffers(at.Add(-time.Hour))
	if before != string(m.farmOffers(at)) {
		t.Error("an answer depends on what was asked before")
	}
}

// TestOffersHoldTheIdentities checks what is known of Vast.AI's real offers.
func TestOffersHoldTheIdentities(t *testing.T) {
	m := New(Config{Seed: 5})
	offers := m.Offers(at)
	if len(offers) < 1200 || len(offers) > 1900 {
		t.Fatalf("%d offers, about 1,500 are promised", len(offers))
	}
	var nowhere, rented, datacenters int
	for _, o := range offers {
		for name, pair := range map[string][2]float64{
			"dph_total":           {o.DphTotal, o.DphBase + o.StorageCost*Storage/720},
			"search.totalHour":    {o.Search.TotalHour, o.DphTotal},
			"search.diskHour":     {o.Search.DiskHour, o.StorageCost * 8 / 720},
			"instance.totalHour":  {o.Instance.TotalHour, o.Search.DiskHour},
			"dlperf_per_dphtotal": {o.DLPerfPerDphTotal, o.DLPerf / o.DphTotal},
			"flops_per_dphtotal":  {o.FlopsPerDphTotal, o.TotalFlops / o.DphTotal},
			"vram_costperhour":    {o.VRAMCostPerHour, o.DphBase / (float64(o.GPUTotalRAM) / 1024)},
			"dph_total_adj":       {o.DphTotalAdj, o.DphTotal + o.InetUpCost + o.InetDownCost},
			"cost per tb":         {o.InternetUpPerTB, o.InetUpCost * 1024},
			"end_date":            {o.EndDate - o.Duration, float64(at.Unix())},
			"gpu_total_ram":       {float64(o.GPUTotalRAM), float64(o.GPURAM * o.NumGPUs)},
			"gpu_ids":             {float64(len(o.GPUIDs)), float64(o.NumGPUs)},
		} {
			if !near(pair[0], pair[1]) {
				t.Fatalf("offer %d: %s is %v, not %v", o.ID, name, pair[0], pair[1])
			}
		}
		if o.MinBid <= 0 || o.MinBid >= o.DphBase || o.Duration <= 0 {
			t.Fatalf("offer %d: bid %v of %v, %v seconds left", o.ID, o.MinBid, o.DphBase, o.Duration)
		}
		if o.Geolocation == nil {
			nowhere++
		}
		if !o.Rentable {
			rented++
		}
		if o.HostingType != nil && *o.HostingType > 0 {
			datacenters++
		}
	}
	if nowhere == 0 || rented < len(offers)/4 || rented > len(offers)*3/4 || datacenters == 0 {
		t.Errorf("%d offers without a place, %d rented, %d in data centres of %d", nowhere, rented, datacenters, len(offers))
	}
}

// TestChunksShareGPUs checks that a machine's chunks agree on which GPUs are rented.
func TestChunksShareGPUs(t *testing.T) {
	m := New(Config{Seed: 5})
	byMachine := map[int64][]Offer{}
	ids := map[int64]int{}
	for _, o := range m.Offers(at) {
		byMachine[o.MachineID] = append(byMachine[o.MachineID], o)
		ids[o.ID]++
	}
	bare, doubled := 0, 0
	for machine, offers := range byMachine {
		free := map[int64]bool{}
		whole := false
		for _, o := range offers {
			whole = whole || o.GPUFrac == 1
			for _, id := range o.GPUIDs {
				free[id] = free[id] || o.Rentable
			}
		}
		for _, o := range offers {
			all := !slices.ContainsFunc(o.GPUIDs, func(id int64) bool { return !free[id] })
			if o.Rentable && !all || !o.Rentable && all && int(o.NumGPUs) > 1 && o.NumGPUs < 3 {
				t.Errorf("machine %d: chunk %v is rentable: %v, its GPUs are free: %v", machine, o.GPUIDs, o.Rentable, all)
			}
		}
		if !whole {
			bare++
		}
	}
	for _, n := range ids {
		if n > 1 {
			doubled++
		}
	}
	if bare == 0 || doubled == 0 {
		t.Errorf("%d machines without an offer of the whole, %d ids twice", bare, doubled)
	}
}

// TestMarketMoves checks that prices and rentals change, but slowly, and that offers are listed anew.
func TestMarketMoves(t *testing.T) {
	m := New(Config{Seed: 5})
	ids := func(at time.Time) map[int64]Offer {
		set := map[int64]Offer{}
		for _, o := range m.Offers(at) {
			set[o.ID] = o
		}
		return set
	}
	now, next, later := ids(at), ids(at.Add(time.Hour)), ids(at.Add(10*24*time.Hour))
	same, prices, relisted := 0, 0, 0
	for id, o := range now {
		if n, ok := next[id]; ok {
			same++
			if n.DphBase != o.DphBase {
				prices++
			}
		}
		if _, ok := later[id]; !ok {
			relisted++
		}
	}
	if same < len(now)*9/10 || prices == 0 || prices > same/4 || relisted < len(now)*9/10 {
		t.Errorf("of %d offers %d are there an hour later, %d at another price; %d are gone ten days later", len(now), same, prices, relisted)
	}
}

func TestSearch(t *testing.T) {
	m := New(Config{Seed: 5})
	vast := m.Vast(clock, VastOptions{})
	rows := func(method, target, body string) []any {
		return object(t, vast, method, target, body)["offers"].([]any)
	}
	all := m.Offers(at)
	count := func(keep func(Offer) bool) (n int) {
		for _, o := range all {
			if keep(o) {
				n++
			}
		}
		return n
	}
	big := count(func(o Offer) bool { return o.GPUName == "H100 SXM" && o.NumGPUs >= 4 })
	query := `{"gpu_name":{"eq":"H100 SXM"},"num_gpus":{"gte":4},"external":{"eq":"false"},"disable_bundling":true,"type":"on-demand","order":[["dph_total","asc"]],"limit":500}`
	for _, call := range [][3]string{
		{"POST", "/api/v0/bundles/", query},
		{"GET", "/api/v0/bundles/?q=" + url.QueryEscape(query), ""},
		{"PUT", "/api/v0/search/asks/", `{"select_cols":["*"],"q":` + query + `}`},
	} {
		found := rows(call[0], call[1], call[2])
		if len(found) != big || big == 0 {
			t.Errorf("%s finds %d, there are %d", call[0], len(found), big)
		}
		last := 0.0
		for _, row := range found {
			price := row.(map[string]any)["dph_total"].(float64)
			if price < last {
				t.Errorf("%s: %v comes after %v", call[0], price, last)
			}
			last = price
		}
	}
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"disable_bundling":true}`, DefaultLimit},
		{`{"disable_bundling":true,"limit":5000}`, MaxLimit},
		{`{"disable_bundling":true,"limit":500,"gpu_name":{"in":["B200","A40"]},"rentable":{"eq":true}}`, count(func(o Offer) bool { return (o.GPUName == "B200" || o.GPUName == "A40") && o.Rentable })},
		{`{"disable_bundling":true,"limit":500,"machine_id":{"lt":22000},"num_gpus":{"neq":1}}`, count(func(o Offer) bool { return o.MachineID < 22000 && o.NumGPUs != 1 })},
		{`{"disable_bundling":true,"limit":500,"gpu_name":{"eq":"H100"}}`, 0},
	} {
		if got := len(rows("POST", "/api/v0/bundles/", c.body)); got != c.want {
			t.Errorf("%s finds %d, want %d", c.body, got, c.want)
		}
	}
}

// TestCensusNeedsPartition takes every offer by ranges of ids, and finds all of them.
func TestCensusNeedsPartition(t *testing.T) {
	m := New(Config{Seed: 5})
	vast := m.Vast(clock, VastOptions{})
	seen := map[float64]bool{}
	var take func(from, to int64)
	take = func(from, to int64) {
		body := fmt.Sprintf(`{"disable_bundling":true,"limit":500,"ask_contract_id":{"gte":%d,"lt":%d}}`, from, to)
		found := object(t, vast, "POST", "/api/v0/bundles/", body)["offers"].([]any)
		if len(found) == MaxLimit {
			take(from, (from+to)/2)
			take((from+to)/2, to)
			return
		}
		for _, row := range found {
			seen[row.(map[string]any)["id"].(float64)] = true
		}
	}
	take(0, 1<<32)
	for _, o := range m.Offers(at) {
		if !seen[float64(o.ID)] {
			t.Fatalf("offer %d isn't found", o.ID)
		}
	}
	// Above the limit two different searches get different samples; the same one gets the same.
	_, _, one := ask(t, vast, "POST", "/api/v0/bundles/", `{"disable_bundling":true,"limit":100}`)
	_, _, again := ask(t, vast, "POST", "/api/v0/bundles/", `{"disable_bundling":true,"limit":100}`)
	_, _, other := ask(t, vast, "POST", "/api/v0/bundles/", `{"disable_bundling":true,"limit":100,"external":{"eq":false}}`)
	if one != again || one == other {
		t.Error("the sample isn't a function of the search")
	}
}

func TestVastRefuses(t *testing.T) {
	m := New(Config{Seed: 5, Machines: 20})
	strict := m.Vast(clock, VastOptions{Key: "secret", Refuse: http.StatusForbidden})
	for _, c := range []struct {
		name, method, target, body, header string
		status                             int
	}{
		{"no key", "POST", "/api/v0/bundles/", "{}", "", 403},
		{"wrong key", "POST", "/api/v0/bundles/", "{}", "Bearer other", 404},
		{"key", "POST", "/api/v0/bundles/", "{}", "Bearer secret", 200},
		{"key in the query", "GET", "/api/v0/bundles/?api_key=secret", "", "", 200},
		{"bad JSON", "POST", "/api/v0/bundles/", "{", "Bearer secret", 400},
		{"unknown field", "POST", "/api/v0/bundles/", `{"gpu":{"eq":1}}`, "Bearer secret", 400},
		{"unknown operator", "POST", "/api/v0/bundles/", `{"gpu_name":{"is":1}}`, "Bearer secret", 400},
		{"unknown path", "GET", "/api/v0/other/", "", "Bearer secret", 200},
	} {
		if status, _, text := ask(t, strict, c.method, c.target, c.body, "Authorization", c.header); status != c.status {
			t.Errorf("%s: status %d, want %d: %s", c.name, status, c.status, text)
		}
	}
}

// TestFarmIsARecountOfTheOffers compares gpu-stats with a recount from the machines that /machines derives from offers.
func TestFarmIsARecountOfTheOffers(t *testing.T) {
	m := New(Config{Seed: 5})
	minute := at.Truncate(time.Minute)
	var list []whole
	for _, x := range m.farmWholes(minute) {
		o := x.whole
		n := float64(o.NumGPUs)
		list = append(list, whole{
			name: o.GPUName, verified: o.Verification == "verified", size: int(o.NumGPUs), rented: x.rented, cents: cents(o.DphBase, n),
			vram: math.Ceil(float64(o.GPURAM) / 1024), dlperf: o.DLPerf / n, tflops: o.TotalFlops / n,
		})
	}
	recount, said := summarize(list), m.statistics(hourOf(minute))
	if len(recount.models) != len(said.models) || len(said.models) < 20 {
		t.Fatalf("%d models, by recount %d", len(said.models), len(recount.models))
	}
	for i := range said.models {
		a, b := said.models[i], recount.models[i]
		if fmt.Sprint(a.name, a.groups, a.vram) != fmt.Sprint(b.name, b.groups, b.vram) || !near(a.dlperf, b.dlperf) || !near(a.tflops, b.tflops) {
			t.Errorf("%v, by recount %v", a, b)
		}
	}
}

// TestPercentiles holds the exporter's rules: one element is all percentiles, two to nine have no tenth.
func TestPercentiles(t *testing.T) {
	for _, c := range []struct {
		n                 int
		median, low, high float64
	}{{1, 1, 1, 1}, {2, 1.5, math.NaN(), math.NaN()}, {9, 5, math.NaN(), math.NaN()}, {10, 5.5, 1, 9}, {15, 8, 1.5, 13.5}, {20, 10.5, 2, 18}} {
		var prices []float64
		for i := range c.n {
			prices = append(prices, float64(i+1))
		}
		if got, want := fmt.Sprint(figuresOf(prices)), fmt.Sprint(figures{c.n, c.median, c.low, c.high}); got != want {
			t.Errorf("of %d: %s, want %s", c.n, got, want)
		}
	}
	if cents(4.799, 8) != 59 || cents(0.29, 1) != 28 {
		t.Errorf("prices are cut off to %v and %v", cents(4.799, 8), cents(0.29, 1))
	}
}

func TestFarmProtocol(t *testing.T) {
	farm := New(Config{Seed: 5}).Farm(clock)
	for path, key := range map[string]string{"/offers": "offers", "/machines": "offers", "/hosts": "hosts", "/gpu-stats": "models"} {
		o := object(t, farm, "GET", path, "")
		rows := o[key].([]any)
		if o["url"] != path || len(rows) == 0 || o["count"] != nil && int(o["count"].(float64)) != len(rows) {
			t.Errorf("%s: url %v, %d rows, count %v", path, o["url"], len(rows), o["count"])
		}
		_, header, _ := ask(t, farm, "GET", path, "")
		if status, _, body := ask(t, farm, "GET", path, "", "If-None-Match", header.Get("ETag")); status != http.StatusNotModified || body != "" {
			t.Errorf("%s with its ETag: %d", path, status)
		}
		if status, _, _ := ask(t, farm, "GET", path, "", "If-Modified-Since", header.Get("Last-Modified")); status != http.StatusNotModified {
			t.Errorf("%s with its time: %d", path, status)
		}
		if status, _, _ := ask(t, farm, "POST", path, ""); status != http.StatusMethodNotAllowed {
			t.Errorf("%s posted: %d", path, status)
		}
	}
}

// BenchmarkAnswers measures the largest answers; each should take less than 50 ms.
func BenchmarkAnswers(b *testing.B) {
	for name, target := range map[string]string{"offers": "/offers", "machines": "/machines", "stats": "/gpu-stats"} {
		b.Run(name, func(b *testing.B) {
			m := New(Config{Seed: 1})
			step := 0
			farm := m.Farm(func() time.Time { step++; return at.Add(time.Duration(step) * time.Hour) })
			for b.Loop() {
				ask(b, farm, "GET", target, "")
			}
		})
	}
	b.Run("search", func(b *testing.B) {
		m := New(Config{Seed: 1})
		for b.Loop() {
			ask(b, m.Vast(clock, VastOptions{}), "POST", "/api/v0/bundles/", `{"disable_bundling":true,"limit":500}`)
		}
	})
	b.Run("history of a day", func(b *testing.B) {
		m := New(Config{Seed: 1})
		step := int64(0)
		for b.Loop() {
			step++
			start := at.Unix() - step*86400
			ask(b, m.Grafana(clock), "GET", fmt.Sprintf("/api/datasources/proxy/uid/EdgV2xcnz/api/v1/query_range?query=vastai_gpu_count&start=%d&end=%d&step=3600", start, start+86400-3600), "")
		}
	})
}
