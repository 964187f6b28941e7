package transform_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

// ledgerHome is a home whose marts read the bonding ledger's raw tables.
type ledgerHome struct {
	*chainHome
	logs      []jsonrpc.Log
	contracts []livepeer.Contract
}

func newLedgerHome(t *testing.T) *ledgerHome {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "data", "devchain")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("recorded data is absent: %s", dir)
	}
	recording, err := devchain.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	check, err := sqlfiles.Files.ReadFile("checks/ledger_replays.sql")
	if err != nil {
		t.Fatal(err)
	}
	h := &ledgerHome{chainHome: newChainHome(t), logs: slices.Collect(recording.Logs(0, recording.Head())), contracts: recording.Contracts()}
	h.sql["checks/ledger_replays.sql"] = &fstest.MapFile{Data: check}
	h.sql["marts/minted.sql"] = &fstest.MapFile{Data: []byte(`/*
description: What rounds minted.
grain: one row per round
key: [round]
evidence: onchain
columns:
  - {name: round, type: BIGINT, unit: round, description: "The round"}
  - {name: minted_wei, type: "DECIMAL(38,0)", unit: wei LPT, description: "What it minted"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance"}
*/
select round, minted_wei, _instance from raw.ledger__round order by round
`)}
	h.sql["marts/parameters.sql"] = &fstest.MapFile{Data: []byte(`/*
description: How often parameters changed.
grain: one row
key: [changes]
evidence: onchain
columns:
  - {name: changes, type: BIGINT, unit: none, description: "How often"}
*/
select count(*) as changes from raw.ledger__parameter order by changes
`)}
	return h
}

// ask makes a part that asks for contracts from a block on.
func (h *ledgerHome) ask(stream, name string, from int64, contracts ...livepeer.Contract) load.Part {
	h.t.Helper()
	asks, err := json.Marshal(map[string]any{"contracts": contracts})
	if err != nil {
		h.t.Fatal(err)
	}
	instance, of, _ := strings.Cut(stream, "/")
	part := load.Part{Stream: load.StreamID{Source: "chain", Instance: instance, Stream: of}, Name: name, Axis: load.AxisBlock, From: from, Asks: asks}
	if err := h.lake.AddPart(part); err != nil {
		h.t.Fatal(err)
	}
	return part
}

// put commits the logs of a part's contracts in a range of blocks.
func (h *ledgerHome) put(part load.Part, from, to int64, logs []jsonrpc.Log) {
	h.t.Helper()
	var asks struct{ Contracts []livepeer.Contract }
	if err := json.Unmarshal(part.Asks, &asks); err != nil {
		h.t.Fatal(err)
	}
	h.commit(part, logsSchema, load.Slice{Interval: load.Interval{From: from, To: to}}, func(rows *array.RecordBuilder) {
		for _, log := range logs {
			address := strings.ToLower(log.Address.Hex())
			isAsked := slices.ContainsFunc(asks.Contracts, func(c livepeer.Contract) bool { return strings.EqualFold(c.Address, address) })
			if !isAsked || log.BlockNumber < from || log.BlockNumber >= to {
				continue
			}
			numbers := map[int]int64{0: log.BlockNumber, 1: int64(log.Index), 4: int64(log.TransactionIndex), 11: log.BlockTime}
			for column, n := range numbers {
				rows.Field(column).(*array.Int64Builder).Append(n)
			}
			texts := map[int]string{2: log.BlockHash.Hex(), 3: log.TransactionHash.Hex(), 5: address, 10: hexutil.Encode(log.Data)}
			for i, topic := range log.Topics {
				texts[6+i] = topic.Hex()
			}
			for _, column := range []int{2, 3, 5, 6, 7, 8, 9, 10} {
				if text, ok := texts[column]; ok {
					rows.Field(column).(*array.StringBuilder).Append(text)
				} else {
					rows.Field(column).AppendNull()
				}
			}
		}
	})
}

// named gives the contracts of those names, others those of other names.
func (h *ledgerHome) named(names ...string) (named, others []livepeer.Contract) {
	for _, c := range h.contracts {
		if slices.Contains(names, c.Name) {
			named = append(named, c)
		} else {
			others = append(others, c)
		}
	}
	return named, others
}

// parts asks for the whole deployment in the instance main: the token in a stream of its own.
func (h *ledgerHome) parts() []load.Part {
	token, others := h.named(livepeer.LivepeerToken)
	return []load.Part{h.ask("main/logs", "deployment", 0, others...), h.ask("main/lpt_transfers", "token", 0, token...)}
}

// all is a block after every log.
const all = 1_000_000

func TestTheLedgerIsBuilt(t *testing.T) {
	h := newLedgerHome(t)
	parts := h.parts()
	middle := h.logs[len(h.logs)/2].BlockNumber
	for _, part := range parts {
		h.put(part, 0, middle, h.logs)
	}
	before := query(t, h.run().Path, "select is_built, log_count, round from meta.ledger")
	for _, part := range parts {
		h.put(part, middle, all, h.logs)
	}
	p := h.expect(map[string][]string{
		"select instance, is_built, is_refused, reason, version from meta.ledger":                                       {"main true false <null> 1"},
		"select count(distinct round) = count(*), sum(minted_wei) > 0, min(_instance), max(_instance) from main.minted": {"true true main main"},
		"select (select max(round) from main.minted) = (select round from meta.ledger)":                                 {"true"},
		"select log_count > 1000, block_number > 100 from meta.ledger":                                                  {"true true"},
	})
	after := query(t, p.Path, "select is_built, log_count, round from meta.ledger")
	if cmp.Equal(before, after) {
		t.Errorf("half of the history gave %v too", before)
	}
	h.full = true
	if diff := cmp.Diff(h.run().Manifest.ContentHashes(), p.Manifest.ContentHashes()); diff != "" {
		t.Errorf("a full build differs: %s", diff)
	}
	h.full = false
	for _, part := range parts {
		h.put(part, all, all+1000, nil)
	}
	for _, m := range h.run().Manifest.Models {
		if m.Schema == "main" && !m.Copied {
			t.Errorf("%s was built again, and nothing of it has changed", m.Name)
		}
	}
}

