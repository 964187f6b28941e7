package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// devchain is the recording of the real contracts: what they emitted and what they answered.
type devchain struct {
	*jsonrpc.Replay
	transactions []transaction
	answers      answers
}

// transaction is a recorded transaction with what says which action it was.
type transaction struct {
	Hash     common.Hash     `json:"transactionHash"`
	Block    hexutil.Uint64  `json:"blockNumber"`
	Index    hexutil.Uint64  `json:"transactionIndex"`
	From     common.Address  `json:"from"`
	To       *common.Address `json:"to"`
	Status   hexutil.Uint64  `json:"status"`
	Selector string          `json:"selector"`
	logs     []jsonrpc.Log
}

// loadDevchain reads the recording, which lies beside the repository.
func loadDevchain(t *testing.T) *devchain {
	t.Helper()
	dir := recorded(t, "devchain")
	replay, err := jsonrpc.LoadDevchain(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := &devchain{Replay: replay}
	for name, into := range map[string]any{"receipts.json": &d.transactions, "answers.json": &d.answers} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	slices.SortFunc(d.transactions, func(a, b transaction) int {
		if a.Block != b.Block {
			return int(a.Block) - int(b.Block)
		}
		return int(a.Index) - int(b.Index)
	})
	byHash := map[common.Hash]int{}
	for i := range d.transactions {
		byHash[d.transactions[i].Hash] = i
	}
	for l := range replay.Logs(0, replay.Head()) {
		x := &d.transactions[byHash[l.TransactionHash]]
		x.logs = append(x.logs, l)
	}
	return d
}

// recorded gives the folder of a recorded data set or skips the test.
func recorded(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data %q is not beside the repository: %v", name, err)
	}
	return path
}

// config deploys the model where the recording deployed the contracts.
func (d *devchain) config() Config {
	at := func(name string) common.Address { return d.answers.Contracts[name].Address }
	target := func(name string) common.Address { return d.answers.Contracts[name].Target }
	config := Config{
		Deployer: d.answers.People.Deployer,
		Addresses: Addresses{
			Controller: at("Controller"), LivepeerToken: at("LivepeerToken"), Minter: at("Minter"),
			TicketBroker: at("TicketBroker"), TicketBrokerTarget: target("TicketBroker"),
			BondingManager: at("BondingManager"), BondingManagerTarget: target("BondingManager"),
			BondingVotes: at("BondingVotes"), BondingVotesTarget: target("BondingVotes"),
			RoundsManager: at("RoundsManager"), RoundsManagerTarget: target("RoundsManager"),
			ServiceRegistry: at("ServiceRegistry"), ServiceRegistryTarget: target("ServiceRegistry"),
			LivepeerGovernor: at("LivepeerGovernor"), LivepeerGovernorTarget: target("LivepeerGovernor"),
			L2LPTDataCache: at("L2LPTDataCache"), Governor: at("Governor"), Treasury: at("Treasury"),
			PollCreator: at("PollCreator"),
		},
		Parameters: Parameters{
			RoundLength: 100, RoundLockAmount: 100000, UnbondingPeriod: 3, UnlockPeriod: 2, TicketValidityPeriod: 2,
			PoolSize: 4, TreasuryRate: tenTo(26), TreasuryCeiling: lpt(4000),
			Inflation: 218500, InflationChange: 500, TargetBondingRate: 500000000,
			VotingDelay: 1, VotingPeriod: 4, ProposalThreshold: lpt(100), Quorum: 333300, Quota: 500000,
		},
		BlockHash: func(block uint64) common.Hash {
			b, _ := d.Block(int64(block))
			return b.Hash
		},
	}
	for i := range d.transactions {
		if x := &d.transactions[i]; x.Selector == "0x40c10f19" {
			to := common.BytesToAddress(x.logs[0].Topics[2][:])
			config.Grants = append(config.Grants, Grant{to, new(big.Int).SetBytes(x.logs[0].Data)})
		}
	}
	return config
}

func lpt(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }

func tenTo(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// difference says how the model's logs of a transaction differ from the recorded ones; "" for not at all.
func difference(got []Log, want []jsonrpc.Log) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("log %d is missing: %x %x", i, want[i].Topics, want[i].Data)
		case i >= len(want):
			return fmt.Sprintf("log %d is too many: %x %x", i, got[i].Topics, got[i].Data)
		case got[i].Address != want[i].Address || !slices.Equal(got[i].Topics, want[i].Topics) || !bytes.Equal(got[i].Data, want[i].Data):
			return fmt.Sprintf("log %d:\n got %s %x %x\nwant %s %x %x", i,
				got[i].Address, got[i].Topics, got[i].Data, want[i].Address, want[i].Topics, want[i].Data)
		}
	}
	return ""
}

// TestDevchain replays what the real contracts were asked to do, action by action, and compares every log that the
// model emits with the recorded one, byte for byte, and every contract answer at the end of each round, to the wei.
func TestDevchain(t *testing.T) {
	d := loadDevchain(t)
	c, steps := New(d.config())
	driver := &driver{Contracts: c, proposals: map[common.Hash]*Proposal{}}
	checkpoints := d.answers.Checkpoints
	compared, actions := 0, 0
	for i := range d.transactions {
		x := &d.transactions[i]
		for len(checkpoints) > 0 && checkpoints[0].Block < int64(x.Block) {
			compared += d.compare(t, c, checkpoints[0])
			checkpoints = checkpoints[1:]
		}
		if x.Status != 1 {
			continue
		}
		b, _ := d.Block(int64(x.Block))
		c.At(uint64(x.Block), b.Time)
		if len(steps) > 0 && len(x.logs) > 0 {
			steps[0].Run()
			steps = steps[1:]
		} else if err := driver.act(x); err != nil {
			t.Fatalf("block %d, %s from %s: %v", x.Block, x.Selector, x.From, err)
		}
		got := c.Take()
		if diff := difference(got, x.logs); diff != "" {
			t.Fatalf("block %d, %s from %s: %s", x.Block, x.Selector, x.From, diff)
		}
		actions++
	}
	for _, p := range checkpoints {
		compared += d.compare(t, c, p)
	}
	c.At(uint64(d.answers.Final.Block), c.time)
	compared += d.comparePools(t, c) + d.compareGovernor(t, driver)
	t.Logf("%d transactions, %d answers equal", actions, compared)
	if compared < 15000 {
		t.Errorf("only %d answers were compared", compared)
	}
}
