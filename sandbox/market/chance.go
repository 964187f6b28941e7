package market

import "math"

// roll makes a number of the seed and the words, the same each time; their order counts.
func roll(seed uint64, words ...uint64) uint64 {
	x := mix(seed)
	for _, w := range words {
		x = mix(x ^ mix(w))
	}
	return x
}

// mix is the output function of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unit maps a roll to [0, 1).
func unit(x uint64) float64 { return float64(x>>11) / (1 << 53) }

// between maps a roll to the whole numbers from low to high, both included.
func between(x uint64, low, high int64) int64 { return low + int64(x%uint64(high-low+1)) }

// noise gives a smooth number in [-1, 1] at time t: random at each multiple of the period, and in between on a curve.
func noise(seed, purpose uint64, t, period float64) float64 {
	cell := math.Floor(t / period)
	at := t/period - cell
	at = at * at * (3 - 2*at)
	from := unit(roll(seed, purpose, uint64(int64(cell))))
	to := unit(roll(seed, purpose, uint64(int64(cell)+1)))
	return 2*(from+(to-from)*at) - 1
}

// octave is one rhythm of a walk.
type octave struct{ period, height float64 }

// walk sums octaves of noise; t and the periods are in seconds.
func walk(seed, purpose uint64, t float64, octaves []octave) (sum float64) {
	for i, o := range octaves {
		sum += o.height * noise(seed, purpose<<8+uint64(i), t, o.period)
	}
	return sum
}

// What a roll is for: two purposes never share their chance.
const (
	forMachine uint64 = iota + 1
	forHost
	forPresence
	forRental
	forDemand
	forPrice
	forModel
	forScore
	forCopy
	forSample
	forETH
	forLPT
	forLlama
	forGecko
	forScrape
	forCloud
)
