package ledger

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// rounds is what rounds become.
func rounds() layout[bonding.Round] {
	type row = bonding.Round
	return newLayout("round",
		[]column[row]{
			count("round", func(r *row) uint64 { return r.Round }),
		},
		placeInRound(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			flag("is_closed", func(r *row) bool { return r.IsClosed }),
			amount("total_stake_wei", func(r *row) *uint256.Int { return &r.TotalStake }),
			amount("mintable_wei", func(r *row) *uint256.Int { return &r.Mintable }),
			amount("minted_wei", func(r *row) *uint256.Int { return &r.Minted }),
			count("inflation_ppb", func(r *row) uint64 { return r.Inflation }),
			optionalAmount("treasury_rate_p27", func(r *row) (*uint256.Int, bool) { return &r.TreasuryRate, r.HasTreasuryRate }),
			count("pool_count", func(r *row) uint64 { return r.PoolCount }),
			amount("minter_lpt_wei", func(r *row) *uint256.Int { return &r.MinterLPT }),
			amount("treasury_lpt_wei", func(r *row) *uint256.Int { return &r.TreasuryLPT }),
			amount("supply_wei", func(r *row) *uint256.Int { return &r.Supply }),
			amount("delegated_wei", func(r *row) *uint256.Int { return &r.Delegated }),
			amount("bonded_wei", func(r *row) *uint256.Int { return &r.Bonded }),
			amount("pending_rewards_wei", func(r *row) *uint256.Int { return &r.PendingRewards }),
			signed("dust_wei", func(r *row) (*uint256.Int, bool) { return &r.Dust, r.DustIsOwed }),
			amount("forfeited_wei", func(r *row) *uint256.Int { return &r.Forfeited }),
			amount("locked_wei", func(r *row) *uint256.Int { return &r.Locked }),
			signed("unexplained_wei", func(r *row) (*uint256.Int, bool) { return &r.Unexplained, r.IsDeficit }),
			amount("deposits_wei", func(r *row) *uint256.Int { return &r.Deposits }),
			amount("reserves_wei", func(r *row) *uint256.Int { return &r.Reserves }),
			amount("fees_wei", func(r *row) *uint256.Int { return &r.Fees }),
			signed("fee_dust_wei", func(r *row) (*uint256.Int, bool) { return &r.FeeDust, r.FeeDustIsOwed }),
		},
	)
}

// delegatorRounds is what accounts' rounds become.
func delegatorRounds() layout[bonding.DelegatorRound] {
	type row = bonding.DelegatorRound
	return newLayout("delegator_round",
		[]column[row]{
			count("round", func(r *row) uint64 { return r.Round }),
			flag("is_closed", func(r *row) bool { return r.IsClosed }),
			address("delegator", func(r *row) *common.Address { return &r.Delegator }),
		},
		position(func(r *row) *bonding.Position { return &r.Position }),
		[]column[row]{
			amount("earned_rewards_wei", func(r *row) *uint256.Int { return &r.Rewards }),
			amount("earned_fees_wei", func(r *row) *uint256.Int { return &r.Fees }),
		},
	)
}
