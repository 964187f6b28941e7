package prices

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

var feeds = Onchain{
	ChainID: 777, ChainlinkETHUSD: "0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612", LPTWETHPool: "0x4fd47e5102dfbf95541f64ed6fe13d4ed26d2546",
}

// word gives a number as 32 bytes of hex, two's complement.
func word(n int64) string {
	value := big.NewInt(n)
	if n < 0 {
		value.Add(value, new(big.Int).Lsh(big.NewInt(1), 256))
	}
	return fmt.Sprintf("%064x", value)
}

func quoted(words ...string) json.RawMessage {
	return json.RawMessage(`"0x` + strings.Join(words, "") + `"`)
}

// replies are a well-behaved node's results by the first bytes of the call.
func replies() map[string]any {
	sqrt := fmt.Sprintf("%064x", new(big.Int).Lsh(big.NewInt(3), 90))
	return map[string]any{
		latestRoundData: quoted(word(7), word(250_000_000_000), word(1_790_000_000), word(1_790_000_100), word(7)),
		decimals:        quoted(word(8)),
		slot0:           quoted(sqrt, word(-81_000), word(3), word(100), word(100), word(0), word(1)),
		observe[:10]:    quoted(word(64), word(160), word(2), word(-9_000_000), word(-9_145_800), word(2), word(1), word(2)),
	}
}

// nodeServer answers from replies; one that is a *evm.RefusalError is sent as an error.
type nodeServer struct {
	t       testing.TB
	replies map[string]any
	tags    map[string]bool // the blocks that calls were made at
}

func (s nodeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var question struct {
		ID     int64
		Method string
		Params []json.RawMessage
	}
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil {
		s.t.Error(err)
	}
	reply := map[string]any{"jsonrpc": "2.0", "id": question.ID}
	switch question.Method {
	case "eth_chainId":
		reply["result"] = "0x309"
	case "eth_getBlockByNumber":
		reply["result"] = map[string]any{"number": "0x64", "timestamp": "0x6ab3a1c0", "hash": "0x00"}
	case "eth_call":
		var call struct{ To, Data string }
		_ = json.Unmarshal(question.Params[0], &call) // a call that can't be read has no reply
		if s.tags != nil {
			s.tags[string(question.Params[1])] = true
		}
		switch answer := s.replies[call.Data[:10]].(type) {
		case *evm.RefusalError:
			reply["error"] = answer
		default:
			reply["result"] = answer
		}
	}
	answer(w, reply)
}

func newOnchain(t testing.TB, url string, client *httpclient.Client) *OnchainPrices {
	config := feeds
	config.Endpoint = url
	return only[*OnchainPrices](t, Config{Onchain: &config, Client: client, Clock: at(now)})
}

func TestOnchainConformance(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 1,
		Without: map[extracttest.Fault]string{
			extracttest.DuplicatePage: "a snapshot is one row",
			extracttest.EmptyPage:     "a snapshot is one row",
			extracttest.NewField:      "a call answers with words, not with fields",
			extracttest.RemovedField:  "what may be missing is asked for by a call of its own",
		},
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return newOnchain(t, url, client)
		},
		Serve: func(t testing.TB, world extracttest.World) http.Handler {
			s := nodeServer{t: t, replies: replies()}
			switch world.Fault {
			case extracttest.WrongType:
				s.replies[slot0] = true
			case extracttest.PoisonedRow:
				s.replies[latestRoundData] = quoted(word(7), word(-5), word(1), word(1), word(7))
			}
			return s
		},
		IsData: func(_ *http.Request, body []byte) bool { return strings.Contains(string(body), "eth_call") },
	})
}

func TestSnapshotIsOfOneBlock(t *testing.T) {
	server := nodeServer{t: t, replies: replies(), tags: map[string]bool{}}
	stream := newOnchain(t, serve(t, server.ServeHTTP), newClient(t))
	out := &recorder{}
	if err := stream.Snapshot(t.Context(), load.Part{}, out); err != nil || len(out.rows) != 1 {
		t.Fatalf("%v, rows %v", err, out.rows)
	}
	if len(server.tags) != 1 || !server.tags[`"0x64"`] {
		t.Errorf("calls were made at %v", server.tags)
	}
	for _, want := range []string{`"pool_tick":"-81000"`, `"pool_tick_cumulative_to":"-9145800"`, `"chainlink_answer":"250000000000"`, `"pool_sqrt_price_x96":"3713820117856140824697372672"`} {
		if !strings.Contains(out.rows[0], want) {
			t.Errorf("%s lacks %s", out.rows[0], want)
		}
	}
}

