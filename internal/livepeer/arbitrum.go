package livepeer

import "time"

const arbitrumOneName = "arbitrum-one"

// aiServiceRegistryBound is a block before the creation of the AIServiceRegistry, whose own block no deployment
// record has. The contract is of 2024; this block, in which BondingManager's eighth target was created, is of
// November 2023. A first block that is too early costs nothing but one more address in the first requests.
const aiServiceRegistryBound = 146_118_898

// ArbitrumOne gives Livepeer on Arbitrum One. Addresses and first blocks are those of the deployment records of
// livepeer/protocol (branch delta, f225b10c, March 2024), livepeer/arbitrum-lpt-bridge (603314d9), and, for the
// AIServiceRegistry, the node software; the price feeds are those that the node software and the subgraph use.
// Nothing of Livepeer exists on the chain before block 5,856,156 (11 February 2022), so that replaying events from
// there is complete.
func ArbitrumOne() Deployment {
	return Deployment{
		Name:       arbitrumOneName,
		ChainID:    42161,
		Controller: "0xd8e8328501e9645d16cf49539efc04f734606ee4",
		Contracts:  arbitrumOneContracts(),
		Targets:    arbitrumOneTargets(),
		Unasked:    arbitrumOneUnasked(),
		DeployedAt: time.Date(2022, time.February, 11, 0, 0, 0, 0, time.UTC),
		PriceFeeds: PriceFeeds{
			ChainlinkETHUSD: "0x639fe6ab55c921f74e7fac1ee960c0b6293ba612",
			LPTWETHPool:     "0x4fd47e5102dfbf95541f64ed6fe13d4ed26d2546",
		},
	}
}

func arbitrumOneContracts() []Contract {
	return []Contract{
		{Name: LivepeerToken, Address: "0x289ba1701c2f088cf0faf8b3705246331cb8a839", FirstBlock: 5_856_156},
		{Name: Controller, Address: "0xd8e8328501e9645d16cf49539efc04f734606ee4", FirstBlock: 5_856_334},
		{Name: Minter, Address: "0x4969dccf5186e1c49411638fc8a2a020fdab752e", FirstBlock: 5_856_338, Former: true, Note: "replaced in the first days"},
		{Name: Minter, Address: "0xc20de37170b45774e6cd3d2304017fc962f27252", FirstBlock: 6_253_359},
		{Name: TicketBroker, Address: "0xa8bb618b1520e284046f3dfc448851a1ff26e41b", FirstBlock: 5_856_357},
		{Name: BondingManager, Address: "0x35bcf3c30594191d53231e4ff333e8a770453e40", FirstBlock: 5_856_381},
		{Name: RoundsManager, Address: "0xdd6f56dcc28d3f5f27084381fe8df634985cc39f", FirstBlock: 5_856_394},
		{Name: MerkleSnapshot, Address: "0x10736fface687658f88a46d042631d182c7757f7", FirstBlock: 5_856_407},
		{Name: Governor, Address: "0xd9ded6f9959176f0a04dcf88a0d2306178a736a6", FirstBlock: 5_856_411},
		{Name: PollCreator, Address: "0x8bb50806d60c492c0004dad5d9627daa2d9732e6", FirstBlock: 5_857_075},
		{Name: ServiceRegistry, Address: "0xc92d3a360b8f9e083ba64de15d95cf8180897431", FirstBlock: 5_860_363},
		{
			Name: AIServiceRegistry, Address: "0x04c0b249740175999e5bf5c9ac1da92431ef34c5", FirstBlock: aiServiceRegistryBound,
			Note: "not registered with the Controller; the node software has the address as a constant",
		},
		{Name: L2LPTDataCache, Address: "0xd78b6bd09cd28a83cfb21afa0da95c685a6bb0b1", FirstBlock: 5_864_754},
		{Name: L2LPTGateway, Address: "0x6d2457a4ad276000a615295f7a80f79e48ccd318", FirstBlock: 5_864_786},
		{Name: L2Migrator, Address: "0x148d5b6b4df9530c7c76a810bd1cdf69ec4c2085", FirstBlock: 5_864_923},
		{Name: BondingVotes, Address: "0x0b9c254837e72ebe9fe04960c43b69782e68169a", FirstBlock: 139_793_454},
		{Name: Treasury, Address: "0xf82c1ff415f1fcf582554fdba790e27019c8e8c4", FirstBlock: 139_793_473},
		{Name: LivepeerGovernor, Address: "0xcfe4e2879b786c3aa075813f0e364bb5accb6aa0", FirstBlock: 139_793_525},
	}
}

