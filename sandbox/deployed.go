package sandbox

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// ProtocolConfig gives how the world's contracts are deployed, without the LPT that exist from the start: what it takes to
// deploy them again and to let the world's logs happen to them.
func (w *World) ProtocolConfig() protocol.Config {
	return protocol.Config{
		Addresses: w.addresses, Parameters: w.parameters(), Deployer: w.people.Deployer,
		BlockHash: func(block uint64) common.Hash {
			return digest("L1 block", w.config.Seed, block)
		},
	}
}

// L1Block gives the L1 block number that contracts saw in a block.
func (w *World) L1Block(block int64) uint64 { return uint64(l1Block(block)) }

// parameters are those of the real network; the pool is smaller than the cast.
func (w *World) parameters() protocol.Parameters {
	return protocol.Parameters{
		RoundLength: roundLength, RoundLockAmount: 100_000, UnbondingPeriod: 7, UnlockPeriod: 2, TicketValidityPeriod: 2,
		PoolSize:     uint64(max(w.config.Orchestrators*9/10, 1)),
		TreasuryRate: tenTo(26), TreasuryCeiling: tokens(750_000),
		Inflation: 218_500, InflationChange: 500, TargetBondingRate: 500_000_000,
		VotingDelay: 1, VotingPeriod: 10, ProposalThreshold: tokens(100), Quorum: 333_300, Quota: 500_000,
	}
}
