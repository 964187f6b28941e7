package sandbox

import (
	"math"
	"math/big"
	"math/rand/v2"
)

// dice are the world's chance; everything random comes from one of them, in one order.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0))} }

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between gives a whole number from low to high, both included.
func (d dice) between(low, high int64) int64 { return low + d.Int64N(high-low+1) }

// spread gives a number around 1 whose logarithm is normally distributed.
func (d dice) spread(sigma float64) float64 { return math.Exp(sigma * d.NormFloat64()) }

// part gives a random part of an amount, between the shares low and high of it.
func (d dice) part(n *big.Int, low, high float64) *big.Int {
	share := int64((low + (high-low)*d.Float64()) * 1e9)
	p := new(big.Int).Mul(n, big.NewInt(share))
	return p.Quo(p, big.NewInt(1e9))
}

// wei gives an amount of about so many tokens, with random digits down to the last.
func (d dice) wei(tokens float64) *big.Int {
	n := big.NewInt(int64(tokens * 1e6))
	n.Mul(n, big.NewInt(1e12))
	return n.Add(n, big.NewInt(d.Int64N(1e12)))
}

// pick gives one of the list's members.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }
