package subgraph

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// Transaction is a transaction that succeeded, with its logs.
type Transaction struct {
	// Block is where it is, L1Block the number of the L1 block that the contracts saw.
	Block   graphnode.Block
	L1Block uint64
	Hash    common.Hash
	// From sent it, To was called.
	From, To common.Address
	// GasUsed is the gas that it used, GasLimit what it could have used at most.
	GasUsed, GasLimit uint64
	// GasPrice is in wei.
	GasPrice *big.Int
	Logs     []Log
}

// Log is a log of a transaction.
type Log struct {
	Address common.Address
	Topics  []common.Hash
	Data    []byte
	// Index counts the logs of the block.
	Index int
}

// entity gives the row of a transaction.
func (t *Transaction) entity(gas uint64) graphnode.Entity {
	return graphnode.Entity{
		"blockNumber": decimalText(t.Block.Number), "timestamp": t.Block.Time, "gasUsed": decimalText(int64(gas)),
		"gasPrice": t.GasPrice.String(), "from": lower(t.From), "to": lower(t.To),
	}
}
