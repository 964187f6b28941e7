package subgraph

const zeroAddress = "0x0000000000000000000000000000000000000000"

// stakeEvents are those of delegators. What they move is in LPT.
func stakeEvents() []entity {
	lockID := field{"unbondingLockId", number, "Number of the lock among its delegator's"}
	return []entity{
		event("BondEvent", "A delegator bonded: it staked, or changed its delegate",
			field{"delegator", relation, "Who staked"}, field{"newDelegate", relation, "Whom the stake is with now"},
			field{"oldDelegate", relation, "Whom it was with before; NULL if with nobody"},
			field{"additionalAmount", lpt, "What was added to the stake"}, field{"bondedAmount", lpt, "The stake after it"}),
		event("UnbondEvent", "A delegator took LPT out of its stake, into a lock",
			field{"delegator", relation, "Whose stake it is"}, field{"delegate", relation, "Whom it was with"}, lockID,
			field{"amount", lpt, "What is in the lock"}, field{"withdrawRound", round, "Round from which it can be withdrawn"}),
		event("RebondEvent", "A delegator put a lock back into its stake",
			field{"delegator", relation, "Whose stake it is"}, field{"delegate", relation, "Whom it is with"}, lockID,
			field{"amount", lpt, "What was in the lock"}),
		event("TransferBondEvent", "A lock passed from one delegator to another",
			field{"oldDelegator", relation, "Whose it was"}, field{"newDelegator", relation, "Whose it is"},
			field{"oldUnbondingLockId", number, "Number of the lock among the old delegator's"},
			field{"newUnbondingLockId", number, "Number of the lock among the new delegator's"},
			field{"amount", lpt, "What is in the lock"}),
		event("WithdrawStakeEvent", "A delegator withdrew what was in a lock",
			field{"delegator", relation, "Whose lock it was"}, lockID, field{"amount", lpt, "What was in it"}),
		event("WithdrawFeesEvent", "A delegator withdrew its fees",
			field{"delegator", relation, "Whose fees they are"}, field{"recipient", text, "Who received them"}, field{"amount", eth, "How much"}),
		event("EarningsClaimedEvent", "What a delegator had earned was added to its stake and its fees",
			field{"delegator", relation, "Who earned it"},
			field{"delegate", relation, "Whom its stake was with; the zero address for a newcomer's claim"},
			field{"startRound", round, "First round of the claim"}, field{"endRound", toRound, "Last round of the claim"},
			field{"rewardTokens", lpt, "Rewards claimed"}, field{"fees", eth, "Fees claimed"}).without("delegate", zeroAddress),
		event("MigrateDelegatorFinalizedEvent", "A delegator's stake came from Ethereum",
			field{"l1Addr", text, "Its address there"}, field{"l2Addr", text, "Its address here; the subgraph repeats l1Addr"},
			field{"stake", lpt, "Its stake"}, field{"delegatedStake", lpt, "Stake that others had delegated to it"},
			field{"fees", eth, "Its fees"}, field{"delegate", text, "Whom its stake is with"}),
		event("StakeClaimedEvent", "A delegator claimed its stake of Ethereum on Arbitrum",
			field{"delegator", text, "Who claimed"}, field{"delegate", text, "Whom the stake was with"},
			field{"stake", lpt, "The stake"}, field{"fees", eth, "The fees"}),
	}
}

// orchestratorEvents are those of orchestrators.
func orchestratorEvents() []entity {
	who := field{"delegate", relation, "The orchestrator"}
	return []entity{
		event("RewardEvent", "An orchestrator called reward", who,
			field{"rewardTokens", lpt, "LPT minted for its pool, without the treasury's part"}),
		event("TranscoderUpdateEvent", "An orchestrator stated its cuts", who,
			field{"rewardCut", ppm, "Share of the rewards that it keeps"}, field{"feeShare", ppm, "Share of the fees that its delegators get"}),
		event("TranscoderActivatedEvent", "An orchestrator joined the active set", who,
			field{"activationRound", round, "Round from which it is active"}),
		event("TranscoderDeactivatedEvent", "An orchestrator left the active set", who,
			field{"deactivationRound", round, "Round from which it isn't active"}),
		event("TranscoderResignedEvent", "An orchestrator resigned; the mappings never write it", who),
		event("TranscoderEvictedEvent", "An orchestrator was evicted; the mappings never write it", who),
		event("TranscoderSlashedEvent", "An orchestrator was slashed; the mappings never write it", who,
			field{"finder", text, "Who found the fault; NULL for nobody"}, field{"penalty", lpt, "What was taken off its stake"},
			field{"finderReward", wide, "Part of it that the finder got"}),
		event("RewardCallerSetEvent", "An orchestrator named who may call reward for it", who,
			field{"rewardCaller", text, "Who may; the zero address for nobody"}),
		event("ServiceURIUpdateEvent", "An orchestrator stated where it can be reached",
			field{"addr", text, "The orchestrator"}, field{"serviceURI", text, "Where"}),
	}
}

