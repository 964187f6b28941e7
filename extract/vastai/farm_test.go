package vastai

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// takeFarm takes a snapshot of a farm stream from a server that answers every path with one body.
func takeFarm(t testing.TB, stream, body string) (*landing, error) {
	t.Helper()
	return take(t, Config{Farm: serve(t, reply(body)) + "/vastai-exporter/"}, stream)
}

// TestRecordedStatistics lands the recorded answer of gpu-stats through the real extractor; its sums are known.
func TestRecordedStatistics(t *testing.T) {
	body := recorded(t, "vastai-500farm/gpu-stats-2025-12-07T203016Z.json")
	paths := map[string]bool{}
	farm := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths[r.URL.Path] = true
		_, _ = w.Write(body)
	}))
	got, err := take(t, Config{Farm: farm + "/vastai-exporter"}, "farm_gpu_stats")
	if err != nil || len(got.rejects) != 0 || !paths["/vastai-exporter/gpu-stats"] {
		t.Fatalf("%v asked, %d rejected: %v", paths, len(got.rejects), err)
	}
	if len(got.rows) != 88*9 {
		t.Errorf("%d rows, want 9 of each of 88 models", len(got.rows))
	}
	gpus, unpriced := map[string]int{}, 0
	for _, row := range got.rows {
		n, err := strconv.Atoi(row["gpu_count"])
		if err != nil {
			t.Fatal(err)
		}
		gpus[row["occupancy"]+"/"+row["verification"]] += n
		if row["price_median"] == "" {
			unpriced++
			if n != 0 || row["price_10th_percentile"] != "" {
				t.Errorf("%s counts %d GPUs and has no median", row["gpu_name"], n)
			}
		}
		if row["envelope_at"] != "2025-12-07T20:30:16.932863812Z" || row["envelope_count"] != "" || row["_extra"] != "" {
			t.Fatalf("%v", row)
		}
	}
	if gpus["all/all"] != 18_915 || gpus["rented/all"] != 9_579 || gpus["available/all"] != 9_336 || unpriced != 111 {
		t.Errorf("%v GPUs, %d statistics without prices", gpus, unpriced)
	}
}

// TestRecordedFarmOffers lands the recorded head of the list of offers. It says that it has 18,909, which is an error until
// the count is that of the head.
func TestRecordedFarmOffers(t *testing.T) {
	body := string(recorded(t, "vastai-500farm/offers-head-2025-07-26T080110Z.json"))
	if _, err := takeFarm(t, "farm_offers", body); err == nil || !strings.Contains(err.Error(), "18909 offers and has 2") {
		t.Fatalf("the head of a list is taken for all of it: %v", err)
	}
	got, err := takeFarm(t, "farm_offers", strings.Replace(body, "18909", "2", 1))
	if err != nil || len(got.rows) != 2 || len(got.rejects) != 0 {
		t.Fatalf("%d rows, %d rejected: %v", len(got.rows), len(got.rejects), err)
	}
	row := got.rows[0]
	want := map[string]string{
		"id": "21348645", "machine_id": "37228", "gpu_name": "RTX 5090", "gpu_ids": "[127709]", "rentable": "false", "dph_base": "0.10533333333333333",
		"search_total_hour": "0.11570370370370371", "verified": "false", "envelope_count": "2", "envelope_at": "2025-07-26T08:01:10.57621754Z",
	}
	for column, value := range want {
		if row[column] != value {
			t.Errorf("%s is %q, want %q", column, row[column], value)
		}
	}
	if row["_extra"] != "" {
		t.Errorf("the schema doesn't know %s", row["_extra"])
	}
	for column, value := range row {
		noAddress(t, column, value)
	}
}

func machine(i int) map[string]any {
	m := offer(i)
	for _, name := range []string{"id", "rentable", "gpu_frac", "search", "dph_total"} {
		delete(m, name)
	}
	m["num_gpus"], m["num_gpus_rented"], m["min_chunk"] = 4, i%5, 1
	m["chunks"] = []any{map[string]any{"size": 4, "offerId": i, "rentable": true, "gpu_ids": []int{1, 2}}}
	m["location"] = map[string]any{"country": "US", "location": "Texas", "lat": 30.1, "long": -97.5, "isp": "An ISP", "organization": "A Person", "domain": "person.example"}
	return m
}

func host(i int) map[string]any {
	return map[string]any{
		"host_id": 10 + i, "machine_ids": []int{100 + i, 200 + i}, "ip_addresses": []string{"203.0.113.7", "198.51.100.8"},
		"gpus": map[string]int{"RTX 4090": 4}, "tflops": 330.5, "inet_up": 800, "inet_down": 900.5,
		"location": map[string]any{"country": "US", "lat": 30.1, "domain": "person.example"},
	}
}

