package explorer

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// TestLookups has what the routes answer about one thing, and the row that it makes.
func TestLookups(t *testing.T) {
	a := address(9)
	for _, tt := range []struct {
		name, stream, key, path, body string
		want                          map[string]string
	}{
		{
			"score", "score", a + "@2026-11-01", "/score/" + a,
			`{"successRates": {"FRA": 100}, "roundTripScores": null, "scores": {"FRA": 90.5}, "pricePerPixel": 0, "topAIScore": {}}`,
			map[string]string{"orchestrator": a, "asked_for": "2026-11-01", "success_rates": `{"FRA":100}`, "scores": `{"FRA":90.5}`, "price_per_pixel": "0", "top_ai_score": "{}"},
		},
		{
			"score with everything behind it down but one", "score", a + "@2026-11-01", "/score/" + a,
			`{"successRates": null, "roundTripScores": null, "scores": null, "pricePerPixel": null, "topAIScore": {"value": 0.9, "region": "FRA"}}`,
			map[string]string{"orchestrator": a, "asked_for": "2026-11-01", "top_ai_score": `{"value":0.9,"region":"FRA"}`},
		},
		{
			"no AI results", "top_ai_score", a + "@2026-11-01", "/top_ai_score?orchestrator=" + a, `{}`,
			map[string]string{"orchestrator": a, "asked_for": "2026-11-01"},
		},
		{
			"a proposal's state", "proposal_state", "77@2026-11-01", "/treasury/proposal/77/state",
			`{"id": "77", "state": "Active", "quota": "500000", "quorum": "5", "totalVoteSupply": "15", "votes": {"against": "1", "for": "2", "abstain": "3"}}`,
			map[string]string{
				"proposal_id": "77", "asked_for": "2026-11-01", "id": "77", "state": "Active", "quota": "500000", "quorum": "5", "total_vote_supply": "15",
				"votes_against": "1", "votes_for": "2", "votes_abstain": "3",
			},
		},
		{
			"a voter that is its own delegate", "proposal_votes", "77/" + a, "/treasury/proposal/77/votes/" + a,
			fmt.Sprintf(`{"self": {"address": %q, "votes": "5", "hasVoted": true}}`, a),
			map[string]string{"proposal_id": "77", "voter": a, "self_address": a, "self_votes": "5", "self_has_voted": "true"},
		},
		{
			"a voter with a delegate", "proposal_votes", "77/" + a, "/treasury/proposal/77/votes/" + a,
			fmt.Sprintf(`{"self": {"votes": "5", "hasVoted": true}, "delegate": {"address": %q, "votes": "9", "hasVoted": false}}`, a),
			map[string]string{
				"proposal_id": "77", "voter": a, "self_votes": "5", "self_has_voted": "true", "delegate_address": a, "delegate_votes": "9", "delegate_has_voted": "false",
			},
		},
		{
			"no name", "ens", a + "@2026-10-26", "/ens-data/" + a, fmt.Sprintf(`{"id": %q, "idShort": "0x00…", "name": null}`, a),
			map[string]string{"address": a, "asked_for": "2026-10-26", "id": a, "id_short": "0x00…"},
		},
		{
			"single tests", "leaderboard_ai_raw", a + "@2026-10-31|Text+to+image|a%2Fb%7Cc",
			"/raw_stats?model=a%2Fb%7Cc&orchestrator=" + a + "&pipeline=Text+to+image&since=1793404800&until=1793491199.999999",
			`{"FRA": [{"region": "FRA", "timestamp": 1793404801, "success_rate": 0.5, "model_is_warm": true, "input_parameters": "{\"n\":1}"}]}`,
			map[string]string{
				"orchestrator": a, "asked_for": "2026-10-31", "asked_pipeline": "Text to image", "asked_model": "a/b|c", "occurrence": "0", "region": "FRA",
				"timestamp": "1793404801", "success_rate": "0.5", "model_is_warm": "true", "input_parameters": `{"n":1}`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := ""
			url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.RequestURI()
				_, _ = w.Write([]byte(tt.body))
			}))
			sink, err := look(t, everything(url), tt.stream, tt.key)
			if err != nil || len(sink.rows) != 1 || len(sink.rejects) > 0 {
				t.Fatalf("rows %v, rejected %+v, %v", sink.rows, sink.rejects, err)
			}
			if diff := cmp.Diff(tt.want, sink.rows[0]); diff != "" {
				t.Errorf("the row differs (-want +got):\n%s", diff)
			}
			if asked != tt.path {
				t.Errorf("asked %s, want %s", asked, tt.path)
			}
		})
	}
}

