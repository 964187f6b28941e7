package bonding

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// Log is one log of the deployment's contracts, as the chain states it.
type Log struct {
	// Block, Transaction and Index are the numbers of its block, of its transaction within the block, and of the log
	// within the block. Logs are applied in the order of Block and Index.
	Block, Transaction, Index uint64
	// Hash is the hash of its transaction.
	Hash common.Hash
	// Time is its block's time in Unix seconds.
	Time int64
	// Address is the contract that emitted it.
	Address common.Address
	// Topics are the log's topics, TopicCount of them; Data is what follows. A ledger keeps neither.
	Topics     [4]common.Hash
	TopicCount int
	Data       []byte
}

// ID names a log.
type ID struct {
	Block, Index uint64
	Hash         common.Hash
}

// String gives "block 5857001, log 4 (transaction 0x…)".
func (id ID) String() string {
	return fmt.Sprintf("block %d, log %d (transaction %s)", id.Block, id.Index, id.Hash)
}

// ID gives the log's name.
func (l *Log) ID() ID { return ID{Block: l.Block, Index: l.Index, Hash: l.Hash} }
