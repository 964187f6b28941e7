package livepeer

// managerEvents are the events of the Manager base, which most contracts of the protocol inherit.
func managerEvents() []Event {
	return []Event{
		{
			Name: "ParameterUpdate", Contracts: managers(),
			Description: "A parameter of the contract was set. The event names it and has no value: the value stands in the Governor's calldata.",
			Args: []Arg{
				text("param", "Name of the parameter as the contract's source has it, such as unbondingPeriod."),
			},
		},
		{
			Name: "SetController", Contracts: managers(),
			Description: "The contract was given another Controller.",
			Args:        []Arg{address("controller", "The Controller from now on.")},
		},
	}
}

// bondingEvents are BondingManager's own events. RewardCallerSet comes with LIP-118.
func bondingEvents() []Event {
	events := append(stakeEvents(), earningEvents()...)
	events = append(events, orchestratorEvents()...)
	for i := range events {
		events[i].Contracts = []string{BondingManager}
	}
	return events
}

func stakeEvents() []Event {
	return []Event{
		{
			Name:        "Bond",
			Description: "Stake was bonded: by its owner, by somebody else for the owner, or by the migration from L1. The payer is not in the event.",
			Args: []Arg{
				address("newDelegate", "Delegate of the delegator after the event.").ix(),
				address("oldDelegate", "Delegate before the event; the zero address if there was none.").ix(),
				address("delegator", "Account whose stake it is.").ix(),
				lpt("additionalAmount", "Stake added; 0 when only the delegate changes."),
				lpt("bondedAmount", "Bonded stake of the delegator after the event."),
			},
		},
		{
			Name:        "Unbond",
			Description: "Stake began to be withdrawn and is locked until the withdraw round. Also the first half of a transfer of bonded stake.",
			Args: []Arg{
				address("delegate", "Delegate whom the stake leaves.").ix(),
				address("delegator", "Account whose stake it is.").ix(),
				integer("unbondingLockId", "", "Number of the lock, counted per delegator from 0."),
				lpt("amount", "Stake put into the lock."),
				round("withdrawRound", "Round from which the stake can be withdrawn."),
			},
		},
		{
			Name:        "Rebond",
			Description: "Locked stake was bonded again, to the same or another delegate. Also the second half of a transfer of bonded stake.",
			Args: []Arg{
				address("delegate", "Delegate whom the stake goes to.").ix(),
				address("delegator", "Account whose stake it is.").ix(),
				integer("unbondingLockId", "", "Number of the lock that ends, counted per delegator from 0."),
				lpt("amount", "Stake taken out of the lock."),
			},
		},
		{
			Name:        "TransferBond",
			Description: "Bonded stake changed its owner. Logged between the Unbond of the giver and the Rebond of the receiver, in one transaction.",
			Args: []Arg{
				address("oldDelegator", "Account that gives.").ix(),
				address("newDelegator", "Account that receives.").ix(),
				integer("oldUnbondingLockId", "", "Number of the giver's lock."),
				integer("newUnbondingLockId", "", "Number of the receiver's lock."),
				lpt("amount", "Stake given."),
			},
		},
		{
			Name:        "WithdrawStake",
			Description: "A lock ran out and its stake was paid out in LPT.",
			Args: []Arg{
				address("delegator", "Account paid.").ix(),
				integer("unbondingLockId", "", "Number of the lock that ends, counted per delegator from 0."),
				lpt("amount", "LPT paid out."),
				round("withdrawRound", "Round from which the stake could be withdrawn."),
			},
		},
		{
			Name:        "WithdrawFees",
			Description: "Earned fees left the contract, all of an account's or a part.",
			Args: []Arg{
				address("delegator", "Account whose fees they are.").ix(),
				address("recipient", "Account paid; it can be another one."),
				eth("amount", "ETH paid out; it can be 0."),
			},
		},
	}
}

func earningEvents() []Event {
	return []Event{
		{
			Name:        "EarningsClaimed",
			Description: "Earnings of past rounds were credited to an account: realised, not earned, at this time. Comes before most actions of a delegator, at most once per delegator and round.",
			Args: []Arg{
				address("delegate", "Delegate before the action that caused the claim; the zero address for a newcomer.").ix(),
				address("delegator", "Account credited.").ix(),
				lpt("rewards", "Rewards added to the bonded stake."),
				eth("fees", "Fees added to the account's fee balance."),
				round("startRound", "First round claimed for; 1 for a newcomer."),
				round("endRound", "Last round claimed for."),
			},
		},
		{
			Name:        "Reward",
			Description: "An orchestrator called reward: LPT was minted for itself and its delegators.",
			Args: []Arg{
				address("transcoder", "Orchestrator that the reward is for.").ix(),
				lpt("amount", "LPT minted for the orchestrator's pool, without the treasury's part."),
			},
		},
		{
			Name:        "TreasuryReward",
			Description: "The treasury's part of a reward, logged before the Reward event of the same transaction and only if above 0.",
			Args: []Arg{
				address("transcoder", "Orchestrator whose reward call it was.").ix(),
				address("treasury", "The treasury paid."),
				lpt("amount", "LPT paid to the treasury."),
			},
		},
		{
			Name:        "RewardCallerSet",
			Description: "An orchestrator let another account call reward in its name (LIP-118).",
			Args: []Arg{
				address("transcoder", "Orchestrator that gives the permission.").ix(),
				address("rewardCaller", "Account that may call; the zero address takes the permission back.").ix(),
			},
		},
	}
}

func orchestratorEvents() []Event {
	return []Event{
		{
			Name:        "TranscoderUpdate",
			Description: "An orchestrator set its cuts. The two have opposite senses.",
			Args: []Arg{
				address("transcoder", "Orchestrator that sets its cuts.").ix(),
				ppm("rewardCut", "Part of the rewards that the orchestrator keeps."),
				ppm("feeShare", "Part of the fees that the orchestrator gives to its delegators."),
			},
		},
		{
			Name:        "TranscoderActivated",
			Description: "An orchestrator joined the active set. Logged before the event that caused it.",
			Args: []Arg{
				address("transcoder", "Orchestrator that joins.").ix(),
				round("activationRound", "Round from which it is active, the next one."),
			},
		},
		{
			Name:        "TranscoderDeactivated",
			Description: "An orchestrator was evicted from the active set or resigned. Logged before the event that caused it.",
			Args: []Arg{
				address("transcoder", "Orchestrator that leaves.").ix(),
				round("deactivationRound", "Round from which it is no longer active, the next one."),
			},
		},
		{
			Name:        "TranscoderSlashed",
			Description: "An orchestrator lost stake for misbehaviour. Never emitted so far, because no verifier is registered.",
			Args: []Arg{
				address("transcoder", "Orchestrator that loses stake.").ix(),
				address("finder", "Account that found the misbehaviour; the zero address if none is rewarded."),
				lpt("penalty", "Stake taken."),
				lpt("finderReward", "LPT given to the finder."),
			},
		},
	}
}
