package jsonrpc

import (
	"encoding/binary"
	"iter"
	"slices"
	"sort"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Recording is recorded data of a chain, as much of it as there is.
type Recording struct {
	// ChainID is the id that the replay answers.
	ChainID uint64
	// Head is the newest block; 0 takes that of the last recorded block or log.
	Head int64
	// Blocks are the recorded blocks in any order; their transactions are taken from the logs and receipts.
	Blocks []Block
	// Logs are the recorded logs in any order.
	Logs []Log
	// Receipts are the recorded receipts in any order, without their logs.
	Receipts []Receipt
}

// Replay is a Chain of recorded data. Blocks without a record are made up from their number, with a time
// interpolated between their recorded neighbours; every hash a recorded block names as its parent is kept.
type Replay struct {
	id       uint64
	head     int64
	blocks   []Block
	logs     []Log
	receipts []Receipt
	numbers  map[common.Hash]int64
	byHash   map[common.Hash]int
}

// NewReplay makes a chain of the recording. It keeps and sorts the recording's lists.
func NewReplay(r Recording) *Replay {
	slices.SortFunc(r.Blocks, func(a, b Block) int { return int(a.Number - b.Number) })
	slices.SortStableFunc(r.Logs, func(a, b Log) int {
		if a.BlockNumber != b.BlockNumber {
			return int(a.BlockNumber - b.BlockNumber)
		}
		return a.Index - b.Index
	})
	slices.SortStableFunc(r.Receipts, func(a, b Receipt) int {
		if a.BlockNumber != b.BlockNumber {
			return int(a.BlockNumber - b.BlockNumber)
		}
		return a.TransactionIndex - b.TransactionIndex
	})
	p := &Replay{
		id: r.ChainID, head: r.Head, blocks: r.Blocks, logs: r.Logs, receipts: r.Receipts,
		numbers: map[common.Hash]int64{}, byHash: map[common.Hash]int{},
	}
	for _, b := range p.blocks {
		p.numbers[b.Hash] = b.Number
		p.numbers[b.ParentHash] = b.Number - 1
		p.head = max(p.head, b.Number)
	}
	if n := len(p.logs); n > 0 {
		p.head = max(p.head, p.logs[n-1].BlockNumber)
	}
	p.joinReceipts()
	return p
}

// joinReceipts completes the receipts with the logs and the blocks with the transactions.
func (p *Replay) joinReceipts() {
	for i := range p.receipts {
		p.byHash[p.receipts[i].TransactionHash] = i
	}
	for _, l := range p.logs {
		if i, ok := p.byHash[l.TransactionHash]; ok {
			p.receipts[i].Logs = append(p.receipts[i].Logs, l)
			p.receipts[i].BlockHash = l.BlockHash
		}
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.Transactions == nil {
			b.Transactions = p.transactions(b.Number)
		}
	}
	for i := range p.receipts {
		if b, ok := p.Block(p.receipts[i].BlockNumber); ok {
			p.receipts[i].BlockHash, p.receipts[i].L1Number = b.Hash, b.L1Number
		}
	}
}

// transactions gives the hashes of a block's recorded transactions, from its receipts or else from its logs.
func (p *Replay) transactions(number int64) []common.Hash {
	var hashes []common.Hash
	for _, r := range p.Receipts(number) {
		hashes = append(hashes, r.TransactionHash)
	}
	if hashes != nil {
		return hashes
	}
	for l := range p.Logs(number, number) {
		if !slices.Contains(hashes, l.TransactionHash) {
			hashes = append(hashes, l.TransactionHash)
		}
	}
	return hashes
}

// ID gives the recorded chain's id.
func (p *Replay) ID() uint64 { return p.id }

// Head gives the newest block's number.
func (p *Replay) Head() int64 { return p.head }

// Finalized gives the newest block's number: what is recorded doesn't change.
func (p *Replay) Finalized() int64 { return p.head }

// Block gives a recorded block, or one made up from its number.
func (p *Replay) Block(number int64) (Block, bool) {
	if number < 0 || number > p.head {
		return Block{}, false
	}
	i := p.search(number)
	if i < len(p.blocks) && p.blocks[i].Number == number {
		return p.blocks[i], true
	}
	b := Block{Number: number, Hash: p.hash(number), ParentHash: p.hash(number - 1), Time: p.time(number, i)}
	b.Transactions = p.transactions(number)
	return b, true
}

// search gives the position of the first recorded block that isn't before the number.
func (p *Replay) search(number int64) int {
	return sort.Search(len(p.blocks), func(i int) bool { return p.blocks[i].Number >= number })
}

// time interpolates between the recorded blocks around the number; i is the position of the next one. Before the
// first and after the last, blocks have that one's time.
func (p *Replay) time(number int64, i int) int64 {
	switch {
	case len(p.blocks) == 0:
		return 0
	case i == 0:
		return p.blocks[0].Time
	case i == len(p.blocks):
		return p.blocks[i-1].Time
	}
	before, after := p.blocks[i-1], p.blocks[i]
	return before.Time + (after.Time-before.Time)*(number-before.Number)/(after.Number-before.Number)
}

// hash gives a block's recorded hash, the one that its recorded child names, or one that contains its number.
func (p *Replay) hash(number int64) common.Hash {
	i := p.search(number)
	if i < len(p.blocks) && p.blocks[i].Number == number {
		return p.blocks[i].Hash
	}
	if i < len(p.blocks) && p.blocks[i].Number == number+1 {
		return p.blocks[i].ParentHash
	}
	return NumberedHash(p.id, number)
}

// BlockNumber finds a block by its recorded or made-up hash.
func (p *Replay) BlockNumber(hash common.Hash) (int64, bool) {
	number, ok := p.numbers[hash]
	if !ok {
		number = HashedNumber(hash)
	}
	if number < 0 || number > p.head || p.hash(number) != hash {
		return 0, false
	}
	return number, true
}

// Logs yields the recorded logs of the blocks from to to.
func (p *Replay) Logs(from, to int64) iter.Seq[Log] {
	first := sort.Search(len(p.logs), func(i int) bool { return p.logs[i].BlockNumber >= from })
	return func(yield func(Log) bool) {
		for i := first; i < len(p.logs) && p.logs[i].BlockNumber <= to; i++ {
			if !yield(p.logs[i]) {
				return
			}
		}
	}
}

// Receipt finds a recorded receipt.
func (p *Replay) Receipt(transaction common.Hash) (Receipt, bool) {
	i, ok := p.byHash[transaction]
	if !ok {
		return Receipt{}, false
	}
	return p.receipts[i], true
}

// Receipts gives a block's recorded receipts.
func (p *Replay) Receipts(number int64) []Receipt {
	from := sort.Search(len(p.receipts), func(i int) bool { return p.receipts[i].BlockNumber >= number })
	to := sort.Search(len(p.receipts), func(i int) bool { return p.receipts[i].BlockNumber > number })
	return p.receipts[from:to]
}

// NumberedHash makes a block hash out of a chain's seed and a block number. The number stands in its last 8 bytes,
// so that HashedNumber finds the block again without an index.
func NumberedHash(seed uint64, number int64) common.Hash {
	var in [16]byte
	binary.BigEndian.PutUint64(in[:8], seed)
	binary.BigEndian.PutUint64(in[8:], uint64(number))
	hash := crypto.Keccak256Hash(in[:])
	binary.BigEndian.PutUint64(hash[24:], uint64(number))
	return hash
}

// HashedNumber gives the block number in a hash made by NumberedHash. Any other hash gives a meaningless number:
// compare the hash that the number makes.
func HashedNumber(hash common.Hash) int64 {
	return int64(binary.BigEndian.Uint64(hash[24:]))
}
