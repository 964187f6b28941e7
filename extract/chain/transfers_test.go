package chain

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// The accounts of the token's tests: two Minters, a Treasury and two strangers.
var (
	token    = common.HexToAddress("0x00000000000000000000000000000000000000e0")
	accounts = []common.Address{
		common.HexToAddress("0xe1"), common.HexToAddress("0xe2"), common.HexToAddress("0xe3"), common.HexToAddress("0xe4"), common.HexToAddress("0xe5"),
	}
)

// tokenLogs are a Mint, a Burn, an Approval, a grant of a role, and a Transfer from each account to each.
func tokenLogs() []jsonrpc.Log {
	word := func(a common.Address) common.Hash { return common.BytesToHash(a.Bytes()) }
	one := common.BigToHash(big.NewInt(1)).Bytes()
	var logs []jsonrpc.Log
	add := func(event string, data []byte, indexed ...common.Hash) {
		log := makeLog(firstBlock+20+int64(len(logs)), 0)
		log.Address, log.Data, log.Topics = token, data, append([]common.Hash{topic0(livepeer.LivepeerToken, event)}, indexed...)
		logs = append(logs, log)
	}
	add("Mint", one, word(accounts[0]))
	add("Burn", one, word(accounts[4]))
	add("Approval", one, word(accounts[3]), word(accounts[4]))
	add("RoleGranted", nil, common.Hash{1}, word(accounts[0]), word(accounts[4]))
	for _, from := range accounts {
		for _, to := range accounts {
			add("Transfer", one, word(from), word(to))
		}
	}
	return logs
}

// tokenConfig has the first n of Minter, Treasury and second Minter.
func tokenConfig(s *site, n int) Config {
	c := config(serve(s.t, jsonrpc.NewServer(detailed(tokenLogs()), jsonrpc.Options{})), s.client)
	c.Deployment.Contracts = append(c.Deployment.Contracts, livepeer.Contract{Name: livepeer.LivepeerToken, Address: lower(token), FirstBlock: firstBlock})
	for i, name := range []string{livepeer.Minter, livepeer.Treasury, livepeer.Minter}[:n] {
		c.Deployment.Contracts = append(c.Deployment.Contracts, livepeer.Contract{
			Name: name, Address: lower(accounts[i]), FirstBlock: firstBlock + 50, Former: i == 0 && n == 3,
		})
	}
	return c
}

// TestTransfersAreReadOnce: what concerns the Treasury and the Minters is in the lake once, however the accounts came to
// be asked for.
func TestTransfersAreReadOnce(t *testing.T) {
	tests := []struct {
		name   string
		steps  []int // so many of the accounts are ours, run by run
		logs   int   // Mint, Burn, RoleGranted, and the transfers that touch our accounts
		bounds int   // parts
	}{
		{"none", []int{0}, 3, 1},
		{"one", []int{1}, 3 + 25 - 16, 3},
		{"all at once", []int{3}, 3 + 25 - 4, 3},
		{"one after the other", []int{0, 1, 2, 3}, 3 + 25 - 4, 7},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t)
			for _, n := range test.steps {
				s.mustRunAll(tokenConfig(s, n))
			}
			places := map[string]int{}
			for _, row := range s.rows("lpt_transfers") {
				places[row["block_number"]]++
			}
			for place, times := range places {
				if times != 1 {
					t.Errorf("the log of block %s has landed %d times", place, times)
				}
			}
			if len(places) != test.logs || len(s.rows("logs")) != 0 {
				t.Errorf("%d logs landed, want %d, and %d among all others", len(places), test.logs, len(s.rows("logs")))
			}
			parts, err := s.lake.Parts(load.StreamID{Source: "chain", Instance: "main", Stream: "lpt_transfers"})
			if err != nil || len(parts) != test.bounds {
				t.Errorf("%d parts, %v, want %d", len(parts), err, test.bounds)
			}
		})
	}
}

func TestAllTransfersAreReadIfConfigured(t *testing.T) {
	s := newSite(t)
	c := tokenConfig(s, 3)
	c.LPTTransfersAll = true
	s.mustRunAll(c)
	if got := len(s.rows("lpt_transfers_all")); got != len(tokenLogs()) {
		t.Errorf("%d of %d logs landed", got, len(tokenLogs()))
	}
	if blocks := len(s.rows("blocks")); blocks != 24 {
		t.Errorf("%d blocks are looked up: those of all transfers must not be", blocks)
	}
}

func TestPartsOfTransfersSayWhatTheyAsk(t *testing.T) {
	s := newSite(t)
	c := tokenConfig(s, 2)
	s.mustRunAll(c)
	parts, err := s.lake.Parts(load.StreamID{Source: "chain", Instance: "main", Stream: "lpt_transfers"})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		family, _, _ := strings.Cut(part.Name, "-")
		var a asks
		if err := json.Unmarshal(part.Asks, &a); err != nil {
			t.Fatal(err)
		}
		var shape []int
		for _, allowed := range a.Topics {
			shape = append(shape, len(allowed))
		}
		want := map[string][]int{"mints": {5}, "to": {1, 0, 2}, "from": {1, 2}}[family]
		if part.From != firstBlock || a.ChainID != network.ChainID || len(shape) != len(want) {
			t.Fatalf("part %s asks for %s", part.Name, part.Asks)
		}
		for i := range want {
			if shape[i] != want[i] {
				t.Errorf("part %s asks for %s", part.Name, part.Asks)
			}
		}
	}
}

// TestTopicsThatWereNotAskedForAreRejected: an endpoint that ignores the filter's topics.
func TestTopicsThatWereNotAskedForAreRejected(t *testing.T) {
	a := asks{Contracts: deployment().Contracts, Topics: topics{{"0x" + strings.Repeat("0", 64)}}}
	r, err := newReader(a)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.read("["+goodLog+"]", load.Interval{From: 1000, To: 2000}); err != nil {
		t.Fatal(err)
	}
	if len(r.rows) != 0 || len(r.rejects) != 1 || r.rejects[0].Reason != "its topics were not asked for" {
		t.Errorf("%d rows, rejects %+v", len(r.rows), r.rejects)
	}
}
