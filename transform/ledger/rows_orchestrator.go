package ledger

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// orchestratorRounds is what delegates' rounds become.
func orchestratorRounds() layout[bonding.OrchestratorRound] {
	type row = bonding.OrchestratorRound
	return newLayout("orchestrator_round",
		[]column[row]{
			count("round", func(r *row) uint64 { return r.Round }),
			flag("is_closed", func(r *row) bool { return r.IsClosed }),
			address("orchestrator", func(r *row) *common.Address { return &r.Orchestrator }),
			flag("is_active", func(r *row) bool { return r.IsActive }),
			flag("is_registered", func(r *row) bool { return r.IsRegistered }),
			flag("in_pool", func(r *row) bool { return r.InPool }),
			amount("stake_wei", func(r *row) *uint256.Int { return &r.Stake }),
			amount("own_stake_wei", func(r *row) *uint256.Int { return &r.OwnStake }),
			count("reward_cut_ppm", func(r *row) uint64 { return r.RewardCut }),
			count("fee_share_ppm", func(r *row) uint64 { return r.FeeShare }),
		},
		orchestratorRewards(),
		orchestratorFees(),
		orchestratorStore(),
	)
}

// orchestratorRewards are the columns of a reward, given or missed.
func orchestratorRewards() []column[bonding.OrchestratorRound] {
	type row = bonding.OrchestratorRound
	return slices.Concat(
		[]column[row]{
			flag("is_rewarded", func(r *row) bool { return r.IsRewarded }),
		},
		placeOf("reward_", func(r *row) *bonding.At { return &r.RewardAt }),
		[]column[row]{
			amount("gross_wei", func(r *row) *uint256.Int { return &r.Gross }),
			amount("treasury_wei", func(r *row) *uint256.Int { return &r.Treasury }),
			amount("net_wei", func(r *row) *uint256.Int { return &r.Net }),
			amount("commission_wei", func(r *row) *uint256.Int { return &r.Commission }),
			amount("own_rewards_wei", func(r *row) *uint256.Int { return &r.OwnRewards }),
			amount("delegator_rewards_wei", func(r *row) *uint256.Int { return &r.DelegatorRewards }),
			flag("is_missed", func(r *row) bool { return r.IsMissed }),
			amount("missed_gross_wei", func(r *row) *uint256.Int { return &r.MissedGross }),
			amount("missed_treasury_wei", func(r *row) *uint256.Int { return &r.MissedTreasury }),
			amount("missed_commission_wei", func(r *row) *uint256.Int { return &r.MissedCommission }),
			amount("missed_own_wei", func(r *row) *uint256.Int { return &r.MissedOwn }),
			amount("missed_delegators_wei", func(r *row) *uint256.Int { return &r.MissedDelegators }),
		},
	)
}

// orchestratorFees are the columns of what tickets paid.
func orchestratorFees() []column[bonding.OrchestratorRound] {
	type row = bonding.OrchestratorRound
	return slices.Concat(
		[]column[row]{
			amount("fees_wei", func(r *row) *uint256.Int { return &r.Fees }),
			amount("fee_commission_wei", func(r *row) *uint256.Int { return &r.FeeCommission }),
			amount("own_fees_wei", func(r *row) *uint256.Int { return &r.OwnFees }),
			amount("delegator_fees_wei", func(r *row) *uint256.Int { return &r.DelegatorFees }),
			count("ticket_count", func(r *row) uint64 { return r.TicketCount }),
		},
	)
}

// orchestratorStore are the columns of what the contract stores at the end.
func orchestratorStore() []column[bonding.OrchestratorRound] {
	type row = bonding.OrchestratorRound
	return slices.Concat(
		[]column[row]{
			amount("pool_stake_wei", func(r *row) *uint256.Int { return &r.PoolStake }),
			count("pool_reward_cut_ppm", func(r *row) uint64 { return r.PoolRewardCut }),
			count("pool_fee_share_ppm", func(r *row) uint64 { return r.PoolFeeShare }),
			amount("reward_factor_p27", func(r *row) *uint256.Int { return &r.RewardFactor }),
			amount("fee_factor_p27", func(r *row) *uint256.Int { return &r.FeeFactor }),
			amount("start_delegated_wei", func(r *row) *uint256.Int { return &r.StartDelegated }),
			amount("delegated_wei", func(r *row) *uint256.Int { return &r.Delegated }),
			count("delegator_count", func(r *row) uint64 { return r.DelegatorCount }),
			count("last_reward_round", func(r *row) uint64 { return r.LastRewardRound }),
			count("last_fee_round", func(r *row) uint64 { return r.LastFeeRound }),
			count("last_update_round", func(r *row) uint64 { return r.LastUpdateRound }),
			count("activation_round", func(r *row) uint64 { return r.ActivationRound }),
			count("deactivation_round", func(r *row) uint64 { return r.DeactivationRound }),
			count("declared_reward_cut_ppm", func(r *row) uint64 { return r.DeclaredRewardCut }),
			count("declared_fee_share_ppm", func(r *row) uint64 { return r.DeclaredFeeShare }),
			amount("active_cumulative_rewards_wei", func(r *row) *uint256.Int { return &r.ActiveCumulativeRewards }),
			amount("cumulative_rewards_wei", func(r *row) *uint256.Int { return &r.CumulativeRewards }),
			amount("cumulative_fees_wei", func(r *row) *uint256.Int { return &r.CumulativeFees }),
		},
	)
}