// TestAKeyThatIsRefusedIsRejectedAlone has a route that fails for one address, for all of them, and as a whole.
func TestAKeyThatIsRefusedIsRejectedAlone(t *testing.T) {
	bad := address(1)
	server := func(r reply) string {
		return serve(t, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
			if strings.Contains(request.URL.Path, bad) {
				w.WriteHeader(r.status)
				_, _ = w.Write([]byte(r.body))
				return
			}
			_, _ = w.Write([]byte(`{"name": null}`))
		}))
	}
	refusal := reply{status: 500, body: `{"error":"Internal server error","code":"INTERNAL_ERROR"}`}
	keys := []string{address(0) + "@2026-11-01", bad + "@2026-11-01", address(2) + "@2026-11-01"}
	sink, err := look(t, everything(server(refusal)), "score", keys...)
	if err != nil || len(sink.rows) != 2 || len(sink.rejects) != 1 || !strings.Contains(sink.rejects[0].Reason, bad+"@2026-11-01: Internal") {
		t.Errorf("%d rows, rejected %+v, %v", len(sink.rows), sink.rejects, err)
	}
	if sink, err = look(t, everything(server(refusal)), "score", keys[1]); err == nil || len(sink.rejects) > 0 {
		t.Errorf("all refused: rejected %+v, %v", sink.rejects, err)
	}
	if _, err = look(t, everything(server(reply{status: 502, body: "<html>"})), "score", keys...); err == nil {
		t.Error("a failed host was taken for a refused address")
	}
	blacklisted := reply{status: 400, body: `{"error":"Address is not allowed","code":"VALIDATION_ERROR"}`}
	sink, err = look(t, everything(server(blacklisted)), "ens", keys...)
	if err != nil || len(sink.rows) != 3 || sink.rows[1]["refusal"] != "Address is not allowed" {
		t.Errorf("rows %v, %v", sink.rows, err)
	}
}

// TestKeysGoBothWays holds that a key's text says all of it.
func TestKeysGoBothWays(t *testing.T) {
	for _, k := range []key{
		{subject: "0xab", day: "2026-11-01"},
		{subject: "77", voter: "0xab"},
		{subject: "0xab", day: "2026-11-01", pipeline: "a|b@c/d", model: "e/f|g h"},
	} {
		if got, err := parseKey(k.String()); err != nil || got != k {
			t.Errorf("%s is read as %+v, %v", k, got, err)
		}
	}
	for _, bad := range []string{"", "@2026-11-01", "0xab@yesterday", "0xab@", "0xab@2026-11-01|%zz|m"} {
		if _, err := parseKey(bad); err == nil {
			t.Errorf("%q is read as a key", bad)
		}
	}
}

