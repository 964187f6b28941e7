package ledger

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// delegatorDays is what accounts' days become.
func delegatorDays() layout[bonding.DelegatorDay] {
	type row = bonding.DelegatorDay
	return newLayout("delegator_day",
		[]column[row]{
			day("day_date", func(r *row) int64 { return r.Day }),
			count("round", func(r *row) uint64 { return r.Round }),
			address("delegator", func(r *row) *common.Address { return &r.Delegator }),
		},
		position(func(r *row) *bonding.Position { return &r.Position }),
		[]column[row]{
			amount("rewards_to_date_wei", func(r *row) *uint256.Int { return &r.RewardsToDate }),
			amount("fees_to_date_wei", func(r *row) *uint256.Int { return &r.FeesToDate }),
		},
	)
}

// delegateDays is what delegates' days become.
func delegateDays() layout[bonding.DelegateDay] {
	type row = bonding.DelegateDay
	return newLayout("delegate_day",
		[]column[row]{
			day("day_date", func(r *row) int64 { return r.Day }),
			count("round", func(r *row) uint64 { return r.Round }),
			address("delegate", func(r *row) *common.Address { return &r.Delegate }),
			amount("delegated_wei", func(r *row) *uint256.Int { return &r.Delegated }),
			amount("own_stake_wei", func(r *row) *uint256.Int { return &r.OwnStake }),
			count("delegator_count", func(r *row) uint64 { return r.DelegatorCount }),
			flag("is_active", func(r *row) bool { return r.IsActive }),
			flag("in_pool", func(r *row) bool { return r.InPool }),
		},
	)
}
