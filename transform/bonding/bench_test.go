package bonding_test

import (
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// BenchmarkApply replays a world of the sandbox without its rows.
func BenchmarkApply(b *testing.B) { benchmarkReplay(b, nil) }

// BenchmarkApplyWithRows makes every row and throws it away.
func BenchmarkApplyWithRows(b *testing.B) {
	benchmarkReplay(b, func(bonding.Row) error { return nil })
}

// benchmarkReplay replays a world of about 40,000 logs again and again and reports the logs a second.
func benchmarkReplay(b *testing.B, emit func(bonding.Row) error) {
	world, err := sandbox.NewWorld(b.Context(), sandbox.Config{Seed: 1, Rounds: 25, Orchestrators: 100, Delegators: 1000})
	if err != nil {
		b.Fatal(err)
	}
	var logs []*bonding.Log
	for log := range world.Logs(0, world.Head()) {
		logs = append(logs, logOf(&log))
	}
	contracts := world.Deployment().Contracts
	b.ReportAllocs()
	for b.Loop() {
		replayAll(b, contracts, logs, emit)
	}
	b.ReportMetric(float64(b.N*len(logs))/b.Elapsed().Seconds(), "logs/s")
}

func replayAll(b *testing.B, contracts []livepeer.Contract, logs []*bonding.Log, emit func(bonding.Row) error) {
	ledger, err := bonding.New(bonding.Config{Contracts: contracts, Emit: emit})
	if err != nil {
		b.Fatal(err)
	}
	for _, log := range logs {
		if err := ledger.Apply(log); err != nil {
			b.Fatal(err)
		}
	}
	if err := ledger.Close(); err != nil {
		b.Fatal(err)
	}
}
