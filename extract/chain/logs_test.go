package chain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// site is a home and a client for whose pauses nobody waits.
type site struct {
	t      testing.TB
	lake   *load.Lake
	client *httpclient.Client
	now    time.Time
}

func newSite(t testing.TB) *site {
	t.Helper()
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return siteOf(t, lake)
}

// siteOf is a site whose lake is there already.
func siteOf(t testing.TB, lake *load.Lake) *site {
	t.Helper()
	client := httpclient.New(httpclient.Options{
		HeaderTimeout: 5 * time.Second,
		Sleep:         func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(client.Close)
	return &site{t: t, lake: lake, client: client, now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
}

func serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// run extracts once.
func (s *site) run(config Config) (extract.Report, error) {
	s.t.Helper()
	s.now = s.now.Add(time.Minute)
	runner := extract.Runner{Lake: s.lake, Streams: []extract.Stream{newLogs(s.t, config)}, RunID: "r", Clock: func() time.Time { return s.now }}
	return runner.Run(s.t.Context())
}

// mustRun extracts once, and nothing may be missing.
func (s *site) mustRun(config Config) extract.Report {
	s.t.Helper()
	report, err := s.run(config)
	if err != nil || !report.Complete() {
		s.t.Fatalf("run: %v, missing: %s", err, strings.Join(report.Missing(), "; "))
	}
	return report
}

// landed counts the rows of the lake.
func (s *site) landed() int64 {
	s.t.Helper()
	parts, err := s.lake.Parts(load.StreamID{Source: "chain", Instance: "main", Stream: "logs"})
	if err != nil {
		s.t.Fatal(err)
	}
	var rows int64
	for _, part := range parts {
		files, err := s.lake.Files(part, load.ListOptions{})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, f := range files {
			meta, err := load.ReadMeta(f.Path)
			if err != nil {
				s.t.Fatal(err)
			}
			rows += meta.Rows
		}
	}
	return rows
}

func TestEveryProvidersLimits(t *testing.T) {
	chain := replay(logsEvery(600, 2, 5000))
	limits := map[string]jsonrpc.Limits{
		"range":               {MaxRange: 150},
		"results":             {MaxResults: 25},
		"both, and beyond it": {MaxRange: 150, MaxResults: 25, Overshoot: 1000},
	}
	for _, dialect := range jsonrpc.Dialects() {
		for name, limit := range limits {
			t.Run(string(dialect)+"/"+name, func(t *testing.T) {
				s := newSite(t)
				server := jsonrpc.NewServer(chain, jsonrpc.Options{Dialect: dialect, Limits: limit, Faults: []jsonrpc.Fault{
					{Kind: jsonrpc.TooManyRequests, Method: "eth_getLogs", At: 3, RetryAfter: time.Second},
					{Kind: jsonrpc.RateError, Method: "eth_getLogs", At: 5},
					{Kind: jsonrpc.TimeoutError, Method: "eth_getLogs", At: 9},
				}})
				c := config(serve(t, server), s.client)
				c.RangeSize, c.LogCap = DefaultRangeSize, DefaultLogCap
				s.mustRun(c)
				if got := s.landed(); got != 600 {
					t.Errorf("%d of 600 logs landed", got)
				}
				if n := server.Calls("eth_getLogs"); n > 200 {
					t.Errorf("it took %d requests", n)
				}
			})
		}
	}
}

func TestFaultsOfTheServer(t *testing.T) {
	kinds := []jsonrpc.Kind{
		jsonrpc.TooManyRequestsText, jsonrpc.ServerError, jsonrpc.HTML, jsonrpc.ResetConnection, jsonrpc.CutBody, jsonrpc.BatchError,
	}
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			s := newSite(t)
			server := jsonrpc.NewServer(replay(logsEvery(200, 3, 0)), jsonrpc.Options{ShuffleSeed: 3, Faults: []jsonrpc.Fault{{Kind: kind, Every: 3}}})
			s.mustRun(config(serve(t, server), s.client))
			if got := s.landed(); got != 200 {
				t.Errorf("%d of 200 logs landed", got)
			}
		})
	}
}

func TestBatchIsCheckedAgainstItsQuestions(t *testing.T) {
	for _, kind := range []jsonrpc.Kind{jsonrpc.WrongID, jsonrpc.MissingReply} {
		s := newSite(t)
		server := jsonrpc.NewServer(replay(nil), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: kind}}})
		_, err := newLogs(t, config(serve(t, server), s.client)).SettledUntil(t.Context())
		if err == nil || !strings.Contains(err.Error(), "answer") {
			t.Errorf("%s: got %v", kind, err)
		}
	}
}

