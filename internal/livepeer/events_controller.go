package livepeer

// controllerEvents are the events of the Controller, and of the Governor that owns it.
func controllerEvents() []Event {
	return append(registryEvents(), governorEvents()...)
}

func registryEvents() []Event {
	controller := []string{Controller}
	return []Event{
		{
			Name: "SetContractInfo", Contracts: controller,
			Description: "A contract, or a proxy's target, was registered: the only record on the chain of when a version went live.",
			Args: []Arg{
				bytes32("id", "Keccak-256 hash of the registered name.").as("contract_id"),
				address("contractAddress", "Address registered under the name from now on.").as("registered_address"),
				blob("gitCommitHash", "Commit of the contract's source (20 bytes), as far as it was given.").of("bytes20"),
			},
		},
		{
			Name: "Pause", Contracts: controller,
			Description: "The protocol was paused.",
		},
		{
			Name: "Unpause", Contracts: controller,
			Description: "The protocol runs again after a pause.",
		},
		{
			Name: "OwnershipTransferred", Contracts: []string{Controller, Governor, L2LPTDataCache},
			Description: "The contract was given another owner.",
			Args: []Arg{
				address("previousOwner", "Owner before; the zero address at the contract's creation.").ix(),
				address("newOwner", "Owner from now on.").ix(),
			},
		},
	}
}

func governorEvents() []Event {
	governor := []string{Governor}
	update := []Arg{
		list("target", "address[]", "Contracts to call, in order.").as("targets"),
		list("value", "uint256[]", "Units of 1e-18 ETH to send with each call.").as("values_wei"),
		list("data", "bytes[]", "Calldata of each call: the values of every governed parameter change stand here.").as("calldatas"),
		integer("nonce", "", "Number that tells equal updates apart."),
	}
	return []Event{
		{
			Name: "UpdateStaged", Contracts: governor, Tuple: len(update),
			Description: "An update of the protocol was staged, to be executed after a delay.",
			Args:        append(update[:len(update):len(update)], integer("delay", UnitL1Block, "L1 blocks until it can be executed.")),
		},
		{
			Name: "UpdateExecuted", Contracts: governor, Tuple: len(update),
			Description: "An update of the protocol was executed.",
			Args:        update,
		},
		{
			Name: "UpdateCancelled", Contracts: governor, Tuple: len(update),
			Description: "A staged update of the protocol was cancelled.",
			Args:        update,
		},
	}
}
