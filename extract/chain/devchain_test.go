package chain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// devchain is the recorded chain of the real contracts, and what is known of it.
type devchain struct {
	server     *jsonrpc.Server
	deployment livepeer.Deployment
	logs       []recordedLog
	blocks     []struct {
		Number, Timestamp, L1BlockNumber int64
		Hash, ParentHash, BaseFeePerGas  string
	}
	receipts []struct{ TransactionHash, From, Status, GasUsed, EffectiveGasPrice string }
}

type recordedLog struct {
	Address, Data, BlockHash, BlockNumber, LogIndex, TransactionHash string
	Topics                                                           []string
}

// loadDevchain serves the recording in the texts of a strict provider.
func loadDevchain(t *testing.T) *devchain {
	t.Helper()
	dir := sharedData(t, "devchain")
	chain, err := jsonrpc.LoadDevchain(dir)
	if err != nil {
		t.Fatal(err)
	}
	var answers struct {
		Contracts map[string]struct{ Address string }
	}
	d := &devchain{
		server: jsonrpc.NewServer(chain, jsonrpc.Options{
			Dialect: jsonrpc.Reth, Limits: jsonrpc.Limits{MaxRange: 700, MaxResults: 300, MaxBatch: 20}, ShuffleSeed: 1,
		}),
		deployment: livepeer.Deployment{Name: "devchain", ChainID: chain.ID()},
	}
	read(t, filepath.Join(dir, "answers.json"), &answers)
	read(t, filepath.Join(dir, "logs.json"), &d.logs)
	read(t, filepath.Join(dir, "blocks.json"), &d.blocks)
	read(t, filepath.Join(dir, "receipts.json"), &d.receipts)
	for name, contract := range answers.Contracts {
		d.deployment.Contracts = append(d.deployment.Contracts, livepeer.Contract{Name: name, Address: strings.ToLower(contract.Address)})
	}
	return d
}

// decode gives what every recorded log says.
func (d *devchain) decode(t *testing.T, each func(log recordedLog, event string, value func(argument string) string)) {
	t.Helper()
	contracts := append([]livepeer.Contract{}, d.deployment.Contracts...)
	created := topicOf(livepeer.PollCreator, "PollCreated")
	for _, log := range d.logs {
		if log.Topics[0] == created {
			contracts = append(contracts, livepeer.Contract{Name: livepeer.Poll, Address: addressOf(log.Topics[1])})
		}
	}
	decoder, err := livepeer.NewDecoder(contracts)
	if err != nil {
		t.Fatal(err)
	}
	for _, log := range d.logs {
		decoded, err := decoder.Decode(livepeer.Log{Address: log.Address, Topics: log.Topics, Data: log.Data}, nil)
		if err != nil || decoded.Event == nil {
			t.Fatalf("log %s of block %s: %v", log.LogIndex, log.BlockNumber, err)
		}
		each(log, decoded.Contract+"."+decoded.Event.Name, func(argument string) string {
			for i, a := range decoded.Event.Args {
				if a.Name == argument {
					return decoded.Values[i].Text
				}
			}
			t.Fatalf("%s has no %s", decoded.Event.Name, argument)
			return ""
		})
	}
}

