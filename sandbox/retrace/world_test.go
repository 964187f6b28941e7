package retrace_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
)

// world gives a small world's logs and how its contracts were deployed.
func world(t *testing.T) ([]jsonrpc.Log, retrace.Config) {
	t.Helper()
	w, err := sandbox.NewWorld(t.Context(), sandbox.Config{Seed: 7, Rounds: 14, Orchestrators: 6, Delegators: 30, Gateways: 2})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(w.Logs(0, w.Head())), retrace.Config{Protocol: w.ProtocolConfig(), L1Block: w.L1Block}
}

func TestWorldIsAHistoryOfTheContracts(t *testing.T) {
	logs, config := world(t)
	if err := retrace.New(config, logs).Run(); err != nil {
		t.Error(err)
	}
}

// TestLogsThatAreNotStatedAreTakenForGranted leaves out the token's approvals and the transfers between accounts.
func TestLogsThatAreNotStatedAreTakenForGranted(t *testing.T) {
	logs, config := world(t)
	a := config.Protocol.Addresses
	config.Stated = func(l *jsonrpc.Log) bool {
		if l.Address != a.LivepeerToken {
			return slices.Contains([]common.Address{a.BondingManager, a.TicketBroker, a.RoundsManager, a.Minter, a.BondingVotes, a.Controller, a.Governor}, l.Address)
		}
		between := []common.Address{common.BytesToAddress(l.Topics[1][:]), common.BytesToAddress(l.Topics[len(l.Topics)-1][:])}
		return named(l) == "Mint" || named(l) == "Transfer" && (between[0] == a.Treasury || between[0] == common.Address{} || slices.Contains(between, a.Minter))
	}
	left := 0
	for i := range logs {
		if !config.Stated(&logs[i]) {
			left++
		}
	}
	if left == 0 {
		t.Fatal("every log is stated")
	}
	if err := retrace.New(config, logs).Run(); err != nil {
		t.Error(err)
	}
}

// named gives a log's event's name.
func named(l *jsonrpc.Log) string {
	for _, e := range livepeer.Events() {
		if e.Topic0 == l.Topics[0] {
			return e.Name
		}
	}
	return ""
}

// TestWhatTheContractsWouldNotEmitIsImpossible leaves out or changes one log of a real history.
func TestWhatTheContractsWouldNotEmitIsImpossible(t *testing.T) {
	for _, event := range []string{"Bond", "EarningsClaimed", "Reward", "WinningTicketTransfer", "SetCurrentRewardTokens", "Mint"} {
		logs, config := world(t)
		i := slices.IndexFunc(logs, func(l jsonrpc.Log) bool { return named(&l) == event })
		without := slices.Delete(slices.Clone(logs), i, i+1)
		if err := retrace.New(config, without).Run(); !errors.Is(err, retrace.ErrImpossible) {
			t.Errorf("without a %s: %v", event, err)
		}
		logs[i].Data = slices.Clone(logs[i].Data)
		logs[i].Data[31] ^= 1
		if err := retrace.New(config, logs).Run(); !errors.Is(err, retrace.ErrImpossible) {
			t.Errorf("with another %s: %v", event, err)
		}
	}
}
