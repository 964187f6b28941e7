package explorer

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// api is the Explorer.
func api(t *testing.T, c Config) *rig { return serve(t, c, (*Hosts).Explorer) }

// TestPlainRoutes holds the whole answers of routes that say the same at any time.
func TestPlainRoutes(t *testing.T) {
	r := api(t, Config{})
	first, lower := orchestrator(1).Hex(), strings.ToLower(orchestrator(1).Hex())
	for path, want := range map[string]string{
		"pending-stake/" + lower:   `{"pendingFees":"12","pendingStake":"6000000000000000000"}`,
		"account-balance/" + lower: `{"allowance":"8","balance":"7"}`,
		"l1-delegator/" + lower: `{"activeLocks":[],"delegateAddress":"","pendingFees":"0","pendingStake":"0",` +
			`"transcoderStatus":"not-registered","unbondingLocks":[]}`,
		"treasury/proposal/42/state": `{"id":"42","quorum":"10000000000000000000","quota":"500000","state":"Defeated",` +
			`"totalVoteSupply":"30000000000000000000",` +
			`"votes":{"abstain":"1000000000000000000","against":"3000000000000000000","for":"2000000000000000000"}}`,
		"treasury/proposal/42/votes/" + lower: `{"self":{"address":"` + lower + `","votes":"37950","hasVoted":false}}`,
		"treasury/proposal/42/votes/" + delegator.Hex(): `{"self":{"address":"` + delegator.Hex() + `","votes":"3795","hasVoted":true},` +
			`"delegate":{"address":"` + first + `","votes":"37950","hasVoted":false}}`,
		"treasury/votes/" + lower + "/registered":           `{"delegate":{"address":"` + first + `","registered":true},"registered":true}`,
		"treasury/votes/" + delegator.Hex() + "/registered": `{"delegate":{"address":"` + first + `","registered":true},"registered":false}`,
		"treasury/votes/" + stranger.Hex() + "/registered": `{"delegate":{"address":"0x0000000000000000000000000000000000000000",` +
			`"registered":true},"registered":true}`,
		"subgraph-health": `{"degraded":false}`,
		"health":          `{"checks":{"subgraph":"ok"},"status":"healthy","timestamp":"2026-01-29T11:00:00.000Z"}`,
	} {
		if status, _, got := r.ask(http.MethodGet, "/api/"+path); status != http.StatusOK || got != want {
			t.Errorf("%s answers %d\n%s\nnot\n%s", path, status, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	r := api(t, Config{})
	bad := `{"error":"Invalid address format","code":"VALIDATION_ERROR"}`
	noID := `{"error":"Invalid proposalId format","code":"VALIDATION_ERROR"}`
	const unknown = `The contract function \"state\" reverted with the following reason: Governor: unknown proposal id`
	broken := func(details string) string {
		return `{"error":"Internal server error","code":"INTERNAL_ERROR","details":"` + details + `"}`
	}
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"pending-stake/0x12": {400, bad},
		"pending-stake/" + strings.ToUpper(stranger.Hex()[2:]):                   {400, bad},
		"score/" + strings.Replace(stranger.Hex(), "aA", "AA", 1):                {400, bad},
		"ens-data/" + strings.ToLower(orchestrator(refusedName+1).Hex()):         {400, bad},
		"treasury/proposal/x1/state":                                             {400, noID},
		"treasury/proposal/-1/state":                                             {400, noID},
		"treasury/proposal/42/votes/me":                                          {400, bad},
		"treasury/proposal/43/state":                                             {500, broken(unknown)},
		"ens-data/image/a.eth":                                                   {404, `{"error":"ENS avatar not found","code":"NOT_FOUND"}`},
		"score?pipeline=Llm":                                                     {500, broken("Reduce of empty array with no initial value")},
		"pending-stake/" + strings.ToLower(orchestrator(1).Hex()) + "0":          {400, bad},
		"treasury/votes/0x00000000000000000000000000000000000000zz":              {400, bad},
		"treasury/votes/0x00000000000000000000000000000000000000zz/registered":   {400, bad},
		"account-balance/0x0000000000000000000000000000000000000000000000000000": {400, bad},
	} {
		if status, _, got := r.ask(http.MethodGet, "/api/"+path); status != want.status || got != want.body {
			t.Errorf("%s answers %d %s, not %d %s", path, status, got, want.status, want.body)
		}
	}
	status, header, body := r.ask(http.MethodGet, "/api/orchestrators")
	if status != 404 || !strings.Contains(header.Get("Content-Type"), "html") || !strings.HasPrefix(body, "<!DOCTYPE") {
		t.Errorf("a route that doesn't exist answers %d %s", status, body)
	}
	if _, header, _ := r.ask(http.MethodGet, "/api/pending-stake/0x12"); header.Get("Cache-Control") == "" || header.Get("Age") != "" {
		t.Errorf("an error carries %v", header)
	}
}

// TestOtherMethods asks by other methods than GET: some routes refuse with JSON, some with text.
func TestOtherMethods(t *testing.T) {
	r := api(t, Config{})
	for path, asText := range map[string]bool{
		"protocol-day-data": true, "supply-change": true, "health": true, "subgraph-health": true,
		"score": false, "usage": false, "current-round": false, "treasury/votes/0x12/registered": false,
	} {
		for _, method := range []string{http.MethodPost, http.MethodOptions} {
			want := `{"error":"Method ` + method + ` Not Allowed","code":"METHOD_NOT_ALLOWED"}`
			if asText {
				want = "Method " + method + " Not Allowed"
			}
			if status, header, body := r.ask(method, "/api/"+path); status != 405 || body != want || header.Get("Allow") != "GET" {
				t.Errorf("%s %s answers %d %s %v", method, path, status, body, header)
			}
		}
	}
}

// TestUpstreamsThatAreDown takes each upstream away.
func TestUpstreamsThatAreDown(t *testing.T) {
	first := strings.ToLower(orchestrator(1).Hex())
	for _, test := range []struct {
		down   []Upstream
		path   string
		status int
		body   string
	}{
		{[]Upstream{Subgraph}, "protocol-day-data", 502, "null"},
		{[]Upstream{Subgraph}, "supply-change", 500, "null"},
		{[]Upstream{Subgraph}, "subgraph-health", 200, `{"degraded":false}`},
		{[]Upstream{Subgraph}, "health", 503, `{"checks":{"subgraph":"error"},"status":"degraded","timestamp":"2026-01-29T11:00:00.000Z"}`},
		{[]Upstream{Usage}, "usage", 502, `{"error":"Failed to fetch from livepeer.com usage API","code":"EXTERNAL_API_ERROR"}`},
		{
			[]Upstream{Transcoding, AI, Pricing},
			"score/" + first, 502,
			`{"error":"Failed to fetch from all metrics servers","code":"EXTERNAL_API_ERROR"}`,
		},
		{[]Upstream{AI}, "pipelines", 200, `{"pipelines":[]}`},
		{[]Upstream{Chain}, "current-round", 500, `{"error":"Internal server error","code":"INTERNAL_ERROR","details":"HTTP request failed."}`},
	} {
		r := api(t, Config{Down: func(u Upstream, _ time.Time) bool { return strings.Contains(fmt.Sprint(test.down), string(u)) }})
		if status, _, got := r.ask(http.MethodGet, "/api/"+test.path); status != test.status || got != test.body {
			t.Errorf("without %v, %s answers %d %s", test.down, test.path, status, got)
		}
	}
	r := api(t, Config{Down: func(u Upstream, _ time.Time) bool { return u == AI || u == Transcoding }})
	var one map[string]any
	if r.get("/api/score/"+first, &one); one["scores"] != nil || one["topAIScore"] != nil || one["pricePerPixel"].(float64) == 0 {
		t.Errorf("a degraded score is %v", one)
	}
}

// TestCacheTellsOfThePast asks a route at many times: its answers are as old as they say, never older than their class allows, and the
// same as long as the copy is.
func TestCacheTellsOfThePast(t *testing.T) {
	r := api(t, Config{})
	account := strings.ToLower(stranger.Hex())
	for path, c := range map[string]class{"current-round": minute, "score": hour, "pending-stake/" + account: revalidate} {
		aged, renewed, last := false, 0, int64(-1)
		for step := range int64(60) {
			r.at = now.Add(time.Duration(step*7*max(c.fresh, 2)) * time.Second / 20)
			_, header, _ := r.ask(http.MethodGet, "/api/"+path)
			age, err := strconv.ParseInt(header.Get("Age"), 10, 64)
			if err != nil || age < 0 || age > c.fresh+c.stale {
				t.Fatalf("%s: age %q", path, header.Get("Age"))
			}
			if want := fmt.Sprintf("stale-while-revalidate=%d", c.stale); !strings.Contains(header.Get("Cache-Control"), want) {
				t.Fatalf("%s: %s", path, header.Get("Cache-Control"))
			}
			aged = aged || age > 0
			if made := r.at.Unix() - age; made != last {
				renewed, last = renewed+1, made
			}
		}
		if c.fresh > 0 && (!aged || renewed < 3 || renewed > 40) {
			t.Errorf("%s: aged %t, %d copies of 60 answers", path, aged, renewed)
		}
	}
	var round struct{ CurrentL2Block int64 }
	_, header, _ := r.ask(http.MethodGet, "/api/current-round")
	r.get("/api/current-round", &round)
	age, _ := strconv.ParseInt(header.Get("Age"), 10, 64)
	if round.CurrentL2Block != (r.at.Unix()-age)*4 {
		t.Errorf("a copy of age %d tells of block %d at %d", age, round.CurrentL2Block, r.at.Unix())
	}
}

// TestDays compares protocol-day-data, usage and supply-change with the subgraph's days.
func TestDays(t *testing.T) {
	r := api(t, Config{})
	var protocol, usage struct {
		DayData []struct {
			DateS                                   int64
			Inflation, DelegatorsCount              float64
			VolumeUsd, VolumeEth, FeeDerivedMinutes float64
		}
		WeeklyData []struct {
			Date                             int64
			WeeklyVolumeUsd, WeeklyVolumeEth float64
		}
		InflationChange, OneWeekVolumeUSD, WeeklyVolumeChangeUSD, VolumeChangeUSD float64
	}
	_, header, _ := r.ask(http.MethodGet, "/api/protocol-day-data")
	age, _ := strconv.ParseInt(header.Get("Age"), 10, 64)
	days, _ := fake{}.Days(t.Context(), now.Add(-time.Duration(age)*time.Second))
	r.get("/api/protocol-day-data", &protocol)
	rows := protocol.DayData
	if len(rows) != len(days)-1 || rows[1].DateS != days[1].Date || rows[2].DateS != days[3].Date || rows[2].VolumeUsd != 12_000 {
		t.Errorf("the days are %v", rows)
	}
	// The world begins on Monday; the weeks on Sundays. The third day isn't there.
	weeks := protocol.WeeklyData
	if weeks[0].WeeklyVolumeUsd != 3000*(1+2+4+5+6) || weeks[1].WeeklyVolumeUsd != 3000*(7+8+9+10+11+12+13) ||
		weeks[1].Date != begin.Unix()+6*secondsPerDay {
		t.Errorf("the weeks are %v", weeks)
	}
	n := float64(len(days))
	if want := 100 * 500 / (218_500 + 500*(n-1)); protocol.InflationChange-want > 1e-9 || want-protocol.InflationChange > 1e-9 {
		t.Errorf("inflation changes by %v %%, not %v", protocol.InflationChange, want)
	}
	if got, want := protocol.OneWeekVolumeUSD, weeks[len(weeks)-2].WeeklyVolumeUsd; got != want {
		t.Errorf("the last whole week is %v, not %v", got, want)
	}
	r.get("/api/usage", &usage)
	twice := 0
	for _, d := range usage.DayData {
		if d.DateS == begin.Unix()+cutOver*secondsPerDay {
			twice++
		}
	}
	if first := usage.DayData[0]; twice != 2 || first.VolumeEth != 1 || math.Abs(first.FeeDerivedMinutes-278_196.5) > 0.5 {
		t.Errorf("the cut-over is there %d times, the first day is %v", twice, first)
	}
	var supply map[string]any
	r.get("/api/supply-change", &supply)
	if supply["startSupply"] != 30_001_000.0 || supply["startDate"] != float64(begin.Unix()) || supply["supplyChange"].(float64) <= 0 {
		t.Errorf("the supply is %v", supply)
	}
}

// TestEarlyDays has too few days for most figures.
func TestEarlyDays(t *testing.T) {
	r := api(t, Config{})
	r.at = begin.Add(time.Hour)
	var data map[string]any
	if r.get("/api/protocol-day-data", &data); data["volumeChangeUSD"] != 0.0 || data["oneWeekVolumeUSD"] != 0.0 {
		t.Errorf("of one day is said %v", data)
	}
	if status, _, body := r.ask(http.MethodGet, "/api/usage"); status != 500 || !strings.Contains(body, "Insufficient daily data") {
		t.Errorf("usage answers %d %s", status, body)
	}
}

func TestNames(t *testing.T) {
	r := api(t, Config{})
	var all []map[string]any
	r.get("/api/ens-data", &all)
	named, absent := 0, false
	for _, one := range all {
		var single map[string]any
		r.get("/api/ens-data/"+one["id"].(string), &single)
		if fmt.Sprint(single) != fmt.Sprint(one) {
			t.Errorf("%v is told as %v", one, single)
		}
		if one["name"] == nil {
			if len(one) != 3 {
				t.Errorf("without a name there is %v", one)
			}
			continue
		}
		named++
		_, there := one["twitter"]
		absent = absent || one["twitter"] == nil && there
	}
	if len(all) != listedNames-1 || named < 8 || named > 40 || !absent {
		t.Errorf("%d accounts, %d of them named, a text record is missing: %t", len(all), named, absent)
	}
	if id, short := all[0]["id"].(string), all[0]["idShort"].(string); short != id[:6]+"…"+id[38:] {
		t.Errorf("%s is short for %s", short, id)
	}
}

func TestContracts(t *testing.T) {
	r := api(t, Config{})
	var list map[string]struct{ Name, Address, Link string }
	r.get("/api/contracts", &list)
	nobody := "0x0000000000000000000000000000000000000000"
	if len(list) != 15 || list["BondingManager"].Name != "Bonding Manager (Proxy)" || list["L2Migrator"].Address != nobody ||
		list["Minter"].Link != "https://arbiscan.io/address/"+list["Minter"].Address {
		t.Errorf("the contracts are %v", list)
	}
}
