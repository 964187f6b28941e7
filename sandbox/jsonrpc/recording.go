package jsonrpc

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// recordedLog is a log as JSON-RPC states it.
type recordedLog struct {
	Address          common.Address `json:"address"`
	Topics           []common.Hash  `json:"topics"`
	Data             hexutil.Bytes  `json:"data"`
	BlockNumber      hexutil.Uint64 `json:"blockNumber"`
	BlockHash        common.Hash    `json:"blockHash"`
	BlockTimestamp   hexutil.Uint64 `json:"blockTimestamp"`
	TransactionHash  common.Hash    `json:"transactionHash"`
	TransactionIndex hexutil.Uint64 `json:"transactionIndex"`
	LogIndex         hexutil.Uint64 `json:"logIndex"`
}

func (r *recordedLog) log() Log {
	return Log{
		Address: r.Address, Topics: r.Topics, Data: r.Data,
		BlockNumber: int64(r.BlockNumber), BlockHash: r.BlockHash, BlockTime: int64(r.BlockTimestamp),
		TransactionHash: r.TransactionHash, TransactionIndex: int(r.TransactionIndex), Index: int(r.LogIndex),
	}
}

// LoadDevchain reads the recording of the real contracts on a local chain: logs.json, blocks.json, receipts.json and
// answers.json (chain id, final block) of the folder.
func LoadDevchain(dir string) (*Replay, error) {
	var answers struct {
		ChainID    uint64 `json:"chainId"`
		FinalBlock int64  `json:"finalBlock"`
	}
	var logs []recordedLog
	var blocks []struct {
		Number        int64         `json:"number"`
		Hash          common.Hash   `json:"hash"`
		ParentHash    common.Hash   `json:"parentHash"`
		Timestamp     int64         `json:"timestamp"`
		L1BlockNumber int64         `json:"l1BlockNumber"`
		BaseFeePerGas *hexutil.Big  `json:"baseFeePerGas"`
		Transactions  []common.Hash `json:"transactions"`
	}
	var receipts []recordedReceipt
	for name, into := range map[string]any{
		"answers.json": &answers, "logs.json": &logs, "blocks.json": &blocks, "receipts.json": &receipts,
	} {
		if err := readJSON(filepath.Join(dir, name), into); err != nil {
			return nil, err
		}
	}
	r := Recording{ChainID: answers.ChainID, Head: answers.FinalBlock}
	for i := range logs {
		r.Logs = append(r.Logs, logs[i].log())
	}
	for _, b := range blocks {
		r.Blocks = append(r.Blocks, Block{
			Number: b.Number, Hash: b.Hash, ParentHash: b.ParentHash, Time: b.Timestamp,
			L1Number: b.L1BlockNumber, BaseFee: (*big.Int)(b.BaseFeePerGas), Transactions: b.Transactions,
		})
	}
	for i := range receipts {
		r.Receipts = append(r.Receipts, receipts[i].receipt())
	}
	return NewReplay(r), nil
}

// recordedReceipt is a receipt as the recording of the local chain states it.
type recordedReceipt struct {
	TransactionHash   common.Hash     `json:"transactionHash"`
	BlockNumber       hexutil.Uint64  `json:"blockNumber"`
	TransactionIndex  hexutil.Uint64  `json:"transactionIndex"`
	From              common.Address  `json:"from"`
	To                *common.Address `json:"to"`
	Status            hexutil.Uint64  `json:"status"`
	Type              hexutil.Uint64  `json:"type"`
	GasUsed           hexutil.Uint64  `json:"gasUsed"`
	EffectiveGasPrice *hexutil.Big    `json:"effectiveGasPrice"`
}

func (r *recordedReceipt) receipt() Receipt {
	return Receipt{
		TransactionHash: r.TransactionHash, TransactionIndex: int(r.TransactionIndex), BlockNumber: int64(r.BlockNumber),
		From: r.From, To: r.To, Type: uint8(r.Type), Succeeded: r.Status == 1,
		GasUsed: uint64(r.GasUsed), GasPrice: (*big.Int)(r.EffectiveGasPrice),
	}
}

// The files of the re-encoded recording and the chain that they come from.
const (
	reencodedLogs   = "bondingmanager-logs-to-2022-02-28.ndjson.gz"
	reencodedBlocks = "bondingmanager-blocks-to-2022-02-28.ndjson.gz"
	reencodedChain  = 42161
)

// LoadReencoded reads the folder of the first BondingManager events of Arbitrum One, which are re-encoded as JSON-RPC
// logs and blocks, one per line.
func LoadReencoded(dir string) (*Replay, error) {
	r := Recording{ChainID: reencodedChain}
	err := readLines(filepath.Join(dir, reencodedLogs), func(l recordedLog) {
		r.Logs = append(r.Logs, l.log())
	})
	if err != nil {
		return nil, err
	}
	err = readLines(filepath.Join(dir, reencodedBlocks), func(b struct {
		Number     hexutil.Uint64 `json:"number"`
		Hash       common.Hash    `json:"hash"`
		ParentHash common.Hash    `json:"parentHash"`
		Timestamp  hexutil.Uint64 `json:"timestamp"`
	},
	) {
		r.Blocks = append(r.Blocks, Block{Number: int64(b.Number), Hash: b.Hash, ParentHash: b.ParentHash, Time: int64(b.Timestamp)})
	})
	if err != nil {
		return nil, err
	}
	return NewReplay(r), nil
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading recorded data: %w", err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("reading recorded data %s: %w", path, err)
	}
	return nil
}

// readLines reads a compressed file of one JSON value per line.
func readLines[T any](path string, each func(T)) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading recorded data: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	unpacked, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return fmt.Errorf("reading recorded data %s: %w", path, err)
	}
	for lines := json.NewDecoder(unpacked); ; {
		var value T
		if err := lines.Decode(&value); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading recorded data %s: %w", path, err)
		}
		each(value)
	}
}
