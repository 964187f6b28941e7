package mutate

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// Consumed lists the events, by contract, that a ledger of stakes, fees and votes follows from. The others change nothing in
// it: approvals and roles, announced updates and queued proposals, polls and addresses of services.
func Consumed() map[string][]string {
	return map[string][]string{
		livepeer.BondingManager: {
			"Bond", "Unbond", "Rebond", "TransferBond", "WithdrawStake", "WithdrawFees", "EarningsClaimed", "Reward", "TreasuryReward",
			"TranscoderUpdate", "TranscoderActivated", "TranscoderDeactivated", "ParameterUpdate",
		},
		livepeer.TicketBroker: {
			"DepositFunded", "ReserveFunded", "ReserveClaimed", "WinningTicketTransfer", "WinningTicketRedeemed", "Withdrawal", "Unlock",
			"UnlockCancelled", "ParameterUpdate",
		},
		livepeer.RoundsManager:    {"NewRound", "ParameterUpdate"},
		livepeer.Minter:           {"SetCurrentRewardTokens", "ParameterUpdate"},
		livepeer.LivepeerToken:    {"Transfer", "Mint"},
		livepeer.BondingVotes:     {"DelegateChanged", "DelegateVotesChanged", "DelegatorBondedAmountChanged"},
		livepeer.LivepeerGovernor: {"ProposalCreated", "VoteCast", "VoteCastWithParams"},
		livepeer.Governor:         {"UpdateExecuted"},
		livepeer.Controller:       {"SetContractInfo"},
	}
}

// catalogue finds events by who emits them and the first topic.
type catalogue struct {
	contracts map[common.Address]string
	events    map[string]map[common.Hash]*livepeer.Event
}

func newCatalogue(contracts []livepeer.Contract) catalogue {
	c := catalogue{contracts: map[common.Address]string{}, events: map[string]map[common.Hash]*livepeer.Event{}}
	for _, contract := range contracts {
		c.contracts[common.HexToAddress(contract.Address)] = contract.Name
	}
	for contract, names := range Consumed() {
		c.events[contract] = map[common.Hash]*livepeer.Event{}
		for _, e := range livepeer.Events() {
			if e.EmittedBy(contract) && slices.Contains(names, e.Name) {
				c.events[contract][e.Topic0] = e
			}
		}
	}
	return c
}

// event gives the event of a log, nil if a ledger isn't given it or does nothing with it. Of the token's transfers it is
// given those of the Minter and of the treasury.
func (c catalogue) event(l *jsonrpc.Log) *livepeer.Event {
	if len(l.Topics) == 0 {
		return nil
	}
	e := c.events[c.contracts[l.Address]][l.Topics[0]]
	if e == nil || e.Name != "Transfer" || len(l.Topics) < 3 {
		return e
	}
	from, to := common.BytesToAddress(l.Topics[1][:]), common.BytesToAddress(l.Topics[2][:])
	for _, side := range []common.Address{from, to} {
		if name := c.contracts[side]; name == livepeer.Minter || name == livepeer.Treasury {
			return e
		}
	}
	return nil
}

// name gives "BondingManager.Bond".
func (c catalogue) name(l *jsonrpc.Log, e *livepeer.Event) string {
	return fmt.Sprintf("%s.%s", c.contracts[l.Address], e.Name)
}

// Stated tells the logs that a ledger is given: the events of [Consumed], and those by which a deployment ends: the Controller's
// change of owner, and how proposals are voted on.
func Stated(contracts []livepeer.Contract) func(*jsonrpc.Log) bool {
	c := newCatalogue(contracts)
	settings := map[common.Hash]string{livepeer.EventNamed("OwnershipTransferred").Topic0: livepeer.Controller}
	for _, name := range []string{"VotingDelaySet", "VotingPeriodSet", "ProposalThresholdSet"} {
		settings[livepeer.EventNamed(name).Topic0] = livepeer.LivepeerGovernor
	}
	return func(l *jsonrpc.Log) bool {
		return c.event(l) != nil || len(l.Topics) > 0 && settings[l.Topics[0]] == c.contracts[l.Address] && settings[l.Topics[0]] != ""
	}
}
