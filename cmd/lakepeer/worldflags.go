package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// worldFlags say which world a sandbox is, and how it misbehaves.
type worldFlags struct {
	world     sandbox.Config
	faults    string
	faultSeed uint64
}

// add declares the flags. Those of a command that needn't use a sandbox say that they are for one.
func (f *worldFlags) add(flags *pflag.FlagSet, note string) {
	f.addWorld(flags, note)
	flags.StringVar(&f.faults, "faults", string(faults.None), "what goes wrong: none, light or heavy"+note)
	flags.Uint64Var(&f.faultSeed, "fault-seed", 1, "which requests meet which fault"+note)
}

func (f *worldFlags) addWorld(flags *pflag.FlagSet, note string) {
	flags.Uint64Var(&f.world.Seed, "seed", 1, "which history is made up"+note)
	flags.IntVar(&f.world.Rounds, "rounds", 30, "rounds that pass"+note)
	flags.IntVar(&f.world.Orchestrators, "orchestrators", 40, "orchestrators"+note)
	flags.IntVar(&f.world.Delegators, "delegators", 400, "delegators"+note)
	flags.IntVar(&f.world.Gateways, "gateways", 5, "gateways"+note)
	flags.IntVar(&f.world.Snapshots, "snapshots", 24, "hours at whose end the GPU market is looked at"+note)
	flags.StringSliceVar(&f.world.WitnessDefects, "witness-defects", nil, "what is wrong with the subgraph, by the names of reference.witness_defect; none for nothing (default all of it)"+note)
}

// check refuses flags of a sandbox where none is used.
func (f *worldFlags) check(cmd *cobra.Command) error {
	declared := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(worldFlags).add(declared, "")
	var misplaced error
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		if declared.Lookup(flag.Name) != nil {
			misplaced = usageError{fmt.Errorf("--%s is about a simulated network: say --sandbox too", flag.Name)}
		}
	})
	return misplaced
}

// serveOptions reads the flags of faults.
func (f *worldFlags) serveOptions() (sandbox.ServeOptions, error) {
	level, err := faults.ParseLevel(f.faults)
	if err != nil {
		return sandbox.ServeOptions{}, usageError{err}
	}
	return sandbox.ServeOptions{Faults: level, FaultSeed: f.faultSeed}, nil
}
