package explorer

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
)

// TestShapes has what the routes answer besides the plain case, and the rows that it makes; names of columns that don't matter are left out.
func TestShapes(t *testing.T) {
	a, b := address(0), address(1)
	tests := []struct {
		name, stream, body string
		columns            []string
		want               [][]string
		rejected           int
	}{
		{
			"price as a record or 0", "scores",
			fmt.Sprintf(`{%q: {"successRates": {"FRA": 98.5, "GLOBAL": 98.5}, "roundTripScores": {}, "scores": {"FRA": null}, "pricePerPixel": {"PricePerPixel": 1.5}},
				%q: {"successRates": {"GLOBAL": 0}, "roundTripScores": {"GLOBAL": 0}, "scores": {"GLOBAL": 0}, "pricePerPixel": 0}}`, a, b),
			[]string{"orchestrator", "success_rates", "scores", "price_per_pixel"},
			[][]string{{a, `{"FRA":98.5,"GLOBAL":98.5}`, `{"FRA":null}`, `{"PricePerPixel":1.5}`}, {b, `{"GLOBAL":0}`, `{"GLOBAL":0}`, "0"}},
			0,
		},
		{
			"one orchestrator's scores are missing", "scores", fmt.Sprintf(`{%q: {"successRates": null, "roundTripScores": {}, "scores": {}}, "nobody": 7}`, a),
			nil, nil, 2,
		},
		{
			"a day stated twice, another repeated", "usage_day",
			`{"dayData": [{"dateS": 1692489600, "volumeEth": 1.5}, {"dateS": 1692489600, "volumeEth": 1.25}, {"dateS": 1692489600, "volumeEth": 1.25}], "weeklyData": []}`,
			[]string{"date_s", "occurrence", "volume_eth"},
			[][]string{{"1692489600", "0", "1.5"}, {"1692489600", "1", "1.25"}},
			0,
		},
		{
			"digits are kept as sent", "supply_change",
			`{"startDate": 1, "endDate": 2.0, "startSupply": 22110839.805962796720492833, "endSupply": "2.3e7", "supplyChange": null}`,
			[]string{"end_date", "start_supply", "end_supply", "supply_change"},
			[][]string{{"2", "22110839.805962796720492833", "2.3e7", ""}},
			0,
		},
		{
			"the figures beside the lists", "protocol_summary", `{"dayData": [1], "weeklyData": [], "inflation": 218500, "volumeChangeUSD": -3.5, "new": [1]}`,
			[]string{"route", "inflation", "volume_change_usd", "_extra"},
			[][]string{{"protocol-day-data", "218500", "-3.5", `{"new":[1]}`}},
			0,
		},
		{
			"stake as a number, price as a text", "prices",
			fmt.Sprintf(`[{"Address": %q, "DelegatedStake": 1.2e+22, "DeactivationRound": "115792089237316195423570985008687907853269984665640564039457584007913129639935",
				"PricePerPixel": "1200.25"}, {"Address": "0x12", "PricePerPixel": 1}, 5]`, a),
			[]string{"delegated_stake", "deactivation_round", "price_per_pixel"},
			[][]string{{"1.2e+22", "115792089237316195423570985008687907853269984665640564039457584007913129639935", "1200.25"}},
			2,
		},
		{
			"one price list, two prices", "prices", fmt.Sprintf(`[{"Address": %q, "PricePerPixel": 1}, {"Address": %q, "PricePerPixel": 2}, {"Address": %q, "PricePerPixel": 3}]`, a, a, b),
			[]string{"address"},
			[][]string{{b}},
			2,
		},
		{
			"what is unknown beside the list", "pipelines", `{"pipelines": [{"id": "Llm", "models": ["m", "n"], "regions": null}], "window": 24}`,
			[]string{"id", "models", "regions", "_extra"},
			[][]string{{"Llm", `["m","n"]`, "", `{"window":24}`}},
			0,
		},
		{
			"an optional field of another type", "current_round", `{"id": 4276, "startBlock": 20, "initialized": true, "locked": "no"}`,
			[]string{"id", "initialized", "locked", "_extra"},
			[][]string{{"4276", "true", "", `{"locked":"no"}`}},
			0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sink, err := take(t, tt.stream, reply{body: tt.body})
			if err != nil {
				t.Fatal(err)
			}
			var got [][]string
			for _, row := range sink.rows {
				var values []string
				for _, name := range tt.columns {
					values = append(values, row[name])
				}
				got = append(got, values)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rows differ (-want +got):\n%s", diff)
			}
			if len(sink.rejects) != tt.rejected {
				t.Errorf("%d rows are rejected, want %d: %+v", len(sink.rejects), tt.rejected, sink.rejects)
			}
		})
	}
}