func number64(t *testing.T, text string) string {
	t.Helper()
	n, err := strconv.ParseInt(text, 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(n, 10)
}

// TestRealContracts reads the recorded chain of the real contracts with every stream, and compares what has landed
// with the recording, taken apart by a decoder instead of by topics.
func TestRealContracts(t *testing.T) {
	d := loadDevchain(t)
	s := newSite(t)
	c := Config{Instance: "main", Endpoint: serve(t, d.server), Client: s.client, Deployment: d.deployment}
	s.mustRunAll(c)
	treasury, _ := d.deployment.Contract(livepeer.Treasury)
	minter, _ := d.deployment.Contract(livepeer.Minter)
	ours := func(account string) bool { return account == treasury.Address || account == minter.Address }
	logs, transfers, blocks, transactions := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	d.decode(t, func(log recordedLog, event string, value func(string) string) {
		place := number64(t, log.BlockNumber) + "-" + number64(t, log.LogIndex)
		contract, name, _ := strings.Cut(event, ".")
		if contract != livepeer.LivepeerToken {
			logs[place] = true
		} else if name == "Transfer" && (ours(value("from")) || ours(value("to"))) || name == "Mint" || name == "Burn" || strings.HasPrefix(name, "Role") {
			transfers[place] = true
		}
		if logs[place] || transfers[place] {
			blocks[log.BlockHash] = true
		}
		switch event {
		case "BondingManager.Bond":
			transactions[log.TransactionHash] = transactions[log.TransactionHash] || value("newDelegate") == value("delegator")
		case "BondingManager.Unbond", "BondingManager.Rebond":
			transactions[log.TransactionHash] = transactions[log.TransactionHash] || value("delegate") == value("delegator")
		case "BondingManager.Reward", "BondingManager.TranscoderUpdate", "BondingManager.WithdrawFees", "TicketBroker.WinningTicketRedeemed",
			"TicketBroker.DepositFunded", "TicketBroker.ReserveFunded", "TicketBroker.Unlock", "TicketBroker.UnlockCancelled", "TicketBroker.Withdrawal",
			"RoundsManager.NewRound", "ServiceRegistry.ServiceURIUpdate", "LivepeerGovernor.ProposalCreated", "LivepeerGovernor.ProposalQueued",
			"LivepeerGovernor.ProposalExecuted", "LivepeerGovernor.VoteCast", "LivepeerGovernor.VoteCastWithParams", "PollCreator.PollCreated", "Poll.Vote":
			transactions[log.TransactionHash] = true
		}
	})
	for stream, want := range map[string]map[string]bool{"logs": logs, "lpt_transfers": transfers} {
		rows := s.rows(stream)
		for _, row := range rows {
			if !want[row["block_number"]+"-"+row["log_index"]] {
				t.Errorf("%s has log %s of block %s", stream, row["log_index"], row["block_number"])
			}
		}
		if len(rows) != len(want) || len(want) == 0 {
			t.Errorf("%s has %d logs, want %d", stream, len(rows), len(want))
		}
	}
	d.compareBlocks(t, s, blocks)
	d.compareReceipts(t, s, transactions)
	if again := s.mustRunAll(c); again.Files() != 0 {
		t.Errorf("another run made %d files", again.Files())
	}
}

func (d *devchain) compareBlocks(t *testing.T, s *site, want map[string]bool) {
	rows := s.rows("blocks")
	for _, block := range d.blocks {
		if !want[block.Hash] {
			continue
		}
		compareRow(t, map[string]string{
			"block_number": strconv.FormatInt(block.Number, 10), "parent_hash": block.ParentHash,
			"block_timestamp": strconv.FormatInt(block.Timestamp, 10), "l1_block_number": strconv.FormatInt(block.L1BlockNumber, 10),
			"base_fee_per_gas": number64(t, block.BaseFeePerGas),
		}, rowWith(rows, "block_hash", block.Hash))
	}
	if got := s.distinct("blocks", "block_hash"); got != len(want) {
		t.Errorf("%d of %d blocks landed", got, len(want))
	}
}

func (d *devchain) compareReceipts(t *testing.T, s *site, transactions map[string]bool) {
	rows := s.rows("receipts")
	count := 0
	for _, receipt := range d.receipts {
		row := rowWith(rows, "transaction_hash", receipt.TransactionHash)
		if wanted := transactions[receipt.TransactionHash]; wanted != (row != nil) {
			t.Errorf("the receipt of %s is wanted %t and landed %t", receipt.TransactionHash, wanted, row != nil)
		}
		if row == nil {
			continue
		}
		count++
		compareRow(t, map[string]string{
			"from_address": receipt.From, "status": number64(t, receipt.Status), "gas_used": number64(t, receipt.GasUsed),
			"effective_gas_price": number64(t, receipt.EffectiveGasPrice),
		}, row)
	}
	if count == 0 || count != s.distinct("receipts", "transaction_hash") {
		t.Errorf("%d of %d receipts are recorded ones", count, s.distinct("receipts", "transaction_hash"))
	}
}

// TestReencodedBlocks looks up the blocks of the first BondingManager events of Arbitrum One, of which a recording knows
// number, hashes and time only, as of blocks from before Nitro.
func TestReencodedBlocks(t *testing.T) {
	chain, err := jsonrpc.LoadReencoded(sharedData(t, "reencoded-logs"))
	if err != nil {
		t.Fatal(err)
	}
	bonding, _ := livepeer.ArbitrumOne().Contract(livepeer.BondingManager)
	s := newSite(t)
	streams, err := Streams(Config{
		Instance: "main", Endpoint: serve(t, jsonrpc.NewServer(chain, jsonrpc.Options{ShuffleSeed: 3})), Client: s.client,
		Deployment: livepeer.Deployment{Name: "first", ChainID: chain.ID(), Contracts: []livepeer.Contract{bonding}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.mustRunStreams(streams[:2]) // logs and blocks: there is no recording of receipts
	numbers := map[string]bool{}
	for _, row := range s.rows("logs") {
		numbers[row["block_number"]] = true
	}
	blocks := s.rows("blocks")
	if len(blocks) != len(numbers) || len(numbers) < 100 {
		t.Fatalf("%d of %d blocks landed", len(blocks), len(numbers))
	}
	for _, block := range blocks {
		if block["base_fee_per_gas"] != "NULL" || block["l1_block_number"] != "NULL" || len(block["block_timestamp"]) != 10 {
			t.Fatalf("block %v", block)
		}
	}
}

// sharedData finds the recorded data beside the project.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && filepath.Dir(dir) != dir {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	found := filepath.Join(filepath.Dir(dir), "shared", "data", name)
	if _, err := os.Stat(found); err != nil {
		t.Skipf("the recorded data %s is not beside the project", name)
	}
	return found
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}
