package ledger

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// stakeChanges is what changes of stake become. The position's delegate is the row's own.
func stakeChanges() layout[bonding.StakeChange] {
	type row = bonding.StakeChange
	return newLayout("stake_change",
		place(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			text("kind", func(r *row) string { return r.Kind }),
			address("delegator", func(r *row) *common.Address { return &r.Delegator }),
			address("old_delegate", func(r *row) *common.Address { return &r.OldDelegate }),
			address("delegate", func(r *row) *common.Address { return &r.Delegate }),
			address("counterparty", func(r *row) *common.Address { return &r.Counterparty }),
			signed("change_wei", func(r *row) (*uint256.Int, bool) { return &r.Inflow, r.IsOutflow }),
			amount("moved_wei", func(r *row) *uint256.Int { return &r.Moved }),
			amount("claimed_rewards_wei", func(r *row) *uint256.Int { return &r.Rewards }),
			amount("claimed_fees_wei", func(r *row) *uint256.Int { return &r.Fees }),
			amount("withdrawn_fees_wei", func(r *row) *uint256.Int { return &r.FeesOut }),
			optionalCount("lock_id", func(r *row) (uint64, bool) { return r.LockID, r.HasLock }),
			optionalCount("withdraw_round", func(r *row) (uint64, bool) { return r.WithdrawRound, r.HasLock }),
			flag("is_first_bond", func(r *row) bool { return r.IsFirstBond }),
			flag("is_return", func(r *row) bool { return r.IsReturn }),
		},
		positionAmounts(func(r *row) *bonding.Position { return &r.Position }),
		positionRounds(func(r *row) *bonding.Position { return &r.Position }),
		[]column[row]{
			amount("old_delegate_stake_wei", func(r *row) *uint256.Int { return &r.OldDelegateStake }),
			amount("delegate_stake_wei", func(r *row) *uint256.Int { return &r.DelegateStake }),
		},
	)
}

// forfeits is what forfeits become.
func forfeits() layout[bonding.Forfeit] {
	type row = bonding.Forfeit
	return newLayout("forfeit",
		place(func(r *row) *bonding.At { return &r.At }),
		placeOf("claim_", func(r *row) *bonding.At { return &r.Claim }),
		[]column[row]{
			address("delegate", func(r *row) *common.Address { return &r.Delegate }),
			address("delegator", func(r *row) *common.Address { return &r.Delegator }),
			amount("amount_wei", func(r *row) *uint256.Int { return &r.Amount }),
		},
	)
}

// locks is what unbonding locks become.
func locks() layout[bonding.Lock] {
	type row = bonding.Lock
	return newLayout("lock",
		placeOf("opened_", func(r *row) *bonding.At { return &r.Opened }),
		[]column[row]{
			address("delegator", func(r *row) *common.Address { return &r.Delegator }),
			address("delegate", func(r *row) *common.Address { return &r.Delegate }),
			count("lock_id", func(r *row) uint64 { return r.LockID }),
			amount("amount_wei", func(r *row) *uint256.Int { return &r.Amount }),
			count("withdraw_round", func(r *row) uint64 { return r.WithdrawRound }),
			text("state", func(r *row) string { return r.State }),
		},
		placeOf("ended_", func(r *row) *bonding.At { return &r.Ended }),
	)
}

// accounts is what accounts become.
func accounts() layout[bonding.Account] {
	type row = bonding.Account
	return newLayout("account",
		[]column[row]{
			address("account", func(r *row) *common.Address { return &r.Account }),
		},
		position(func(r *row) *bonding.Position { return &r.Position }),
		[]column[row]{
			amount("delegated_wei", func(r *row) *uint256.Int { return &r.Delegated }),
			count("status", func(r *row) uint64 { return r.Status }),
			flag("has_bonded", func(r *row) bool { return r.HasBonded }),
		},
		placeOf("first_bond_", func(r *row) *bonding.At { return &r.FirstBond }),
		[]column[row]{
			amount("bonded_in_wei", func(r *row) *uint256.Int { return &r.BondedIn }),
			amount("transferred_in_wei", func(r *row) *uint256.Int { return &r.TransferredIn }),
			amount("transferred_out_wei", func(r *row) *uint256.Int { return &r.TransferredOut }),
			amount("unbonded_wei", func(r *row) *uint256.Int { return &r.Unbonded }),
			amount("rebonded_wei", func(r *row) *uint256.Int { return &r.Rebonded }),
			amount("withdrawn_wei", func(r *row) *uint256.Int { return &r.Withdrawn }),
			amount("claimed_rewards_wei", func(r *row) *uint256.Int { return &r.Rewards }),
			amount("claimed_fees_wei", func(r *row) *uint256.Int { return &r.Fees }),
			amount("withdrawn_fees_wei", func(r *row) *uint256.Int { return &r.FeesOut }),
			amount("forfeited_wei", func(r *row) *uint256.Int { return &r.Forfeited }),
			amount("deposit_wei", func(r *row) *uint256.Int { return &r.Deposit }),
			amount("reserve_wei", func(r *row) *uint256.Int { return &r.Reserve }),
			count("withdraw_round", func(r *row) uint64 { return r.WithdrawRound }),
		},
	)
}
