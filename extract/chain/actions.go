package chain

import "github.com/lakepeer/lakepeer/internal/livepeer"

// action is an event that an orchestrator or a gateway causes, and pays the gas of.
type action struct {
	Contract string `json:"contract"`
	Event    string `json:"event"`
	// Same, unless it is zero, names two topics (1 to 3) that must be equal: who bonds to itself is an orchestrator.
	Same [2]int `json:"same,omitzero"`
}

// actions are the events whose transactions' receipts are wanted.
func actions() []action {
	var all []action
	add := func(contract string, events ...string) {
		for _, event := range events {
			all = append(all, action{Contract: contract, Event: event})
		}
	}
	add(livepeer.BondingManager, "Reward", "TranscoderUpdate", "WithdrawFees", "RewardCallerSet")
	all = append(
		all,
		action{livepeer.BondingManager, "Bond", [2]int{1, 3}},   // newDelegate, delegator
		action{livepeer.BondingManager, "Unbond", [2]int{1, 2}}, // delegate, delegator
		action{livepeer.BondingManager, "Rebond", [2]int{1, 2}},
	)
	add(
		livepeer.TicketBroker, "WinningTicketRedeemed", "WinningTicketTransfer",
		"DepositFunded", "ReserveFunded", "Unlock", "UnlockCancelled", "Withdrawal",
	)
	add(livepeer.RoundsManager, "NewRound")
	add(livepeer.ServiceRegistry, "ServiceURIUpdate")
	add(livepeer.AIServiceRegistry, "ServiceURIUpdate")
	add(
		livepeer.LivepeerGovernor, "ProposalCreated", "ProposalQueued", "ProposalExecuted", "ProposalCanceled",
		"VoteCast", "VoteCastWithParams",
	)
	add(livepeer.PollCreator, "PollCreated")
	add(livepeer.Poll, "Vote")
	return all
}

// actionSigns maps (address, first topic) to the two topics that must be equal, for the contracts that a part asks for.
func actionSigns(a asks) map[[2]string][2]int {
	signs := map[[2]string][2]int{}
	for _, contract := range a.Contracts {
		for _, action := range actions() {
			if action.Contract == contract.Name {
				signs[[2]string{contract.Address, topicOf(action.Contract, action.Event)}] = action.Same
			}
		}
	}
	return signs
}
