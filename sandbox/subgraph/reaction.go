package subgraph

import "github.com/lakepeer/lakepeer/internal/livepeer"

// reaction is what the mappings do with an event of a contract.
type reaction struct {
	contract, event string
	// row is the type of the event's own row, "" if it has none; fields are the row's, as event.fields reads them.
	row, fields string
	// apply changes what follows from the event. It may change the event's row too, or take it away.
	apply func(*Index, *event)
}

// reactions lists the events that are watched, by contract and name.
func reactions() map[string]reaction {
	byName := map[string]reaction{}
	for _, list := range [][]reaction{stakeReactions(), orchestratorReactions(), networkReactions(), ticketReactions(), voteReactions(), migrationReactions()} {
		for _, r := range list {
			byName[r.contract+"."+r.event] = r
		}
	}
	return byName
}

func stakeReactions() []reaction {
	const c = livepeer.BondingManager
	return []reaction{
		{c, "Bond", "BondEvent", "newDelegate oldDelegate delegator additionalAmount bondedAmount", (*Index).bond},
		{c, "Unbond", "UnbondEvent", "delegate delegator unbondingLockId amount withdrawRound", (*Index).unbond},
		{c, "Rebond", "RebondEvent", "delegate delegator unbondingLockId amount", (*Index).rebond},
		{c, "TransferBond", "TransferBondEvent", "oldDelegator newDelegator oldUnbondingLockId newUnbondingLockId amount", (*Index).transferBond},
		{c, "WithdrawStake", "WithdrawStakeEvent", "delegator unbondingLockId amount", (*Index).withdrawStake},
		{c, "WithdrawFees", "WithdrawFeesEvent", "delegator recipient amount", (*Index).withdrawFees},
		{c, "EarningsClaimed", "EarningsClaimedEvent", "delegate delegator rewardTokens=rewards fees startRound endRound", (*Index).claimEarnings},
	}
}

func orchestratorReactions() []reaction {
	const c = livepeer.BondingManager
	return []reaction{
		{c, "Reward", "RewardEvent", "delegate=transcoder rewardTokens=amount", (*Index).reward},
		{c, "TranscoderUpdate", "TranscoderUpdateEvent", "delegate=transcoder rewardCut feeShare", (*Index).updateCuts},
		{c, "TranscoderActivated", "TranscoderActivatedEvent", "delegate=transcoder activationRound", (*Index).activate},
		{c, "TranscoderDeactivated", "TranscoderDeactivatedEvent", "delegate=transcoder deactivationRound", (*Index).deactivate},
		{c, "RewardCallerSet", "RewardCallerSetEvent", "delegate=transcoder rewardCaller", (*Index).setRewardCaller},
		{livepeer.ServiceRegistry, "ServiceURIUpdate", "ServiceURIUpdateEvent", "addr serviceURI", (*Index).updateURI},
	}
}

func networkReactions() []reaction {
	return []reaction{
		{livepeer.RoundsManager, "NewRound", "NewRoundEvent", "blockHash", (*Index).newRound},
		{livepeer.RoundsManager, "ParameterUpdate", "ParameterUpdateEvent", "param", (*Index).updateParameter},
		{livepeer.BondingManager, "ParameterUpdate", "ParameterUpdateEvent", "param", (*Index).updateParameter},
		{livepeer.Minter, "ParameterUpdate", "ParameterUpdateEvent", "param", (*Index).updateParameter},
		{
			livepeer.Minter, "SetCurrentRewardTokens", "SetCurrentRewardTokensEvent", "currentMintableTokens currentInflation",
			(*Index).setMintable,
		},
		{livepeer.LivepeerToken, "Mint", "MintEvent", "to amount", (*Index).changeSupply},
		{livepeer.LivepeerToken, "Burn", "BurnEvent", "value=amount", (*Index).changeSupply},
		{livepeer.Controller, "Pause", "PauseEvent", "", (*Index).pause},
		{livepeer.Controller, "Unpause", "UnpauseEvent", "", (*Index).unpause},
	}
}

func ticketReactions() []reaction {
	const c = livepeer.TicketBroker
	return []reaction{
		{c, "WinningTicketTransfer", "", "", (*Index).noteTransfer},
		{
			c, "WinningTicketRedeemed", "WinningTicketRedeemedEvent", "sender recipient faceValue winProb senderNonce recipientRand auxData",
			(*Index).redeem,
		},
		{c, "DepositFunded", "DepositFundedEvent", "sender amount", (*Index).fundDeposit},
		{c, "ReserveFunded", "ReserveFundedEvent", "reserveHolder amount", (*Index).fundReserve},
		{c, "ReserveClaimed", "ReserveClaimedEvent", "reserveHolder claimant amount", (*Index).claimReserve},
		{c, "Withdrawal", "WithdrawalEvent", "sender deposit reserve", (*Index).withdraw},
	}
}

func voteReactions() []reaction {
	const vote = "voter proposal=proposalId weight"
	return []reaction{
		{livepeer.PollCreator, "PollCreated", "PollCreatedEvent", "poll proposal endBlock quorum quota", (*Index).createPoll},
		{livepeer.Poll, "Vote", "VoteEvent", "voter choiceID", (*Index).votePoll},
		{livepeer.LivepeerGovernor, "ProposalCreated", "", "", (*Index).createProposal},
		{livepeer.LivepeerGovernor, "VoteCast", "TreasuryVoteEvent", vote, (*Index).voteProposal},
		{livepeer.LivepeerGovernor, "VoteCastWithParams", "TreasuryVoteEvent", vote, (*Index).voteProposal},
	}
}