// networkEvents are those of rounds, of the token and of the contracts themselves.
func networkEvents() []entity {
	return []entity{
		event("NewRoundEvent", "A round was initialised", field{"blockHash", text, "Hash of the block of Ethereum before it"}),
		event("SetCurrentRewardTokensEvent", "What can be minted in a round was set",
			field{"currentMintableTokens", lpt, "LPT that can be minted"}, field{"currentInflation", ppb, "Share of the supply that it is"}),
		event("MintEvent", "LPT was minted", field{"to", text, "For whom"}, field{"amount", lpt, "How much"}),
		event("BurnEvent", "LPT was burnt", field{"value", lpt, "How much"}),
		event("PauseEvent", "The contracts were paused"),
		event("UnpauseEvent", "The contracts were unpaused"),
		event("ParameterUpdateEvent", "A parameter of the protocol was set", field{"param", text, "Its name"}).without("round", "0"),
	}
}

// ticketEvents are those of gateways. What they move is in ETH.
func ticketEvents() []entity {
	holder := field{"reserveHolder", relation, "The gateway"}
	return []entity{
		event("WinningTicketRedeemedEvent", "An orchestrator redeemed a winning ticket",
			field{"sender", relation, "The gateway"}, field{"recipient", relation, "The orchestrator"},
			field{"faceValue", eth, "What the ticket is worth; less is paid where deposit and reserve are short"},
			field{"faceValueUSD", usd, "The same at the price of the block; 0 where it wasn't known"},
			field{"winProb", wide, "Chance to win in 2^256ths"}, field{"senderNonce", wide, "Number of the ticket"},
			field{"recipientRand", wide, "The orchestrator's secret"}, field{"auxData", text, "Round and block hash of its creation, 0x text"}),
		event("DepositFundedEvent", "A gateway's deposit grew", field{"sender", relation, "The gateway"}, field{"amount", eth, "By how much"}),
		event("ReserveFundedEvent", "A gateway's reserve grew", holder, field{"amount", eth, "By how much"}),
		event("ReserveClaimedEvent", "An orchestrator was paid out of a reserve", holder,
			field{"claimant", relation, "The orchestrator"}, field{"amount", eth, "How much"}),
		event("WithdrawalEvent", "A gateway withdrew all of its funds",
			field{"sender", relation, "The gateway"}, field{"deposit", eth, "Out of the deposit"}, field{"reserve", eth, "Out of the reserve"}),
	}
}

// voteEvents are those of polls and of the treasury.
func voteEvents() []entity {
	return []entity{
		event("PollCreatedEvent", "A poll began",
			field{"poll", relation, "Address of the poll"}, field{"proposal", text, "Bytes of the proposal's IPFS hash, 0x text"},
			field{"endBlock", l1Block, "Last block of the poll"}, field{"quorum", ppm, "Share of the stake that has to vote"},
			field{"quota", ppm, "Share of the votes that has to be yes"}),
		event("VoteEvent", "An account voted in a poll",
			field{"voter", text, "The account"}, field{"choiceID", wide, "0 for yes, 1 for no"}, field{"poll", relation, "Address of the poll"}),
		event("TreasuryVoteEvent", "An account voted on a proposal to the treasury",
			field{"voter", relation, "The account"}, field{"proposal", relation, "Id of the proposal"},
			field{"support", text, "Against, For or Abstain"}, field{"weight", lpt, "Its votes"}, field{"reason", text, "Its reason"}),
	}
}
