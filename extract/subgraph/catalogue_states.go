package subgraph

// volumes are the fees of an account, over all time and over whole UTC days back from when they were added up last.
func volumes() []field {
	return []field{
		{"totalVolumeETH", eth, "Face value of all its tickets"},
		{"totalVolumeUSD", usd, "The same, each ticket at the price of its block"},
		{"thirtyDayVolumeETH", eth, "Face value of 30 days, as it was added up last"},
		{"sixtyDayVolumeETH", eth, "Face value of 60 days, as it was added up last"},
		{"ninetyDayVolumeETH", eth, "Face value of 90 days, as it was added up last"},
	}
}

// network are the numbers of the whole network that rounds, days and the protocol state.
func network() []field {
	return []field{
		{"totalActiveStake", lpt, "Stake of the active orchestrators"},
		{"totalSupply", lpt, "LPT that exist"},
		{"participationRate", ratio, "Active stake by supply"},
		{"inflation", ppb, "Share of the supply that a round can mint"},
		{"numActiveTranscoders", count, "How many orchestrators can be active"},
		{"activeTranscoderCount", count, "How many orchestrators are active"},
		{"delegatorsCount", count, "How many delegators the subgraph counts; it drifts"},
	}
}

// series are what doesn't change once its day or its round is over, and the newest of it.
func series() []entity {
	volume := []field{{"volumeETH", eth, "Face value of its tickets"}, {"volumeUSD", usd, "The same, each ticket at the price of its block"}}
	rounds := entity{typ: "Round", cut: byRound, about: "A round that is over", fields: append([]field{
		{"id", roundID, "Number of the round"},
		{"startTimestamp", moment, "When it was initialised; NULL if it wasn't"},
		{"initialized", flag, "Whether it was"},
		{"length", l1Block, "Its length"},
		{"startBlock", l1Block, "Its first block"},
		{"endBlock", l1Block, "First block after it"},
		{"mintableTokens", lpt, "LPT that it can mint"},
		volume[0], volume[1],
		{"movedStake", lpt, "Stake that changed its delegate; taken from what is true after the block"},
		{"newStake", lpt, "Stake that was added; only where the delegate changed"},
	}, network()...)}
	pools := entity{typ: "Pool", cut: byRound, about: "What an active orchestrator's pool got in a round that is over", fields: []field{
		{"id", key, "Number of the round in ten digits and address of the orchestrator, joined by a hyphen"},
		{"round", ownRound, ""},
		{"delegate", relation, "The orchestrator"},
		{"fees", eth, "Face value of its tickets of the round"},
		{"rewardTokens", lpt, "Its reward without the treasury's part; NULL if it didn't call"},
		{"totalStake", lpt, "Its stake as the round began"},
		{"rewardCut", ppm, "Share of the reward that it kept"},
		{"feeShare", ppm, "Share of the fees that its delegators got"},
	}}
	return []entity{
		rounds, pools,
		rounds.as("open_rounds", "A round that isn't over, or was never initialised, as the subgraph had it at the pinned block"),
		pools.as("open_pools", "What an active orchestrator's pool had got by the pinned block in the round that wasn't over"),
		{typ: "Day", cut: byDay, about: "The network on a UTC day that is over and on which something happened", fields: append([]field{
			{"id", key, "Days since 1970"}, {"date", date, "The day"}, volume[0], volume[1],
		}, network()...)},
		{typ: "TranscoderDay", cut: byDay, about: "What an orchestrator was paid on a UTC day that is over", fields: []field{
			{"id", key, "Address and days since 1970, joined by a hyphen"},
			{"date", date, "The day"},
			volume[0], volume[1],
			{"transcoder", relation, "The orchestrator"},
		}},
		{typ: "BroadcasterDay", cut: byDay, about: "What a gateway paid on a UTC day that is over", fields: []field{
			{"id", key, "Address and days since 1970, joined by a hyphen"},
			{"date", date, "The day"},
			volume[0], volume[1],
			{"broadcaster", relation, "The gateway"},
		}},
	}
}

// as gives the part of an entity that can still change.
func (e entity) as(stream, about string) entity {
	e.stream, e.about, e.cut = stream, about, stillOpen
	return e
}