// answerOf gives an answer of the exporter.
func answerOf(t testing.TB, name string, count int, rows []any, more ...string) string {
	t.Helper()
	answer := map[string]any{"url": "/x", "timestamp": "2026-11-01T12:29:00.5Z", "count": count, name: rows, "notes": []string{}}
	for i := 0; i < len(more); i += 2 {
		answer[more[i]] = more[i+1]
	}
	body, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestMachinesAndHostsAreLandedWithoutWhoTheyAre keeps country and place of a location, and of addresses their number.
func TestMachinesAndHostsAreLandedWithoutWhoTheyAre(t *testing.T) {
	machines, err := takeFarm(t, "farm_machines", answerOf(t, "offers", 2, []any{machine(1), machine(3)}))
	if err != nil || len(machines.rows) != 2 {
		t.Fatalf("%d machines: %v", len(machines.rows), err)
	}
	hosts, err := takeFarm(t, "farm_hosts", answerOf(t, "hosts", 2, []any{host(1), host(2)}))
	if err != nil || len(hosts.rows) != 2 {
		t.Fatalf("%d hosts: %v", len(hosts.rows), err)
	}
	if got := machines.rows[0]["location"]; got != `{"country":"US","location":"Texas","isp":"An ISP"}` {
		t.Errorf("the machine's location is %s", got)
	}
	if h := hosts.rows[0]; h["ip_address_count"] != "2" || h["location"] != `{"country":"US"}` || h["machine_ids"] != "[101,201]" {
		t.Errorf("the host is %v", h)
	}
	for _, row := range slices.Concat(machines.rows, hosts.rows) {
		for column, value := range row {
			noAddress(t, column, value)
			if strings.Contains(value, "erson") || strings.Contains(value, "30.1") {
				t.Errorf("%s says who the host is: %s", column, value)
			}
		}
	}
}

// TestFarmRefusesWhatIsNotTheWholeList whatever the status says.
func TestFarmRefusesWhatIsNotTheWholeList(t *testing.T) {
	other := machine(1)
	other["cpu_ghz"] = 9
	one := host(1)
	changed := host(1)
	changed["tflops"] = 1
	for name, c := range map[string]struct{ stream, body, says string }{
		"fewer rows than said":     {"farm_hosts", answerOf(t, "hosts", 3, []any{host(1), host(2)}), "has 2"},
		"more rows than said":      {"farm_hosts", answerOf(t, "hosts", 1, []any{host(1), host(2)}), "has 2"},
		"an empty list":            {"farm_machines", answerOf(t, "offers", 0, []any{}), "empty"},
		"an empty list of models":  {"farm_gpu_stats", `{"timestamp":"2026-11-01T12:29:00Z","models":[]}`, "empty"},
		"another list":             {"farm_hosts", answerOf(t, "offers", 1, []any{machine(1)}), "no hosts"},
		"a page":                   {"farm_offers", `<html>`, "not the JSON"},
		"a timestamp that is none": {"farm_hosts", answerOf(t, "hosts", 1, []any{one}, "timestamp", "noon"), "timestamp"},
		"two hosts of one key":     {"farm_hosts", answerOf(t, "hosts", 2, []any{one, changed}), "two different rows"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := takeFarm(t, c.stream, c.body); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
		})
	}
	got, err := takeFarm(t, "farm_hosts", answerOf(t, "hosts", 2, []any{host(1), host(2), host(1)}))
	if err != nil || len(got.rows) != 2 {
		t.Errorf("a row that comes twice: %d rows, %v", len(got.rows), err)
	}
}

// model gives a model of gpu-stats, all statistics alike.
func model(i int) map[string]any {
	stats := map[string]any{}
	for _, occupancy := range occupancies() {
		leaf := map[string]any{}
		for _, verification := range verifications() {
			leaf[verification] = []any{map[string]any{"count": 12 + i, "price_median": 0.3, "price_10th_percentile": 0.2, "price_90th_percentile": 0.4}}
		}
		stats[occupancy] = leaf
	}
	return map[string]any{"name": "GPU " + strconv.Itoa(i), "stats": stats, "info": map[string]any{"vram": 24, "dlperf": 98.5, "tflops": 82}}
}

// leaf gives the statistics of verified and rented GPUs of a model, to be changed.
func leaf(m map[string]any) map[string]any {
	stats, _ := m["stats"].(map[string]any)
	rented, _ := stats["rented"].(map[string]any)
	one, _ := rented["verified"].([]any)
	first, _ := one[0].(map[string]any)
	return first
}

