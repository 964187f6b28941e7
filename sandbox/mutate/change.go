package mutate

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// alter overwrites a field's value by another of its type and says how. known are the addresses of the stream.
func alter(dice *rand.Rand, f field, value []byte, known []common.Address) (how string) {
	before := bytes.Clone(value)
	for bytes.Equal(before, value) {
		switch {
		case f.typ == "address":
			how = alterAddress(dice, value, known)
		case strings.HasPrefix(f.typ, "uint"):
			how = alterNumber(dice, value)
		default:
			how = "one byte of"
			end := len(value)
			if f.typ == "bytes20" {
				end = 20
			}
			value[dice.IntN(end)] = byte(dice.IntN(256))
		}
	}
	return how
}

func alterAddress(dice *rand.Rand, value []byte, known []common.Address) string {
	a, how := known[dice.IntN(len(known))], "another known address for"
	if dice.IntN(4) == 0 {
		how = "an unknown address for"
		for i := range a {
			a[i] = byte(dice.IntN(256))
		}
	}
	copy(value, common.LeftPadBytes(a[:], 32))
	return how
}

// alterNumber adds or takes away 1, or draws a number up to twice the value.
func alterNumber(dice *rand.Rand, value []byte) (how string) {
	n := new(big.Int).SetBytes(value)
	switch choice := dice.IntN(3); {
	case choice == 0 || n.Sign() == 0:
		how = "1 more in"
		n.Add(n, big.NewInt(1))
	case choice == 1:
		how = "1 less in"
		n.Sub(n, big.NewInt(1))
	default:
		how = "a random number for"
		draw := make([]byte, 32)
		for i := range draw {
			draw[i] = byte(dice.IntN(256))
		}
		most := new(big.Int).Lsh(n, 1)
		n.Mod(new(big.Int).SetBytes(draw), most.Add(most, big.NewInt(1)))
	}
	n.Mod(n, new(big.Int).Lsh(big.NewInt(1), 256))
	n.FillBytes(value)
	return how
}