// states are what changes all the time.
func states() []entity {
	return []entity{
		{typ: "Protocol", stream: "protocol", cut: daily, about: "The state of the network at the pinned block", fields: append(network(), []field{
			{"id", key, "0"},
			{"inflationChange", ppb, "By how much inflation changes with each round"},
			{"targetBondingRate", ppb, "Share of the supply that inflation works towards having bonded"},
			{"unbondingPeriod", count, "Rounds that a lock lasts"},
			{"lockPeriod", l1Block, "Blocks at a round's end in which cuts can't change"},
			{"roundLockAmount", ppm, "The same as a share of the round"},
			{"roundLength", l1Block, "Length of a round"},
			{"lastRoundLengthUpdateStartBlock", l1Block, "First block of the first round of that length"},
			{"lastRoundLengthUpdateRound", toRound, "First round of that length"},
			{"totalVolumeETH", eth, "Face value of all tickets"},
			{"totalVolumeUSD", usd, "The same, each ticket at the price of its block"},
			{"lptPriceEth", eth, "Price of an LPT as the last round was initialised"},
			{"winningTicketCount", number, "Tickets redeemed"},
			{"roundCount", number, "Rounds"},
			{"paused", flag, "Whether the contracts are paused"},
			{"currentRound", toRound, "Newest round that the subgraph knows"},
			{"lastInitializedRound", toRound, "Newest round that was initialised"},
			{"pendingActivation", members, "Orchestrators that join with the next round, as JSON"},
			{"pendingDeactivation", members, "Orchestrators that leave with the next round, as JSON"},
			{"activeBroadcasters", texts, "Gateways that paid within 90 days, as JSON"},
		}...)},
		{typ: "Transcoder", cut: daily, about: "An orchestrator, past ones too, at the pinned block", fields: append([]field{
			{"id", key, "Address"},
			{"active", flag, "Whether it is in the active set"},
			{"status", text, "Registered with a stake of its own, else NotRegistered"},
			{"activationRound", round, "Round from which it is or was active"},
			{"deactivationRound", round, "Round from which it isn't active; NULL for never"},
			{"activationTimestamp", moment, "When it became active; NULL when it isn't"},
			{"lastActiveStakeUpdateRound", round, "Round for which its active stake was stated last"},
			{"lastRewardRound", toRound, "Round of its last reward"},
			{"rewardCut", ppm, "Share of the rewards that it keeps"},
			{"feeShare", ppm, "Share of the fees that its delegators get"},
			{"rewardCutUpdateTimestamp", moment, "When it stated its cuts last"},
			{"feeShareUpdateTimestamp", moment, "When it stated its cuts last"},
			{"totalStake", lpt, "Stake delegated to it"},
			{"delegator", relation, "Itself as a delegator"},
			{"serviceURI", text, "Where it can be reached"},
			{"rewardCaller", text, "Who may call reward for it"},
		}, volumes()...)},
		{
			typ: "Delegator", cut: daily, when: `{or: [{delegate_not: null}, {fees_gt: "0"}]}`,
			about: "A delegator with a delegate or with fees at the pinned block", fields: []field{
				{"id", key, "Address"},
				{"delegate", relation, "Whom its stake is with; NULL for nobody"},
				{"startRound", round, "Round from which its stake counts"},
				{"lastClaimRound", toRound, "Round up to which it has claimed"},
				{"bondedAmount", lpt, "Its stake without what it hasn't claimed"},
				{"principal", lpt, "What it ever staked"},
				{"unbonded", lpt, "What it ever took out of its stake"},
				{"fees", eth, "Fees that it has claimed and not withdrawn"},
				{"withdrawnFees", eth, "Fees that it has withdrawn"},
				{"delegatedAmount", lpt, "Stake that is delegated to it"},
			},
		},
		{typ: "UnbondingLock", cut: daily, about: "A lock that was there at the pinned block", fields: []field{
			{"id", key, "Number of the lock in ten digits and address of the delegator, joined by a hyphen"},
			{"unbondingLockId", number, "Number of the lock among its delegator's"},
			{"delegator", relation, "Whose it is"},
			{"delegate", relation, "Whom the stake was with"},
			{"amount", lpt, "What is in it"},
			{"withdrawRound", round, "Round from which it can be withdrawn"},
			{"sender", text, "Who unbonded"},
		}},
		{typ: "Broadcaster", cut: daily, about: "A gateway at the pinned block", fields: append([]field{
			{"id", key, "Address"},
			{"deposit", eth, "Its deposit"},
			{"reserve", eth, "Its reserve"},
			{"firstFundedDay", date, "Day on which it was funded first; NULL for none"},
			{"lastFundedDay", date, "Day on which it was funded last; NULL for none"},
			{"firstActiveDay", date, "Day on which it paid first, in the words of an older schema"},
			{"lastActiveDay", date, "Day on which it paid last, in the words of an older schema"},
		}, volumes()...)},
		{typ: "LivepeerAccount", cut: daily, when: changedLately, about: "An account that changed within 90 days before the pinned block", fields: []field{
			{"id", key, "Address"},
			{"lastUpdatedTimestamp", moment, "When it was seen last"},
			{"delegator", relation, "Itself as a delegator"},
			{"delegate", relation, "Itself if it is an orchestrator, else the zero address"},
		}},
	}
}

