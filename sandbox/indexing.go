package sandbox

import (
	"math/big"
	"net/http"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// Subgraph gives the subgraph of the world, for asking what it says.
func (w *World) Subgraph() *subgraph.Index { return w.index }

// newIndex makes the subgraph of a world whose contracts have just been deployed.
func (w *World) newIndex(contracts *protocol.Contracts) (*subgraph.Index, error) {
	defects, err := subgraph.ParseDefects(w.config.WitnessDefects)
	if err != nil {
		return nil, err
	}
	return subgraph.New(subgraph.Options{
		Defects: defects, Contracts: w.Deployment().Contracts, Views: contracts, Market: w.market, RoundLength: roundLength,
	})
}

// indexLast lets the subgraph see the world's last transaction, if it logged anything.
func (w *World) indexLast() {
	last := len(w.archive.transactions) - 1
	r := w.archive.transactions[last]
	t := subgraph.Transaction{
		Block: w.graphBlock(r.block), L1Block: uint64(l1Block(r.block)), Hash: w.transactionHash(last), From: r.from, To: r.to,
		GasUsed: uint64(r.gas), GasLimit: gasLimit(uint64(r.gas)), GasPrice: baseFee(w.config.Seed, r.block),
	}
	w.logsOf(last, func(l jsonrpc.Log) bool {
		t.Logs = append(t.Logs, subgraph.Log{Address: l.Address, Topics: l.Topics, Data: l.Data, Index: l.Index})
		return true
	})
	if len(t.Logs) > 0 {
		w.index.Add(t)
	}
}

// gasLimit gives the limit of a transaction: half as much again as it used, as wallets set it.
func gasLimit(used uint64) uint64 { return used + used/2 }

// graphBlock describes a block to the subgraph.
func (w *World) graphBlock(number int64) graphnode.Block {
	return graphnode.Block{Number: number, Time: blockTime(number), Hash: w.blockHash(number).Hex()}
}

// graph serves the subgraph as of the clock's time, as the gateway does.
func (v view) graph() http.Handler {
	deployment := v.DeploymentID()
	return graphnode.NewServer(v.index.Store(), graphnode.Options{
		Deployment: func() string { return deployment }, StartBlock: firstBlock, Gateway: true,
		Head: func() graphnode.Block { return v.graphBlock(v.Head()) },
	})
}

// DeploymentID gives the id of the subgraph's deployment, which the seed decides.
func (w *World) DeploymentID() string {
	const letters, length = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 44
	id := []byte("Qm")
	for rest, base := digest("subgraph", w.config.Seed, 0).Big(), big.NewInt(int64(len(letters))); len(id) < 2+length; {
		letter := new(big.Int)
		rest.QuoRem(rest, base, letter)
		id = append(id, letters[letter.Int64()])
	}
	return string(id)
}
