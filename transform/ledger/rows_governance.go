package ledger

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// votingPowers is what accounts' weights in proposals become.
func votingPowers() layout[bonding.VotingPower] {
	type row = bonding.VotingPower
	return newLayout("voting_power",
		[]column[row]{
			digits("proposal_id", func(r *row) *uint256.Int { return &r.ProposalID }),
			address("account", func(r *row) *common.Address { return &r.Account }),
			address("delegate", func(r *row) *common.Address { return &r.Delegate }),
			amount("gross_wei", func(r *row) *uint256.Int { return &r.Gross }),
			amount("effective_wei", func(r *row) *uint256.Int { return &r.Effective }),
			flag("has_voted", func(r *row) bool { return r.HasVoted }),
		},
		placeOf("vote_", func(r *row) *bonding.At { return &r.Vote }),
		[]column[row]{
			optionalCount("support", func(r *row) (uint64, bool) { return r.Support, r.HasVoted }),
			flag("is_override", func(r *row) bool { return r.IsOverride }),
		},
	)
}

// proposals is what proposals become.
func proposals() layout[bonding.Proposal] {
	type row = bonding.Proposal
	return newLayout("proposal",
		place(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			digits("proposal_id", func(r *row) *uint256.Int { return &r.ProposalID }),
			address("proposer", func(r *row) *common.Address { return &r.Proposer }),
			count("snapshot_round", func(r *row) uint64 { return r.SnapshotRound }),
			count("deadline_round", func(r *row) uint64 { return r.DeadlineRound }),
			flag("is_counted", func(r *row) bool { return r.IsCounted }),
			amount("for_wei", func(r *row) *uint256.Int { return &r.For }),
			amount("against_wei", func(r *row) *uint256.Int { return &r.Against }),
			amount("abstain_wei", func(r *row) *uint256.Int { return &r.Abstain }),
			amount("supply_wei", func(r *row) *uint256.Int { return &r.Supply }),
		},
	)
}

// parameters is what changes of parameters become.
func parameters() layout[bonding.Parameter] {
	type row = bonding.Parameter
	return newLayout("parameter",
		place(func(r *row) *bonding.At { return &r.At }),
		[]column[row]{
			text("contract", func(r *row) string { return r.Contract }),
			text("name", func(r *row) string { return r.Name }),
			optionalAmount("value", func(r *row) (*uint256.Int, bool) { return &r.Value, r.HasValue }),
			flag("has_value", func(r *row) bool { return r.HasValue }),
			text("origin", func(r *row) string { return r.Origin }),
		},
	)
}
