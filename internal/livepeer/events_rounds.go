package livepeer

// roundEvents are the own events of RoundsManager and Minter.
func roundEvents() []Event {
	return []Event{
		{
			Name: "NewRound", Contracts: []string{RoundsManager},
			Description: "A round was initialised: the last log of its initialisation. A round that nobody initialises has none.",
			Args: []Arg{
				round("round", "Number of the round; the rounds on Arbitrum continue those on L1.").ix(),
				bytes32("blockHash", "What the chain gave as hash of the L1 block before: on Arbitrum not an L1 block's hash.").as("round_block_hash"),
			},
		},
		{
			Name: "SetCurrentRewardTokens", Contracts: []string{Minter},
			Description: "What can be minted in the round, set once per initialised round, before NewRound.",
			Args: []Arg{
				lpt("currentMintableTokens", "LPT that all reward calls of the round together can mint."),
				integer("currentInflation", UnitPPB, "Inflation of the round, as a part of the total supply."),
			},
		},
	}
}
