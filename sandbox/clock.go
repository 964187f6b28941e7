package sandbox

import (
	"encoding/binary"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// The world's time and its blocks. Both run evenly: an L2 block every quarter of a second, an L1 block every 12
// seconds, as on Arbitrum One, from numbers that Arbitrum One had at about that time.
const (
	// firstBlock is the L2 block at genesisTime, firstL1Block the L1 block.
	firstBlock   = 418_000_000
	firstL1Block = 3790*roundLength - 200

	blocksPerSecond = 4
	secondsPerL1    = 12
	blocksPerL1     = blocksPerSecond * secondsPerL1

	// roundLength is in L1 blocks.
	roundLength = 6377
	// firstRound is the first round that is initialised.
	firstRound = 3790
	// finalityLag is the time after which a block is final, in L2 blocks: 20 minutes.
	finalityLag = 20 * 60 * blocksPerSecond
)

// genesis is the instant of firstBlock.
var genesis = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)

// blockTime gives a block's Unix seconds. Blocks before the first one go back evenly to block 0 at the Unix epoch.
func blockTime(block int64) int64 {
	if block < firstBlock {
		return genesis.Unix() / firstBlock * block
	}
	return genesis.Unix() + (block-firstBlock)/blocksPerSecond
}

// l1Block gives the L1 block number that contracts see in a block.
func l1Block(block int64) int64 {
	if block < firstBlock {
		return max(firstL1Block-(firstBlock-block+blocksPerL1-1)/blocksPerL1, 1)
	}
	return firstL1Block + (block-firstBlock)/blocksPerL1
}

// roundStart gives the first block of a round.
func roundStart(round int64) int64 {
	return firstBlock + (round*roundLength-firstL1Block)*blocksPerL1
}

// baseFee gives a block's price in wei per gas: 0.01 to 0.1 gwei, changing every ten thousand blocks.
func baseFee(seed uint64, block int64) *big.Int {
	h := digest("base fee", seed, uint64(block/10_000))
	return big.NewInt(10_000_000 + int64(binary.BigEndian.Uint64(h[:8])%90_000_000))
}

// blockAt gives the last block at an instant, no earlier than the first.
func blockAt(at time.Time) int64 {
	return max(firstBlock+(at.Unix()-genesis.Unix()+1)*blocksPerSecond-1, firstBlock)
}

// digest makes a number up from the seed, a purpose and a counter.
func digest(purpose string, seed, n uint64) common.Hash {
	in := binary.BigEndian.AppendUint64([]byte(purpose), seed)
	return crypto.Keccak256Hash(binary.BigEndian.AppendUint64(in, n))
}