func TestSettledUntil(t *testing.T) {
	none, ten := int64(0), int64(10)
	head := replay(nil).Head()
	tests := []struct {
		name          string
		options       jsonrpc.Options
		confirmations *int64
		want          int64
	}{
		{"finalized", jsonrpc.Options{Confirmations: 20}, nil, head - 20 + 1},
		{"finalized, batch shuffled", jsonrpc.Options{Confirmations: 20, ShuffleSeed: 2}, nil, head - 20 + 1},
		{"finalized, no batches", jsonrpc.Options{Confirmations: 20, Faults: []jsonrpc.Fault{{Kind: jsonrpc.BatchError}}}, nil, head - 20 + 1},
		{"configured", jsonrpc.Options{}, &ten, head - 10 + 1},
		{"configured to none", jsonrpc.Options{}, &none, head + 1},
		{"refused", jsonrpc.Options{Finality: jsonrpc.FinalityRefused}, nil, max(0, head-DefaultConfirmations+1)},
		{"genesis", jsonrpc.Options{Finality: jsonrpc.FinalityGenesis}, nil, max(0, head-DefaultConfirmations+1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t)
			c := config(serve(t, jsonrpc.NewServer(replay(nil), test.options)), s.client)
			c.Confirmations = test.confirmations
			got, err := newLogs(t, c).SettledUntil(t.Context())
			if err != nil || got != test.want {
				t.Errorf("got %d, %v, want %d", got, err, test.want)
			}
		})
	}
}

// TestMalformedFinalizedBlockSettlesNothing: what is not understood must not be taken for an endpoint without finality.
func TestMalformedFinalizedBlockSettlesNothing(t *testing.T) {
	s := newSite(t)
	server := jsonrpc.NewServer(replay(nil), jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.ObjectMissingField}}})
	until, err := newLogs(t, config(serve(t, server), s.client)).SettledUntil(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no hash") {
		t.Errorf("settled until %d, %v", until, err)
	}
}

func TestSingleBlockIsSplitByAddress(t *testing.T) {
	var logs []jsonrpc.Log
	for i := range 30 {
		log := makeLog(1021, i)
		if i%2 == 0 {
			log.Address, log.Topics = broker, []common.Hash{topic0(livepeer.TicketBroker, "DepositFunded"), {}}
		}
		logs = append(logs, log)
	}
	chain := replay(logs)
	s := newSite(t)
	server := jsonrpc.NewServer(chain, jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 20}})
	s.mustRun(config(serve(t, server), s.client))
	if got := s.landed(); got != 30 {
		t.Errorf("%d of 30 logs landed", got)
	}

	s = newSite(t)
	server = jsonrpc.NewServer(chain, jsonrpc.Options{Limits: jsonrpc.Limits{MaxResults: 10}})
	report, err := s.run(config(serve(t, server), s.client))
	if err != nil {
		t.Fatal(err)
	}
	part := report.Streams[0].Parts[0]
	if !strings.Contains(part.Error, "block 1021 can't be read") || len(part.Gaps) != 1 || part.Gaps[0].From != 1021 {
		t.Errorf("the block is not named: %+v", part)
	}
}

func TestUnclearRefusalIsAnErrorAfterAFewGuesses(t *testing.T) {
	s := newSite(t)
	inner := jsonrpc.NewServer(replay(nil), jsonrpc.Options{})
	calls := 0
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := new(bytes.Buffer)
		_, _ = body.ReadFrom(r.Body)
		if !strings.Contains(body.String(), "eth_getLogs") {
			r.Body = io.NopCloser(body)
			inner.ServeHTTP(w, r)
			return
		}
		calls++
		_, _ = fmt.Fprint(w, `{"jsonrpc":"2.0","id":null,"error":{"code":-32602,"message":"the moon is in the wrong phase"}}`)
	}))
	report, err := s.run(config(url, s.client))
	if err != nil {
		t.Fatal(err)
	}
	text := report.Streams[0].Parts[0].Error
	if calls != 1+maxGuesses || !strings.Contains(text, "the moon is in the wrong phase") || !strings.Contains(text, "read the logs of blocks 1000 to") {
		t.Errorf("after %d calls: %s", calls, text)
	}
}

