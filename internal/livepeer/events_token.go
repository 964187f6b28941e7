package livepeer

// tokenEvents are LivepeerToken's events, and those of the access control that it shares with other contracts.
func tokenEvents() []Event {
	return append(erc20Events(), accessEvents()...)
}

func erc20Events() []Event {
	token := []string{LivepeerToken}
	return []Event{
		{
			Name: "Transfer", Contracts: token,
			Description: "LPT changed its owner.",
			Args: []Arg{
				address("from", "Owner before; the zero address when the LPT is minted.").ix().as("from_address"),
				address("to", "Owner after; the zero address when the LPT is burned.").ix().as("to_address"),
				lpt("value", "LPT moved."),
			},
		},
		{
			Name: "Approval", Contracts: token,
			Description: "An owner let another account spend its LPT.",
			Args: []Arg{
				address("owner", "Owner of the LPT.").ix(),
				address("spender", "Account that may spend.").ix(),
				wide("value", "What may be spent, in units of 1e-18 LPT; often 2^256 - 1 for everything.").as("allowance"),
			},
		},
		{
			Name: "Mint", Contracts: token,
			Description: "LPT was minted: to the Minter as inflation, treasury's part included; to anybody else as a deposit over the bridge.",
			Args: []Arg{
				address("to", "Account that receives the new LPT.").ix().as("to_address"),
				lpt("amount", "LPT minted."),
			},
		},
		{
			Name: "Burn", Contracts: token,
			Description: "LPT was burned, as a withdrawal over the bridge to L1 does.",
			Args: []Arg{
				address("burner", "Account whose LPT it was.").ix(),
				lpt("amount", "LPT burned."),
			},
		},
	}
}

func accessEvents() []Event {
	controlled := []string{L2LPTGateway, LivepeerToken, Treasury}
	role := bytes32("role", "Keccak-256 hash of the role's name; all zero for the default administrator.").ix()
	return []Event{
		{
			Name: "RoleGranted", Contracts: controlled,
			Description: "An account was given a role in the contract's access control.",
			Args: []Arg{
				role,
				address("account", "Account that has the role now.").ix(),
				address("sender", "Account that gave it.").ix(),
			},
		},
		{
			Name: "RoleRevoked", Contracts: controlled,
			Description: "An account lost a role in the contract's access control.",
			Args: []Arg{
				role,
				address("account", "Account that lost the role.").ix(),
				address("sender", "Account that took it.").ix(),
			},
		},
		{
			Name: "RoleAdminChanged", Contracts: controlled,
			Description: "Another role administers a role from now on.",
			Args: []Arg{
				role,
				bytes32("previousAdminRole", "Administering role before.").ix(),
				bytes32("newAdminRole", "Administering role from now on.").ix(),
			},
		},
	}
}
