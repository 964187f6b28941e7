package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/pipeline"
)

const doctorKey = "Zk7QcanaryP4w9hJx2Lm"

// fault is what a service answers in place of its answer.
type fault struct {
	status int
	text   string
}

// services answers as all public services would, on one address, but for the faults by method and path.
func services(t *testing.T, faults map[string]fault) string {
	t.Helper()
	answers := map[string]string{
		"POST /rpc": "",
		"GET /llama/prices/current/coingecko:livepeer": `{"coins":{"coingecko:livepeer":{"price":5.03,"symbol":"LPT"}}}`,
		"GET /gecko/simple/price":                      `{"livepeer":{"usd":5.02}}`,
		"POST /vast/api/v0/bundles/":                   `{"offers":[{"id":1}]}`,
		"POST /graph/api/subgraphs/id/abc":             `{"data":{"_meta":{"block":{"number":300},"deployment":"Qm1","hasIndexingErrors":false}}}`,
		"GET /explorer/current-round":                  `{"id":7}`,
		"GET /board/regions":                           `{"regions":[{"id":"FRA"}]}`,
		"GET /prices/orchestratorStats":                `[{"Address":"0x1"}]`,
		"HEAD /farm/gpu-stats":                         "",
		"GET /grafana/api/health":                      `{"database":"ok","version":"11.2.0"}`,
		"HEAD /sky/aws/vms.csv":                        "",
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Method + " " + r.URL.Path
		answer, known := answers[name]
		if fault, ok := faults[name]; ok {
			w.WriteHeader(fault.status)
			fmt.Fprint(w, fault.text)
			return
		}
		switch {
		case !known:
			http.NotFound(w, r)
		case name == "POST /rpc":
			answerRPC(w, r)
		default:
			fmt.Fprint(w, answer)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// answerRPC is a node of Arbitrum One that knows no finalized block, answers 1,000 blocks of logs, and no eth_call.
func answerRPC(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, r.ContentLength)
	_, _ = r.Body.Read(body)
	text := string(body)
	switch {
	case strings.Contains(text, "eth_chainId"):
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":"0xa4b1"}`)
	case strings.Contains(text, "finalized"):
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"unknown tag"}}`)
	case strings.Contains(text, "latest") && strings.Contains(text, "eth_getBlockByNumber"):
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":{"number":"0x2710","timestamp":"0x1"}}`)
	case strings.Contains(text, "eth_getLogs") && strings.Contains(text, `"fromBlock":"0x1"`):
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"block range is too large"}}`)
	case strings.Contains(text, "eth_getLogs"):
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":[]}`)
	default:
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method, says %s"}}`, doctorKey)
	}
}

// everything configures one instance of each source at an address.
func everything(t *testing.T, address string) config.Config {
	t.Helper()
	dir := t.TempDir()
	c := config.Default()
	c.Home, c.Inputs, c.File = filepath.Join(dir, "home"), filepath.Join(dir, "inputs"), "lakepeer.yaml"
	c.Secrets = []string{doctorKey}
	s := &c.Sources
	s.Chain[0].Endpoint = address + "/rpc?key=" + doctorKey
	s.Subgraph[0].Endpoint, s.Subgraph[0].SubgraphID, s.Subgraph[0].Key = address+"/graph", "abc", doctorKey
	s.Explorer[0].Endpoint, s.Explorer[0].PriceList = address+"/explorer", address+"/prices"
	s.Explorer[0].Leaderboard, s.Explorer[0].AILeaderboard = address+"/board", address+"/board"
	s.Prices[0].DefiLlama, s.Prices[0].CoinGecko, s.Prices[0].CoinGeckoKey = address+"/llama", address+"/gecko", doctorKey
	s.VastAI[0].Endpoint, s.VastAI[0].Key = address+"/vast", doctorKey
	s.VastAI[0].Farm, s.VastAI[0].Grafana = address+"/farm", address+"/grafana"
	s.GPUPrices[0].SkyPilot, s.GPUPrices[0].Folder = address+"/sky", filepath.Join(dir, "sheets")
	return c
}

