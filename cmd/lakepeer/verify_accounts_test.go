package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/lakepeer/lakepeer/internal/pipeline"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// verifyAll is more than there are of any kind in the tests' chains.
const verifyAll = "100000"

// verified runs lakepeer verify --accounts and reads its JSON.
func (s site) verified(t *testing.T, args ...string) (pipeline.Verification, outcome) {
	t.Helper()
	got := s.lakepeer(t.Context(), append([]string{"verify", "--json", "--accounts"}, args...)...)
	var found pipeline.Verification
	if err := json.Unmarshal([]byte(got.stdout), &found); err != nil {
		t.Fatalf("verify %s: exit code %d, %v\n%s%s", strings.Join(args, " "), got.code, err, got.stdout, got.stderr)
	}
	return found, got
}

// equal fails the test unless a verification found no difference in at least so many values.
func equal(t *testing.T, found pipeline.Verification, got outcome, least int) {
	t.Helper()
	for i, d := range found.Differences {
		if i == 40 {
			t.Errorf("… and %d more", len(found.Differences)-i)
			break
		}
		t.Errorf("%s %s: %s is %s in the ledger and %s in the contract: %s", d.Kind, d.Subject, d.Field, d.Ledger, d.Contract, d.Difference)
	}
	if got.code != 0 || found.Values < least {
		t.Errorf("exit code %d, %d values: %s", got.code, found.Values, got.stderr)
	}
	for _, kind := range found.Kinds {
		if kind.Values < kind.Subjects {
			t.Errorf("%d values of %d of the kind %s were compared", kind.Values, kind.Subjects, kind.Kind)
		}
	}
}

// tampered is a chain one of whose contracts' answers is wrong: the last digit of what is answered to calls that begin with
// a prefix.
type tampered struct {
	jsonrpc.Caller
	prefix []byte
}

func (c tampered) Call(to common.Address, input []byte, block int64) ([]byte, error) {
	output, err := c.Caller.Call(to, input, block)
	if bytes.HasPrefix(input, c.prefix) && len(output) > 0 {
		output = bytes.Clone(output)
		output[len(output)-1] ^= 1
	}
	return output, err
}

// stateless is a chain whose node keeps no state.
type stateless struct{ jsonrpc.Caller }

func (stateless) Call(common.Address, []byte, int64) ([]byte, error) { return nil, jsonrpc.ErrNoState }

// TestVerifyAccounts compares the ledger of the small world with the world's contracts, and then with contracts of which one
// answers one wei more or less, and with a node that keeps no state.
func TestVerifyAccounts(t *testing.T) {
	t.Parallel()
	e := serveChain(t, "small", jsonrpc.Options{})
	s := newSite(t, e)
	s.must(t, "run")
	world := e.chain.(jsonrpc.Caller)
	t.Run("all are equal", func(t *testing.T) { verifyEqual(t, s) })
	t.Run("one wei", func(t *testing.T) {
		account := s.published(t).ask(t, "select account from staging.ledger__account order by stake_wei desc, account limit 1").String()
		selector := crypto.Keccak256([]byte("pendingStake(address,uint256)"))[:4]
		e.chain = tampered{world, slices.Concat(selector, common.LeftPadBytes(common.FromHex(account), 32))}
		e.behave(jsonrpc.Options{})
		verifyOneWei(t, s, account)
	})
	t.Run("no state", func(t *testing.T) {
		e.chain = stateless{world}
		e.behave(jsonrpc.Options{})
		got := s.lakepeer(t.Context(), "verify", "--accounts", "2")
		if got.code != pipeline.ExitFailed || !strings.Contains(got.stderr, "missing trie node") || !strings.Contains(got.stderr, "ask an archive node") {
			t.Errorf("exit code %d: %s", got.code, got.stderr)
		}
	})
}

// verifyEqual compares everything, and less.
func verifyEqual(t *testing.T, s site) {
	found, got := s.verified(t, verifyAll)
	equal(t, found, got, 500)
	t.Logf("%d values are equal", found.Values)
	few, _ := s.verified(t, "3")
	if few.Values == 0 || few.Values >= found.Values {
		t.Errorf("%d values of 3 accounts were compared, of all %d", few.Values, found.Values)
	}
	text := s.must(t, "verify", "--accounts", "3", "--sample-seed", "9")
	if want := fmt.Sprintf("block %d in round", found.Block); !strings.Contains(text, want) || !strings.Contains(text, " values compared, 0 differences\n") {
		t.Errorf("verify prints:\n%s", text)
	}
}