func TestTheFirstCompleteInstanceIsReplayed(t *testing.T) {
	h := newLedgerHome(t)
	bonding, _ := h.named(livepeer.BondingManager)
	h.put(h.ask("early/logs", "deployment", 0, bonding...), 0, all, nil)
	for _, part := range h.parts() {
		h.put(part, 0, all, h.logs)
	}
	h.expect(map[string][]string{"select instance, is_built from meta.ledger": {"main true"}})
}

func TestWhyThereIsNoLedger(t *testing.T) {
	for _, test := range []struct {
		name   string
		reason string
		make   func(h *ledgerHome)
	}{
		{"no chain", "no instance of the network's chain is extracted", func(*ledgerHome) {}},
		{"another chain", "no instance of the network's chain is extracted", func(h *ledgerHome) {
			h.logsOf(h.part("legacy/logs", load.AxisBlock, strings.Replace(bondingAsks, "}]}", `}],"chain_id":1}`, 1)), 0, 30, reward(10, 1, 5))
		}},
		{"no transfers", "the logs of the LivepeerToken aren't asked for", func(h *ledgerHome) {
			_, others := h.named(livepeer.LivepeerToken)
			h.put(h.ask("main/logs", "deployment", 0, others...), 0, all, h.logs)
		}},
		{"no tickets", "the logs of the TicketBroker aren't asked for", func(h *ledgerHome) {
			_, others := h.named(livepeer.TicketBroker)
			h.put(h.ask("main/logs", "deployment", 0, others...), 0, all, h.logs)
		}},
		{"a late part", "the logs of the Controller are asked for from block 500 on only, and it was deployed at block 0", func(h *ledgerHome) {
			_, others := h.named(livepeer.Controller)
			h.put(h.ask("main/logs", "deployment", 0, others...), 0, all, h.logs)
			h.put(h.ask("main/logs", "late", 500, livepeer.Contract{Name: livepeer.Controller, Address: h.address(livepeer.Controller)}), 500, all, h.logs)
		}},
		{"a gap at the beginning", "the history isn't there from the deployment's blocks on: it ends before block 0, and the", func(h *ledgerHome) {
			for _, part := range h.parts() {
				h.put(part, 500, all, h.logs)
			}
		}},
		{"no rounds", "no round begins before block 1000000: there is no NewRound of the RoundsManager", func(h *ledgerHome) {
			rounds := h.address(livepeer.RoundsManager)
			logs := slices.DeleteFunc(h.logs, func(l jsonrpc.Log) bool { return strings.EqualFold(l.Address.Hex(), rounds) })
			for _, part := range h.parts() {
				h.put(part, 0, all, logs)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newLedgerHome(t)
			test.make(h)
			p := h.run()
			got := query(t, p.Path, "select is_built, is_refused, (select count(*) from main.minted), reason from meta.ledger")
			if len(got) != 1 || !strings.HasPrefix(got[0], "false false 0 "+test.reason) {
				t.Errorf("got %q", got)
			}
			if l := p.Manifest.Ledger; l.IsBuilt || l.Reason == "" {
				t.Errorf("the manifest says %+v", l)
			}
		})
	}
}

func (h *ledgerHome) address(name string) string {
	h.t.Helper()
	named, _ := h.named(name)
	if len(named) == 0 {
		h.t.Fatalf("there is no %s", name)
	}
	return named[0].Address
}

// TestALogThatDoesNotFollowIsNotPublished changes one amount: the build ends with a failed check that says so.
func TestALogThatDoesNotFollowIsNotPublished(t *testing.T) {
	h := newLedgerHome(t)
	reward := livepeer.EventNamed("Reward").Topic0
	i := slices.IndexFunc(h.logs, func(l jsonrpc.Log) bool { return l.Topics[0] == reward })
	changed := h.logs[i]
	h.logs[i].Data = append([]byte{}, changed.Data...)
	h.logs[i].Data[len(changed.Data)-1]++
	for _, part := range h.parts() {
		h.put(part, 0, all, h.logs)
	}
	c, err := transform.Build(t.Context(), transform.Options{
		Home: h.home, Lake: h.lake, SQL: h.sql, Schemas: map[string]*arrow.Schema{"chain__logs": logsSchema}, MemoryLimit: 256 << 20, Threads: 2,
	})
	var failed *transform.CheckError
	if !errors.As(err, &failed) || c == nil {
		t.Fatalf("error %v", err)
	}
	for _, word := range []string{"ledger_replays", "BondingManager.Reward", changed.TransactionHash.Hex(), "the logs before it lead to", "it states"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q doesn't say %q", err, word)
		}
	}
	if _, err := transform.Publish(t.Context(), h.home, c, transform.PublishOptions{}); !errors.As(err, &failed) {
		t.Errorf("publishing it gives %v", err)
	}
	if got := query(t, c.Path, "select is_built, is_refused, (select count(*) from main.minted) from meta.ledger"); !cmp.Equal(got, []string{"false true 0"}) {
		t.Errorf("the candidate says %v", got)
	}
}