// proposals is a chain's lake: a proposal, two votes on it, an activation, and something else.
func proposals(t *testing.T, lake *load.Lake) {
	t.Helper()
	word := func(digits string) string { return strings.Repeat("0", 64-len(digits)) + digits }
	topic := func(name string) string { return livepeer.EventNamed(name).Topic0.Hex() }
	of := func(i int) string { return "0x" + word(address(i)[2:]) }
	commit(t, lake, load.StreamID{Source: "chain", Instance: "main", Stream: "logs"},
		load.Slice{Axis: load.AxisBlock, Interval: load.Interval{From: 0, To: 100}}, []string{"block_number", "topic0", "topic1", "data"},
		[]any{int64(1), topic("ProposalCreated"), nil, "0x" + word("ff") + word("1")},
		[]any{int64(2), topic("VoteCast"), of(3), "0x" + word("ff") + word("1")},
		[]any{int64(3), topic("VoteCast"), of(4), "0x" + word("ff") + word("0")},
		[]any{int64(4), topic("TranscoderActivated"), of(5), "0x" + word("7")},
		[]any{int64(5), topic("Reward"), of(6), "0x" + word("7")},
		[]any{int64(6), nil, nil, "0x"})
}

// wishes is a server of the treasury's and the ENS routes that keeps what it was asked.
type wishes struct {
	sync.Mutex
	asked []string
	state string
}

// ServeHTTP implements http.Handler.
func (s *wishes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	s.asked = append(s.asked, r.URL.Path)
	switch {
	case strings.HasSuffix(r.URL.Path, "/state"):
		_, _ = fmt.Fprintf(w, `{"id": "255", "state": %q}`, s.state)
	case strings.Contains(r.URL.Path, "/votes/"):
		_, _ = w.Write([]byte(`{"self": {"votes": "5", "hasVoted": true}}`))
	default:
		_, _ = w.Write([]byte(`{"name": null}`))
	}
}

// take gives what was asked since the last time, sorted.
func (s *wishes) take() []string {
	s.Lock()
	defer s.Unlock()
	asked := s.asked
	s.asked = nil
	slices.Sort(asked)
	return asked
}

// TestWhatTheLakeLeavesOpenIsAsked has a proposal that is asked about every day until its state is final, votes that are asked
// about once, and names once a week.
func TestWhatTheLakeLeavesOpenIsAsked(t *testing.T) {
	lake := newLake(t)
	proposals(t, lake)
	server := &wishes{state: "Active"}
	c := Config{Endpoint: serve(t, server), Chain: "main"}
	at := noon // a Sunday
	runAt := func(later time.Duration) []string {
		at = at.Add(later)
		now := at
		c.Clock = func() time.Time { return now }
		report := run(t, lake, streamOf(t, c, "proposal_state"), streamOf(t, c, "proposal_votes"), streamOf(t, c, "ens"))
		if !report.Complete() {
			t.Fatal(report.Missing())
		}
		return server.take()
	}
	state := "/treasury/proposal/255/state"
	name := "/ens-data/" + address(5)
	votes := []string{"/treasury/proposal/255/votes/" + address(3), "/treasury/proposal/255/votes/" + address(4)}
	for _, step := range []struct {
		name  string
		later time.Duration
		state string
		want  []string
	}{
		{"first run", 0, "Active", []string{name, state, votes[0], votes[1]}},
		{"the same day", time.Hour, "Active", nil},
		{"Monday", 24 * time.Hour, "Succeeded", []string{name, state}},
		{"Tuesday", 24 * time.Hour, "Executed", []string{state}},
		{"Wednesday", 24 * time.Hour, "Executed", nil},
	} {
		server.state = step.state
		if diff := cmp.Diff(step.want, runAt(step.later), cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
			t.Errorf("%s: asked (-want +got):\n%s", step.name, diff)
		}
	}
}

// TestTheSubgraphNamesWhatTheChainWould has no chain.
func TestTheSubgraphNamesWhatTheChainWould(t *testing.T) {
	lake := newLake(t)
	of := func(stream string) load.StreamID {
		return load.StreamID{Source: "subgraph", Instance: "main", Stream: stream}
	}
	commit(t, lake, of("treasury_proposals"), instant(noon), []string{"id"}, []any{"255"})
	commit(t, lake, of("treasury_vote_events"), instant(noon), []string{"id", "proposal_id", "voter_id"}, []any{"255-x", "255", address(3)})
	commit(t, lake, of("transcoders"), instant(noon), []string{"id"}, []any{address(5)}, []any{zeroAddress})
	server := &wishes{state: "Active"}
	c := Config{Endpoint: serve(t, server), Subgraph: "main"}
	report := run(t, lake, streamOf(t, c, "proposal_state"), streamOf(t, c, "proposal_votes"), streamOf(t, c, "ens"))
	want := []string{"/ens-data/" + address(5), "/treasury/proposal/255/state", "/treasury/proposal/255/votes/" + address(3)}
	if diff := cmp.Diff(want, server.take()); diff != "" || !report.Complete() {
		t.Errorf("asked (-want +got):\n%s\n%v", diff, report.Missing())
	}
}

