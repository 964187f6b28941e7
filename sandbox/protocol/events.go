package protocol

// The signature hashes of the events that the model emits.
var (
	eventParameterUpdate = topic0("ParameterUpdate(string)")

	eventSetContractInfo      = topic0("SetContractInfo(bytes32,address,bytes20)")
	eventUnpause              = topic0("Unpause()")
	eventOwnershipTransferred = topic0("OwnershipTransferred(address,address)")

	eventTransfer         = topic0("Transfer(address,address,uint256)")
	eventApproval         = topic0("Approval(address,address,uint256)")
	eventMint             = topic0("Mint(address,uint256)")
	eventRoleGranted      = topic0("RoleGranted(bytes32,address,address)")
	eventRoleRevoked      = topic0("RoleRevoked(bytes32,address,address)")
	eventRoleAdminChanged = topic0("RoleAdminChanged(bytes32,bytes32,bytes32)")
	eventInitialized      = topic0("Initialized(uint8)")

	eventNewRound               = topic0("NewRound(uint256,bytes32)")
	eventSetCurrentRewardTokens = topic0("SetCurrentRewardTokens(uint256,uint256)")

	eventBond                  = topic0("Bond(address,address,address,uint256,uint256)")
	eventUnbond                = topic0("Unbond(address,address,uint256,uint256,uint256)")
	eventRebond                = topic0("Rebond(address,address,uint256,uint256)")
	eventTransferBond          = topic0("TransferBond(address,address,uint256,uint256,uint256)")
	eventWithdrawStake         = topic0("WithdrawStake(address,uint256,uint256,uint256)")
	eventWithdrawFees          = topic0("WithdrawFees(address,address,uint256)")
	eventEarningsClaimed       = topic0("EarningsClaimed(address,address,uint256,uint256,uint256,uint256)")
	eventReward                = topic0("Reward(address,uint256)")
	eventTreasuryReward        = topic0("TreasuryReward(address,address,uint256)")
	eventTranscoderUpdate      = topic0("TranscoderUpdate(address,uint256,uint256)")
	eventTranscoderActivated   = topic0("TranscoderActivated(address,uint256)")
	eventTranscoderDeactivated = topic0("TranscoderDeactivated(address,uint256)")

	eventDelegateChanged              = topic0("DelegateChanged(address,address,address)")
	eventDelegateVotesChanged         = topic0("DelegateVotesChanged(address,uint256,uint256)")
	eventDelegatorBondedAmountChanged = topic0("DelegatorBondedAmountChanged(address,uint256,uint256,uint256,uint256)")

	eventWinningTicketRedeemed = topic0("WinningTicketRedeemed(address,address,uint256,uint256,uint256,uint256,bytes)")
	eventWinningTicketTransfer = topic0("WinningTicketTransfer(address,address,uint256)")
	eventDepositFunded         = topic0("DepositFunded(address,uint256)")
	eventReserveFunded         = topic0("ReserveFunded(address,uint256)")
	eventReserveClaimed        = topic0("ReserveClaimed(address,address,uint256)")
	eventWithdrawal            = topic0("Withdrawal(address,uint256,uint256)")
	eventUnlock                = topic0("Unlock(address,uint256,uint256)")
	eventUnlockCancelled       = topic0("UnlockCancelled(address)")

	eventUpdateStaged   = topic0("UpdateStaged((address[],uint256[],bytes[],uint256),uint256)")
	eventUpdateExecuted = topic0("UpdateExecuted((address[],uint256[],bytes[],uint256))")

	eventProposalCreated = topic0(
		"ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)")
	eventVoteCast               = topic0("VoteCast(address,uint256,uint8,uint256,string)")
	eventVoteCastWithParams     = topic0("VoteCastWithParams(address,uint256,uint8,uint256,string,bytes)")
	eventProposalQueued         = topic0("ProposalQueued(uint256,uint256)")
	eventProposalExecuted       = topic0("ProposalExecuted(uint256)")
	eventVotingDelaySet         = topic0("VotingDelaySet(uint256,uint256)")
	eventVotingPeriodSet        = topic0("VotingPeriodSet(uint256,uint256)")
	eventProposalThresholdSet   = topic0("ProposalThresholdSet(uint256,uint256)")
	eventTimelockChange         = topic0("TimelockChange(address,address)")
	eventQuorumNumeratorUpdated = topic0("QuorumNumeratorUpdated(uint256,uint256)")

	eventCallScheduled  = topic0("CallScheduled(bytes32,uint256,address,uint256,bytes,bytes32,uint256)")
	eventCallSalt       = topic0("CallSalt(bytes32,bytes32)")
	eventCallExecuted   = topic0("CallExecuted(bytes32,uint256,address,uint256,bytes)")
	eventMinDelayChange = topic0("MinDelayChange(uint256,uint256)")

	eventPollCreated      = topic0("PollCreated(address,bytes,uint256,uint256,uint256)")
	eventVote             = topic0("Vote(address,uint256)")
	eventServiceURIUpdate = topic0("ServiceURIUpdate(address,string)")
)
