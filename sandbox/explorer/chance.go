package explorer

import (
	"hash/fnv"
	"math/rand/v2"
)

// draw is a sequence of numbers that depends on the seed, some words and a number, and on nothing else.
type draw struct{ *rand.Rand }

// draw begins the sequence of words and a number.
func (h *Hosts) draw(n int64, words ...string) draw { return drawn(h.key(words...), n) }

// key makes one number of the seed and words.
func (h *Hosts) key(words ...string) uint64 {
	hash := fnv.New64a()
	for _, word := range words {
		_, _ = hash.Write([]byte(word)) // a hash takes everything
		_, _ = hash.Write([]byte{0})
	}
	return hash.Sum64() ^ h.config.Seed*0x9e3779b97f4a7c15
}

func drawn(key uint64, n int64) draw { return draw{rand.New(rand.NewPCG(key, uint64(n)))} }

// chance is true with probability p.
func (d draw) chance(p float64) bool { return d.Float64() < p }

// between gives a number from low to high.
func (d draw) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// noise gives a smooth number in [0, 1) at time t: random at each multiple of the period, and in between on a line.
func noise(key uint64, t, period int64) float64 {
	cell := t / period
	at := float64(t%period) / float64(period)
	return drawn(key, cell).Float64()*(1-at) + drawn(key, cell+1).Float64()*at
}
