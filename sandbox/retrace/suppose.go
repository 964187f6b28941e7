package retrace

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// suppose takes from the logs what no log states but by its consequences: the periods that the deployer set, and the hashes
// that rounds are initialised with.
func (t *Tracer) suppose() {
	p := &t.config.Protocol.Parameters
	if l := t.first("Unlock"); l != nil {
		p.UnlockPeriod = distance(word(l, 0), word(l, 1), p.UnlockPeriod)
	}
	round := new(big.Int)
	for i := range t.logs {
		l := &t.logs[i]
		if t.name(l) == "NewRound" {
			round = topic(l, 1).Big()
		}
		if t.name(l) == "Unbond" {
			p.UnbondingPeriod = distance(round, word(l, 2), p.UnbondingPeriod)
			break
		}
	}
	t.config.Protocol.BlockHash = func(uint64) common.Hash { return t.blockHash }
}

// first finds the first log of an event, nil if there is none.
func (t *Tracer) first(event string) *jsonrpc.Log {
	for i := range t.logs {
		if t.name(&t.logs[i]) == event {
			return &t.logs[i]
		}
	}
	return nil
}

// distance gives how far one round is behind another, or else the preset.
func distance(from, to *big.Int, preset uint64) uint64 {
	d := new(big.Int).Sub(to, from)
	if !d.IsUint64() || !d.IsInt64() {
		return preset
	}
	return d.Uint64()
}

// advance sets the clock ahead to the beginning of a round that a log says has come: the L1 block number is in no log. Without
// Config.Stated it is the chain's own.
func (t *Tracer) advance(l *jsonrpc.Log, round *big.Int) {
	r := t.c.Rounds
	now := r.Current()
	if t.config.Stated == nil || !round.IsUint64() || round.Uint64() <= now || round.Uint64()-now > maxSkipped {
		return
	}
	t.l1Floor = r.StartBlock() + (round.Uint64()-now)*r.Length()
	t.at(l)
}

// maxSkipped is how many rounds may go by without anybody initialising one.
const maxSkipped = 1000
