package jsonrpc

import (
	"iter"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Chain is what a server serves. It must be safe for concurrent readers and must never change: the same call
// gives the same answer for as long as the chain lives.
type Chain interface {
	// ID is the EVM chain id that eth_chainId answers.
	ID() uint64
	// Head is the number of the newest block.
	Head() int64
	// Finalized is the number of the newest block that can't be reorganised any more, at most Head.
	Finalized() int64
	// Block describes a block. ok is false outside [0, Head].
	Block(number int64) (block Block, ok bool)
	// BlockNumber finds a block by its hash.
	BlockNumber(hash common.Hash) (number int64, ok bool)
	// Logs yields the logs of the blocks from to to, both included, in (block number, log index) order. The
	// slices of a yielded log belong to the chain: read them, don't keep or change them.
	Logs(from, to int64) iter.Seq[Log]
	// Receipt finds a transaction's receipt by the transaction's hash.
	Receipt(transaction common.Hash) (receipt Receipt, ok bool)
	// Receipts gives the receipts of a block in transaction order.
	Receipts(number int64) []Receipt
}

// Caller is a Chain whose contracts can be asked by eth_call.
type Caller interface {
	Chain
	// Call gives what a contract returns to input at a block; nothing, if there is no contract that can be asked at
	// the address. The error is ErrNoState, or the reason of a revert.
	Call(to common.Address, input []byte, block int64) ([]byte, error)
}

// Block is a block's header and the hashes of its transactions.
type Block struct {
	// Number is the block's own (L2) number.
	Number int64
	Hash   common.Hash
	// ParentHash is the hash of block Number-1.
	ParentHash common.Hash
	// Time is in Unix seconds; several blocks may share a second.
	Time int64
	// L1Number is the L1 block number that contracts see as block.number; 0 means that it isn't known.
	L1Number int64
	// BaseFee is in wei per gas; nil means that it isn't known.
	BaseFee *big.Int
	// Transactions are the hashes in the order of the block.
	Transactions []common.Hash
}

// Log is one event as a node stores it.
type Log struct {
	Address common.Address
	// Topics are the up to four topics; the first is the event's signature hash, unless the event is anonymous.
	Topics []common.Hash
	Data   []byte

	BlockNumber int64
	BlockHash   common.Hash
	// BlockTime is in Unix seconds; 0 means that the log doesn't carry its time.
	BlockTime        int64
	TransactionHash  common.Hash
	TransactionIndex int
	// Index counts logs within the block.
	Index int
}

// Receipt says what became of a transaction.
type Receipt struct {
	TransactionHash  common.Hash
	TransactionIndex int
	BlockNumber      int64
	BlockHash        common.Hash
	From             common.Address
	// To is nil where the transaction creates a contract.
	To *common.Address
	// Type is the transaction's type: 2, or one of Arbitrum's own (0x64 to 0x78).
	Type uint8
	// Succeeded is false for a transaction that was reverted; it has no logs then, but its gas is paid.
	Succeeded bool
	// GasUsed is in gas and contains the L1 part.
	GasUsed uint64
	// GasUsedForL1 is the part of GasUsed that pays for the data on L1, in L2 gas.
	GasUsedForL1 uint64
	// GasPrice is the effective price in wei per gas.
	GasPrice *big.Int
	// L1Number is the L1 block number that the transaction saw; 0 means that it isn't known.
	L1Number int64
	Logs     []Log
}
