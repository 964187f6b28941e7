package jsonrpc

import (
	"errors"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// ErrNoState is what a Caller answers that doesn't know a block's state, as a node that has pruned it.
var ErrNoState = errors.New("the state of the block is not kept")

// Views are the functions of one contract that can be asked, by signature: "getVotes(address)". Each takes and gives 32-byte
// words; addresses are numbers. An error other than ErrNoState is the reason of a revert.
type Views map[string]func(arguments []*big.Int) ([]*big.Int, error)

// Call answers a call of one of the views. A function that isn't among them reverts, and so does a call without all of its
// arguments.
func (v Views) Call(input []byte) ([]byte, error) {
	for signature, answer := range v {
		if len(input) < 4 || string(crypto.Keccak256([]byte(signature))[:4]) != string(input[:4]) {
			continue
		}
		arguments := make([]*big.Int, countArguments(signature))
		for i := range arguments {
			from := 4 + 32*i
			if len(input) < from+32 {
				return nil, errors.New("calldata is too short")
			}
			arguments[i] = new(big.Int).SetBytes(input[from : from+32])
		}
		words, err := answer(arguments)
		if err != nil {
			return nil, err
		}
		return Words(words...), nil
	}
	return nil, errors.New("function selector was not recognized")
}

func countArguments(signature string) int {
	if strings.HasSuffix(signature, "()") {
		return 0
	}
	return 1 + strings.Count(signature, ",")
}

// Words encodes numbers as the contract ABI does: 32 bytes each, negative ones in two's complement.
func Words(numbers ...*big.Int) []byte {
	out := make([]byte, 0, 32*len(numbers))
	for _, n := range numbers {
		if n.Sign() < 0 {
			n = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), 256))
		}
		out = append(out, n.FillBytes(make([]byte, 32))...)
	}
	return out
}

// AddressWord gives an address as a word.
func AddressWord(a common.Address) *big.Int { return new(big.Int).SetBytes(a[:]) }
