package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// value is one argument, encoded as the contract ABI says: a static one is its words; a dynamic one (a string, a
// list, a tuple that holds one) is what its offset points at.
type value struct {
	body    []byte
	dynamic bool
}

func word(b []byte) value { return value{body: common.LeftPadBytes(b, 32)} }

func address(a common.Address) value { return word(a[:]) }

func hash(h common.Hash) value { return value{body: h[:]} }

func amount(n *big.Int) value { return value{body: n.FillBytes(make([]byte, 32))} }

func count(n uint64) value { return amount(number(n)) }

// blob is a byte string of any length.
func blob(b []byte) value {
	padded := common.RightPadBytes(b, (len(b)+31)/32*32)
	return value{body: append(count(uint64(len(b))).body, padded...), dynamic: true}
}

func text(s string) value { return blob([]byte(s)) }

// list is an array of any length.
func list(members ...value) value {
	return value{body: append(count(uint64(len(members))).body, encode(members...)...), dynamic: true}
}

// tuple is a struct.
func tuple(members ...value) value {
	dynamic := false
	for _, m := range members {
		dynamic = dynamic || m.dynamic
	}
	return value{body: encode(members...), dynamic: dynamic}
}

// encode lays arguments out: static ones in place, dynamic ones as an offset in place and the body behind.
func encode(arguments ...value) []byte {
	head := 0
	for _, a := range arguments {
		if a.dynamic {
			head += 32
		} else {
			head += len(a.body)
		}
	}
	var front, behind []byte
	for _, a := range arguments {
		if a.dynamic {
			front = append(front, count(uint64(head+len(behind))).body...)
			behind = append(behind, a.body...)
		} else {
			front = append(front, a.body...)
		}
	}
	return append(front, behind...)
}

// topic0 gives the hash of an event's signature, the first topic of its logs.
func topic0(signature string) common.Hash { return crypto.Keccak256Hash([]byte(signature)) }

// selector gives the first four bytes of a function's calldata.
func selector(signature string) [4]byte { return [4]byte(crypto.Keccak256([]byte(signature))) }

// calldata encodes a call.
func calldata(signature string, arguments ...value) []byte {
	s := selector(signature)
	return append(s[:], encode(arguments...)...)
}
