package livepeer

// bridgeEvents are the own events of L2LPTGateway and L2LPTDataCache.
func bridgeEvents() []Event {
	return append(bridgedEvents(), bridgeSettingEvents()...)
}

func bridgedEvents() []Event {
	gateway := []string{L2LPTGateway}
	from := address("_from", "Account that sends.").ix().as("from_address")
	to := address("_to", "Account that receives.").ix().as("to_address")
	return []Event{
		{
			Name: "DepositFinalized", Contracts: gateway,
			Description: "LPT arrived over the bridge from L1.",
			Args: []Arg{
				address("_l1Token", "The token on L1.").ix(),
				from,
				to,
				lpt("_amount", "LPT that arrived."),
			},
		},
		{
			Name: "WithdrawalInitiated", Contracts: gateway,
			Description: "LPT left over the bridge to L1.",
			Args: []Arg{
				address("_l1Token", "The token on L1."),
				from,
				to,
				wide("_l2ToL1Id", "Number of the message to L1, as decimal text.").ix(),
				integer("_exitNum", "", "Always 0; kept for the interface's sake."),
				lpt("_amount", "LPT that left."),
			},
		},
		{
			Name: "TxToL1", Contracts: []string{L2LPTDataCache, L2LPTGateway, L2Migrator},
			Description: "A message to L1 was sent.",
			Args: []Arg{
				from,
				to,
				wide("_id", "Number of the message, as decimal text.").ix().as("message_id"),
				blob("_data", "Calldata of the message.").as("calldata"),
			},
		},
		{
			Name: "CacheTotalSupplyFinalized", Contracts: []string{L2LPTDataCache},
			Description: "The supply of LPT on L1 was made known on Arbitrum, where it enters the inflation's base.",
			Args:        []Arg{lpt("totalSupply", "Total supply on L1.")},
		},
	}
}

func bridgeSettingEvents() []Event {
	gateway, cache := []string{L2LPTGateway}, []string{L2LPTDataCache}
	account := address("account", "Account that did it.")
	return []Event{
		{
			Name: "L1CounterpartUpdate", Contracts: gateway,
			Description: "The gateway's counterpart on L1 was set.",
			Args:        []Arg{address("_l1Counterpart", "The counterpart's address from now on.")},
		},
		{
			Name: "Paused", Contracts: gateway,
			Description: "The gateway was paused.",
			Args:        []Arg{account},
		},
		{
			Name: "Unpaused", Contracts: gateway,
			Description: "The gateway works again after a pause.",
			Args:        []Arg{account},
		},
		{
			Name: "L1LPTDataCacheUpdate", Contracts: cache,
			Description: "The cache's counterpart on L1 was set.",
			Args:        []Arg{address("_l1LPTDataCache", "The counterpart's address from now on.")},
		},
		{
			Name: "L2LPTGatewayUpdate", Contracts: cache,
			Description: "The gateway that tells the cache of what crosses the bridge was set.",
			Args:        []Arg{address("_l2LPTGateway", "The gateway's address from now on.")},
		},
	}
}