func TestPoolThatDoesNotRememberHasNoAverage(t *testing.T) {
	server := nodeServer{t: t, replies: replies()}
	server.replies[observe[:10]] = &evm.RefusalError{Code: 3, Message: "execution reverted: OLD"}
	stream := newOnchain(t, serve(t, server.ServeHTTP), newClient(t))
	out := &recorder{}
	if err := stream.Snapshot(t.Context(), load.Part{}, out); err != nil || len(out.rows) != 1 || !strings.Contains(out.rows[0], `"pool_tick_cumulative_from":"(null)"`) {
		t.Errorf("%v, rows %v", err, out.rows)
	}
}

func TestNodesThatDoNotAnswerCalls(t *testing.T) {
	for name, reply := range map[string]any{
		"no such method": &evm.RefusalError{Code: -32601, Message: "the method eth_call does not exist"},
		"no contract":    "0x",
		"revert":         &evm.RefusalError{Code: 3, Message: "execution reverted"},
	} {
		t.Run(name, func(t *testing.T) {
			server := nodeServer{t: t, replies: replies()}
			server.replies[latestRoundData] = reply
			stream := newOnchain(t, serve(t, server.ServeHTTP), newClient(t))
			out := &recorder{}
			err := stream.Snapshot(t.Context(), load.Part{}, out)
			if err == nil || !strings.Contains(err.Error(), "this node doesn't answer eth_call") || len(out.rows)+len(out.rejects) > 0 {
				t.Errorf("got %v, rows %v", err, out.rows)
			}
		})
	}
}

func TestNodeOfAnotherChainIsRefused(t *testing.T) {
	config := feeds
	config.Endpoint, config.ChainID = serve(t, nodeServer{t: t}.ServeHTTP), 1
	stream := only[*OnchainPrices](t, Config{Onchain: &config, Client: newClient(t), Clock: at(now)})
	if err := stream.Identify(t.Context()); err == nil || !strings.Contains(err.Error(), "chain id 777") {
		t.Errorf("got %v", err)
	}
}

// TestRecordedRoundsOfChainlink reads two recorded replies of the feed.
func TestRecordedRoundsOfChainlink(t *testing.T) {
	var calls []struct{ Result json.RawMessage }
	if err := json.Unmarshal(recorded(t, "arbitrum-rpc-samples/eth_call-chainlink-ethusd-latestRoundData.json"), &calls); err != nil {
		t.Fatal(err)
	}
	for i, want := range []stated{
		{roundID: "18446744073709628514", answer: "301667000000", startedAt: 1644890217, updatedAt: 1644890217},
		{roundID: "18446744073709833401", answer: "157744000000", startedAt: 1667186126, updatedAt: 1667186126},
	} {
		var got stated
		if err := got.readRound(calls[i].Result); err != nil || got != want {
			t.Errorf("reply %d is %+v, %v; want %+v", i, got, err, want)
		}
	}
}

func FuzzDecodeAnswers(f *testing.F) {
	stream := newOnchain(f, "http://localhost", newClient(f))
	good := replies()
	f.Add([]byte(good[latestRoundData].(json.RawMessage)), []byte(good[decimals].(json.RawMessage)),
		[]byte(good[slot0].(json.RawMessage)), []byte(good[observe[:10]].(json.RawMessage)))
	f.Add([]byte(`"0x"`), []byte(`7`), []byte(``), []byte(`null`))
	f.Fuzz(func(t *testing.T, round, decimals, slot, observe []byte) {
		out := &recorder{}
		err := stream.deliver(answers{round: round, decimals: decimals, slot0: slot, observe: observe}, out)
		if err != nil || len(out.rows)+len(out.rejects) != 1 {
			t.Errorf("%d rows and %d rejected of 1, %v", len(out.rows), len(out.rejects), err)
		}
	})
}