// TestWhatIsOfThePresentIsNotAskedLater has a snapshot of the scores from days ago.
func TestWhatIsOfThePresentIsNotAskedLater(t *testing.T) {
	for _, tt := range []struct {
		stream string
		age    time.Duration
		want   int
	}{
		{"pending_stake", time.Hour, 1}, {"pending_stake", 23 * time.Hour, 1}, {"pending_stake", 25 * time.Hour, 0}, {"score", 49 * time.Hour, 0},
	} {
		lake := newLake(t)
		taken := noon.Add(-tt.age)
		mixed := "0x" + strings.ToUpper(address(10)[2:])
		commit(t, lake, load.StreamID{Source: "explorer", Instance: "main", Stream: "scores"}, instant(taken), []string{"orchestrator"}, []any{mixed})
		url := serving(t, reply{body: `{"pendingStake": "1"}`})
		stream, ok := streamOf(t, Config{Endpoint: url}, tt.stream).(extract.LookupStream)
		if !ok {
			t.Fatalf("%s is no lookup stream", tt.stream)
		}
		if report := run(t, lake, stream); !report.Complete() {
			t.Fatal(report.Missing())
		}
		rows := landed(t, lake, stream)
		if len(rows) != tt.want {
			t.Errorf("%s %s later: %d rows, want %d", tt.stream, tt.age, len(rows), tt.want)
		}
		for _, row := range rows {
			if row["account"] != address(10) || row[askedFor] != taken.Format(time.DateOnly) {
				t.Errorf("%s: the row is %v", tt.stream, row)
			}
		}
	}
}

// TestSingleTestsAreThoseOfTheLastDays has results of four days in a slice, of which the last two's tests are asked for.
func TestSingleTestsAreThoseOfTheLastDays(t *testing.T) {
	end := midnight(noon.Unix())
	from := end - 4*daySeconds
	for _, tt := range []struct {
		name  string
		clock time.Time
		want  []string
	}{
		{"next day", noon, []string{"2026-10-30 Llm", "2026-10-31 Llm"}},
		{"four days later", noon.AddDate(0, 0, 4), nil},
	} {
		lake := newLake(t)
		var rows [][]any
		for day := from; day < end; day += daySeconds {
			for _, region := range []string{"FRA", "LAX"} {
				rows = append(rows, []any{day, address(0), region, "Llm", "m"})
			}
		}
		commit(t, lake, load.StreamID{Source: "explorer", Instance: "main", Stream: "leaderboard_ai_stats"},
			load.Slice{Axis: load.AxisTime, Interval: load.Interval{From: from, To: end}}, []string{"day", "orchestrator", "region", "pipeline", "model"}, rows...)
		url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = fmt.Fprintf(w, `{"FRA": [{"region": "FRA", "timestamp": %s, "success_rate": 1}]}`, r.URL.Query().Get("since"))
		}))
		stream := streamOf(t, Config{AILeaderboard: url, Clock: func() time.Time { return tt.clock }}, "leaderboard_ai_raw")
		if report := run(t, lake, stream); !report.Complete() {
			t.Fatal(report.Missing())
		}
		var got []string
		for _, row := range landed(t, lake, stream) {
			got = append(got, row[askedFor]+" "+row["asked_pipeline"])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: tests (-want +got):\n%s", tt.name, diff)
		}
	}
}
