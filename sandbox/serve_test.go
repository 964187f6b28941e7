package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/faults"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

func serveSmall(t *testing.T, o ServeOptions) (*World, *Servers) {
	t.Helper()
	w := newWorld(t, small)
	s, err := Serve(t.Context(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w, s
}

func fetch(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode, string(text)
}

func call(t *testing.T, s *Servers, method, params string) string {
	t.Helper()
	_, text := fetch(t, http.MethodPost, s.URL("rpc"), `{"jsonrpc":"2.0","id":1,"method":"`+method+`","params":`+params+`}`)
	var reply struct{ Result json.RawMessage }
	if err := json.Unmarshal([]byte(text), &reply); err != nil || reply.Result == nil {
		t.Fatalf("%s%s: %v: %s", method, params, err, text)
	}
	return strings.Trim(string(reply.Result), `"`)
}

func TestEveryServerAnswers(t *testing.T) {
	_, s := serveSmall(t, ServeOptions{})
	for name, path := range map[string]string{
		"llama": "/prices/current/coingecko:livepeer", "gecko": "/ping", "vast": "/api/v0/bundles/?q=%7B%7D", "farm": "/gpu-stats",
		"grafana": "/api/health", "skypilot": "/aws/vms.csv",
	} {
		if status, text := fetch(t, http.MethodGet, s.URL(name)+path, ""); status != http.StatusOK || len(text) < 20 {
			t.Errorf("%s: %d %.100s", name, status, text)
		}
	}
	if got := call(t, s, "eth_chainId", "[]"); got != "0x53a" {
		t.Errorf("the chain id is %s", got)
	}
	if s.URL("nobody") != "" || len(ServerNames()) != 12 {
		t.Error("an unknown server has an address")
	}
}

// TestServersLiveAtTheirClock sets the clock back: the head and the market go back with it, and return.
func TestServersLiveAtTheirClock(t *testing.T) {
	w, s := serveSmall(t, ServeOptions{})
	state := func() [2]string {
		_, offers := fetch(t, http.MethodGet, s.URL("farm")+"/gpu-stats", "")
		return [2]string{call(t, s, "eth_blockNumber", "[]"), offers}
	}
	times := w.MarketTimes()
	if len(times) != 24 || !times[23].Equal(w.Now()) || times[23].Sub(times[0]) != 23*time.Hour {
		t.Errorf("the market is looked at at %v", times)
	}
	now := state()
	s.Clock.Set(times[0])
	then := state()
	s.Clock.Set(w.Now())
	if again := state(); again != now || then[0] == now[0] || then[1] == now[1] {
		t.Errorf("the servers don't follow their clock: %s, %s, %s", now[0], then[0], again[0])
	}
	if got, want := now[0], fmt.Sprintf("0x%x", w.Head()); got != want {
		t.Errorf("the head is %s, the world's %s", got, want)
	}
	if got := call(t, s, "eth_getBlockByNumber", `["finalized",false]`); !strings.Contains(got, fmt.Sprintf(`"number":"0x%x"`, w.Finalized())) {
		t.Errorf("final is %.80s, not %x", got, w.Finalized())
	}
}

func TestPriceContracts(t *testing.T) {
	w, s := serveSmall(t, ServeOptions{})
	feeds := w.Deployment().PriceFeeds
	ask := func(to, data string) []*big.Int {
		text := call(t, s, "eth_call", fmt.Sprintf(`[{"to":%q,"data":%q},"latest"]`, to, data))
		var words []*big.Int
		for at := 2; at+64 <= len(text); at += 64 {
			n, ok := new(big.Int).SetString(text[at:at+64], 16)
			if !ok {
				t.Fatalf("%s answers %s", to, text)
			}
			words = append(words, n)
		}
		return words
	}
	if got := ask(feeds.ChainlinkETHUSD, "0x313ce567"); len(got) != 1 || got[0].Int64() != 8 {
		t.Errorf("the feed has %v decimals", got)
	}
	want := w.Market().FeedRound(w.Now())
	if got := ask(feeds.ChainlinkETHUSD, "0xfeaf968c"); len(got) != 5 || got[1].Cmp(want.Answer) != 0 || got[3].Int64() != want.UpdatedAt || got[0].Cmp(want.ID) != 0 {
		t.Errorf("the feed says %v", got)
	}
	slot := w.Market().PoolSlot(w.Now())
	if got := ask(feeds.LPTWETHPool, "0x3850c7bd"); len(got) != 7 || got[0].Cmp(slot.SqrtPriceX96) != 0 {
		t.Errorf("the pool says %v", got)
	}
	observe := "0x883bdbfd" + fmt.Sprintf("%064x%064x%064x%064x", 32, 2, 1800, 0)
	got := ask(feeds.LPTWETHPool, observe)
	if len(got) != 8 || got[2].Int64() != 2 {
		t.Fatalf("observe gives %v", got)
	}
	change := new(big.Int).Sub(got[4], got[3]).Int64()
	if mean := change / 1800; mean < slot.Tick-300 || mean > slot.Tick+300 {
		t.Errorf("the mean tick is %d, the last %d", mean, slot.Tick)
	}
	if token0, token1 := ask(feeds.LPTWETHPool, "0x0dfe1681")[0], ask(feeds.LPTWETHPool, "0xd21220a7")[0]; token0.Cmp(jsonrpc.AddressWord(w.addresses.LivepeerToken)) != 0 || token0.Cmp(token1) >= 0 {
		t.Errorf("the pool's tokens are %x and %x", token0, token1)
	}
	if got := ask("0x00000000000000000000000000000000000000ff", "0x313ce567"); got != nil {
		t.Errorf("an address without a contract says %v", got)
	}
	if _, text := fetch(t, http.MethodPost, s.URL("rpc"), fmt.Sprintf(`{"id":1,"method":"eth_call","params":[{"to":%q,"data":"0x883bdbfd%064x%064x%064x"}]}`, feeds.LPTWETHPool, 32, 1, int64(market.PoolHistory/time.Second)*100)); !strings.Contains(text, "OLD") {
		t.Errorf("an observation of long ago: %s", text)
	}
}

// TestHeavyWeather asks each server until each fault has struck often: every server answers well most of the time.
func TestHeavyWeather(t *testing.T) {
	_, s := serveSmall(t, ServeOptions{Faults: faults.Heavy, FaultSeed: 3})
	client := &http.Client{Timeout: 200 * time.Millisecond}
	good := 0
	for range 100 {
		response, err := client.Get(s.URL("farm") + "/gpu-stats")
		if err != nil {
			continue
		}
		if body, err := io.ReadAll(response.Body); err == nil && response.StatusCode == http.StatusOK && json.Valid(body) {
			good++
		}
		_ = response.Body.Close()
	}
	if good < 70 || good == 100 {
		t.Errorf("%d of 100 requests are answered well", good)
	}
}

func TestServeNamesWhatItCannotListenOn(t *testing.T) {
	if _, err := Serve(t.Context(), newWorld(t, small), ServeOptions{Listen: "127.0.0.1:99999"}); err == nil || !strings.Contains(err.Error(), "99999") {
		t.Errorf("got %v", err)
	}
}
