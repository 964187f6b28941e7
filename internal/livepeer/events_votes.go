package livepeer

// votesEvents are BondingVotes' own events: checkpoints of stake, taken for votes, from the next round on.
func votesEvents() []Event {
	votes := []string{BondingVotes}
	return []Event{
		{
			Name: "DelegateChanged", Contracts: votes,
			Description: "A delegator's delegate changed for votes, from the next round on.",
			Args: []Arg{
				address("delegator", "Account whose delegate changes.").ix(),
				address("fromDelegate", "Delegate before.").ix(),
				address("toDelegate", "Delegate after.").ix(),
			},
		},
		{
			Name: "DelegateVotesChanged", Contracts: votes,
			Description: "The votes of a delegate changed, from the next round on.",
			Args: []Arg{
				address("delegate", "Delegate whose votes change.").ix(),
				lpt("previousBalance", "Votes before."),
				lpt("newBalance", "Votes after: the total stake delegated to an orchestrator that bonds to itself, else 0."),
			},
		},
		{
			Name: "DelegatorBondedAmountChanged", Contracts: votes,
			Description: "The bonded stake of a delegator changed for votes, from the next round on.",
			Args: []Arg{
				address("delegate", "Account whose stake changes. The contract's source calls it delegate; it is the delegator.").ix().as("delegator"),
				lpt("previousBondedAmount", "Bonded stake before."),
				round("previousLastClaimRound", "Last round that earnings had been claimed for before."),
				lpt("newBondedAmount", "Bonded stake after."),
				round("newLastClaimRound", "Last round that earnings have been claimed for after."),
			},
		},
	}
}
