package retrace

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// What isn't there reads as zero, or as nothing: the model then emits something else.

// slice gives up to n bytes from a position on.
func slice(b []byte, at *big.Int, n int) []byte {
	if !at.IsInt64() || at.Int64() > int64(len(b)) {
		return nil
	}
	b = b[at.Int64():]
	return b[:min(n, len(b))]
}

// number reads the n-th word of some bytes.
func number(b []byte, n int) *big.Int {
	return new(big.Int).SetBytes(slice(b, big.NewInt(int64(32*n)), 32))
}

// word reads the n-th word of a log's data.
func word(l *jsonrpc.Log, n int) *big.Int { return number(l.Data, n) }

// topic reads an indexed address.
func topic(l *jsonrpc.Log, n int) common.Address {
	if n >= len(l.Topics) {
		return common.Address{}
	}
	return common.BytesToAddress(l.Topics[n][:])
}

// blob reads the byte string that the n-th word of some bytes points at.
func blob(b []byte, n int) []byte {
	at := number(b, n)
	length := number(slice(b, at, len(b)), 0)
	if !length.IsInt64() || length.Int64() > int64(len(b)) {
		return nil
	}
	return slice(b, at.Add(at, big.NewInt(32)), int(length.Int64()))
}

// list gives the members' part of the array that the n-th word points at, and their number.
func list(b []byte, n int) (members []byte, count int) {
	members = slice(b, number(b, n), len(b))
	length := number(members, 0)
	if len(members) < 32 || !length.IsInt64() || length.Int64() > int64(len(members)/32) {
		return nil, 0
	}
	return members[32:], int(length.Int64())
}

// calls reads governance's calls from three arrays, given the words that point at them.
func calls(b []byte, targets, values, data int) []protocol.Call {
	t, n := list(b, targets)
	v, _ := list(b, values)
	d, _ := list(b, data)
	all := make([]protocol.Call, n)
	for i := range all {
		all[i] = protocol.Call{Target: common.BigToAddress(number(t, i)), Value: number(v, i), Data: blob(d, i)}
	}
	return all
}