// governance are polls and proposals with their votes.
func governance() []entity {
	return []entity{
		{typ: "Poll", cut: daily, about: "A poll at the pinned block", fields: []field{
			{"id", key, "Address of the poll"},
			{"proposal", text, "IPFS hash of the proposal"},
			{"endBlock", l1Block, "Last block of the poll"},
			{"quorum", ppm, "Share of the stake that has to vote"},
			{"quota", ppm, "Share of the votes that has to be yes"},
			{"tally", relation, "Id of the tally; NULL before the first vote"},
		}},
		{typ: "PollTally", cut: daily, about: "How a poll stood at the pinned block", fields: []field{
			{"id", key, "Address of the poll"}, {"yes", lpt, "Stake for yes"}, {"no", lpt, "Stake for no"},
		}},
		{
			typ: "Vote", cut: daily, when: changedLately,
			about: "An account in a poll, whether it voted or not, that changed within 90 days before the pinned block", fields: []field{
				{"id", key, "Addresses of the voter and of the poll, joined by a hyphen"},
				{"voter", text, "The account; the zero address in rows of accounts that didn't vote"},
				{"voteStake", lpt, "Its stake"},
				{"nonVoteStake", lpt, "Stake of its delegators who voted themselves"},
				{"choiceID", text, "Yes or No; NULL if it didn't vote"},
				{"poll", relation, "The poll; NULL if it didn't vote"},
				{"registeredTranscoder", flag, "Whether it is an orchestrator"},
			},
		},
		{typ: "TreasuryProposal", cut: daily, about: "A proposal to the treasury at the pinned block", fields: []field{
			{"id", key, "Number of the proposal"},
			{"proposer", relation, "Who made it"},
			{"targets", texts, "Contracts that it calls, as JSON"},
			{"values", texts, "ETH wei of each call, as JSON"},
			{"calldatas", texts, "Data of each call, as JSON"},
			{"voteStart", round, "Round after which votes are taken"},
			{"voteEnd", round, "Last round in which votes are taken"},
			{"description", text, "What it says"},
			{"forVotes", lpt, "Votes for it, each at its voter's whole weight"},
			{"againstVotes", lpt, "Votes against it, each at its voter's whole weight"},
			{"abstainVotes", lpt, "Votes that abstain, each at its voter's whole weight"},
			{"totalVotes", lpt, "All votes"},
		}},
		{typ: "TreasuryVote", cut: daily, when: changedLately, about: "A vote on a proposal to the treasury within 90 days before the pinned block", fields: []field{
			{"id", key, "Number of the proposal and address of the voter, joined by a hyphen"},
			{"proposal", relation, "Number of the proposal"},
			{"voter", relation, "The account"},
			{"support", text, "Against, For or Abstain"},
			{"weight", lpt, "Its votes"},
			{"reason", text, "Its reason"},
		}},
	}
}
