package subgraph

import (
	"fmt"
	"slices"
)

// Defect is something that the mappings get wrong, by the name that an explanation of a difference states.
type Defect string

// The defects, with the fields that they spoil.
const (
	// RollingVolumeFrozen: the volumes of 30, 60 and 90 days are summed up for the pool's members after the first only, when a
	// round is initialised. Transcoder: thirtyDayVolumeETH, sixtyDayVolumeETH, ninetyDayVolumeETH.
	RollingVolumeFrozen Defect = "rolling_volume_frozen"
	// DelegatorsCountDrifts: the count begins with what Ethereum had, and who bonds isn't counted, only who bonds anew from a lock
	// or by a transfer; who unbonds everything is. Protocol, Round, Day: delegatorsCount.
	DelegatorsCountDrifts Defect = "delegators_count_drifts"
	// CutTimestampsMoveTogether: both change whenever an orchestrator states its cuts.
	// Transcoder: rewardCutUpdateTimestamp, feeShareUpdateTimestamp.
	CutTimestampsMoveTogether Defect = "cut_timestamps_move_together"
	// NewStakeUndercounted: what is added to a stake counts only if the delegate changes with it, and what moves is taken from the
	// contract's state after it. Round: newStake, movedStake.
	NewStakeUndercounted Defect = "new_stake_undercounted"
	// ReserveCountedTwice: a ticket that exceeds the deposit takes its whole face value from the reserve, from which the claim was
	// taken already. Broadcaster: reserve.
	ReserveCountedTwice Defect = "reserve_counted_twice"
	// GrossVotes: a delegator's own vote isn't taken off its orchestrator's.
	// TreasuryProposal: forVotes, againstVotes, abstainVotes, totalVotes.
	GrossVotes Defect = "gross_votes"
	// L2AddrRepeatsL1: MigrateDelegatorFinalizedEvent.l2Addr is l1Addr. A world has no migration, so it doesn't show there.
	L2AddrRepeatsL1 Defect = "l2_addr_repeats_l1"
	// GasUsedIsLimit: Transaction.gasUsed is what the transaction could have used at most.
	GasUsedIsLimit Defect = "gas_used_is_limit"
	// AccountDelegateZero: LivepeerAccount.delegate is the account itself if anybody delegates to it, else the zero address, and
	// LivepeerAccount.delegator is the zero address before the account has bonded.
	AccountDelegateZero Defect = "account_delegate_zero"
	// ZeroAddressRows: BondEvent.oldDelegate is the zero address where there was no delegate, and once somebody bonds for the first
	// time during a poll, there are a Transcoder, a LivepeerAccount and a Vote of that address.
	ZeroAddressRows Defect = "zero_address_rows"
	// DanglingRelation: EarningsClaimedEvent.delegate is the zero address where there was no delegate, and ParameterUpdateEvent.round
	// is 0 before rounds have a length; neither exists, unless ZeroAddressRows makes the first.
	DanglingRelation Defect = "dangling_relation"
	// PlaceholderVotes: there are Votes without a choice, of delegates who didn't vote.
	PlaceholderVotes Defect = "placeholder_votes"
	// FaceValueNotPaid: fees are the tickets' face values, paid or not. volumeETH and volumeUSD of Round, Day, TranscoderDay and
	// BroadcasterDay, totalVolumeETH and totalVolumeUSD of Protocol, Transcoder and Broadcaster, the volumes of 30, 60 and 90 days of
	// the latter two, and Pool.fees.
	FaceValueNotPaid Defect = "face_value_not_paid"
	// FeesOutsidePoolDropped: who is paid in a round in which it isn't active has no Pool of that round. Without the defect it has one.
	FeesOutsidePoolDropped Defect = "fees_outside_pool_dropped"
	// EndOfBlockReads: the contracts are asked when the block is over, so that actions within it blur. Whatever is read from them can
	// be wrong: Transcoder.totalStake, Delegator.delegatedAmount and the votes of polls where a reward follows in the block.
	EndOfBlockReads Defect = "end_of_block_reads"
)

// Defects lists all of them.
func Defects() []Defect {
	return []Defect{
		RollingVolumeFrozen, DelegatorsCountDrifts, CutTimestampsMoveTogether, NewStakeUndercounted, ReserveCountedTwice,
		GrossVotes, L2AddrRepeatsL1, GasUsedIsLimit, AccountDelegateZero, ZeroAddressRows, DanglingRelation,
		PlaceholderVotes, FaceValueNotPaid, FeesOutsidePoolDropped, EndOfBlockReads,
	}
}

// ParseDefects gives the defects of these names. Nil stands for all of them, the one name "none" for none. It fails on
// a name that it doesn't know.
func ParseDefects(names []string) ([]Defect, error) {
	if names == nil {
		return Defects(), nil
	}
	if len(names) == 1 && names[0] == "none" {
		return nil, nil
	}
	chosen := make([]Defect, 0, len(names))
	for _, name := range names {
		if !slices.Contains(Defects(), Defect(name)) {
			return nil, fmt.Errorf("subgraph: there is no defect %q: the defects are %q, or none", name, Defects())
		}
		chosen = append(chosen, Defect(name))
	}
	return chosen, nil
}
