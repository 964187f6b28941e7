package livepeer

// governanceEvents are LivepeerGovernor's own events: proposals about the treasury, and the votes on them.
func governanceEvents() []Event {
	events := append(proposalEvents(), voteEvents()...)
	events = append(events, governorSettingEvents()...)
	for i := range events {
		events[i].Contracts = []string{LivepeerGovernor}
	}
	// The proxy's initialisation is an event of OpenZeppelin's base, which these contracts share.
	return append(events, Event{
		Name: "Initialized", Contracts: []string{DelegatorPool, LivepeerGovernor, Treasury},
		Description: "The contract was initialised.",
		Args:        []Arg{integer("version", "", "Number of the initialisation; 255 locks it for ever.").of("uint8")},
	})
}

// proposal is the argument that all events about a proposal have.
func proposal() Arg { return wide("proposalId", "Number of the proposal: a hash, as decimal text.") }

func proposalEvents() []Event {
	return []Event{
		{
			Name:        "ProposalCreated",
			Description: "A proposal was made.",
			Args: []Arg{
				proposal(),
				address("proposer", "Account that made it."),
				list("targets", "address[]", "Contracts to call, in order."),
				list("values", "uint256[]", "Units of 1e-18 ETH to send with each call.").as("values_wei"),
				list("signatures", "string[]", "Function signatures of the calls; empty texts where the calldata has the selector."),
				list("calldatas", "bytes[]", "Calldata of each call."),
				round("voteStart", "Round after which votes can be cast; stake counts as of its end."),
				round("voteEnd", "Last round in which votes can be cast."),
				text("description", "The proposal's text, Markdown as a rule."),
			},
		},
		{
			Name:        "ProposalQueued",
			Description: "A proposal that passed was queued in the treasury.",
			Args:        []Arg{proposal(), integer("eta", UnitUnixSeconds, "Instant from which it can be executed.")},
		},
		{
			Name:        "ProposalExecuted",
			Description: "A proposal was executed.",
			Args:        []Arg{proposal()},
		},
		{
			Name:        "ProposalCanceled",
			Description: "A proposal was cancelled.",
			Args:        []Arg{proposal()},
		},
	}
}

func voteEvents() []Event {
	vote := []Arg{
		address("voter", "Account that votes.").ix(),
		proposal(),
		integer("support", "", "0 against, 1 for, 2 abstain.").of("uint8"),
		lpt("weight", "Stake behind the vote, before delegators that vote differently are taken off it."),
		text("reason", "What the voter says about it."),
	}
	return []Event{
		{
			Name:        "VoteCast",
			Description: "A vote on a proposal was cast.",
			Args:        vote,
		},
		{
			Name:        "VoteCastWithParams",
			Description: "A vote on a proposal was cast, with parameters.",
			Args:        append(vote[:len(vote):len(vote)], blob("params", "The parameters; the contract makes no use of them.")),
		},
	}
}

func governorSettingEvents() []Event {
	return []Event{
		{
			Name:        "VotingDelaySet",
			Description: "The time between a proposal and its vote was set.",
			Args: []Arg{
				round("oldVotingDelay", "Rounds before."),
				round("newVotingDelay", "Rounds from now on."),
			},
		},
		{
			Name:        "VotingPeriodSet",
			Description: "The length of votes was set.",
			Args: []Arg{
				round("oldVotingPeriod", "Rounds before."),
				round("newVotingPeriod", "Rounds from now on."),
			},
		},
		{
			Name:        "ProposalThresholdSet",
			Description: "The stake that a proposer needs was set.",
			Args: []Arg{
				lpt("oldProposalThreshold", "Stake needed before."),
				lpt("newProposalThreshold", "Stake needed from now on."),
			},
		},
		{
			Name:        "QuorumNumeratorUpdated",
			Description: "The quorum was set.",
			Args: []Arg{
				ppm("oldQuorumNumerator", "Part of all stake that had to vote before."),
				ppm("newQuorumNumerator", "Part of all stake that has to vote from now on."),
			},
		},
		{
			Name:        "TimelockChange",
			Description: "The contract that executes proposals was set.",
			Args: []Arg{
				address("oldTimelock", "Contract before."),
				address("newTimelock", "Contract from now on: the treasury."),
			},
		},
	}
}
