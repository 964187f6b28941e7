package sandbox

import (
	"errors"
	"math/big"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// calldata encodes a call with words for arguments.
func calldata(signature string, arguments ...*big.Int) []byte {
	return append(crypto.Keccak256([]byte(signature))[:4], jsonrpc.Words(arguments...)...)
}

// askWord gives one word of what a contract answers at the end of the history.
func askWord(t *testing.T, w *World, to common.Address, position int, signature string, arguments ...*big.Int) *big.Int {
	t.Helper()
	output, err := w.Call(to, calldata(signature, arguments...), w.Finalized())
	if err != nil || len(output) < 32*(position+1) {
		t.Errorf("%s answers %x, %v", signature, output, err)
		return new(big.Int)
	}
	return new(big.Int).SetBytes(output[32*position : 32*(position+1)])
}

// TestContractsAnswerTheTruth asks the contracts, by many at once, for what the world's truth says of everybody.
func TestContractsAnswerTheTruth(t *testing.T) {
	w := newWorld(t, small)
	manager := w.addresses.BondingManager
	var group sync.WaitGroup
	all := append([]DelegatorTruth{}, w.Truth().Delegators...)
	for _, o := range w.Truth().Orchestrators {
		all = append(all, o.Self)
	}
	for _, d := range all {
		group.Go(func() {
			account := jsonrpc.AddressWord(common.HexToAddress(d.Account))
			for what, pair := range map[string][2]*big.Int{
				"pending stake": {askWord(t, w, manager, 0, "pendingStake(address,uint256)", account, new(big.Int)), d.PendingStakeLPTWei.Int},
				"pending fees":  {askWord(t, w, manager, 0, "pendingFees(address,uint256)", account, new(big.Int)), d.PendingFeesETHWei.Int},
				"bonded":        {askWord(t, w, manager, 0, "getDelegator(address)", account), d.BondedLPTWei.Int},
				"fees":          {askWord(t, w, manager, 1, "getDelegator(address)", account), d.UnpaidFeesETHWei.Int},
				"delegate":      {askWord(t, w, manager, 2, "getDelegator(address)", account), jsonrpc.AddressWord(common.HexToAddress(d.Delegate))},
			} {
				if pair[0].Cmp(pair[1]) != 0 {
					t.Errorf("%s of %s is answered as %s, the truth is %s", what, d.Account, pair[0], pair[1])
				}
			}
		})
	}
	group.Wait()
	if got, want := askWord(t, w, w.addresses.RoundsManager, 0, "currentRound()").Int64(), w.Truth().LastRound; got != want {
		t.Errorf("the round is answered as %d, it is %d", got, want)
	}
}

func TestOrchestratorInThePoolIsNeverDeactivated(t *testing.T) {
	w := newWorld(t, small)
	member := jsonrpc.AddressWord(w.Contracts().Bonding.InPool()[0])
	never := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	if got := askWord(t, w, w.addresses.BondingManager, 5, "getTranscoder(address)", member); got.Cmp(never) != 0 {
		t.Errorf("its deactivation round is %s", got)
	}
}

func TestContractsAnswerAtTheEndOnly(t *testing.T) {
	w := newWorld(t, small)
	for block, known := range map[int64]bool{firstBlock: false, roundStart(firstRound + 5): false, w.Finalized(): true, w.Finalized() + 1: false} {
		_, err := w.Call(w.addresses.BondingManager, calldata("getTranscoderPoolSize()"), block)
		if known != (err == nil) || err != nil && !errors.Is(err, jsonrpc.ErrNoState) {
			t.Errorf("block %d (the end is %d) is answered with %v", block, w.Finalized(), err)
		}
	}
	if _, err := w.Call(w.addresses.BondingManager, calldata("noSuchFunction()"), w.Finalized()); err == nil || errors.Is(err, jsonrpc.ErrNoState) {
		t.Errorf("an unknown function is answered with %v", err)
	}
	if _, err := w.Call(w.addresses.BondingManager, calldata("getDelegator(address)"), w.Finalized()); err == nil || errors.Is(err, jsonrpc.ErrNoState) {
		t.Errorf("a call without arguments is answered with %v", err)
	}
}
