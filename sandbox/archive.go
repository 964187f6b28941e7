package sandbox

import (
	"sort"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// archive keeps transactions and logs in few large pieces of memory: 2 million logs take about half a gigabyte.
type archive struct {
	transactions []record
	logs         []entry
	topics       []common.Hash
	data         []byte
}

// record is one transaction.
type record struct {
	block    int64
	from, to common.Address
	// first is the position of the transaction's first log; its last is before the next transaction's first.
	first int
	gas   uint32
	l1Gas uint32
	// index counts transactions within the block from 1: the first one of a block is Arbitrum's own.
	index uint16
	ok    bool
}

// entry is one log of a transaction.
type entry struct {
	address     common.Address
	topics      []common.Hash
	data        []byte
	transaction int
	// index counts logs within the block.
	index int
}

// The lengths of the pieces, in topics and bytes.
const (
	topicsPiece = 1 << 14
	dataPiece   = 1 << 20
)

// add appends a transaction and its logs. Blocks must not fall.
func (a *archive) add(r record, logs []protocol.Log) {
	r.first, r.index = len(a.logs), 1
	logIndex := 0
	if n := len(a.transactions); n > 0 && a.transactions[n-1].block == r.block {
		r.index = a.transactions[n-1].index + 1
		if len(a.logs) > 0 && a.transactions[a.logs[len(a.logs)-1].transaction].block == r.block {
			logIndex = a.logs[len(a.logs)-1].index + 1
		}
	}
	for i, l := range logs {
		a.logs = append(a.logs, entry{
			address: l.Address, topics: a.keepTopics(l.Topics), data: a.keepData(l.Data),
			transaction: len(a.transactions), index: logIndex + i,
		})
	}
	a.transactions = append(a.transactions, r)
}

func (a *archive) keepTopics(topics []common.Hash) []common.Hash {
	if cap(a.topics)-len(a.topics) < len(topics) {
		a.topics = make([]common.Hash, 0, topicsPiece)
	}
	from := len(a.topics)
	a.topics = append(a.topics, topics...)
	return a.topics[from:len(a.topics):len(a.topics)]
}

func (a *archive) keepData(data []byte) []byte {
	if cap(a.data)-len(a.data) < len(data) {
		a.data = make([]byte, 0, max(dataPiece, len(data)))
	}
	from := len(a.data)
	a.data = append(a.data, data...)
	return a.data[from:len(a.data):len(a.data)]
}

// logsOf gives the positions of a transaction's logs: from the first to before the second number.
func (a *archive) logsOf(transaction int) (from, to int) {
	from, to = a.transactions[transaction].first, len(a.logs)
	if transaction+1 < len(a.transactions) {
		to = a.transactions[transaction+1].first
	}
	return from, to
}

// since gives the position of the first transaction in a block that isn't before the given one.
func (a *archive) since(block int64) int {
	return sort.Search(len(a.transactions), func(i int) bool { return a.transactions[i].block >= block })
}
