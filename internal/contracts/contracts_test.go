package contracts

import (
	"context"
	"encoding/hex"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// selectors are the first bytes of calls of the contracts, as the bindings of go-livepeer and of OpenZeppelin's governors
// have them.
var selectors = map[string]string{
	"currentRound": "8a19c8bc", "lastInitializedRound": "8807f36e", "currentRoundTotalActiveStake": "4196ee75",
	"treasuryRewardCutRate": "558f8f44", "getTranscoderPoolSize": "2a4e0d55",
	"inflation": "be0522e0", "currentMintableTokens": "9ae6309a", "currentMintedTokens": "2de22cdb",
	"pendingStake": "9d0b2c7a", "pendingFees": "f595f1cc", "getDelegator": "a64ad595", "getTranscoder": "5dce9948",
	"getTranscoderEarningsPoolForRound": "24454fc4", "getSenderInfo": "e1a589da",
	"getVotes": "9ab24eb0", "getPastVotes": "3a46b1a8", "proposalVotes": "544ffc9c",
}

func TestFunctionsAreTheContracts(t *testing.T) {
	all, err := functions()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(declarations) || len(all) != len(selectors) {
		t.Errorf("%d functions of %d declarations have names of their own, %d selectors are known", len(all), len(declarations), len(selectors))
	}
	for name, f := range all {
		if got := hex.EncodeToString(f.method.ID); got != selectors[name] {
			t.Errorf("%s is called by %s in place of %s", f.method.Sig, got, selectors[name])
		}
	}
}

// serve asks a chain at a block.
func serve(t *testing.T, chain jsonrpc.Chain, list []livepeer.Contract, block int64) *Reader {
	t.Helper()
	server := httptest.NewServer(jsonrpc.NewServer(chain, jsonrpc.Options{ShuffleSeed: 7}))
	t.Cleanup(server.Close)
	return readerOf(t, server.URL, list, block)
}

func readerOf(t *testing.T, url string, list []livepeer.Contract, block int64) *Reader {
	t.Helper()
	client := httpclient.New(httpclient.Options{MaxAttempts: 2, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	t.Cleanup(client.Close)
	reader, err := NewReader(evm.NewNode(client, url), livepeer.Deployment{Name: "test", Contracts: list}, block)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

func recorded(t *testing.T) *devchain.Recording {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "devchain")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the recorded data aren't here: %v", err)
	}
	recording, err := devchain.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// TestRecordedAnswersAreRead asks for everything of one account, one orchestrator, and one gateway of the recorded chain, and
// compares a value of each with the recording's text.
func TestRecordedAnswersAreRead(t *testing.T) {
	recording := recorded(t)
	orchestrator := common.HexToAddress("0x70997970c51812dc3a010c7d01b50e0d17dc79c8")
	gateway := common.HexToAddress("0x61097ba76cd906d2ba4fd106e757f7eb455fc295")
	proposal, _ := new(big.Int).SetString("109453518657856586265294668062026299227501034835121038881041600225041494422194", 10)
	ask := serve(t, devchain.NewCaller(recording), recording.Contracts(), recording.Final.Block).Ask()
	delegator, stake, fees, votes := ask.Delegator(orchestrator), ask.PendingStake(orchestrator), ask.PendingFees(orchestrator), ask.Votes(orchestrator)
	transcoder, pool, sender, tally := ask.Transcoder(orchestrator), ask.Pool(orchestrator, 3), ask.Sender(gateway), ask.Tally(proposal)
	empty, past, round, initialized := ask.Pool(orchestrator, 1), ask.PastVotes(orchestrator, 18), ask.CurrentRound(), ask.LastInitializedRound()
	stakes, rate, size := ask.TotalActiveStake(), ask.TreasuryRate(), ask.PoolSize()
	inflation, mintable, minted := ask.Inflation(), ask.Mintable(), ask.Minted()
	if n := ask.Count(); n != 18 {
		t.Errorf("%d questions are collected", n)
	}
	if err := ask.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what string
		got  *big.Int
		want string
	}{
		{"bondedAmount", delegator.BondedAmount, "23636280932571092617071"},
		{"fees", delegator.Fees, "2031685716415511779"},
		{"delegatedAmount", delegator.DelegatedAmount, "29222744601743957155878"},
		{"startRound", delegator.StartRound, "3"},
		{"lastClaimRound", delegator.LastClaimRound, "36"},
		{"nextUnbondingLockId", delegator.NextUnbondingLockID, "0"},
		{"pendingStake", stake.Value, "23636280932571092617071"},
		{"pendingFees", fees.Value, "2238333884339699330"},
		{"getVotes", votes.Value, "29222744601743957155878"},
		{"lastRewardRound", transcoder.LastRewardRound, "27"},
		{"rewardCut", transcoder.RewardCut, "982591"},
		{"feeShare", transcoder.FeeShare, "914447"},
		{"lastActiveStakeUpdateRound", transcoder.LastActiveStakeUpdateRound, "28"},
		{"activationRound", transcoder.ActivationRound, "24"},
		{"deactivationRound", transcoder.DeactivationRound, "28"},
		{"activeCumulativeRewards", transcoder.ActiveCumulativeRewards, "930400272404533121028"},
		{"cumulativeRewards", transcoder.CumulativeRewards, "0"},
		{"cumulativeFees", transcoder.CumulativeFees, "54037120509223381"},
		{"lastFeeRound", transcoder.LastFeeRound, "40"},
		{"totalStake", pool.TotalStake, "97042695016679899985974"},
		{"cumulativeFeeFactor", pool.CumulativeFeeFactor, "1239137866280044756709"},
		{"totalStake before anything was written", empty.TotalStake, "0"},
		{"deposit", sender.Deposit, "2567462167677531224"},
		{"withdrawRound", sender.WithdrawRound, "0"},
		{"fundsRemaining", sender.FundsRemaining, "1978873436833164817"},
		{"againstVotes", tally.AgainstVotes, "60934576296510200482904"},
		{"forVotes", tally.ForVotes, "343297868712243400955375"},
		{"getPastVotes", past.Value, "23760541273326478401439"},
		{"currentRound", round.Value, "40"},
		{"lastInitializedRound", initialized.Value, "40"},
		{"currentRoundTotalActiveStake", stakes.Value, "871184281100514476864499"},
		{"treasuryRewardCutRate", rate.Value, "100000000000000000000000000"},
		{"getTranscoderPoolSize", size.Value, "5"},
		{"inflation", inflation.Value, "241800"},
		{"currentMintableTokens", mintable.Value, "4525126756918591062278"},
		{"currentMintedTokens", minted.Value, "2575080008460760323237"},
	} {
		if test.got.String() != test.want {
			t.Errorf("%s is read as %s in place of %s", test.what, test.got, test.want)
		}
	}
	if delegator.DelegateAddress != orchestrator {
		t.Errorf("the delegate is read as %s", delegator.DelegateAddress)
	}
}

func TestBlockWithoutState(t *testing.T) {
	recording := recorded(t)
	ask := serve(t, devchain.NewCaller(recording), recording.Contracts(), recording.Final.Block-500).Ask()
	for _, account := range []byte{1, 2, 3} {
		ask.PendingStake(common.Address{account})
	}
	var state *StateError
	if err := ask.Do(t.Context()); !errors.As(err, &state) || state.Block != recording.Final.Block-500 || !strings.Contains(err.Error(), "ask an archive node") {
		t.Errorf("got %v", err)
	}
}

// TestRefusalsAreNamed has a node that answers every call of a batch the same.
func TestRefusalsAreNamed(t *testing.T) {
	manager := livepeer.Contract{Name: livepeer.BondingManager, Address: "0x00000000000000000000000000000000000000b0"}
	for _, test := range []struct{ name, reply, want string }{
		{"revert", `"error":{"code":3,"message":"execution reverted"}`, "ask BondingManager.getDelegator[0x0700000000000000000000000000000000000000] at block 5: the contract reverts"},
		{"no method", `"error":{"code":-32601,"message":"the method eth_call is not available"}`, "use an endpoint that answers eth_call"},
		{"no contract", `"result":"0x"`, "there is no such contract at this block"},
		{"too short", `"result":"0x00"`, "it has 1 bytes in place of 224"},
		{"no hex", `"result":7`, "7 is no text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`[{"id":1,` + test.reply + `},{"id":2,` + test.reply + `}]`))
			}))
			t.Cleanup(server.Close)
			ask := readerOf(t, server.URL, []livepeer.Contract{manager}, 5).Ask()
			ask.Delegator(common.Address{7})
			ask.Delegator(common.Address{8})
			if err := ask.Do(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v in place of %q", err, test.want)
			}
		})
	}
}

func TestContractThatTheDeploymentLacks(t *testing.T) {
	reader := readerOf(t, "http://127.0.0.1:1", []livepeer.Contract{{Name: livepeer.BondingManager, Address: "0x00000000000000000000000000000000000000b0"}}, 5)
	if !reader.Has(livepeer.BondingManager) || reader.Has(livepeer.TicketBroker) {
		t.Error("it has other contracts than the deployment")
	}
	ask := reader.Ask()
	ask.Sender(common.Address{1})
	if err := ask.Do(t.Context()); err == nil || !strings.Contains(err.Error(), "the deployment test names no such contract") {
		t.Errorf("got %v", err)
	}
}
