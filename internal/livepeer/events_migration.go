package livepeer

// migrationEvents are the events of the move from L1: L2Migrator's own, and those of the pools that it creates.
func migrationEvents() []Event {
	events := append(migratedEvents(), migratorSettingEvents()...)
	for i := range events {
		events[i].Contracts = []string{L2Migrator}
	}
	return append(events, delegatorPoolEvents()...)
}

// l1Account and l2Account are what every migrated thing begins with.
func l1Account() Arg { return address("l1Addr", "Account on L1.") }

func l2Account() Arg { return address("l2Addr", "Account on Arbitrum.") }

func migratedEvents() []Event {
	return []Event{
		{
			Name: "MigrateDelegatorFinalized", Tuple: 6,
			Description: "The stake and fees of a delegator or orchestrator on L1 arrived.",
			Args: []Arg{
				l1Account(),
				l2Account(),
				lpt("stake", "The account's own stake on L1."),
				lpt("delegatedStake", "Stake delegated to the account on L1, its own included."),
				eth("fees", "Fees, paid straight to the account on Arbitrum."),
				address("delegate", "Delegate on L1; an orchestrator has itself."),
			},
		},
		{
			Name: "MigrateUnbondingLocksFinalized", Tuple: 5,
			Description: "Locked stake of L1 arrived; it becomes bonded stake.",
			Args: []Arg{
				l1Account(),
				l2Account(),
				lpt("total", "Stake of all the locks."),
				list("unbondingLockIds", "uint256[]", "Numbers of the locks on L1."),
				address("delegate", "Delegate on L1."),
			},
		},
		{
			Name: "MigrateSenderFinalized", Tuple: 4,
			Description: "A gateway's deposit and reserve of L1 arrived; DepositFunded and ReserveFunded show it too.",
			Args: []Arg{
				l1Account(),
				l2Account(),
				eth("deposit", "Deposit that arrived."),
				eth("reserve", "Reserve that arrived."),
			},
		},
		{
			Name:        "StakeClaimed",
			Description: "A delegator of L1 claimed its stake and fees by the snapshot.",
			Args: []Arg{
				address("delegator", "Account that claims.").ix(),
				address("delegate", "Delegate on L1."),
				lpt("stake", "Stake on L1; more arrives if it comes out of a delegator pool."),
				eth("fees", "Fees on L1."),
			},
		},
		{
			Name:        "DelegatorPoolCreated",
			Description: "A pool was created that holds the stake of a migrated orchestrator's delegators until they claim it.",
			Args: []Arg{
				address("l1Addr", "Account of the orchestrator on L1.").ix(),
				address("delegatorPool", "Contract of the pool, which bonds like an ordinary delegator."),
			},
		},
	}
}

func migratorSettingEvents() []Event {
	return []Event{
		{
			Name:        "ClaimStakeEnabled",
			Description: "Claims by the snapshot were allowed or stopped.",
			Args:        []Arg{arg("_enabled", "bool", Bool, "", "Whether they are allowed from now on.")},
		},
		{
			Name:        "DelegatorPoolImplUpdate",
			Description: "The contract that pools are clones of was set.",
			Args:        []Arg{address("_delegatorPoolImpl", "The contract from now on.")},
		},
		{
			Name:        "L1MigratorUpdate",
			Description: "The counterpart on L1 was set.",
			Args:        []Arg{address("_l1MigratorAddr", "The counterpart's address from now on.")},
		},
		{
			Name:        "ControllerContractUpdate",
			Description: "The migrator took over a contract's address from the Controller.",
			Args: []Arg{
				bytes32("id", "Keccak-256 hash of the contract's name.").as("contract_id"),
				address("addr", "Address of the contract from now on."),
			},
		},
	}
}

func delegatorPoolEvents() []Event {
	pool := []string{DelegatorPool}
	return []Event{
		{
			Name: "Claimed", Contracts: pool,
			Description: "A delegator took its part out of a delegator pool.",
			Args: []Arg{
				address("_delegator", "Account that claims.").ix(),
				lpt("_stake", "Stake that leaves the pool, earnings included."),
				eth("_fees", "Fees that leave the pool."),
			},
		},
		{
			Name: "DelegatorPoolInitialized", Contracts: pool,
			Description: "A delegator pool was set up.",
			Args: []Arg{
				address("_bondingManager", "BondingManager that it bonds with.").ix(),
				address("_migrator", "L2Migrator that created it.").ix(),
				lpt("_initialStake", "Stake to be claimed from it."),
			},
		},
	}
}
