package chain

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestSecondChain reads the contracts on Ethereum beside the home's own chain: each instance is held to its own chain's
// id, and logs whose events the catalogue lacks are landed.
func TestSecondChain(t *testing.T) {
	d := livepeer.EthereumLegacy()
	bondingManager, _ := d.Contract(livepeer.L1BondingManager)
	var logs []jsonrpc.Log
	for i := range int64(60) {
		log := makeLog(d.FirstBlock()+100+i*1000, 0)
		log.Address = common.HexToAddress(bondingManager.Address)
		if i%2 == 0 {
			// The same first topic as on Arbitrum, with other data.
			log.Topics, log.Data = []common.Hash{topic0(livepeer.BondingManager, "Reward")}, []byte{1}
		}
		logs = append(logs, log)
	}
	legacy := jsonrpc.NewReplay(jsonrpc.Recording{ChainID: 1, Head: d.FirstBlock() + 70_000, Logs: logs, Blocks: blocksOfLogs(logs)})
	s := newSite(t)
	own, err := Streams(config(serve(t, jsonrpc.NewServer(detailed(logsEvery(20, 3, 0)), jsonrpc.Options{})), s.client))
	if err != nil {
		t.Fatal(err)
	}
	second := Config{Instance: "legacy", Endpoint: serve(t, jsonrpc.NewServer(legacy, jsonrpc.Options{})), Deployment: d, Client: s.client}
	other, err := Streams(second)
	if err != nil {
		t.Fatal(err)
	}
	s.mustRunStreams(append(own, other...))
	count := func(stream string) (rows int64) {
		parts, err := s.lake.Parts(load.StreamID{Source: "chain", Instance: "legacy", Stream: stream})
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			files, err := s.lake.Files(part, load.ListOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				rows += int64(len(readRows(t, f.Path)))
			}
		}
		return rows
	}
	if l, b, r := count("logs"), count("blocks"), count("receipts"); l != 60 || b != 60 || r != 0 {
		t.Errorf("%d logs, %d blocks and %d receipts landed, want 60, 60 and 0", l, b, r)
	}
	second.Deployment = deployment()
	if err := newLogs(t, second).Identify(t.Context()); !errors.As(err, new(*extract.WrongNetworkError)) {
		t.Errorf("Ethereum passes as the home's chain: %v", err)
	}
}

func blocksOfLogs(logs []jsonrpc.Log) []jsonrpc.Block {
	blocks := make([]jsonrpc.Block, len(logs))
	for i, log := range logs {
		blocks[i] = jsonrpc.Block{Number: log.BlockNumber, Hash: log.BlockHash, Time: log.BlockTime}
	}
	return blocks
}
