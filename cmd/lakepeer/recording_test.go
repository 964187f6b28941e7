package main

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// recording is what the local chain's contracts logged and answered. Amounts are wei as decimal text.
type recording struct {
	Contracts   map[string]struct{ Address string }
	Polls       []string
	Checkpoints []checkpoint
	Final       checkpoint
	Rounds      map[string]struct{ TotalActiveStake, BlockHash string }
	Pools       map[string]map[string]struct{ TotalStake, TranscoderRewardCut, TranscoderFeeShare string }
	Governor    []struct {
		ProposalID string
		HasVoted   map[string]bool
	}
	logs []struct {
		Address string
		Topics  []string
		Data    string
	}
}

// checkpoint is what the contracts answered at the end of a round.
type checkpoint struct {
	Block, Round  int64
	Protocol      struct{ Inflation, CurrentMintableTokens, CurrentMintedTokens, TreasuryLPT json.RawMessage }
	Accounts      map[string]accountAnswer
	Orchestrators map[string]struct {
		LastRewardRound string
		Active          bool
	}
}

// accountAnswer is what the contracts answered of an account.
type accountAnswer struct {
	BondedAmount, DelegatedAmount, DelegateAddress, LastClaimRound string
	PendingStake, PendingFees                                      string
	Status                                                         int
}

func readRecording(t *testing.T, dir string) *recording {
	t.Helper()
	r := &recording{}
	for name, into := range map[string]any{"answers.json": r, "logs.json": &r.logs} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return r
}

// tokens writes wei as an amount with all 18 decimals.
func tokens(t testing.TB, wei string) string {
	t.Helper()
	return quotient(t, strings.Trim(wei, `"`), "1000000000000000000", 18)
}

// share writes parts per million as a share with six decimals.
func share(t testing.TB, ppm string) string {
	t.Helper()
	return quotient(t, ppm, "1000000", 6)
}

func quotient(t testing.TB, number, divisor string, decimals int) string {
	t.Helper()
	n, ok := new(big.Rat).SetString(number + "/" + divisor)
	if !ok {
		t.Fatalf("%q is no number", number)
	}
	return n.FloatString(decimals)
}

// count counts the logs of an event.
func (r *recording) count(event string) int {
	n := 0
	for _, log := range r.logs {
		if log.Topics[0] == livepeer.EventNamed(event).Topic0.Hex() {
			n++
		}
	}
	return n
}

// sums adds up a number in the data of an event by the account in one of its topics.
func (r *recording) sums(t *testing.T, event string, account, number int) []string {
	t.Helper()
	topic := livepeer.EventNamed(event).Topic0.Hex()
	sums := map[string]*big.Int{}
	for _, log := range r.logs {
		if log.Topics[0] != topic {
			continue
		}
		amount, ok := new(big.Int).SetString(log.Data[2+64*number:2+64*(number+1)], 16)
		if !ok {
			t.Fatalf("no amount in %s", log.Data)
		}
		address := "0x" + log.Topics[account][26:]
		if sums[address] == nil {
			sums[address] = new(big.Int)
		}
		sums[address].Add(sums[address], amount)
	}
	var rows []string
	for address, sum := range sums {
		rows = append(rows, address+" "+tokens(t, sum.String()))
	}
	return rows
}