// diagnose gives the findings as lines, without addresses and folders.
func diagnose(t *testing.T, opt pipeline.DoctorOptions, address string) (pipeline.Diagnosis, string) {
	t.Helper()
	diagnosis, err := pipeline.Diagnose(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range diagnosis.Findings {
		fmt.Fprintf(&b, "%s %s %s: %s → %s\n", f.Level, f.Check, f.Subject, f.Text, f.WayOut)
		if f.Level != pipeline.LevelOK && f.WayOut == "" {
			t.Errorf("%s: no way out", f.Text)
		}
	}
	if strings.Contains(b.String(), doctorKey) {
		t.Errorf("the key is shown:\n%s", b.String())
	}
	return diagnosis, strings.ReplaceAll(b.String(), address, "ADDRESS")
}

func wants(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line) {
			t.Errorf("no line has %q:\n%s", line, text)
		}
	}
}

func TestDoctorAsksEveryEndpoint(t *testing.T) {
	t.Parallel()
	address := services(t, nil)
	diagnosis, text := diagnose(t, pipeline.DoctorOptions{Config: everything(t, address), Version: "v1"}, address)
	if n := diagnosis.Count(pipeline.LevelFail); n != 0 {
		t.Errorf("%d findings fail", n)
	}
	wants(t, text,
		"ok config lakepeer.yaml: it is read as it should be; the network is arbitrum-one (chain id 42161)",
		"ok endpoint chain/main: ADDRESS/rpc?key=*** serves chain id 42161",
		"warn endpoint chain/main: it doesn't say which block is finalized → set confirmations",
		"warn endpoint chain/main: eth_getLogs answers 1000 blocks at a time at most",
		"warn endpoint chain/main: eth_call isn't answered, which on-chain prices need: it refuses: no such method, says *** (code -32601)",
		"ok endpoint subgraph/main: deployment Qm1 has indexed block 300",
		"ok endpoint explorer/main endpoint: ADDRESS/explorer/current-round answers",
		"ok endpoint explorer/main ai_leaderboard: ADDRESS/board/regions answers",
		"ok endpoint explorer/main price_list: ADDRESS/prices/orchestratorStats answers",
		"ok endpoint prices/main defillama: it answers: LPT is at 5.03 USD",
		"ok endpoint prices/main coingecko: it answers a demo key: LPT is at 5.02 USD",
		"ok endpoint vastai/main: a search finds offers",
		"ok endpoint vastai/main farm: ADDRESS/farm/gpu-stats is there",
		"ok endpoint vastai/main grafana: it is well: Grafana 11.2.0",
		"ok endpoint gpu_prices/main skypilot: ADDRESS/sky/aws/vms.csv is there",
		"sheets isn't there: no price sheets are read",
		"ok clock this machine: it agrees with the servers'",
	)
}

func TestDoctorNamesWhatEndpointsRefuse(t *testing.T) {
	t.Parallel()
	address := services(t, map[string]fault{
		"POST /rpc": {401, "bad key " + doctorKey},
		"GET /llama/prices/current/coingecko:livepeer": {200, `{"coins":{}}`},
		"GET /gecko/simple/price":                      {400, `{"error_code":10010,"error_message":"use the Pro address"}`},
		"POST /vast/api/v0/bundles/":                   {200, "<html>"},
		"HEAD /farm/gpu-stats":                         {503, ""},
		"POST /graph/api/subgraphs/id/abc":             {200, `{"errors":[{"message":"auth error: API key not found"}]}`},
		"GET /board/regions":                           {200, `{"regions":{}}`},
		"GET /grafana/api/health":                      {200, `{"database":"failing"}`},
		"HEAD /sky/aws/vms.csv":                        {404, ""},
	})
	_, text := diagnose(t, pipeline.DoctorOptions{Config: everything(t, address)}, address)
	wants(t, text,
		`fail endpoint chain/main: ADDRESS/rpc?key=*** fails: not allowed (401 Unauthorized) (the reply begins "bad key ***") → check the endpoint's key and what it allows`,
		"fail endpoint prices/main defillama: it states no price of LPT → check that defillama is the address",
		"fail endpoint prices/main coingecko: ADDRESS/gecko/simple/price?ids=livepeer&vs_currencies=usd fails: the request was refused",
		"→ the key is of the Pro plan: set coingecko to https://pro-api.coingecko.com/api/v3",
		"fail endpoint subgraph/main: it refuses: auth error: API key not found → check endpoint",
		"fail endpoint explorer/main leaderboard: ADDRESS/board/regions answers something else than expected → check leaderboard, or empty it to do without",
		"fail endpoint vastai/main: ADDRESS/vast/api/v0/bundles/ fails: the reply is not JSON",
		"fail endpoint vastai/main farm: ADDRESS/farm/gpu-stats fails: the server failed (503 Service Unavailable) → check farm, or empty it to do without",
		"warn endpoint vastai/main grafana: it doesn't say that its database is well",
		"fail endpoint gpu_prices/main skypilot: ADDRESS/sky/aws/vms.csv fails: the request was refused (404 Not Found) → check skypilot and clouds",
	)
}

