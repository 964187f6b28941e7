package chain

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The deployment of the tests: two contracts that begin at block 1000.
const firstBlock = 1000

var (
	bonding = common.HexToAddress("0x00000000000000000000000000000000000000b0")
	broker  = common.HexToAddress("0x00000000000000000000000000000000000000a1")
	network = load.Network{Name: "test", ChainID: 777, Controller: "0x00000000000000000000000000000000000000c0"}
)

func deployment() livepeer.Deployment {
	return livepeer.Deployment{Name: "test", ChainID: network.ChainID, Controller: network.Controller, Contracts: []livepeer.Contract{
		{Name: livepeer.BondingManager, Address: lower(bonding), FirstBlock: firstBlock},
		{Name: livepeer.TicketBroker, Address: lower(broker), FirstBlock: firstBlock + 5},
	}}
}

func lower(a common.Address) string { return strings.ToLower(a.Hex()) }

func topic0(contract, event string) common.Hash {
	for _, e := range livepeer.Events() {
		if e.Name == event && e.EmittedBy(contract) {
			return e.Topic0
		}
	}
	return common.Hash{}
}

// makeLog gives a Reward of the BondingManager or a DepositFunded of the TicketBroker.
func makeLog(block int64, index int) jsonrpc.Log {
	who := common.BigToHash(common.Big257).Bytes()
	log := jsonrpc.Log{
		Address: bonding, Topics: []common.Hash{topic0(livepeer.BondingManager, "Reward"), common.BytesToHash(who)},
		Data: bytes.Repeat([]byte{0, 0, 0, byte(block)}, 8), BlockNumber: block, Index: index,
		BlockHash: jsonrpc.NumberedHash(1, block), BlockTime: 1_600_000_000 + block,
		TransactionHash: jsonrpc.NumberedHash(2, block), TransactionIndex: 1,
	}
	if block%3 == 0 {
		log.Address, log.Topics[0] = broker, topic0(livepeer.TicketBroker, "DepositFunded")
	}
	return log
}

// logsEvery gives n logs, one each step blocks, with a hole of that many blocks in the middle.
func logsEvery(n int, step, hole int64) []jsonrpc.Log {
	logs := make([]jsonrpc.Log, n)
	for i := range logs {
		block := firstBlock + 10 + int64(i)*step
		if i >= n/2 {
			block += hole
		}
		logs[i] = makeLog(block, i%7)
	}
	return logs
}

// replay is a chain of the logs whose head is some way beyond the last one.
func replay(logs []jsonrpc.Log) *jsonrpc.Replay {
	head := int64(firstBlock + 100)
	if n := len(logs); n > 0 {
		head = logs[n-1].BlockNumber + 50
	}
	return jsonrpc.NewReplay(jsonrpc.Recording{ChainID: network.ChainID, Head: head, Logs: logs})
}

// config reads in small ranges, so that a test's few logs take several requests.
func config(url string, client *httpclient.Client) Config {
	return Config{Instance: "main", Endpoint: url, Deployment: deployment(), RangeSize: 100, LogCap: 40, Client: client}
}

func newLogs(t testing.TB, c Config) *Logs {
	t.Helper()
	return logsOf(complete(t, c))
}

func complete(t testing.TB, c Config) Config {
	t.Helper()
	c, err := c.complete()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConformance(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 200, NewField: "isTimeBoosted", Optional: "block_timestamp",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return newLogs(t, config(url, client))
		},
		Serve:  func(_ testing.TB, world extracttest.World) http.Handler { return serveWorld(world, logsEvery) },
		IsData: asksForLogs,
	})
}

// TestConformanceOfTransfers: of a deployment with the token alone, the one part asks for what changes the supply.
func TestConformanceOfTransfers(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: 200, NewField: "isTimeBoosted", Optional: "block_timestamp",
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			c := config(url, client)
			c.Deployment.Contracts = []livepeer.Contract{{Name: livepeer.LivepeerToken, Address: lower(token), FirstBlock: firstBlock}}
			return transfersOf(complete(t, c), transfersName)
		},
		Serve:  func(_ testing.TB, world extracttest.World) http.Handler { return serveWorld(world, mintsEvery) },
		IsData: asksForLogs,
	})
}

func asksForLogs(_ *http.Request, body []byte) bool {
	return bytes.Contains(body, []byte("eth_getLogs"))
}

// mintsEvery is logsEvery of the token's Mints.
func mintsEvery(n int, step, hole int64) []jsonrpc.Log {
	logs := logsEvery(n, step, hole)
	for i := range logs {
		logs[i].Address, logs[i].Topics[0] = token, topic0(livepeer.LivepeerToken, "Mint")
	}
	return logs
}

func serveWorld(world extracttest.World, logsEvery func(n int, step, hole int64) []jsonrpc.Log) http.Handler {
	logs := logsEvery(world.Rows, 3, 0)
	var options jsonrpc.Options
	middle := logs[len(logs)/2].BlockNumber
	var rewrite func([]json.RawMessage) []json.RawMessage
	switch world.Fault {
	case extracttest.EmptyPage:
		logs = logsEvery(world.Rows, 3, 2000)
	case extracttest.RemovedField:
		options.Timestamps = jsonrpc.TimestampsAbsent
	case extracttest.WrongType:
		options.Faults = []jsonrpc.Fault{{Kind: jsonrpc.LogWrongType, Block: middle}}
	case extracttest.PoisonedRow:
		options.Faults = []jsonrpc.Fault{{Kind: jsonrpc.LogShortData, Block: middle}}
	case extracttest.DuplicatePage:
		rewrite = func(page []json.RawMessage) []json.RawMessage { return append(page, page...) }
	case extracttest.NewField:
		rewrite = func(page []json.RawMessage) []json.RawMessage {
			for i, log := range page {
				page[i] = append(log[:len(log)-1:len(log)-1], `,"isTimeBoosted":false}`...)
			}
			return page
		}
	}
	server := jsonrpc.NewServer(replay(logs), options)
	if rewrite == nil {
		return server
	}
	return rewriting(server, rewrite)
}

// rewriting changes the list of logs in every reply that has one.
func rewriting(next http.Handler, rewrite func([]json.RawMessage) []json.RawMessage) http.Handler {
	return rewritten(next, func(body []byte) []byte {
		var reply map[string]json.RawMessage
		var page []json.RawMessage
		if json.Unmarshal(body, &reply) == nil && json.Unmarshal(reply["result"], &page) == nil {
			reply["result"], _ = json.Marshal(rewrite(page))
			body, _ = json.Marshal(reply)
		}
		return body
	})
}
