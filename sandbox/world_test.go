package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// small is the world of the tests that don't need the default one.
var small = Config{Seed: 3, Rounds: 12, Orchestrators: 8, Delegators: 40, Gateways: 2}

func newWorld(t testing.TB, c Config) *World {
	t.Helper()
	w, err := NewWorld(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// fingerprint hashes everything that a world says.
func fingerprint(w *World) string {
	h := sha256.New()
	for l := range w.Logs(0, w.Head()) {
		r, _ := w.Receipt(l.TransactionHash)
		_, _ = fmt.Fprintln(h, l, r.From, r.GasUsed)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestOneSeedIsOneHistory(t *testing.T) {
	a, other := small, small
	other.Seed = 4
	if fingerprint(newWorld(t, a)) != fingerprint(newWorld(t, a)) {
		t.Error("the same seed makes two histories")
	}
	if fingerprint(newWorld(t, a)) == fingerprint(newWorld(t, other)) {
		t.Error("two seeds make the same history")
	}
}

func TestDefaultWorld(t *testing.T) {
	w := newWorld(t, Config{})
	c := w.Config()
	if c.Seed != 1 || c.Rounds != 30 || c.Orchestrators != 40 || c.Delegators != 400 || c.Gateways != 5 {
		t.Errorf("the default is %+v", c)
	}
	if n := w.LogCount(); n < 20_000 || n > 23_000 {
		t.Errorf("%d logs, 20,000 are promised", n)
	}
	if n := len(w.MarketTimes()); n != 24 {
		t.Errorf("the market is looked at %d times", n)
	}
	if n := len(w.Market().Offers(w.Now())); n < 1_200 || n > 1_900 {
		t.Errorf("%d offers, about 1,500 are promised", n)
	}
	if cells := w.Finalized()/1_000_000 - firstBlock/1_000_000 + 1; cells < 3 || cells > 12 {
		t.Errorf("the world spans %d cells of a million blocks", cells)
	}
	if got := w.Now().Unix(); got != blockTime(w.Head()) {
		t.Errorf("the clock stands at %d, the head at %d", got, blockTime(w.Head()))
	}
	if w.Deployment().FirstBlock() != firstBlock {
		t.Errorf("the deployment begins at %d", w.Deployment().FirstBlock())
	}
}

// events counts a world's logs by contract and event, decoding each by the catalogue.
func events(t *testing.T, w *World) map[string]int {
	t.Helper()
	contracts := w.Deployment().Contracts
	for _, p := range w.Contracts().Polls.Polls() {
		contracts = append(contracts, livepeer.Contract{Name: livepeer.Poll, Address: lower(p.Address)})
	}
	decoder, err := livepeer.NewDecoder(contracts)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for l := range w.Logs(0, w.Head()) {
		topics := make([]string, len(l.Topics))
		for i := range l.Topics {
			topics[i] = l.Topics[i].Hex()
		}
		d, err := decoder.Decode(livepeer.Log{Address: l.Address.Hex(), Topics: topics, Data: "0x" + hex.EncodeToString(l.Data)}, nil)
		if err != nil || d.Event == nil {
			t.Fatalf("block %d: the catalogue doesn't know %s of %q: %v", l.BlockNumber, topics[0], d.Contract, err)
		}
		counts[d.Contract+"."+d.Event.Name]++
	}
	return counts
}

// TestWorldHasEverything looks for every kind of event that the model can emit.
func TestWorldHasEverything(t *testing.T) {
	counts := events(t, newWorld(t, Config{}))
	for _, name := range []string{
		"Controller.SetContractInfo", "Controller.Unpause", "Controller.OwnershipTransferred",
		"LivepeerToken.Transfer", "LivepeerToken.Mint", "LivepeerToken.Approval", "LivepeerToken.RoleGranted",
		"BondingManager.Bond", "BondingManager.Unbond", "BondingManager.Rebond", "BondingManager.TransferBond",
		"BondingManager.WithdrawStake", "BondingManager.WithdrawFees", "BondingManager.EarningsClaimed",
		"BondingManager.Reward", "BondingManager.TreasuryReward", "BondingManager.TranscoderUpdate",
		"BondingManager.TranscoderActivated", "BondingManager.TranscoderDeactivated", "BondingManager.ParameterUpdate",
		"BondingVotes.DelegateChanged", "BondingVotes.DelegateVotesChanged", "BondingVotes.DelegatorBondedAmountChanged",
		"TicketBroker.WinningTicketRedeemed", "TicketBroker.WinningTicketTransfer", "TicketBroker.ReserveClaimed",
		"TicketBroker.DepositFunded", "TicketBroker.ReserveFunded", "TicketBroker.Withdrawal", "TicketBroker.Unlock",
		"TicketBroker.UnlockCancelled", "RoundsManager.NewRound", "Minter.SetCurrentRewardTokens", "Minter.ParameterUpdate",
		"Governor.UpdateStaged", "Governor.UpdateExecuted", "Governor.OwnershipTransferred",
		"LivepeerGovernor.ProposalCreated", "LivepeerGovernor.VoteCast", "LivepeerGovernor.VoteCastWithParams",
		"LivepeerGovernor.ProposalQueued", "LivepeerGovernor.ProposalExecuted",
		"Treasury.CallScheduled", "Treasury.CallSalt", "Treasury.CallExecuted",
		"PollCreator.PollCreated", "Poll.Vote", "ServiceRegistry.ServiceURIUpdate", "AIServiceRegistry.ServiceURIUpdate",
	} {
		if counts[name] == 0 {
			t.Errorf("there is no %s", name)
		}
	}
}

// TestLogsGrowWithRounds holds longer worlds to the same number of logs a round.
func TestLogsGrowWithRounds(t *testing.T) {
	c := small
	c.Rounds = 40
	short := newWorld(t, c).LogCount()
	c.Rounds = 80
	if long := newWorld(t, c).LogCount(); long < short*3/2 || long > short*5/2 {
		t.Errorf("40 rounds have %d logs, 80 have %d", short, long)
	}
}

// TestConservation follows the money through the logs alone and compares it with what the contracts say.
func TestConservation(t *testing.T) {
	w := newWorld(t, Config{})
	c, a := w.Contracts(), w.addresses
	topic := func(contract, event string) common.Hash {
		for _, e := range livepeer.Events() {
			if e.Name == event && e.EmittedBy(contract) {
				return e.Topic0
			}
		}
		t.Fatalf("no event %s.%s", contract, event)
		return common.Hash{}
	}
	transfer, mint := topic(livepeer.LivepeerToken, "Transfer"), topic(livepeer.LivepeerToken, "Mint")
	reward, treasury := topic(livepeer.BondingManager, "Reward"), topic(livepeer.BondingManager, "TreasuryReward")
	deposit, reserve := topic(livepeer.TicketBroker, "DepositFunded"), topic(livepeer.TicketBroker, "ReserveFunded")
	ticket, withdrawal := topic(livepeer.TicketBroker, "WinningTicketTransfer"), topic(livepeer.TicketBroker, "Withdrawal")

	minted, rewarded := new(big.Int), new(big.Int)
	balances, gateways := map[common.Address]*big.Int{}, map[common.Address]*big.Int{}
	book := func(books map[common.Address]*big.Int, account common.Hash, wei []byte, sign int) {
		who := common.BytesToAddress(account[:])
		if books[who] == nil {
			books[who] = new(big.Int)
		}
		n := new(big.Int).SetBytes(wei)
		books[who].Add(books[who], n.Mul(n, big.NewInt(int64(sign))))
	}
	for l := range w.Logs(0, w.Head()) {
		switch l.Topics[0] {
		case transfer:
			book(balances, l.Topics[1], l.Data, -1)
			book(balances, l.Topics[2], l.Data, 1)
		case mint:
			if common.BytesToAddress(l.Topics[1][:]) == a.Minter {
				minted.Add(minted, new(big.Int).SetBytes(l.Data))
			}
		case reward:
			rewarded.Add(rewarded, new(big.Int).SetBytes(l.Data))
		case treasury:
			rewarded.Add(rewarded, new(big.Int).SetBytes(l.Data[32:]))
		case deposit, reserve:
			book(gateways, l.Topics[1], l.Data, 1)
		case ticket:
			book(gateways, l.Topics[1], l.Data, -1)
		case withdrawal:
			book(gateways, l.Topics[1], l.Data[:32], -1)
			book(gateways, l.Topics[1], l.Data[32:], -1)
		}
	}
	if minted.Cmp(rewarded) != 0 || minted.Sign() == 0 {
		t.Errorf("%s were minted, %s rewarded", minted, rewarded)
	}
	for account, wei := range balances {
		if account != (common.Address{}) && c.Token.Balance(account).Cmp(wei) != 0 {
			t.Errorf("%s holds %s, by its transfers %s", account, c.Token.Balance(account), wei)
		}
	}
	if got := new(big.Int).Neg(balances[common.Address{}]); got.Cmp(c.Token.Supply()) != 0 {
		t.Errorf("%s were minted in all, the supply is %s", got, c.Token.Supply())
	}
	for gateway, wei := range gateways {
		s := c.Broker.Sender(gateway)
		if left := new(big.Int).Add(s.Deposit, s.Reserve); left.Cmp(wei) != 0 {
			t.Errorf("gateway %s has %s left, by its logs %s", gateway, left, wei)
		}
	}
}

// TestTicketsFallShort looks for tickets that were paid fully, partly and not at all.
func TestTicketsFallShort(t *testing.T) {
	w := newWorld(t, Config{})
	transfer, redeemed := livepeer.EventNamed("WinningTicketTransfer").Topic0, livepeer.EventNamed("WinningTicketRedeemed").Topic0
	var full, part, none int
	paid := new(big.Int)
	for l := range w.Logs(0, w.Head()) {
		switch l.Topics[0] {
		case transfer:
			paid = new(big.Int).SetBytes(l.Data)
		case redeemed:
			switch face := new(big.Int).SetBytes(l.Data[:32]); {
			case paid.Cmp(face) == 0:
				full++
			case paid.Sign() > 0:
				part++
			default:
				none++
			}
			paid = new(big.Int)
		}
	}
	if full < 500 || part < 5 || none < 5 {
		t.Errorf("%d tickets are paid fully, %d partly, %d not at all", full, part, none)
	}
}

// TestSomePayThemselves looks for tickets whose payer is their recipient.
func TestSomePayThemselves(t *testing.T) {
	w := newWorld(t, Config{})
	ticket, own, all := livepeer.EventNamed("WinningTicketTransfer").Topic0, 0, 0
	for l := range w.Logs(0, w.Head()) {
		if l.Topics[0] == ticket {
			all++
			if l.Topics[1] == l.Topics[2] {
				own++
			}
		}
	}
	if own < 10 || own > all/10 {
		t.Errorf("%d of %d tickets are paid by who gets them", own, all)
	}
}

func TestChain(t *testing.T) {
	w := newWorld(t, small)
	var crowded, failed int
	previous := jsonrpc.Log{BlockNumber: -1}
	for l := range w.Logs(0, w.Head()) {
		if l.BlockNumber == previous.BlockNumber {
			if l.Index != previous.Index+1 {
				t.Fatalf("block %d: log %d follows log %d", l.BlockNumber, l.Index, previous.Index)
			}
			if l.TransactionIndex != previous.TransactionIndex {
				crowded++
			}
		} else if l.BlockNumber < previous.BlockNumber || l.Index != 0 {
			t.Fatalf("block %d begins with log %d", l.BlockNumber, l.Index)
		}
		previous = l
	}
	for i := range w.archive.transactions {
		r, ok := w.Receipt(w.transactionHash(i))
		if !ok {
			t.Fatalf("transaction %d has no receipt", i)
		}
		if !r.Succeeded {
			failed++
			if len(r.Logs) > 0 {
				t.Fatalf("failed transaction %d has logs", i)
			}
		}
		b, _ := w.Block(r.BlockNumber)
		if b.Transactions[r.TransactionIndex] != r.TransactionHash || w.Receipts(r.BlockNumber)[r.TransactionIndex].GasUsed != r.GasUsed {
			t.Fatalf("block %d doesn't list transaction %d", b.Number, i)
		}
	}
	if crowded == 0 || failed == 0 {
		t.Errorf("%d transactions share a block with the one before, %d failed", crowded, failed)
	}
	for _, n := range []int64{0, 1, firstBlock - 1, firstBlock, w.Finalized(), w.Head()} {
		b, ok := w.Block(n)
		found, known := w.BlockNumber(b.Hash)
		if !ok || !known || found != n {
			t.Errorf("block %d is found as %d", n, found)
		}
		if before, ok := w.Block(n - 1); ok && (before.Hash != b.ParentHash || before.Time > b.Time || before.L1Number > b.L1Number) {
			t.Errorf("block %d doesn't follow the one before", n)
		}
	}
	if _, ok := w.Block(w.Head() + 1); ok {
		t.Error("there is a block after the head")
	}
}

func TestImpossibleWorlds(t *testing.T) {
	for _, c := range []Config{{Rounds: -1}, {Orchestrators: 1}, {Delegators: -3}, {Gateways: -1}} {
		if _, err := NewWorld(t.Context(), c); err == nil {
			t.Errorf("%+v is made", c)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewWorld(ctx, Config{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled world ends with %v", err)
	}
}

func TestSmallestWorld(t *testing.T) {
	if n := newWorld(t, Config{Rounds: 1, Orchestrators: 2, Delegators: 1, Gateways: 1}).LogCount(); n == 0 {
		t.Error("it has no logs")
	}
}

func BenchmarkNewWorld(b *testing.B) {
	for b.Loop() {
		newWorld(b, Config{})
	}
}
