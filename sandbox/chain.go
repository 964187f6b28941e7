package sandbox

import (
	"iter"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

var _ jsonrpc.Chain = (*World)(nil)

// ID gives the chain id.
func (w *World) ID() uint64 { return ChainID }

// Head gives the block at the instant Now.
func (w *World) Head() int64 { return w.end + finalityLag }

// Finalized gives the last block of the history.
func (w *World) Finalized() int64 { return w.end }

// Block describes any block up to Head; one without transactions of the history has Arbitrum's own one alone.
func (w *World) Block(number int64) (jsonrpc.Block, bool) {
	if number < 0 || number > w.Head() {
		return jsonrpc.Block{}, false
	}
	b := jsonrpc.Block{
		Number: number, Hash: w.blockHash(number), Time: blockTime(number), L1Number: l1Block(number),
		BaseFee: baseFee(w.config.Seed, number), Transactions: []common.Hash{w.internalHash(number)},
	}
	if number > 0 {
		b.ParentHash = w.blockHash(number - 1)
	}
	from, to := w.archive.since(number), w.archive.since(number+1)
	for i := from; i < to; i++ {
		b.Transactions = append(b.Transactions, w.transactionHash(i))
	}
	return b, true
}

// BlockNumber finds a block by its hash.
func (w *World) BlockNumber(hash common.Hash) (int64, bool) {
	number := jsonrpc.HashedNumber(hash)
	if number < 0 || number > w.Head() || w.blockHash(number) != hash {
		return 0, false
	}
	return number, true
}

func (w *World) blockHash(number int64) common.Hash {
	return jsonrpc.NumberedHash(w.config.Seed, number)
}

func (w *World) transactionHash(i int) common.Hash {
	return digest("transaction", w.config.Seed, uint64(i))
}

// internalHash gives the hash of the transaction that Arbitrum itself puts first into a block.
func (w *World) internalHash(number int64) common.Hash {
	return digest("internal", w.config.Seed, uint64(number))
}

// Logs yields the logs of the blocks from to to.
func (w *World) Logs(from, to int64) iter.Seq[jsonrpc.Log] {
	return func(yield func(jsonrpc.Log) bool) {
		for i := w.archive.since(from); i < len(w.archive.transactions) && w.archive.transactions[i].block <= to; i++ {
			if !w.logsOf(i, yield) {
				return
			}
		}
	}
}

// logsOf yields the logs of a transaction and tells whether more are wanted.
func (w *World) logsOf(i int, yield func(jsonrpc.Log) bool) bool {
	first, end := w.archive.logsOf(i)
	if first == end {
		return true
	}
	r := &w.archive.transactions[i]
	l := jsonrpc.Log{
		BlockNumber: r.block, BlockHash: w.blockHash(r.block), BlockTime: blockTime(r.block),
		TransactionHash: w.transactionHash(i), TransactionIndex: int(r.index),
	}
	for k := first; k < end; k++ {
		e := &w.archive.logs[k]
		l.Address, l.Topics, l.Data, l.Index = e.address, e.topics, e.data, e.index
		if !yield(l) {
			return false
		}
	}
	return true
}

// Receipt finds a transaction's receipt.
func (w *World) Receipt(transaction common.Hash) (jsonrpc.Receipt, bool) {
	i, ok := w.byHash[transaction]
	if !ok {
		return jsonrpc.Receipt{}, false
	}
	return w.receipt(i), true
}

// Receipts gives a block's receipts, that of Arbitrum's own transaction first.
func (w *World) Receipts(number int64) []jsonrpc.Receipt {
	if number < 0 || number > w.Head() {
		return nil
	}
	arbOS := common.HexToAddress("0x00000000000000000000000000000000000a4b05")
	list := []jsonrpc.Receipt{{
		TransactionHash: w.internalHash(number), BlockNumber: number, BlockHash: w.blockHash(number),
		From: arbOS, To: &arbOS, Type: 0x6a, Succeeded: true, GasPrice: new(big.Int), L1Number: l1Block(number),
	}}
	from, to := w.archive.since(number), w.archive.since(number+1)
	for i := from; i < to; i++ {
		list = append(list, w.receipt(i))
	}
	return list
}

func (w *World) receipt(i int) jsonrpc.Receipt {
	r := w.archive.transactions[i]
	receipt := jsonrpc.Receipt{
		TransactionHash: w.transactionHash(i), TransactionIndex: int(r.index), BlockNumber: r.block,
		BlockHash: w.blockHash(r.block), From: r.from, To: &r.to, Type: 2, Succeeded: r.ok,
		GasUsed: uint64(r.gas), GasUsedForL1: uint64(r.l1Gas), GasPrice: baseFee(w.config.Seed, r.block), L1Number: l1Block(r.block),
	}
	w.logsOf(i, func(l jsonrpc.Log) bool {
		receipt.Logs = append(receipt.Logs, l)
		return true
	})
	return receipt
}