func TestDoctorWarnsOfServicesThatMayBeMissing(t *testing.T) {
	t.Parallel()
	address := services(t, map[string]fault{
		"POST /vast/api/v0/bundles/":       {403, "keys only"},
		"POST /graph/api/subgraphs/id/abc": {200, `{"errors":[{"message":"auth error: missing authorization header"}]}`},
		"GET /gecko/simple/price":          {429, "slower"},
	})
	c := everything(t, address)
	c.Sources.Subgraph[0].Key = ""
	c.Sources.VastAI[0].Key, c.Sources.Prices[0].CoinGeckoKey = "", ""
	c.Sources.GPUPrices[0].SkyPilot, c.Sources.GPUPrices[0].Folder = "", ""
	diagnosis, text := diagnose(t, pipeline.DoctorOptions{Config: c}, address)
	wants(t, text,
		"warn endpoint subgraph/main: it refuses: auth error: missing authorization header → set key: ${SUBGRAPH_KEY}",
		"warn endpoint vastai/main: ADDRESS/vast/api/v0/bundles/ fails: not allowed (403 Forbidden)", "→ set key: ${VASTAI_KEY}",
		"warn endpoint prices/main coingecko: ", "→ without a key all users of an address share one limit",
	)
	if strings.Contains(text, "gpu_prices") || diagnosis.Count(pipeline.LevelFail) > 0 {
		t.Error(text)
	}
}

func TestDoctorComparesTheClock(t *testing.T) {
	t.Parallel()
	address := services(t, nil)
	for _, test := range []struct {
		ahead time.Duration
		want  string
	}{
		{2 * time.Minute, "warn clock this machine: it is 2m"},
		{-time.Hour, "behind every server's"},
	} {
		clock := func() time.Time { return time.Now().Add(test.ahead) }
		_, text := diagnose(t, pipeline.DoctorOptions{Config: everything(t, address), Clock: clock}, address)
		wants(t, text, test.want)
	}
}

func TestDoctorGivesUpOnSilence(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	t.Cleanup(silent.Close)
	t.Cleanup(func() { close(done) })
	_, text := diagnose(t, pipeline.DoctorOptions{Config: everything(t, silent.URL), Timeout: 50 * time.Millisecond}, silent.URL)
	wants(t, text, "fail endpoint chain/main: ", "fail endpoint gpu_prices/main skypilot: ", "warn clock this machine: no server said what time it is")
}

func TestDoctorLooksAtInputsAndHome(t *testing.T) {
	t.Parallel()
	address := services(t, nil)
	c := everything(t, address)
	if err := os.MkdirAll(c.Inputs, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Inputs, "journal.csv"), []byte("at,kind\nnow,price\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Network = filepath.Join(c.Home, "network.yaml")
	_, text := diagnose(t, pipeline.DoctorOptions{Config: c}, address)
	wants(t, text,
		`journal.csv:2: at: "now" is no time`, "is neither a preset", "fail config", "it isn't asked, because the network isn't known",
		"ok disk", "it isn't there yet: a run makes it",
	)
	if _, err := os.Stat(c.Home); err == nil {
		t.Error("the home was made")
	}
}