// TestMalformedStatisticsAreRejected one at a time.
func TestMalformedStatisticsAreRejected(t *testing.T) {
	for name, wrong := range map[string]func(m map[string]any) int{
		"count is a text":     func(m map[string]any) int { leaf(m)["count"] = "7"; return 1 },
		"count is missing":    func(m map[string]any) int { delete(leaf(m), "count"); return 1 },
		"prices of nothing":   func(m map[string]any) int { leaf(m)["count"] = 0; return 1 },
		"p10 above median":    func(m map[string]any) int { leaf(m)["price_10th_percentile"] = 0.35; return 1 },
		"no name":             func(m map[string]any) int { delete(m, "name"); return 9 },
		"no statistics":       func(m map[string]any) int { m["stats"] = 5; return 1 },
		"an occupancy is out": func(m map[string]any) int { delete(m["stats"].(map[string]any), "rented"); return 3 },
	} {
		t.Run(name, func(t *testing.T) {
			bad := model(2)
			rejected := wrong(bad)
			landed := 27 - rejected
			if name == "no statistics" {
				landed = 18
			}
			got, err := takeFarm(t, "farm_gpu_stats", answerOf(t, "models", 3, []any{model(1), bad, model(3)}))
			if err != nil || len(got.rejects) != rejected || len(got.rows) != landed {
				t.Errorf("%d landed, %d rejected, want %d and %d: %v", len(got.rows), len(got.rejects), landed, rejected, err)
			}
		})
	}
}

// TestPricesThatAreAbsentAreNull as they are where few GPUs are counted.
func TestPricesThatAreAbsentAreNull(t *testing.T) {
	m := model(1)
	delete(leaf(m), "price_10th_percentile")
	delete(leaf(m), "price_90th_percentile")
	m["heat"] = 5
	got, err := takeFarm(t, "farm_gpu_stats", answerOf(t, "models", 1, []any{m}))
	if err != nil || len(got.rows) != 9 || got.rows[0]["price_10th_percentile"] != "" || got.rows[0]["price_median"] != "0.3" {
		t.Fatalf("%v: %v", got.rows, err)
	}
	if got.rows[3]["_extra"] != `{"heat":5}` || got.rows[3]["vram"] != "24" {
		t.Errorf("the fourth row is %v", got.rows[3])
	}
}

func FuzzFarm(f *testing.F) {
	for i, rows := range [][]any{{model(1)}, {offer(1)}, {machine(1)}, {host(1)}} {
		kind := farmKinds()[i]
		f.Add(i, []byte(answerOf(f, kind.listName, 1, rows)))
		f.Add(i, []byte(answerOf(f, kind.listName, 1, []any{map[string]any{"name": "x", "host_id": "y", "machine_id": 1}})))
	}
	f.Fuzz(func(t *testing.T, number int, body []byte) {
		kinds := farmKinds()
		kind := kinds[(number%len(kinds)+len(kinds))%len(kinds)]
		p, _, err := kind.read(strings.NewReader(string(body)))
		defer p.release()
		if err != nil {
			return
		}
		sink := &landing{}
		if err := p.deliver(kind.schema(), []stamp{{"envelope_at", nil}, {"envelope_count", nil}}, sink); err != nil {
			t.Fatal(err)
		}
		if len(sink.rows) != p.landed() || len(sink.rejects) != len(p.rejects) || len(sink.rows)+len(sink.rejects) > p.elements {
			t.Errorf("%d elements gave %d rows and %d rejects", p.elements, len(sink.rows), len(sink.rejects))
		}
	})
}

// TestSchemas are those of the streams, each with its key.
func TestSchemas(t *testing.T) {
	streams, err := New(Config{
		Instance: "main", Endpoint: "http://127.0.0.1", Farm: "http://127.0.0.1", Grafana: "http://127.0.0.1", Datasource: "x", Client: newClient(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	schemas := Schemas()
	for _, s := range streams {
		schema := schemas[s.ID().Table()]
		if schema == nil || !schema.Equal(s.Schema()) {
			t.Fatalf("%s has another schema than its table", s.ID())
		}
		for _, name := range slices.Concat(s.Key(), s.Dictionary()) {
			if field, ok := schema.FieldsByName(name); !ok || slices.Contains(s.Key(), name) && field[0].Nullable {
				t.Errorf("%s: %s is no column, or a nullable one of the key", s.ID(), name)
			}
		}
	}
	if len(streams) != len(schemas) {
		t.Errorf("%d streams and schemas of %v", len(streams), slices.Sorted(maps.Keys(schemas)))
	}
}

// TestAnEmptyPartIsLeftOut and what can't work is refused.
func TestAnEmptyPartIsLeftOut(t *testing.T) {
	client := newClient(t)
	streams, err := New(Config{Instance: "main", Client: client})
	if err != nil || len(streams) != 0 {
		t.Errorf("%d streams of an empty configuration: %v", len(streams), err)
	}
	for name, c := range map[string]Config{
		"no client":     {Instance: "main"},
		"no instance":   {Client: client},
		"no address":    {Instance: "main", Client: client, Farm: "500.farm"},
		"no datasource": {Instance: "main", Client: client, Grafana: "https://500.farm"},
		"negative days": {Instance: "main", Client: client, HistoryDays: -1},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
