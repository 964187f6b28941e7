package sandbox

import (
	"fmt"

	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// Config says which world to make. A zero field takes its default.
type Config struct {
	// Seed chooses the history; the default is 1.
	Seed uint64
	// Rounds is the number of rounds that pass, some of them never initialised; the default is 30.
	Rounds int
	// Orchestrators is the number of orchestrators; the pool has a tenth fewer places. The default is 40.
	Orchestrators int
	// Delegators is the number of other accounts with LPT; the default is 400.
	Delegators int
	// Gateways is the number of payers of tickets; the default is 5.
	Gateways int
	// Snapshots is the number of hours, up to the end, at which the GPU market is looked at; the default is 24.
	Snapshots int
	// WitnessDefects are what is wrong with the world's subgraph, by the names of subgraph.Defects; the default is all of it, the
	// one name "none" stands for nothing.
	WitnessDefects []string
}

// withDefaults fills the zero fields and checks the others.
func (c Config) withDefaults() (Config, error) {
	if c.Seed == 0 {
		c.Seed = 1
	}
	for _, f := range []struct {
		name          string
		value         *int
		preset, least int
	}{
		{"rounds", &c.Rounds, 30, 1},
		{"orchestrators", &c.Orchestrators, 40, 2},
		{"delegators", &c.Delegators, 400, 1},
		{"gateways", &c.Gateways, 5, 1},
		{"snapshots", &c.Snapshots, 24, 1},
	} {
		if *f.value == 0 {
			*f.value = f.preset
		}
		if *f.value < f.least {
			return c, fmt.Errorf("sandbox: %d %s are too few: ask for %d or more", *f.value, f.name, f.least)
		}
	}
	if _, err := subgraph.ParseDefects(c.WitnessDefects); err != nil {
		return c, fmt.Errorf("sandbox: %w", err)
	}
	return c, nil
}