// TestAgeInTheCacheIsRecorded keeps what the cache says of an answer.
func TestAgeInTheCacheIsRecorded(t *testing.T) {
	body := `{"regions": [{"id": "FRA", "name": "Frankfurt", "type": "ai"}]}`
	for _, tt := range []struct {
		name         string
		header       http.Header
		age, control string
	}{
		{"from the cache", http.Header{"Age": {"3600"}, "Cache-Control": {"public, s-maxage=3600"}}, "3600", "public, s-maxage=3600"},
		{"from the host", http.Header{}, "", ""},
		{"nonsense", http.Header{"Age": {"old"}}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink, err := take(t, "regions", reply{header: tt.header, body: body})
			if err != nil || len(sink.rows) != 1 {
				t.Fatalf("%d rows, %v", len(sink.rows), err)
			}
			if row := sink.rows[0]; row[ageColumn] != tt.age || row[cacheColumn] != tt.control {
				t.Errorf("age %q and control %q, want %q and %q", row[ageColumn], row[cacheColumn], tt.age, tt.control)
			}
		})
	}
}

// TestFailures has the ways in which hosts say that they have no answer.
func TestFailures(t *testing.T) {
	external := `{"error": "Failed to fetch from livepeer.com", "code": "EXTERNAL_API_ERROR"}`
	for _, tt := range []struct {
		name, stream string
		reply        reply
		want         string
		optional     bool
	}{
		{"null at 500", "protocol_day", reply{status: 500, body: "null"}, "the server failed (500", false},
		{"null at 200", "supply_change", reply{body: " null\n"}, "answers null, which is no answer", false},
		{"a method in plain text", "protocol_day", reply{status: 405, body: "Method GET Not Allowed"}, `it says "Method GET Not Allowed"`, false},
		{"an error with its details", "scores", reply{status: 500, body: `{"error":"Internal server error","code":"INTERNAL_ERROR","details":"bad mean"}`}, `it says "Internal server error: bad mean"`, false},
		{"an error that is no JSON", "leaderboard_regions", reply{status: 500, body: `{"error":"pq: column "x" is not there"}`}, `it says "pq: column \"x\" is not there"`, false},
		{"the private service is down", "usage_day", reply{status: 502, body: external}, "protocol_day has the days", true},
		{"another service is down", "scores", reply{status: 502, body: external}, `it says "Failed to fetch from livepeer.com"`, false},
		{"the cache in front is down", "usage_day", reply{status: 502, body: "<html>bad gateway</html>"}, "the server failed (502", false},
		{"an empty list", "pipelines", reply{body: `{"pipelines": []}`}, "what stands behind it has failed", false},
		{"no list", "regions", reply{body: `{"regions": {"id": 1}}`}, "regions: it is no list", false},
		{"a list where an object must be", "scores", reply{body: `[]`}, "it is no object", false},
		{"HTML at 200", "contracts", reply{body: "<html>"}, "the reply is not JSON", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink, err := take(t, tt.stream, tt.reply)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			var unavailable *extract.UnavailableError
			if got := errors.As(err, &unavailable) && unavailable.Optional; got != tt.optional {
				t.Errorf("optional is %v, want %v", got, tt.optional)
			}
			if len(sink.rows)+len(sink.rejects) > 0 {
				t.Errorf("%d rows were handed over", len(sink.rows)+len(sink.rejects))
			}
		})
	}
}

// TestConfigurationsThatCannotWork names what is wrong.
func TestConfigurationsThatCannotWork(t *testing.T) {
	client := newClient(t)
	for want, c := range map[string]Config{
		"an instance name and a client are needed":        {Instance: "main"},
		`price_list nyc is not an http or https address`:  {Instance: "main", Client: client, PriceList: "nyc"},
		`explorer source "main": history_days is 0 or mo`: {Instance: "main", Client: client, HistoryDays: -1},
	} {
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
	for name, c := range map[string]Config{"nothing": {}, "the price list": {PriceList: "http://localhost"}, "all": everything("http://localhost")} {
		c.Instance, c.Client = "main", client
		streams, err := New(c)
		if want := map[string]int{"nothing": 0, "the price list": 2, "all": len(Schemas())}[name]; err != nil || len(streams) != want {
			t.Errorf("%s: %d streams, %v; want %d", name, len(streams), err, want)
		}
	}
}

// TestTablesAreWhole holds that keys are columns, and that every table says what it is.
func TestTablesAreWhole(t *testing.T) {
	for name, table := range tables() {
		for _, column := range append(append([]string{}, table.key...), table.dictionary()...) {
			if table.index(column) < 0 {
				t.Errorf("%s has no column %s", name, column)
			}
		}
		if table.description == "" || table.repeats != (table.index(occurrenceColumn) >= 0) {
			t.Errorf("%s: description %q, repeats %v", name, table.description, table.repeats)
		}
	}
	if len(Descriptions()) != len(Schemas()) {
		t.Errorf("%d descriptions of %d tables", len(Descriptions()), len(Schemas()))
	}
}
