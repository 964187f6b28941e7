package faults

import (
	"fmt"
	"math/rand/v2"
)

// Level is how much goes wrong.
type Level string

// The levels.
const (
	// None lets everything go right; the empty level is the same.
	None Level = "none"
	// Light is an ordinary day: 6 requests of 100 meet a fault.
	Light Level = "light"
	// Heavy is a bad one: 12 requests of 100 meet a fault, of all kinds.
	Heavy Level = "heavy"
)

// ParseLevel reads a level's name; an empty one is None.
func ParseLevel(text string) (Level, error) {
	switch level := Level(text); level {
	case "":
		return None, nil
	case None, Light, Heavy:
		return level, nil
	default:
		return None, fmt.Errorf("fault level %q: write none, light or heavy", text)
	}
}

// Share is the part of the requests, 0 to 1, that meet a fault.
func (l Level) Share() float64 {
	switch l {
	case Light:
		return 0.06
	case Heavy:
		return 0.12
	default:
		return 0
	}
}

// Draw tells whether the n-th request of a seed meets a fault, and which of so many with equal chance.
func Draw(seed, n uint64, share float64, kinds int) (kind int, strikes bool) {
	if kinds == 0 {
		return 0, false
	}
	dice := rand.New(rand.NewPCG(seed, n))
	if dice.Float64() >= share {
		return 0, false
	}
	return dice.IntN(kinds), true
}
