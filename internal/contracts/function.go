package contracts

import (
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// function is a view function of a contract: how it is called, and what it returns.
type function struct {
	contract string
	method   abi.Method
}

// declare makes a function of its name, the types of its arguments, and the types and names of what it returns: "uint256
// bondedAmount". Types are separated by commas.
func declare(contract, name, arguments, returns string) (function, error) {
	inputs, err := parameters(arguments)
	if err != nil {
		return function{}, fmt.Errorf("declare %s.%s: %w", contract, name, err)
	}
	outputs, err := parameters(returns)
	if err != nil {
		return function{}, fmt.Errorf("declare %s.%s: %w", contract, name, err)
	}
	return function{contract, abi.NewMethod(name, name, abi.Function, "view", false, false, inputs, outputs)}, nil
}

func parameters(list string) (abi.Arguments, error) {
	var out abi.Arguments
	for text := range strings.SplitSeq(list, ",") {
		typ, name, _ := strings.Cut(strings.TrimSpace(text), " ")
		if typ == "" {
			continue
		}
		parsed, err := abi.NewType(typ, "", nil)
		if err != nil {
			return nil, err
		}
		out = append(out, abi.Argument{Name: name, Type: parsed})
	}
	return out, nil
}

// declaration is a function as its contract's source has it.
type declaration struct{ contract, name, arguments, returns string }

// declarations are the functions that are asked, as the contracts that are live since March 2024 declare them. getSenderInfo
// returns two structs of two numbers each, which are encoded as four numbers.
var declarations = []declaration{
	{livepeer.RoundsManager, "currentRound", "", "uint256 value"},
	{livepeer.RoundsManager, "lastInitializedRound", "", "uint256 value"},
	{livepeer.BondingManager, "currentRoundTotalActiveStake", "", "uint256 value"},
	{livepeer.BondingManager, "treasuryRewardCutRate", "", "uint256 value"},
	{livepeer.BondingManager, "getTranscoderPoolSize", "", "uint256 value"},
	{livepeer.Minter, "inflation", "", "uint256 value"},
	{livepeer.Minter, "currentMintableTokens", "", "uint256 value"},
	{livepeer.Minter, "currentMintedTokens", "", "uint256 value"},
	{livepeer.BondingManager, "pendingStake", "address,uint256", "uint256 value"},
	{livepeer.BondingManager, "pendingFees", "address,uint256", "uint256 value"},
	{
		livepeer.BondingManager, "getDelegator", "address",
		"uint256 bondedAmount, uint256 fees, address delegateAddress, uint256 delegatedAmount, uint256 startRound, uint256 lastClaimRound, uint256 nextUnbondingLockId",
	},
	{
		livepeer.BondingManager, "getTranscoder", "address",
		"uint256 lastRewardRound, uint256 rewardCut, uint256 feeShare, uint256 lastActiveStakeUpdateRound, uint256 activationRound, uint256 deactivationRound, " +
			"uint256 activeCumulativeRewards, uint256 cumulativeRewards, uint256 cumulativeFees, uint256 lastFeeRound",
	},
	{
		livepeer.BondingManager, "getTranscoderEarningsPoolForRound", "address,uint256",
		"uint256 totalStake, uint256 transcoderRewardCut, uint256 transcoderFeeShare, uint256 cumulativeRewardFactor, uint256 cumulativeFeeFactor",
	},
	{
		livepeer.TicketBroker, "getSenderInfo", "address",
		"uint256 deposit, uint256 withdrawRound, uint256 fundsRemaining, uint256 claimedInCurrentRound",
	},
	{livepeer.BondingVotes, "getVotes", "address", "uint256 value"},
	{livepeer.BondingVotes, "getPastVotes", "address,uint256", "uint256 value"},
	{livepeer.LivepeerGovernor, "proposalVotes", "uint256", "uint256 againstVotes, uint256 forVotes, uint256 abstainVotes"},
}

// functions gives the declared functions by name; no two have the same.
func functions() (map[string]function, error) {
	all := map[string]function{}
	for _, d := range declarations {
		f, err := declare(d.contract, d.name, d.arguments, d.returns)
		if err != nil {
			return nil, err
		}
		all[d.name] = f
	}
	return all, nil
}