// verifyOneWei expects one difference: the account's pending stake.
func verifyOneWei(t *testing.T, s site, account string) {
	found, got := s.verified(t, "2")
	if got.code != pipeline.ExitFailed || len(found.Differences) != 1 {
		t.Fatalf("exit code %d, differences %v", got.code, found.Differences)
	}
	d := found.Differences[0]
	if d.Kind != "account" || d.Subject != account || d.Field != "pendingStake" || d.Difference != "1" && d.Difference != "-1" {
		t.Errorf("the difference is %v", d)
	}
	if want := fmt.Sprintf("the ledger differs from the contracts in 1 of %d values", found.Values); !strings.Contains(got.stderr, want) {
		t.Errorf("the error is %s", got.stderr)
	}
	plain := s.lakepeer(t.Context(), "verify", "--accounts", "2")
	for _, want := range []string{account, "pendingStake", d.Ledger, d.Contract, " values compared, 1 differences\n"} {
		if plain.code != pipeline.ExitFailed || !strings.Contains(plain.stdout, want) {
			t.Errorf("exit code %d, without %q:\n%s", plain.code, want, plain.stdout)
		}
	}
}

// TestVerifyAccountsOfDevchain compares the ledger with everything that the real contracts answered on the local chain, at
// the end of a round and at the final block.
func TestVerifyAccountsOfDevchain(t *testing.T) {
	t.Parallel()
	recording, err := devchain.Load(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	e := serveChain(t, "devchain", jsonrpc.Options{})
	s := newSite(t, e)
	values := 0
	for _, block := range quietBlocks(recording) {
		e.behave(jsonrpc.Options{ShuffleSeed: 5, Confirmations: recording.Head() - block})
		s.must(t, "run")
		found, got := s.verified(t, verifyAll)
		if found.Block != block {
			t.Fatalf("the publication ends at block %d in place of %d", found.Block, block)
		}
		equal(t, found, got, 300)
		values += found.Values
		if block == recording.Final.Block {
			everyKind(t, found)
		}
	}
	t.Logf("%d values are equal", values)
}

// quietBlocks gives ends of rounds in which no vote runs, because the contracts were asked for tallies at the end only, and
// the final block.
func quietBlocks(r *devchain.Recording) []int64 {
	return []int64{r.Checkpoints[20].Block, r.Final.Block}
}

// everyKind fails the test unless something of every kind was compared.
func everyKind(t *testing.T, found pipeline.Verification) {
	t.Helper()
	if len(found.Kinds) != 7 {
		t.Errorf("%d kinds were compared", len(found.Kinds))
	}
	for _, kind := range found.Kinds {
		if kind.Subjects == 0 {
			t.Errorf("nothing of the kind %s was compared", kind.Kind)
		}
	}
}

// TestVerifyAccountsWithoutALedger has a history that doesn't begin with the contracts.
func TestVerifyAccountsWithoutALedger(t *testing.T) {
	t.Parallel()
	recorded(t, "reencoded-logs")
	s := newSite(t, serveChain(t, "reencoded", jsonrpc.Options{}))
	if got := s.lakepeer(t.Context(), "verify", "--accounts", "5"); got.code != pipeline.ExitFailed || !strings.Contains(got.stderr, "nothing is published yet: run `lakepeer run`") {
		t.Errorf("without a publication: exit code %d: %s", got.code, got.stderr)
	}
	s.must(t, "run", "--stream", "logs", "--stream", "blocks") // the recording has no receipts
	if got := s.lakepeer(t.Context(), "verify", "--accounts", "5"); got.code != pipeline.ExitFailed || !strings.Contains(got.stderr, "has no bonding ledger to verify: ") {
		t.Errorf("without a ledger: exit code %d: %s", got.code, got.stderr)
	}
}

// TestVerifyAccountsOfAnotherChain asks endpoints that serve something else than the chain that the lake is of.
func TestVerifyAccountsOfAnotherChain(t *testing.T) {
	t.Parallel()
	e := serveChain(t, "small", jsonrpc.Options{})
	s := newSite(t, e)
	s.must(t, "run")
	world, err := smallWorld()
	if err != nil {
		t.Fatal(err)
	}
	config := world.Config()
	config.Seed++
	other, err := sandbox.NewWorld(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		chain jsonrpc.Chain
		code  int
		want  string
	}{
		{"another history", other, pipeline.ExitFailed, "the chain was reorganised, or this endpoint serves another one"},
		{"another chain id", jsonrpc.NewReplay(jsonrpc.Recording{ChainID: 5}), pipeline.ExitUsage, "serves chain id 5"},
	} {
		e.chain = test.chain
		e.behave(jsonrpc.Options{})
		if got := s.lakepeer(t.Context(), "verify", "--accounts", "5"); got.code != test.code || !strings.Contains(got.stderr, test.want) {
			t.Errorf("%s: exit code %d: %s", test.name, got.code, got.stderr)
		}
	}
}