func TestWrongChainReadsNothing(t *testing.T) {
	s := newSite(t)
	server := jsonrpc.NewServer(jsonrpc.NewReplay(jsonrpc.Recording{ChainID: 1, Head: 5000}), jsonrpc.Options{})
	_, err := s.run(config(serve(t, server), s.client))
	var wrong *extract.WrongNetworkError
	if !errors.As(err, &wrong) || wrong.Has != "chain id 1" || server.Calls("eth_getLogs") != 0 {
		t.Errorf("got %v after %d calls", err, server.Calls("eth_getLogs"))
	}
}

func TestReorganisedSliceIsReadAgain(t *testing.T) {
	logs := logsEvery(60, 3, 0)
	s := newSite(t)
	s.mustRun(config(serve(t, jsonrpc.NewServer(replay(logs), jsonrpc.Options{})), s.client))
	end := replay(logs).Head()
	other := jsonrpc.NewReplay(jsonrpc.Recording{ChainID: network.ChainID, Head: end, Logs: logs[:59], Blocks: []jsonrpc.Block{
		{Number: end, Hash: common.HexToHash("0xfeed"), Time: 1_600_009_000},
	}})
	c := config(serve(t, jsonrpc.NewServer(other, jsonrpc.Options{})), s.client)
	report := s.mustRun(c)
	if part := report.Streams[0].Parts[0]; part.Revisions != 1 || s.landed() != 59 {
		t.Errorf("%d rows after the reorganisation, report %+v", s.landed(), part)
	}
	s.now = s.now.Add(extract.AnchorAge)
	if report := s.mustRun(c); report.Streams[0].Requests > 2 {
		t.Errorf("an old slice is still compared: %d requests", report.Streams[0].Requests)
	}
}

func TestCreatedContractsAreReadInTheSameRun(t *testing.T) {
	creator, poll := common.HexToAddress("0xcc"), common.HexToAddress("0x9011")
	migrator, pool := common.HexToAddress("0xd1"), common.HexToAddress("0x9001")
	word := func(a common.Address) common.Hash { return common.BytesToHash(a.Bytes()) }
	logs := logsEvery(50, 3, 0)
	logs = append(logs,
		jsonrpc.Log{Address: creator, BlockNumber: 1050, Index: 90, Topics: []common.Hash{topic0(livepeer.PollCreator, "PollCreated"), word(poll)}, Data: pollData()},
		jsonrpc.Log{Address: migrator, BlockNumber: 1060, Index: 90, Topics: []common.Hash{topic0(livepeer.L2Migrator, "DelegatorPoolCreated"), word(creator)}, Data: word(pool).Bytes()},
		jsonrpc.Log{Address: poll, BlockNumber: 1051, Index: 91, Topics: []common.Hash{topic0(livepeer.Poll, "Vote"), word(creator)}, Data: make([]byte, 32)},
		jsonrpc.Log{Address: pool, BlockNumber: 1061, Index: 91, Topics: []common.Hash{topic0(livepeer.DelegatorPool, "Claimed"), word(creator)}, Data: make([]byte, 64)},
	)
	s := newSite(t)
	c := config(serve(t, jsonrpc.NewServer(replay(logs), jsonrpc.Options{})), s.client)
	c.Deployment.Contracts = append(c.Deployment.Contracts,
		livepeer.Contract{Name: livepeer.PollCreator, Address: lower(creator), FirstBlock: firstBlock},
		livepeer.Contract{Name: livepeer.L2Migrator, Address: lower(migrator), FirstBlock: firstBlock})
	report := s.mustRun(c)
	if s.landed() != 54 || len(report.Streams[0].Parts) != 3 {
		t.Fatalf("%d of 54 logs landed in %+v", s.landed(), report.Streams[0].Parts)
	}
	parts, err := s.lake.Parts(newLogs(t, c).ID())
	if err != nil {
		t.Fatal(err)
	}
	from := map[string]int64{}
	for _, part := range parts {
		family, _, _ := strings.Cut(part.Name, "-")
		from[family] = part.From
	}
	if from["deployment"] != firstBlock || from["polls"] != 1050 || from["pools"] != 1060 {
		t.Errorf("the parts begin at %v", from)
	}
	if again := s.mustRun(c); again.Files() != 0 || len(again.Streams[0].Parts) != 3 {
		t.Errorf("another run made %d files in %d parts", again.Files(), len(again.Streams[0].Parts))
	}
}

// pollData is what PollCreated has beside the poll: an empty proposal, end block, quorum and quota.
func pollData() []byte {
	data := make([]byte, 5*32)
	data[31] = 4 * 32
	return data
}