func arbitrumOneTargets() []TargetVersion {
	return []TargetVersion{
		{Contract: BondingManager, Version: "v1", Address: "0xe479b9fba2cd65f822f451fc8c145c663b995ce6", CreatedBlock: 5_856_369},
		{Contract: BondingManager, Version: "v2", Address: "0xc40df4db2f99e7e235780a93b192f1a934f0c45b", CreatedBlock: 6_751_264, Note: "receiver claims on transferBond"},
		{Contract: BondingManager, Version: "v3", Address: "0x3757db506ecd9cbe643660c0f5b70db5b321202c", CreatedBlock: 6_897_365, Note: "delegate change when bonded amount is 0"},
		{Contract: BondingManager, Version: "v4", Address: "0x0f9c425e7374602c20370d3fd263155b4c3bdc91", CreatedBlock: 8_014_612, Note: "bond-for claims the OWNER's earnings, not the caller's"},
		{Contract: BondingManager, Version: "v5", Address: "0x3a941e1094b9e33efabb26a9047a8abb4b257907", CreatedBlock: 21_197_217},
		{Contract: BondingManager, Version: "v6", Address: "0x9c9209c9ff6996513b3673d69ee7b36a6c58a8cf", CreatedBlock: 108_471_272, Note: "third-party bond limits"},
		{Contract: BondingManager, Version: "v7", Address: "0x363cdb9bae210ef182c60b5a496139e980330127", CreatedBlock: 139_793_542, Note: "Delta: treasury cut, vote checkpoints"},
		{Contract: BondingManager, Version: "v8", Address: "0x557093b1ab53412166bead939f34244170b6525b", CreatedBlock: 146_118_898, Note: "rebondFromUnbonded initialises factors"},
		{Contract: BondingManager, Version: "v9", Address: "0x6b397f20dc227b4e23fec20bbdbe166d0dffc452", CreatedBlock: 194_176_436, Note: "third party cannot claim for someone before their orchestrator's reward"},
		{Contract: BondingVotes, Version: "v1", Address: "0x1561fc5f7efc049476224005dff38256dccfc509", CreatedBlock: 139_793_433},
		{Contract: BondingVotes, Version: "v2", Address: "0x68af80376bc1ca0c25a83b28e5570e8c7bdd3119", CreatedBlock: 140_372_483},
		{Contract: TicketBroker, Version: "v1", Address: "0x7beb84c52ce96dfd90431faa97378994a8baa6df", CreatedBlock: 5_856_351},
		{Contract: TicketBroker, Version: "v2", Address: "0xd906d192e2503aafd1bc5f5fc4163e842d5b1d6e", CreatedBlock: 7_371_809},
		{Contract: TicketBroker, Version: "v3", Address: "0xea1b0f6c8d158328a6e3d3f924b86a759f41465c", CreatedBlock: 128_664_470},
		{Contract: RoundsManager, Version: "v1", Address: "0x92d804ed49d92438aea6fe552bd9163aacb7e841", CreatedBlock: 5_856_389},
		{Contract: LivepeerGovernor, Version: "v1", Address: "0xd2ce37bcb287cadc40647f567c2d3c4220901634", CreatedBlock: 139_793_510},
		{Contract: ServiceRegistry, Version: "v1", Address: "0x38093cdca43aecd7bb474983519a246e93a3b0a7", CreatedBlock: 5_856_401},
		{Contract: L2Migrator, Version: "v1", Address: "0x4f59b39e2ea628fe8371bdfd51b063319339c7ee", CreatedBlock: 5_864_918},
	}
}

func arbitrumOneUnasked() []Unasked {
	return []Unasked{
		{Name: "SortedDoublyLL", Address: "0xc45f6918f7bcac7abc8fe05302b3cdf39776cdeb", Reason: "a library: it emits no events"},
		{Name: "DelegatorPool", Address: "0xfdb06109032ad3671a8f14f5f2e78f4b9e81b567", Reason: "the template that pools are clones of; the clones emit the events, and L2Migrator's DelegatorPoolCreated tells them"},
		{Name: "protocol multisig", Address: "0x04f53a0bb244f015cc97731570bed26f0229da05", Reason: "a Safe that owns the Governor: what it does to the protocol stands in the Governor's events"},
	}
}
